import { chooseConnection } from '../targets.ts';
import { activeManifest, planAll } from './apply.ts';
import { defineCommand } from './command.ts';

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
    const plans = await planAll(context, connection, manifest, manifest.objects);
    if (plans === undefined) return;
    const count = plans.reduce((sum, { plan }) => sum + plan.refused.length, 0);
    if (count > 0)
      await context.ui.alarm(
        `The server refuses ${manifest.name}: ${count === 1 ? 'one reason stands at its line' : `${count} reasons stand at their lines`}.`,
      );
    else await context.ui.inform(`The server would accept ${manifest.name}.`);
  },
});
