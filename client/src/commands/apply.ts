import { ask, chooseOne } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { chooseConnection } from '../choosing.ts';
import type { Change } from '../cluster/changes.ts';
import type { Connection } from '../cluster/index.ts';
import type { Context } from '../context.ts';
import { currentObject, type Manifest, type ManifestObject, titleOf } from '../manifests.ts';
import { defineCommand } from './command.ts';
import { changesAnything, type Planned, planAll, remarksOf } from './plans.ts';

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
    const plans = await plansAgreed(context, connection, manifest, objects);
    if (plans === undefined) return;
    if (plans.some(({ plan }) => plan.refused.length > 0))
      return void (await context.ui.alarm('This cannot be applied: the reasons stand at their lines. Nothing was applied.'));
    const work = plans.filter(({ plan }) => changesAnything(plan) || plan.notes === true);
    if (work.length === 0)
      return void (await context.ui.inform([`Nothing to apply: the cluster is as ${manifest.name} says.`, ...plans.flatMap(remarksOf)].join(' ')));
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
      `Applied: ${work.map(({ object, plan }) => `${titleOf(object)} (${plan.isNew ? 'new' : plan.changes.length === 0 ? 'noted' : countOf(plan.changes.length)})`).join(', ')}.`,
    );
  },
});

const countOf = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`);

/** What applying would do. Fields that kubectl owns and the manifest has no longer are taken over only when the user says so. */
async function plansAgreed(
  context: Context,
  connection: Connection,
  manifest: Manifest,
  objects: readonly ManifestObject[],
): Promise<readonly Planned[] | undefined> {
  const wantsPets = ({ plan }: Planned): boolean => changesAnything(plan);
  const plans = await planAll(context, connection, manifest, objects, wantsPets);
  const owned = plans?.filter(({ plan }) => plan.owned !== undefined) ?? [];
  if (plans === undefined || owned.length === 0 || plans.some(({ plan }) => plan.refused.length > 0)) return plans;
  const fields = owned.flatMap(({ plan }) => plan.owned?.paths ?? []).join(', ');
  const takesOver = await context.ui.pick({
    title: 'Pets: Apply',
    placeholder: `kubectl apply owns fields that ${manifest.name} no longer has`,
    choices: [
      { label: 'Take over and remove', description: 'as kubectl apply --server-side does', detail: fields, value: true },
      { label: 'Leave them to kubectl', description: 'they stay as they are', detail: fields, value: false },
    ],
  });
  if (takesOver === undefined) return undefined;
  return takesOver ? plans : await planAll(context, connection, manifest, objects, wantsPets, { takesOver });
}

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
  const lines = work.flatMap(linesOf);
  const more = lines.length > mostLines ? [`... and ${lines.length - mostLines} more.`] : [];
  const trust = canTry ? [] : ['This server cannot try it first: it may refuse this, or leave out fields that it does not know.'];
  return [...lines.slice(0, mostLines), ...more, ...work.flatMap(remarksOf), ...trust].join('\n');
}

function linesOf({ object, plan, pets }: Planned): readonly string[] {
  const title = titleOf(object);
  const isTemplateOfPetSet = object.kind === 'PetSet' && !plan.isNew && plan.changes.some(({ path }) => path.startsWith('spec.template'));
  return [
    ...(plan.isNew ? [`New: ${title}.`] : plan.changes.map((change) => `${title}: ${changeText(change, object.kind)}`)),
    ...(pets?.refused ?? []).map(({ message }) => `${title}: ${message}`),
    ...(plan.notes === true && !changesAnything(plan) ? [`${title}: only what was applied is noted, so that the next apply knows what was removed.`] : []),
    ...plan.conflicts.map((conflict) => `Taken over: ${conflict}.`),
    ...(isTemplateOfPetSet ? ['Running pets stay as they are until they are made anew.'] : []),
  ];
}

/** Values of a Secret are not for screens. */
function changeText({ path, before, after }: Change, kind: string): string {
  if (kind === 'Secret') return `${path} changes.`;
  const value = (each: unknown): string => {
    const text = typeof each === 'string' ? each : JSON.stringify(each);
    return text === undefined ? 'nothing' : text.length > 60 ? `${text.slice(0, 57)}...` : text;
  };
  return after === undefined ? `${path}: ${value(before)} is removed` : `${path}: ${value(before)} becomes ${value(after)}`;
}
