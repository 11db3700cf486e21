import { connectByPrompt } from '../connecting.ts';
import { defineCommand } from './command.ts';

export const connect = defineCommand({
  id: 'petset.connect',
  needsTrust: true,
  run: async (context) => {
    await connectByPrompt(context);
  },
});
