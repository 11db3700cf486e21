import { defineCommand } from './command.ts';

export const showLog = defineCommand({
  id: 'petset.showLog',
  needsTrust: false,
  run: async (context) => context.log.show(),
});
