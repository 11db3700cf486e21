import { chooseSetTarget } from '../choosing.ts';
import { defineCommand } from './command.ts';

/** From a manifest to the live set in the view. Without an argument, as from the palette, the set at the cursor is meant. */
export const reveal = defineCommand({
  id: 'petset.reveal',
  needsTrust: true,
  run: async (context, given) => {
    const wanted = given.set === undefined ? (await context.manifests.active())?.current : undefined;
    const target = await chooseSetTarget(context, given, wanted);
    if (target !== undefined) await context.revealSet(target);
  },
});
