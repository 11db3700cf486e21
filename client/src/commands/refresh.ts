import { defineCommand } from './command.ts';

export const refresh = defineCommand({
  id: 'petset.refresh',
  needsTrust: true,
  run: async (context) => context.refreshTree(),
});
