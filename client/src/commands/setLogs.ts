import { chooseSetTarget } from '../choosing.ts';
import type { Container } from '../cluster/containers.ts';
import type { Pet } from '../cluster/pets.ts';
import type { Context } from '../context.ts';
import { mayAct } from '../rights.ts';
import type { SetTarget } from '../target.ts';
import type { LiveDocument } from '../ui.ts';
import { defineCommand } from './command.ts';

const tailLines = 200;

/** The logs of all pets in one text, each line with its ordinal. Pets that come later, or come back, join. */
export const setLogs = defineCommand({
  id: 'petset.setLogs',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseSetTarget(context, given);
    if (target === undefined) return;
    const { connection, set } = target;
    if (!(await mayAct(context, connection, 'logs'))) return;
    const page = await context.ui.document(`${connection.context.name}/${set.namespace}/${set.name}/all-pets.log`);
    if (!page.closed.aborted) follow(context, target, page);
  },
});

function follow(context: Context, { connection, set }: SetTarget, page: LiveDocument): void {
  const known = new Set<string>();
  const join = async (): Promise<void> => {
    const pets = await connection.pets(set);
    if (!pets.ok) return;
    for (const pet of pets.value) {
      const container = pet.pod?.containers.find((each) => each.name === pet.pod?.defaultContainer);
      const key = `${pet.pod?.uid}/${container?.restarts}`;
      if (container === undefined || container.state.kind !== 'running' || known.has(key)) continue;
      known.add(key);
      void followOne(pet, container);
    }
  };
  const followOne = async (pet: Pet, container: Container): Promise<void> => {
    const lines = prefixed(`[${pet.ordinal}] `, (text) => page.append(text));
    const place = { namespace: set.namespace, pod: pet.name, container: container.name };
    const result = await connection.logs(place, { follow: true, previous: false, tailLines, signal: page.closed }, lines.push);
    lines.end();
    if (result.ok) page.append(`[${pet.ordinal}] --- the log ends here ---\n`);
    else if (result.failure.kind !== 'cancelled') page.append(`[${pet.ordinal}] --- ${result.failure.message} ---\n`);
  };
  const stop = connection.watch({ kind: 'pods', set }, () => void join());
  page.closed.addEventListener('abort', stop);
  const last = context.connections.onChange(() => {
    // Who disconnects wants no more requests; the text stays.
    if (context.connections.open.includes(connection)) return;
    stop();
    last();
  });
}

/** Whole lines only: pieces of two pets must not run into each other. */
export function prefixed(prefix: string, write: (text: string) => void): { readonly push: (text: string) => void; readonly end: () => void } {
  let rest = '';
  return {
    push: (text) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) write(lines.map((line) => `${prefix}${line}\n`).join(''));
    },
    end: () => {
      if (rest !== '') write(`${prefix}${rest}\n`);
      rest = '';
    },
  };
}
