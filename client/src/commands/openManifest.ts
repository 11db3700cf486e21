import { chooseSetTarget } from '../choosing.ts';
import { defineCommand } from './command.ts';

/** From the live set to the file that declares it. */
export const openManifest = defineCommand({
  id: 'petset.openManifest',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseSetTarget(context, given);
    if (target === undefined) return;
    const { kind, name, namespace } = target.set;
    const places = await context.ui.progress(`Looking for ${kind} ${name} in the workspace`, () => context.manifests.find({ kind, name, namespace }));
    const [first, ...others] = places;
    if (first === undefined) return void (await context.ui.inform(`No file of the workspace declares ${kind} ${name}.`));
    const choices = places.map((place) => ({ label: place.file, description: `line ${place.range.start.line + 1}`, value: place }));
    const place = others.length === 0 ? first : await context.ui.pick({ title: `Pets: ${kind} ${name}`, placeholder: 'Several files declare it', choices });
    if (place !== undefined) await context.manifests.show(place);
  },
});
