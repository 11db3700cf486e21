import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { choosePet } from '../choosing.ts';
import type { PetPod } from '../cluster/pets.ts';
import type { PetTarget } from '../target.ts';
import { defineCommand } from './command.ts';

export const deletePet = defineCommand({
  id: 'petset.deletePet',
  needsTrust: true,
  run: async (context, given) => {
    const target = await choosePet(context, given);
    if (target === undefined) return;
    const { connection, set, pet } = target;
    const { pod } = pet;
    if (pod === undefined) return void (await context.ui.inform(`${pet.name} does not exist: there is nothing to delete.`));
    const change = { question: `Delete pet ${pet.name}?`, detail: consequences(target, pod), action: 'Delete Pet', act: 'delete', isGrave: true } as const;
    if (!(await mayChange(context, connection, change))) return;
    const done = await context.ui.progress(`Deleting ${pet.name}`, (signal) => connection.deletePod(set.namespace, pet.name, pod.uid, signal));
    if (!done.ok && done.failure.kind === 'conflict')
      return void (await context.ui.alarm(`${pet.name} was made anew in the meantime: nothing was deleted. Look at it again first.`));
    await ask(context, `Deleting ${pet.name}`, async () => done);
  },
});

/** What a person must know before, and what no server says. */
function consequences({ set, pet }: PetTarget, pod: PetPod): string {
  const kept = set.claimTemplates.map((template) => `${template}-${pet.name}`);
  const lost = pod.emptyDirs.length === 0 ? '' : ` and its scratch volumes (emptyDir ${pod.emptyDirs.join(', ')})`;
  const steps = pod.initContainers.filter((each) => each.role === 'init').map((each) => each.name);
  return [
    `Lost: what was written inside its containers${lost}.`,
    kept.length === 0 ? 'Kept: nothing, the set has no claim templates.' : `Kept: ${kept.join(', ')}.`,
    pet.isWanted ? `The controller makes ${pet.name} again, with the same name and claims.` : 'It is above the wanted count and will not be made again.',
    ...(steps.length === 0 || !pet.isWanted ? [] : [`Its init steps run again on what was kept: ${steps.join(', ')}.`]),
  ].join('\n');
}
