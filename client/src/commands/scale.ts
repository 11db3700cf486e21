import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { chooseSetTarget } from '../choosing.ts';
import type { PetsSet } from '../cluster/sets.ts';
import { defineCommand } from './command.ts';

export const scale = defineCommand({
  id: 'petset.scale',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseSetTarget(context, given);
    if (target === undefined) return;
    const { connection, set } = target;
    const title = `Pets: Scale ${set.kind} ${set.name}`;
    const text = await context.ui.input({ title, prompt: `How many pets? Now ${set.desired} are wanted.`, value: String(set.desired), check: checkCount });
    if (text === undefined) return;
    const count = Number(text);
    if (count === set.desired) return;
    const isLess = count < set.desired;
    const change = {
      question: `Scale ${set.name} from ${set.desired} to ${count}?`,
      detail: isLess ? lossOf(set, count) : gainOf(set, count),
      action: 'Scale',
      // PetSets have no subresource, and their servers no reviews.
      act: 'scale',
      isGrave: isLess,
    } as const;
    if (!(await mayChange(context, connection, change))) return;
    await ask(context, `Scaling ${set.name} to ${count}`, (signal) => connection.scale(set, count, signal));
  },
});

const most = 10_000;

const checkCount = (text: string): string | undefined =>
  /^\d{1,5}$/.test(text.trim()) && Number(text) <= most ? undefined : `A whole number from 0 to ${most}.`;

const names = (set: PetsSet, from: number, to: number): string => {
  const name = (index: number): string => `${set.name}-${set.firstOrdinal + index}`;
  return to - from === 1 ? name(from) : `${name(from)} to ${name(to - 1)}`;
};

/** The highest ordinals go, the last first. What becomes of their data is the part that surprises people. */
function lossOf(set: PetsSet, count: number): string {
  const lines = [`Deleted: ${names(set, count, set.desired)}, the highest first${set.isOrdered ? ', each when those before it are ready' : ''}.`];
  if (set.claimTemplates.length === 0) lines.push('The set has no claim templates: what these pets wrote is lost.');
  else if (set.whenScaled === 'Delete')
    lines.push(`DELETED too: their claims (${set.claimTemplates.join(', ')}), by persistentVolumeClaimRetentionPolicy.whenScaled.`);
  else lines.push(`Kept: their claims (${set.claimTemplates.join(', ')}). They cost until you delete them, and the data is back when you scale up.`);
  return lines.join('\n');
}

const gainOf = (set: PetsSet, count: number): string => `New: ${names(set, set.desired, count)}. Claims left by earlier pets of these names are used again.`;
