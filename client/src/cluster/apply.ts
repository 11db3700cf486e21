import { dumpYaml } from '@kubernetes/client-node';
import { changesBetween, isRecord, onlyDeclared, patchOf, type Wire } from './changes.ts';
import { featuresOf } from './features.ts';
import { forbiddenChanges } from './immutable.ts';
import type { ContextInfo } from './kubeconfig.ts';
import type { Link } from './link.ts';
import { forReading, lastApplied, type WireObject } from './objects.ts';
import type { Declared, Plan } from './plan.ts';
import { type Call, getJson } from './request.ts';
import { type Failure, failed, type Result, success } from './result.ts';
import { findingsOf, type ServerFinding, warningFindings } from './serverFindings.ts';
import { firstPet, isSet } from './trial/firstPet.ts';
import { type PetsQuestion, type PetsTrial, tryPets } from './trial/petsTrial.ts';
import { placed } from './trial/refusals.ts';

interface Resource {
  readonly collection: string;
  readonly item: string;
}

const fieldManager = 'petset-vscode';
const segment = encodeURIComponent;

/** Applies and tries objects on one server. Each method asks the server anew: a manifest is applied to what is there now. */
export class Applier {
  readonly #link: Link;
  readonly #context: ContextInfo;
  readonly #serverVersion: string;
  readonly #canTry: boolean;

  get canTry(): boolean {
    return this.#canTry;
  }

  constructor(link: Link, context: ContextInfo, serverVersion: string) {
    this.#link = link;
    this.#context = context;
    this.#serverVersion = serverVersion;
    this.#canTry = featuresOf(serverVersion).canTry;
  }

  /** Changes nothing: by a dry run where the server has one, else by comparing here. */
  async plan(object: Declared, signal?: AbortSignal): Promise<Result<Plan>> {
    const resource = await this.#resource(object, signal);
    if (!resource.ok) return resource;
    const live = await this.#live(resource.value, signal);
    if (!live.ok) return live;
    return this.#canTry ? await this.#try(resource.value, object, live.value, signal) : success(planHere(object, live.value, this.#serverVersion));
  }

  async apply(object: Declared, plan: Plan, signal?: AbortSignal): Promise<Result<undefined>> {
    const resource = await this.#resource(object, signal);
    if (!resource.ok) return resource;
    const answer = await getJson<Wire>(
      this.#link,
      this.#canTry ? applyCall(resource.value, object, plan.conflicts.length > 0, signal) : oldCall(resource.value, object, plan, signal),
    );
    return answer.ok ? success(undefined) : answer;
  }

  /** Two trials: creating finds every unknown field at once, applying finds what may not change. */
  async #try(resource: Resource, object: Declared, live: Wire | undefined, signal: AbortSignal | undefined): Promise<Result<Plan>> {
    const said: string[] = [];
    const ask = (call: Call): Promise<Result<Wire>> => getJson<Wire>(this.#link, { ...trial(call), onWarning: (text) => said.push(text) });
    const created = await ask(createCall(resource, object, signal));
    // Of an object that is there, creating refuses more than is wrong: its address is taken, by itself.
    if (!created.ok && (live === undefined || /strict decoding|yaml|unmarshal/i.test(created.failure.message))) return refusal(object, live, created.failure);
    const gentle = await ask(applyCall(resource, object, false, signal));
    const conflicts = gentle.ok ? [] : conflictsOf(gentle.failure);
    const tried = conflicts.length === 0 ? gentle : await ask(applyCall(resource, object, true, signal));
    if (!tried.ok) return refusal(object, live, tried.failure);
    const [before, after] = [live === undefined ? undefined : forComparing(live), forComparing(tried.value)];
    const changes = before === undefined ? [] : changesBetween(before, after, { scope: 'all' });
    return success({ isNew: before === undefined, changes, conflicts, before, after, refused: [], warnings: warningsOf(said, object, after) });
  }

  /** What would become of the pets of a set that the server takes. Changes nothing; where the server cannot try, nothing is sent. */
  async tryPets(question: PetsQuestion, signal?: AbortSignal): Promise<Result<PetsTrial>> {
    if (!this.#canTry) return success({ refused: [], warnings: [], untried: undefined });
    const { name: context, namespace } = this.#context;
    return await tryPets({ link: this.#link, context, namespace: question.object.namespace || namespace }, question, signal);
  }

  async #live({ item }: Resource, signal: AbortSignal | undefined): Promise<Result<Wire | undefined>> {
    const answer = await getJson<Wire>(this.#link, { path: item, signal });
    return answer.ok || answer.failure.kind !== 'notFound' ? answer : success(undefined);
  }

  /** By discovery, which every server has: the plural of a kind is nobody's to guess. */
  async #resource({ apiVersion, kind, namespace, name }: Declared, signal: AbortSignal | undefined): Promise<Result<Resource>> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = await getJson<WireKinds>(this.#link, { path: root, signal });
    const found = list.ok ? (list.value.resources ?? []).find((each) => each.kind === kind && !each.name?.includes('/')) : undefined;
    if (!list.ok && list.failure.kind !== 'notFound') return list;
    if (found?.name === undefined) return failed('notFound', `${this.#link.server} has no ${kind} of ${apiVersion}.`);
    const place = found.namespaced === false ? '' : `/namespaces/${segment(namespace === '' ? this.#context.namespace : namespace)}`;
    const collection = `${root}${place}/${found.name}`;
    return success({ collection, item: `${collection}/${segment(name)}` });
  }
}

interface WireKinds {
  readonly resources?: readonly { readonly name?: string; readonly kind?: string; readonly namespaced?: boolean }[];
}

/** Only for servers that try: others would do it. */
const trial = (call: Call): Call => ({ ...call, query: { ...call.query, dryRun: 'All' } });

const yaml = 'application/yaml';

const createCall = ({ collection }: Resource, { text }: Declared, signal: AbortSignal | undefined): Call => ({
  ...{ method: 'POST', path: collection, signal, body: { type: yaml, text } },
  query: { fieldManager, fieldValidation: 'Strict' },
});

const applyCall = ({ item }: Resource, { text }: Declared, force: boolean, signal: AbortSignal | undefined): Call => ({
  ...{ method: 'PATCH', path: item, signal, body: { type: 'application/apply-patch+yaml', text } },
  query: { fieldManager, fieldValidation: 'Strict', ...(force ? { force: 'true' } : {}) },
});

/** Before server-side apply: created as it is, or merged into what is there as kubectl of that time did. */
function oldCall({ collection, item }: Resource, { value, apiVersion }: Declared, { isNew, before, after }: Plan, signal: AbortSignal | undefined): Call {
  if (isNew) return { method: 'POST', path: collection, signal, body: { type: 'application/json', json: value } };
  // Kinds that somebody added know no strategic merge.
  const isOwn = !apiVersion.includes('/') || /^[a-z]+\/|\.k8s\.io\//.test(apiVersion);
  const how = isOwn ? 'strategic' : 'merge';
  const type = `application/${isOwn ? 'strategic-merge' : 'merge'}-patch+json`;
  return { method: 'PATCH', path: item, signal, body: { type, json: patchOf(before, after, how) ?? {} } };
}

/** A merge leaves alone what the manifest does not say, items of lists too. What we know to be forbidden is not even sent: some of it would be ignored. */
function planHere({ kind, value }: Declared, live: Wire | undefined, serverVersion: string): Plan {
  const after = forComparing(isRecord(value) ? value : {});
  if (live === undefined) return { isNew: true, changes: [], conflicts: [], before: undefined, after, refused: [], warnings: [] };
  const before = forComparing(live);
  const changes = changesBetween(before, after, { scope: 'declared' }).filter((change) => change.after !== undefined);
  return { isNew: false, changes, conflicts: [], before, after, refused: forbiddenChanges(kind, live, value, serverVersion), warnings: [] };
}

/** A refusal of the manifest is an answer; being refused oneself, or not being heard, is a failure. */
function refusal({ value }: Declared, live: Wire | undefined, failure: Failure): Result<Plan> {
  if (!isRefusal(failure)) return { ok: false, failure };
  const before = live === undefined ? undefined : forComparing(live);
  return success({
    isNew: before === undefined,
    changes: [],
    conflicts: [],
    before,
    after: forComparing(isRecord(value) ? value : {}),
    refused: findingsOf(failure),
    warnings: [],
  });
}

function warningsOf(said: readonly string[], { kind, value }: Declared, after: Wire): readonly ServerFinding[] {
  const warnings = warningFindings(said, value);
  return isSet(kind) ? warnings.flatMap((warning) => placed(warning, firstPet(after).pod)) : warnings;
}

const isRefusal = ({ kind }: Failure): boolean => kind === 'invalid';

const conflictsOf = ({ kind, causes = [] }: Failure): readonly string[] =>
  kind !== 'conflict'
    ? []
    : causes.filter((cause) => cause.reason === 'FieldManagerConflict').map(({ field, message }) => `${field.replace(/^\./, '')}: ${message}`);

const serverOwned = ['managedFields', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink'];

/** Without what the server keeps for itself. */
function forComparing({ status: _status, ...object }: Wire): Wire {
  const metadata = without(isRecord(object.metadata) ? object.metadata : {}, serverOwned);
  const { annotations } = metadata;
  return { ...object, metadata: isRecord(annotations) ? { ...metadata, annotations: without(annotations, [lastApplied]) } : metadata };
}

const without = (object: Wire, keys: readonly string[]): Wire => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));

/** Both sides of a diff, as YAML in the same order. What the server added itself is left out where it could not be asked. */
export function textsOf({ before, after, refused }: Plan, canTry: boolean): { readonly before: string; readonly after: string } {
  const live = before !== undefined && (!canTry || refused.length > 0) ? onlyDeclared(before, after) : before;
  const yamlOf = (object: unknown): string => (isRecord(object) ? dumpYaml(forReading(object as WireObject), { lineWidth: -1 }) : '');
  return { before: yamlOf(live), after: yamlOf(after) };
}
