import { ask } from '../asking.ts';
import type { Connection } from '../cluster/index.ts';
import type { Plan, PlanOptions } from '../cluster/plan.ts';
import type { ServerFinding } from '../cluster/serverFindings.ts';
import type { PetsTrial } from '../cluster/trial/petsTrial.ts';
import type { Context } from '../context.ts';
import { isSet, type Manifest, type ManifestObject, titleOf } from '../manifests.ts';
import { soundPlan } from '../resulting.ts';

export interface Planned {
  readonly object: ManifestObject;
  readonly plan: Plan;
  /** What would become of the pets, of a set that was tried. */
  readonly pets?: PetsTrial;
  /** Why more goes than kubectl would remove: what would be wrong with the object else. */
  readonly mended?: readonly string[];
  /** Nobody judged the object that would result, on a server that does not either. */
  readonly isUnchecked?: boolean;
}

const untried: Plan = { isNew: true, changes: [], conflicts: [], before: undefined, after: {}, refused: [], warnings: [] };

/** What the server says of each, and of the pets of those that `tryPets` wants; shown at their lines. Undefined when one could not be asked. */
export async function planAll(
  context: Context,
  connection: Connection,
  manifest: Manifest,
  objects: readonly ManifestObject[],
  wantsPets: (planned: Planned) => boolean,
  options: PlanOptions = {},
): Promise<readonly Planned[] | undefined> {
  const plans: Planned[] = [];
  for (const object of objects) {
    const title = connection.canTry ? `Trying ${titleOf(object)} on the server` : `Comparing ${titleOf(object)}`;
    // What goes into a namespace that comes with it cannot be tried: for the server that place does not exist.
    const isInside = plans.some(({ object: other, plan }) => plan.isNew && other.kind === 'Namespace' && other.name === object.namespace);
    const plan = isInside ? untried : await ask(context, title, (signal) => connection.plan(object, options, signal));
    if (plan === undefined) return undefined;
    const sound = connection.canTry || plan === untried ? { plan } : await soundPlan(context, connection, manifest, object, plan);
    if (sound === undefined) return undefined;
    plans.push({ object, ...sound });
  }
  const planned = await withPets(context, connection, manifest, plans, wantsPets);
  const source = `Kubernetes ${connection.dialect.serverVersion}, ${connection.context.name}`;
  const marks = (planned ?? plans).map((each) => ({ object: each.object, findings: findingsOf(each) }));
  await context.manifests.mark(manifest, source, marks);
  return planned;
}

export const changesAnything = ({ isNew, changes }: Plan): boolean => isNew || changes.length > 0;

/** What a plan leaves or removes for a reason that the manifest does not show. */
export function remarksOf({ object, plan, mended = [], isUnchecked = false }: Planned): readonly string[] {
  const title = titleOf(object);
  const paths = plan.owned?.paths ?? [];
  const owner = `kubectl apply (${plan.owned?.managers.join(', ')})`;
  return [
    ...mended.map(
      (message) => `${title}: a merge as kubectl apply makes it would leave it invalid, so what the manifest does not list is removed too. ${message}`,
    ),
    ...(isUnchecked ? [`${title}: what the merge makes was not checked, because the language server did not answer.`] : []),
    ...(plan.isUnnoted === true && mended.length === 0
      ? [
          `${title}: there is no note of what was applied last (annotation last-applied-configuration), so what the manifest no longer has stays, as with kubectl apply.`,
        ]
      : []),
    ...(plan.stays ?? []).map((path) => `${title}: ${path} stays, because a merge of this server cannot remove it.`),
    ...(paths.length === 0
      ? []
      : [`${title}: ${plan.owned?.isTaken ? `taken over from ${owner}, and so removed` : `kept, because ${owner} owns it`}: ${paths.join(', ')}.`]),
  ];
}

/** After all plans are known: what the manifest brings or changes may be what the pets need. */
async function withPets(
  context: Context,
  connection: Connection,
  { objects: manifest }: Manifest,
  plans: readonly Planned[],
  wantsPets: (planned: Planned) => boolean,
): Promise<readonly Planned[] | undefined> {
  const changing = plans.filter(({ plan }) => changesAnything(plan)).map(({ object }) => object);
  const planned: Planned[] = [];
  for (const each of plans) {
    const { object, plan } = each;
    const isTried = connection.canTry && isSet(object) && plan !== untried && plan.refused.length === 0 && wantsPets(each);
    const trial = (signal: AbortSignal) => connection.tryPets({ object, plan, manifest, changing }, signal);
    const pets = isTried ? await ask(context, `Trying the pets of ${titleOf(object)} on the server`, trial) : undefined;
    if (isTried && pets === undefined) return undefined;
    planned.push(pets === undefined ? each : { ...each, pets });
  }
  return planned;
}

/** Where Pod Security both warns of the set and refuses the pet, the refusal is enough. */
function findingsOf({ plan, pets }: Planned): readonly ServerFinding[] {
  const refused = pets?.refused ?? [];
  const isSaid = ({ path, message }: ServerFinding): boolean =>
    refused.some((each) => each.path === path && each.message.endsWith(message.replace(/^would violate/, 'violates')));
  return [...plan.refused, ...refused, ...[...plan.warnings, ...(pets?.warnings ?? [])].filter((warning) => !isSaid(warning))];
}
