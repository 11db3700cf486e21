import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PetEvent } from '../../../client/src/cluster/events.ts';
import { petsOf } from '../../../client/src/cluster/pets.ts';
import { toSet } from '../../../client/src/cluster/sets.ts';
import type { WirePod, WireSet } from '../../../client/src/cluster/wire.ts';
import { holdsOf } from '../../../client/src/views/holding.ts';

type State = 'ready' | 'unready' | 'ending';

function holds(states: Readonly<Record<number, State>>, spec: NonNullable<WireSet['spec']>, events: readonly Partial<PetEvent>[] = []): readonly string[] {
  const set = toSet('StatefulSet', 'apps/v1', 'default', { metadata: { name: 'web' }, spec });
  const pods = Object.entries(states).map(
    ([ordinal, state]): WirePod => ({
      metadata: { name: `web-${ordinal}`, ...(state === 'ending' ? { deletionTimestamp: '2026-11-22T12:00:00Z' } : {}) },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: state === 'unready' ? 'False' : 'True' }] },
    }),
  );
  const pets = petsOf(set, pods);
  const known = events.map(
    (event): PetEvent => ({ id: '', of: 'StatefulSet', isWarning: true, reason: 'FailedCreate', message: '', count: 1, lastSeen: '', ...event }),
  );
  const holdOf = holdsOf(set, pets, known);
  return pets.map((pet) => {
    const { text, isFault } = holdOf(pet);
    return `${pet.ordinal}${text === '' ? '' : `${isFault ? '!' : ' '}${text}`}`;
  });
}

const table: readonly { readonly name: string; readonly gives: readonly string[]; readonly of: Parameters<typeof holds> }[] = [
  { name: 'all well', of: [{ 0: 'ready', 1: 'ready' }, { replicas: 2 }], gives: ['0', '1'] },
  {
    name: 'a missing pet waits for the first that is not ready',
    of: [{ 0: 'unready' }, { replicas: 3 }],
    gives: ['0', '1 waits for web-0 (Running, not ready)', '2 waits for web-0 (Running, not ready)'],
  },
  { name: 'and for one that does not exist', of: [{ 0: 'ready' }, { replicas: 3 }], gives: ['0', '1', '2 waits for web-1 (not created)'] },
  { name: 'made side by side they wait for nobody', of: [{ 0: 'unready' }, { replicas: 2, podManagementPolicy: 'Parallel' }], gives: ['0', '1'] },
  {
    name: 'a scale-down stops at a wanted pet that is not ready',
    of: [{ 0: 'unready', 1: 'ready', 2: 'ready' }, { replicas: 1 }],
    gives: ['0', '1 stays until web-0 is ready (Running, not ready)', '2 stays until web-0 is ready (Running, not ready)'],
  },
  {
    name: 'and takes them from the end',
    of: [{ 0: 'ready', 1: 'ready', 2: 'ending' }, { replicas: 1 }],
    gives: ['0', '1 stays until web-2 is gone (Terminating)', '2'],
  },
  {
    name: 'side by side nothing stays',
    of: [
      { 0: 'unready', 1: 'ready' },
      { replicas: 1, podManagementPolicy: 'Parallel' },
    ],
    gives: ['0', '1'],
  },
  {
    name: 'a refusal is the reason, of a pod or of its claim, and names just this pet',
    of: [
      { 0: 'ready' },
      { replicas: 3 },
      [
        { message: 'create Claim data-web-1 Pod web-1 in StatefulSet web failed error: no class\nfast' },
        { message: 'create Pod web-10 in StatefulSet web failed error: x' },
      ],
    ],
    gives: ['0', '1!no class\nfast', '2 waits for web-1 (not created)'],
  },
  {
    name: 'of several the newest; after a success none',
    of: [
      {},
      { replicas: 2, podManagementPolicy: 'Parallel' },
      [
        { message: 'create Pod web-1 in StatefulSet web failed error: new' },
        { reason: 'SuccessfulCreate', message: 'create Pod web-0 in StatefulSet web successful' },
        { message: 'create Pod web-0 in StatefulSet web failed error: a' },
        { message: 'create Pod web-1 in StatefulSet web failed error: old' },
      ],
    ],
    gives: ['0', '1!new'],
  },
];

for (const { name, of, gives } of table) test(name, () => assert.deepEqual(holds(...of), gives));
