import type { Command } from './command.ts';
import { connect } from './connect.ts';
import { disconnect } from './disconnect.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { findPeers } from './findPeers.ts';
import { logs } from './logs.ts';
import { refresh } from './refresh.ts';
import { restartServer } from './restartServer.ts';
import { showLog } from './showLog.ts';

/** Every command of the extension; package.json has a row for each of the same id. */
export const commands: readonly Command[] = [connect, disconnect, exec, explain, findPeers, logs, refresh, restartServer, showLog];
