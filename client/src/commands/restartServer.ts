import { defineCommand } from './command.ts';

export const restartServer = defineCommand({
  id: 'petset.restartServer',
  needsTrust: false,
  run: async (context) => await context.server.restart(),
});
