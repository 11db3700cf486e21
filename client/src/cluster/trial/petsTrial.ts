import { isMore, type Wire } from '../changes.ts';
import type { Link } from '../link.ts';
import type { Declared, Plan } from '../plan.ts';
import { getJson } from '../request.ts';
import { type Failure, failed, type Result, success } from '../result.ts';
import { type ServerFinding, warningFindings, wholeObject } from '../serverFindings.ts';
import { firstPet, type Made, within } from './firstPet.ts';
import { shortQuotas } from './quotas.ts';
import { missingIn, type Place } from './references.ts';
import { placed, type Refusal, refusalsOf } from './refusals.ts';

/** A set that the server takes, in its manifest. */
export interface PetsQuestion {
  readonly object: Declared;
  readonly plan: Plan;
  /** All objects of the manifest: what it brings counts as there. */
  readonly manifest: readonly Declared[];
  /** Those of them that would be made or changed, as far as the server was asked. */
  readonly changing: readonly Declared[];
}

/** What would become of the pets of a set. */
export interface PetsTrial {
  /** Why the controller would not get the first pet or one of its claims. */
  readonly refused: readonly ServerFinding[];
  readonly warnings: readonly ServerFinding[];
  /** Why this could not be tried, in words; undefined when it was. */
  readonly untried: string | undefined;
}

interface Outcome {
  readonly made: Made;
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly ServerFinding[];
  /** As the server would make it, with what it adds. */
  readonly object?: Wire;
  readonly untried?: string;
}

/** Each cure may bring up the next reason; nobody has more of them than this. */
const mostTries = 5;

/** Tries what the controller would make of a set: only for servers that try, others would make it. */
export async function tryPets(place: Place, question: PetsQuestion, signal?: AbortSignal): Promise<Result<PetsTrial>> {
  const { pod, claims } = firstPet(question.plan.after);
  const { object } = question;
  const others = question.manifest.filter((each) => each !== object);
  const missing = missingIn(place, object, others, signal);
  const results = await Promise.all([...claims, pod].map((made) => tryOne(place, made, question, signal)));
  const outcomes: Outcome[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    outcomes.push(result.value);
  }
  const parts = outcomes.flatMap(({ made, object }) => (object === undefined ? [] : [{ ...made, object, names: namesOf(made, question.plan) }]));
  // A pet that is refused is enough to say.
  const short = parts.length === outcomes.length ? await shortQuotas(place, parts, question.changing, signal) : [];
  const known = new Set(question.plan.warnings.map(({ message }) => message));
  return success({
    refused: outcomes.flatMap(({ made, refusals }) => refusals.map(({ path, message }) => ({ path, message: `${consequence(made)}: ${message}` }))),
    warnings: [...outcomes.flatMap(({ warnings }) => warnings.filter(({ message }) => !known.has(message))), ...(await missing), ...short],
    untried: outcomes.find(({ untried }) => untried !== undefined)?.untried,
  });
}

/** What it is called from pet to pet. */
function namesOf({ name }: Made, { after }: Plan): readonly string[] {
  const { replicas = 1 } = within(after, 'spec');
  return Array.from({ length: Number(replicas) }, (_, index) => name.replace(/\d+$/, (ordinal) => `${Number(ordinal) + index}`));
}

const consequence = ({ kind, name }: Made): string =>
  kind === 'Pod'
    ? `The set is accepted, but its pet ${name} will be refused`
    : `The set is accepted, but claim ${name} will be refused, so that its pet is never made`;

async function tryOne({ link, namespace }: Place, made: Made, question: PetsQuestion, signal: AbortSignal | undefined): Promise<Result<Outcome>> {
  const collection = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${made.resource}`;
  let json = made.object;
  for (let tries = 1; ; tries++) {
    const said: string[] = [];
    const answer = await getJson<Wire>(link, {
      ...{ method: 'POST', path: collection, signal, body: { type: 'application/json', json }, onWarning: (text) => said.push(text) },
      // The controller knows only its own fields: what it does not know it does not send.
      query: { dryRun: 'All', fieldManager: 'petset-vscode', fieldValidation: 'Ignore' },
    });
    const warnings = warningFindings(said, json).flatMap(({ path, ...warning }) =>
      placed({ ...warning, path: made.pathInSet(path === wholeObject ? '' : path) }, made),
    );
    // That its name is taken is the last thing that a server finds: all else was good.
    if (answer.ok || answer.failure.kind === 'conflict') return success({ made, refusals: [], warnings, object: answer.ok ? answer.value : json });
    if (answer.failure.kind === 'cancelled') return failed('cancelled', answer.failure.message);
    const untried = untriedFor(answer.failure, made, namespace);
    if (untried !== undefined) return success({ made, refusals: [], warnings: [], untried });
    const refusals = refusalsOf(answer.failure, made);
    const cured = refusals.filter((refusal) => isCured(refusal, namespace, question));
    const [field] = cured.flatMap(({ cure }) => cure?.field ?? []);
    if (field !== undefined && tries < mostTries) {
      json = withoutField(json, field);
      continue;
    }
    const left = refusals.filter((refusal) => !cured.includes(refusal));
    const isThere = left.some((refusal) => refusal.quota !== undefined) && (await exists(link, `${collection}/${encodeURIComponent(made.name)}`, signal));
    // What is there is in the quota already; it stands in the way only if it is more than all of it.
    return success({ made, refusals: isThere ? left.filter(isTooMuch) : left, warnings });
  }
}

/** It was not the pet that was judged: the user may not try, or something on the way cannot. */
function untriedFor({ kind, message }: Failure, { resource }: Made, namespace: string): string | undefined {
  if (/^Forbidden \(403\)\. [\w.]+ is forbidden: User /.test(message))
    return `you may not create ${resource} in namespace ${namespace} (RBAC), so they could not be tried`;
  if (/does not support dry run|ownerRef|blockOwnerDeletion/.test(message)) return `the server cannot try them: ${message}`;
  if (kind === 'forbidden' || kind === 'invalid' || /failed calling webhook/.test(message)) return undefined;
  return `they could not be tried: ${message}`;
}

/** By a name that only the manifest brings, or by what may judge otherwise once it has changed. */
function isCured({ cure }: Refusal, namespace: string, { manifest, changing }: PetsQuestion): boolean {
  if (cure === undefined) return false;
  if (cure.kind === 'Namespace') return changing.some(({ kind, name }) => kind === 'Namespace' && name === namespace);
  return (cure.field === undefined ? changing : manifest).some(
    (each) => each.kind === cure.kind && (each.namespace === '' || each.namespace === namespace) && (cure.name === undefined || cure.name === each.name),
  );
}

function withoutField(pod: Wire, field: string): Wire {
  // The server itself writes the account twice, once under its old name.
  const { [field]: _asked, serviceAccount, ...spec } = pod.spec as Wire;
  return { ...pod, spec: field === 'serviceAccountName' ? spec : { ...spec, serviceAccount } };
}

/** Where that may not be asked, it may be there. */
async function exists(link: Link, path: string, signal: AbortSignal | undefined): Promise<boolean> {
  const answer = await getJson<Wire>(link, { path, signal });
  return answer.ok || answer.failure.kind !== 'notFound';
}

const isTooMuch = ({ quota }: Refusal): boolean => quota === undefined || quota.some(({ wanted, limit }) => isMore(wanted, limit));
