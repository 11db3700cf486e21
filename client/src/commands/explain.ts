import { defineCommand } from './command.ts';

/** What the init containers around the cursor do, start after start, as the language server interprets them. */
export const explain = defineCommand({
  id: 'petset.explain',
  needsTrust: false,
  run: async (context) => {
    const explanation = await context.server.explain();
    if (explanation === undefined)
      await context.ui.inform(
        'Put the cursor on an init container of a PetSet, StatefulSet or Pod; one that is too involved to interpret cannot be explained.',
      );
    else await context.ui.document(explanation.name, explanation.markdown);
  },
});
