import { defineCommand } from './command.ts';

/** For somebody who has just installed the extension: what it finds, how to mend it, and what to try next. */
export const firstLook = defineCommand({
  id: 'petset.firstLook',
  needsTrust: false,
  run: async (context) => await context.firstLook.show(),
});

/** The example alone, with the cursor on its finding; the walkthrough's buttons begin with it. */
export const openExample = defineCommand({
  id: 'petset.openExample',
  needsTrust: false,
  run: async (context) => await context.firstLook.openExample(),
});
