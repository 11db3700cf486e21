import { type TextEdit, titleOf } from '../manifests.ts';
import { activeManifest, chooseObject } from './apply.ts';
import { defineCommand } from './command.ts';

/** As the language server answers `petset/conversions`. */
interface Conversion {
  readonly title: string;
  readonly lost: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** Rewrites an object of the open manifest for another version; the same that its code actions offer at the words they would change. */
export const convert = defineCommand({
  id: 'petset.convert',
  needsTrust: false,
  run: async (context) => {
    const manifest = await activeManifest(context);
    if (manifest === undefined) return;
    const object = await chooseObject(context, manifest);
    if (object === undefined) return;
    const conversions = (await context.server.ask<readonly Conversion[]>('petset/conversions', manifest.uri, { line: object.line })) ?? [];
    if (conversions.length === 0) return void (await context.ui.inform(`${titleOf(object)} is already as the Kubernetes it is judged for reads it.`));
    const question = { title: `Pets: Convert ${titleOf(object)}`, placeholder: 'What it becomes' };
    const chosen = await context.ui.pick({ ...question, choices: conversions.map((value) => ({ label: value.title, value })) });
    if (chosen === undefined) return;
    await context.manifests.edit(manifest, chosen.edits);
    if (chosen.lost.length > 0) await context.ui.inform(`Converted. There is no equivalent for ${chosen.lost.join(', ')}.`);
  },
});
