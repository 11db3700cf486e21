import { chooseConnection } from '../choosing.ts';
import { titleOf } from '../manifests.ts';
import { activeManifest, chooseObject } from './apply.ts';
import { defineCommand } from './command.ts';
import { planAll, remarksOf } from './plans.ts';

/** The live object beside what it would be after applying. */
export const diff = defineCommand({
  id: 'petset.diff',
  needsTrust: true,
  run: async (context) => {
    const manifest = await activeManifest(context);
    if (manifest === undefined) return;
    const object = await chooseObject(context, manifest);
    if (object === undefined) return;
    const connection = await chooseConnection(context, {});
    if (connection === undefined) return;
    const planned = (await planAll(context, connection, manifest, [object], () => false))?.[0];
    if (planned === undefined) return;
    const { plan } = planned;
    const title = titleOf(object);
    const place = `${connection.context.name}/${object.namespace === '' ? connection.context.namespace : object.namespace}/${object.name}.${object.kind.toLowerCase()}`;
    if (plan.isNew && plan.refused.length === 0) return void (await context.ui.inform(`${title} is not in the cluster yet.`));
    if (plan.changes.length === 0 && plan.refused.length === 0)
      return void (await context.ui.inform([`No difference: ${title} is live as ${manifest.name} says.`, ...remarksOf(planned)].join(' ')));
    const { before, after } = connection.texts(plan);
    const left = { name: `${place}.live.yaml`, text: before };
    await context.ui.diff(`${title}: live and after applying ${manifest.name}`, left, { name: `${place}.applied.yaml`, text: after });
    const remarks = remarksOf(planned);
    if (remarks.length > 0) await context.ui.inform(remarks.join(' '));
  },
});
