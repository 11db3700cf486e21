import { ask, chooseOne } from '../asking.ts';
import { mayChange } from '../changing.ts';
import type { Change } from '../cluster/changes.ts';
import type { Connection } from '../cluster/index.ts';
import type { Context } from '../context.ts';
import { currentObject, type Manifest, type ManifestObject, titleOf } from '../manifests.ts';
import { chooseConnection } from '../targets.ts';
import { defineCommand } from './command.ts';
import { type Planned, planAll } from './plans.ts';

export const apply = defineCommand({
  id: 'petset.apply',
  needsTrust: true,
  run: async (context) => {
    const manifest = await activeManifest(context);
    if (manifest === undefined) return;
    const objects = await chooseObjects(context, manifest);
    if (objects === undefined) return;
    const connection = await chooseConnection(context, {});
    if (connection === undefined) return;
    const plans = await planAll(context, connection, manifest, objects, ({ plan }) => plan.isNew || plan.changes.length > 0);
    if (plans === undefined) return;
    if (plans.some(({ plan }) => plan.refused.length > 0))
      return void (await context.ui.alarm('This cannot be applied: the reasons stand at their lines. Nothing was applied.'));
    const work = plans.filter(({ plan }) => plan.isNew || plan.changes.length > 0);
    if (work.length === 0) return void (await context.ui.inform(`Nothing to apply: the cluster is as ${manifest.name} says.`));
    const question = `Apply ${work.map(({ object }) => titleOf(object)).join(', ')}?`;
    if (!(await mayChange(context, connection, { question, detail: detailOf(work, connection), action: 'Apply', isGrave: true }))) return;
    for (const { object, plan } of work) {
      const done = await ask(context, `Applying ${titleOf(object)}`, async (signal) => {
        const result = await connection.apply(object, plan, signal);
        return result.ok ? { ok: true, value: true } : result;
      });
      if (done === undefined) return;
    }
    await context.ui.inform(
      `Applied: ${work.map(({ object, plan }) => `${titleOf(object)} (${plan.isNew ? 'new' : countOf(plan.changes.length)})`).join(', ')}.`,
    );
  },
});

const countOf = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`);

/** The object at the cursor, or the one that the user picks. */
export async function chooseObject(context: Context, manifest: Manifest): Promise<ManifestObject | undefined> {
  const choices = manifest.objects.map((value) => ({ label: titleOf(value), value }));
  return currentObject(manifest) ?? (await chooseOne(context, 'Object', choices));
}

/** The file in front of the user, with something in it that a cluster could take. */
export async function activeManifest(context: Context): Promise<Manifest | undefined> {
  const manifest = await context.manifests.active();
  if (manifest !== undefined && manifest.objects.length > 0) return manifest;
  await context.ui.inform('Open a manifest: a YAML file with apiVersion, kind and a name, without syntax errors and without templates.');
  return undefined;
}

async function chooseObjects(context: Context, { objects, current }: Manifest): Promise<readonly ManifestObject[] | undefined> {
  if (objects.length === 1) return objects;
  const others = objects.filter((each) => each !== current);
  const one = (object: ManifestObject, description: string) => ({ label: titleOf(object), description, value: [object] });
  const choices = [
    ...(current === undefined ? [] : [one(current, 'at the cursor')]),
    { label: `All ${objects.length} objects of the file`, value: objects },
    ...others.map((object) => one(object, '')),
  ];
  return await context.ui.pick<readonly ManifestObject[]>({ title: 'Pets: Apply', placeholder: 'What is applied', choices });
}

const mostLines = 12;

function detailOf(work: readonly Planned[], { canTry }: Connection): string {
  const lines = work.flatMap(({ object, plan, pets }) => [
    ...(plan.isNew ? [`New: ${titleOf(object)}.`] : plan.changes.map((change) => `${titleOf(object)}: ${changeText(change, object.kind)}`)),
    ...(pets?.refused ?? []).map(({ message }) => `${titleOf(object)}: ${message}`),
    ...plan.conflicts.map((conflict) => `Taken over: ${conflict}.`),
    ...(object.kind === 'PetSet' && !plan.isNew && plan.changes.some(({ path }) => path.startsWith('spec.template'))
      ? ['Running pets stay as they are until they are made anew.']
      : []),
  ]);
  const more = lines.length > mostLines ? [`... and ${lines.length - mostLines} more.`] : [];
  const trust = canTry ? [] : ['This server cannot try it first: it may refuse this, or leave out fields that it does not know.'];
  return [...lines.slice(0, mostLines), ...more, ...trust].join('\n');
}

/** Values of a Secret are not for screens. */
function changeText({ path, before, after }: Change, kind: string): string {
  if (kind === 'Secret') return `${path} changes.`;
  const value = (each: unknown): string => {
    const text = typeof each === 'string' ? each : JSON.stringify(each);
    return text === undefined ? 'nothing' : text.length > 60 ? `${text.slice(0, 57)}...` : text;
  };
  return `${path}: ${value(before)} becomes ${value(after)}`;
}
