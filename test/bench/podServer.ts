import { parentPort, workerData } from 'node:worker_threads';
import { WatchServer } from '../client/watchServer.ts';

/** In a thread of its own, so that what is timed and weighed is the client. Tells its address; each message is a phase for the pod in the middle. */
const { count } = workerData as { readonly count: number };
const server = await WatchServer.start('current');
const sets = '/apis/apps/v1/namespaces/default/statefulsets';
const pods = '/api/v1/namespaces/default/pods';

/** As large as those of real sets: most of it is not what the client keeps. */
const pod = (index: number, phase: string) => ({
  metadata: {
    name: `big-${index}`,
    uid: `uid-${index}`,
    labels: { app: 'big' },
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [{ filler: 'x'.repeat(1_500) }],
  },
  spec: {
    nodeName: `node-${index % 100}`,
    initContainers: [{ name: 'prepare', image: 'busybox' }],
    containers: [{ name: 'main', image: 'nginx', env: Array.from({ length: 10 }, (_, at) => ({ name: `NAME_${at}`, value: 'value' })) }],
  },
  status: {
    phase,
    podIP: '10.0.0.1',
    conditions: [{ type: 'Ready', status: 'True' }],
    initContainerStatuses: [{ name: 'prepare', state: { terminated: { exitCode: 0, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' } } }],
    containerStatuses: [{ name: 'main', ready: true, restartCount: 0, state: { running: { startedAt: '2026-01-01T00:00:02Z' } } }],
  },
});

server.emit(sets, 'ADDED', { metadata: { name: 'big' }, spec: { replicas: count, selector: { matchLabels: { app: 'big' } } } } as never);
for (let index = 0; index < count; index++) server.emit(pods, 'ADDED', pod(index, 'Running'));
parentPort?.on('message', (phase: string) => server.emit(pods, 'MODIFIED', pod(count / 2, phase)));
parentPort?.postMessage(server.url);
