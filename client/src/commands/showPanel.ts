import { chooseSetTarget } from '../choosing.ts';
import { defineCommand } from './command.ts';

export const showPanel = defineCommand({
  id: 'petset.showPanel',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseSetTarget(context, given);
    if (target !== undefined) context.showPanel(target);
  },
});
