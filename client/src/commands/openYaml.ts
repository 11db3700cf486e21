import { ask } from '../asking.ts';
import { chooseSetTarget } from '../choosing.ts';
import type { ObjectRef } from '../cluster/objects.ts';
import type { SetTarget, Target } from '../target.ts';
import { defineCommand } from './command.ts';

/** The object of the line: a claim, a pet (also from its containers), a set. */
export const openYaml = defineCommand({
  id: 'petset.openYaml',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseSetTarget(context, given);
    if (target === undefined) return;
    const { connection, set } = target;
    const { ref, name } = refOf(given, target);
    const text = await ask(context, `Reading ${name}`, (signal) => connection.yaml(ref, signal));
    if (text === undefined) return;
    await context.ui.document(`${connection.context.name}/${set.namespace}/${name}.yaml`, text);
  },
});

function refOf({ pet, claim }: Target, { set }: SetTarget): { readonly ref: ObjectRef; readonly name: string } {
  const { namespace } = set;
  if (claim !== undefined) return { ref: { kind: 'claim', namespace, name: claim.name }, name: claim.name };
  if (pet?.pod !== undefined) return { ref: { kind: 'pod', namespace, name: pet.name }, name: pet.name };
  return { ref: { kind: 'set', set }, name: `${set.name}.${set.kind.toLowerCase()}` };
}
