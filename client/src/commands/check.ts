import { chooseConnection } from '../choosing.ts';
import { titleOf } from '../manifests.ts';
import { activeManifest } from './apply.ts';
import { defineCommand } from './command.ts';
import { type Planned, planAll } from './plans.ts';

/** The server's own judgement of the open manifest, at its lines. */
export const check = defineCommand({
  id: 'petset.check',
  needsTrust: true,
  run: async (context) => {
    const manifest = await activeManifest(context);
    if (manifest === undefined) return;
    const connection = await chooseConnection(context, {});
    if (connection === undefined) return;
    if (!connection.canTry) {
      const { serverVersion } = connection.dialect;
      const message = `Kubernetes ${serverVersion === '' ? 'of an unknown version' : serverVersion} has no dry run that can be trusted: it would carry it out. Nothing was sent.`;
      return void (await context.ui.inform(message));
    }
    const plans = await planAll(context, connection, manifest, manifest.objects, () => true);
    if (plans === undefined) return;
    const refused = plans.reduce((sum, { plan }) => sum + plan.refused.length, 0);
    if (refused > 0) return void (await context.ui.alarm(`The server refuses ${manifest.name}: ${standing(refused, 'reason')}.`));
    const petless = plans.filter(({ pets }) => (pets?.refused ?? []).length > 0);
    const reasons = petless.reduce((sum, { pets }) => sum + (pets?.refused.length ?? 0), 0);
    const names = petless.map(({ object }) => titleOf(object)).join(', ');
    if (reasons > 0) await context.ui.alarm(`The server would accept ${manifest.name}, but not the pets of ${names}: ${standing(reasons, 'reason')}.`);
    else await context.ui.inform([`The server would accept ${manifest.name}${warningsOf(plans)}.`, ...plans.flatMap(untriedOf)].join(' '));
  },
});

const standing = (count: number, word: string): string => (count === 1 ? `one ${word} stands at its line` : `${count} ${word}s stand at their lines`);

function warningsOf(plans: readonly Planned[]): string {
  const count = plans.reduce((sum, { plan, pets }) => sum + plan.warnings.length + (pets?.warnings.length ?? 0), 0);
  return count === 0 ? '' : `; ${standing(count, 'warning')}`;
}

const untriedOf = ({ object, pets }: Planned): readonly string[] =>
  pets?.untried === undefined ? [] : [`Whether the pets of ${titleOf(object)} would come is not known: ${pets.untried}.`];
