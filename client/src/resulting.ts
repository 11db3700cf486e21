import { ask } from './asking.ts';
import type { Connection } from './cluster/index.ts';
import type { Plan } from './cluster/plan.ts';
import type { ServerFinding } from './cluster/serverFindings.ts';
import type { Context } from './context.ts';
import { type Manifest, type ManifestObject, titleOf } from './manifests.ts';

/** What the language server says of an object that a cluster would hold. */
interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

interface Sound {
  readonly plan: Plan;
  /** What would be wrong with the object if it were merged as kubectl does it. */
  readonly mended?: readonly string[];
  /** The language server did not answer. */
  readonly isUnchecked?: boolean;
}

/**
 * A plan for a server that does not check what a merge makes: it takes a set with two ports of one name, and a pet that is deleted is never
 * made again. The language server judges the object that results. Where it is invalid, what the manifest does not list goes too; where
 * that does not help, the plan is refused. Undefined when the server could not be asked.
 */
export async function soundPlan(context: Context, connection: Connection, manifest: Manifest, object: ManifestObject, plan: Plan): Promise<Sound | undefined> {
  const faults = await faultsOf(context, connection, manifest, object, plan);
  if (faults === undefined) return { plan, isUnchecked: true };
  if (faults.length === 0) return { plan };
  const refused: Sound = { plan: { ...plan, refused: faults.map((fault) => findingOf(fault, plan, object)) } };
  if (plan.isNew) return refused;
  const exact = await ask(context, `Comparing ${titleOf(object)}`, (signal) => connection.plan(object, { merge: 'exact' }, signal));
  if (exact === undefined) return undefined;
  const left = await faultsOf(context, connection, manifest, object, exact);
  return exact.refused.length > 0 || left === undefined || left.length > 0
    ? refused
    : { plan: exact, mended: [...new Set(faults.map(({ message }) => message))] };
}

/** Only of what would be sent; undefined where nobody answers. */
async function faultsOf(
  context: Context,
  connection: Connection,
  { uri }: Manifest,
  { line }: ManifestObject,
  plan: Plan,
): Promise<readonly Fault[] | undefined> {
  if (plan.refused.length > 0 || plan.patch === undefined) return [];
  const question = { line, value: plan.after, kubernetes: connection.dialect.serverVersion };
  return await context.server.ask<readonly Fault[]>('petset/faults', uri, question);
}

/** At the words of the manifest: an item has another index there than in the object that results, or none. */
function findingOf({ message, path }: Fault, { isNew, after }: Plan, { value }: ManifestObject): ServerFinding {
  const said = isNew ? message : `The live object would become invalid, and this server does not check it. ${message}`;
  return { path: written(path, after, value), message: said };
}

function written([step, ...rest]: readonly (string | number)[], result: unknown, manifest: unknown): string {
  if (step === undefined) return '';
  if (typeof step === 'string') {
    const below = written(rest, isRecord(result) ? result[step] : undefined, isRecord(manifest) ? manifest[step] : undefined);
    const here = /^[\w-]+$/.test(step) ? `.${step}` : `["${step}"]`;
    return `${here}${below}`;
  }
  const item = Array.isArray(result) ? result[step] : undefined;
  const index = Array.isArray(manifest) ? manifest.findIndex((each) => isLike(each, item)) : -1;
  return index < 0 || !Array.isArray(manifest) ? '' : `[${index}]${written(rest, item, manifest[index])}`;
}

/** The manifest's item is what became of it, or has its name. */
const isLike = (item: unknown, result: unknown): boolean =>
  isRecord(item) && isRecord(result) ? Object.entries(item).every(([key, value]) => typeof value === 'object' || result[key] === value) : item === result;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
