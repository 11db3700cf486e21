import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import * as cluster from '../../client/src/cluster/index.ts';
import { Connections } from '../../client/src/connections.ts';
import { Live } from '../../client/src/views/live.ts';
import { type Line, Painter } from '../../client/src/views/painter.ts';
import { rootNodes } from '../../client/src/views/root.ts';
import { kubeconfigFor } from '../client/apiServer.ts';

export interface PodFigures {
  /** From opening the line of the set to its pets: list, read, paint. Milliseconds. */
  readonly first: number;
  /** From a change on the server to its painted line, the pause that gathers changes included. Milliseconds. */
  readonly changes: readonly number[];
  /** Heap in MiB that the pods cost. */
  readonly heap: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The view with one set of many pods, driven as VS Code drives it, against a server in another thread. */
export async function timePods(count: number): Promise<PodFigures> {
  const worker = new Worker(new URL('./podServer.ts', import.meta.url), { workerData: { count } });
  const url = await new Promise<string>((resolve) => worker.once('message', resolve));
  const setting = await kubeconfigFor(url);
  const connections = new Connections(
    async () => cluster,
    () => ({ setting, env: {}, home: '/nowhere' }),
  );
  const kubeconfig = await connections.readKubeconfig();
  if (!kubeconfig.ok) throw new Error(kubeconfig.failure.message);
  const connected = await connections.connect(kubeconfig.value, 'here', new AbortController().signal);
  if (!connected.ok) throw new Error(connected.failure.message);
  let painted: (line: Line | undefined) => void = () => undefined;
  const painter = new Painter(
    () => rootNodes(connections),
    (line) => painted(line),
  );
  const live = new Live(connections, painter);
  const open = async (line?: Line): Promise<readonly Line[]> => {
    painter.begin(line);
    live.update();
    return await painter.children(line);
  };
  live.setVisible(true);
  const [context] = await open();
  const [set] = await open(context);
  collect();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  const pets = await open(set);
  const first = performance.now() - started;
  // The stand-in server has no history: a change before the watch is open would be lost.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const changes: number[] = [];
  for (const phase of ['Failed', 'Unknown', 'Running', 'Failed', 'Unknown']) {
    const middle = pets[count / 2];
    const changed = performance.now();
    const done = new Promise<void>((resolve) => {
      painted = (line) => line === middle && resolve();
    });
    worker.postMessage(phase);
    await done;
    changes.push(performance.now() - changed);
  }
  collect();
  const heap = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  live.dispose();
  for (const each of connections.open) connections.disconnect(each);
  await worker.terminate();
  return { first, changes, heap };
}
