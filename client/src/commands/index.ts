import { apply } from './apply.ts';
import { check } from './check.ts';
import { useBundledApi, useClusterApi } from './clusterApi.ts';
import type { Command } from './command.ts';
import { connect } from './connect.ts';
import { convert } from './convert.ts';
import { copyDnsName } from './copyDnsName.ts';
import { deletePet } from './deletePet.ts';
import { diff } from './diff.ts';
import { disconnect } from './disconnect.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { findPeers } from './findPeers.ts';
import { firstLook, openExample } from './firstLook.ts';
import { forward, stopForward } from './forward.ts';
import { logs } from './logs.ts';
import { openManifest } from './openManifest.ts';
import { openYaml } from './openYaml.ts';
import { pickNamespace } from './pickNamespace.ts';
import { refresh } from './refresh.ts';
import { restartServer } from './restartServer.ts';
import { reveal } from './reveal.ts';
import { runInPets } from './runInPets.ts';
import { scale } from './scale.ts';
import { setInitialized } from './setInitialized.ts';
import { setLogs } from './setLogs.ts';
import { showLog } from './showLog.ts';
import { showPanel } from './showPanel.ts';
import { tryHook } from './tryHook.ts';
import { watchPeers } from './watchPeers.ts';

/** Every command of the extension; package.json has a row for each of the same id. */
export const commands: readonly Command[] = [
  connect,
  disconnect,
  pickNamespace,
  showPanel,
  exec,
  runInPets,
  findPeers,
  watchPeers,
  tryHook,
  logs,
  setLogs,
  openYaml,
  openManifest,
  reveal,
  diff,
  apply,
  check,
  useClusterApi,
  useBundledApi,
  copyDnsName,
  scale,
  deletePet,
  setInitialized,
  forward,
  stopForward,
  refresh,
  restartServer,
  explain,
  convert,
  firstLook,
  openExample,
  showLog,
];
