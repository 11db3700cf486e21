import { dumpYaml } from '@kubernetes/client-node';
import { changesBetween, isRecord, onlyDeclared, type Wire } from './changes.ts';
import { forComparing } from './comparing.ts';
import { featuresOf } from './features.ts';
import type { ContextInfo } from './kubeconfig.ts';
import type { Link } from './link.ts';
import { takenOver } from './managers.ts';
import { tableNode } from './merge/mergeNode.ts';
import { isOwn, MergeKeys } from './mergeKeys.ts';
import { forReading, type WireObject } from './objects.ts';
import { type Ownership, ownershipOf } from './ownership.ts';
import type { Declared, Plan, PlanOptions } from './plan.ts';
import { planHere } from './planHere.ts';
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

/** Who asks the server, and with what. */
interface Trial {
  readonly resource: Resource;
  readonly object: Declared;
  readonly live: Wire | undefined;
  readonly ownership: Ownership | undefined;
  readonly takesOver: boolean;
}

const fieldManager = 'petset-vscode';
const mostAttempts = 5;
const segment = encodeURIComponent;

/** Applies and tries objects on one server. Each method asks the server anew: a manifest is applied to what is there now. */
export class Applier {
  readonly #link: Link;
  readonly #context: ContextInfo;
  readonly #serverVersion: string;
  readonly #canTry: boolean;
  readonly #mergeKeys: MergeKeys;

  get canTry(): boolean {
    return this.#canTry;
  }

  constructor(link: Link, context: ContextInfo, serverVersion: string) {
    this.#link = link;
    this.#context = context;
    this.#serverVersion = serverVersion;
    this.#canTry = featuresOf(serverVersion).canTry;
    this.#mergeKeys = new MergeKeys(link, serverVersion);
  }

  /** Changes nothing: by a dry run where the server has one, else by merging here. */
  async plan(object: Declared, options: PlanOptions = {}, signal?: AbortSignal): Promise<Result<Plan>> {
    const resource = await this.#resource(object, signal);
    if (!resource.ok) return resource;
    const live = await this.#live(resource.value, signal);
    if (!live.ok) return live;
    if (!this.#canTry) return await this.#planHere(object, live.value, options);
    const ownership = await ownershipOf(this.#mergeKeys, object, live.value);
    if (!ownership.ok) return ownership;
    return await this.#try({ resource: resource.value, object, live: live.value, ownership: ownership.value, takesOver: options.takesOver ?? true }, signal);
  }

  async apply(object: Declared, plan: Plan, signal?: AbortSignal): Promise<Result<undefined>> {
    const resource = await this.#resource(object, signal);
    if (!resource.ok) return resource;
    if (plan.owned?.isTaken === true) {
      const taken = await this.#takeOver(resource.value, plan.owned.managers, signal);
      if (!taken.ok) return taken;
    }
    const force = plan.conflicts.length > 0;
    const call = this.#canTry ? applyCall(resource.value, object, force, signal) : oldCall(resource.value, object, plan, signal);
    const answer = await getJson<Wire>(this.#link, call);
    return answer.ok ? success(undefined) : answer;
  }

  async #planHere(object: Declared, live: Wire | undefined, options: PlanOptions): Promise<Result<Plan>> {
    const node = await this.#mergeKeys.of(object.apiVersion, object.kind);
    if (!node.ok) return node;
    const version = this.#serverVersion;
    return success(
      planHere(object, live, { version, node: node.value, dialect: { directives: featuresOf(version).knowsDirectives && isOwn(object.apiVersion) } }, options),
    );
  }

  /** Two trials: creating finds every unknown field at once, applying finds what may not change. */
  async #try({ resource, object, live, ownership, takesOver }: Trial, signal: AbortSignal | undefined): Promise<Result<Plan>> {
    const said: string[] = [];
    const ask = (call: Call): Promise<Result<Wire>> => getJson<Wire>(this.#link, { ...trial(call), onWarning: (text) => said.push(text) });
    const created = await ask(createCall(resource, object, signal));
    // Of an object that is there, creating refuses more than is wrong: its address is taken, by itself.
    if (!created.ok && (live === undefined || /strict decoding|yaml|unmarshal/i.test(created.failure.message))) return refusal(object, live, created.failure);
    const gentle = await ask(applyCall(resource, object, false, signal));
    const isTaken = takesOver && ownership !== undefined;
    const conflicts = (gentle.ok ? [] : conflictsOf(gentle.failure)).filter((each) => !isTaken || !isWith(each, ownership.managers));
    const withForce = async (): Promise<Result<Wire>> => (conflicts.length === 0 ? gentle : await ask(applyCall(resource, object, true, signal)));
    // Until kubectl's fields are taken over, applying cannot remove them: the trial is the merge that kubectl would make.
    const tried = isTaken ? await ask(patchCall(resource, object, ownership.patch, signal)) : await withForce();
    if (!tried.ok) return refusal(object, live, tried.failure);
    const [before, after] = [live === undefined ? undefined : forComparing(live), forComparing(tried.value)];
    const keys = tableNode(object.kind, this.#serverVersion);
    const changes = before === undefined ? [] : changesBetween(before, after, { scope: 'all', keys });
    const owned = ownership === undefined ? {} : { owned: { paths: ownership.paths, managers: ownership.managers, isTaken } };
    return success({ isNew: before === undefined, changes, conflicts, before, after, refused: [], warnings: warningsOf(said, object, after), ...owned });
  }

  /** As `kubectl apply --server-side` migrates; before applying and not after, so that a set is rolled out once. */
  async #takeOver(resource: Resource, managers: readonly string[], signal: AbortSignal | undefined): Promise<Result<undefined>> {
    for (let attempt = 1; ; attempt++) {
      const live = await this.#live(resource, signal);
      if (!live.ok) return live;
      if (live.value === undefined) return success(undefined);
      const metadata = isRecord(live.value.metadata) ? live.value.metadata : {};
      const json = [
        { op: 'replace', path: '/metadata/managedFields', value: takenOver(live.value, managers, fieldManager) },
        // Somebody else may have changed the object since: then the server answers with a conflict.
        { op: 'replace', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
      ];
      const body = { type: 'application/json-patch+json', json };
      const answer = await getJson<Wire>(this.#link, { method: 'PATCH', path: resource.item, signal, body, query: { fieldManager } });
      if (answer.ok) return success(undefined);
      if (answer.failure.kind !== 'conflict' || attempt === mostAttempts) return answer;
    }
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

/** Before server-side apply: created, or merged into what is there, as kubectl of that time did. */
function oldCall(resource: Resource, object: Declared, { isNew, patch }: Plan, signal: AbortSignal | undefined): Call {
  if (isNew) return { method: 'POST', path: resource.collection, signal, body: { type: 'application/json', json: patch ?? object.value } };
  const { query: _none, ...call } = patchCall(resource, object, patch ?? {}, signal);
  return call;
}

const patchCall = ({ item }: Resource, { apiVersion }: Declared, json: unknown, signal: AbortSignal | undefined): Call => ({
  ...{ method: 'PATCH', path: item, signal, body: { type: `application/${isOwn(apiVersion) ? 'strategic-merge' : 'merge'}-patch+json`, json } },
  query: { fieldManager, fieldValidation: 'Strict' },
});

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

const isWith = (conflict: string, managers: readonly string[]): boolean => managers.some((each) => conflict.includes(`conflict with "${each}"`));

/** Both sides of a diff, as YAML. Of what is refused there is no result: there the manifest stands beside what it speaks of. */
export function textsOf({ before, after, refused }: Plan, canTry: boolean): { readonly before: string; readonly after: string } {
  const live = before !== undefined && canTry && refused.length > 0 ? onlyDeclared(before, after) : before;
  const yamlOf = (object: unknown): string => (isRecord(object) ? dumpYaml(forReading(object as WireObject), { lineWidth: -1 }) : '');
  return { before: yamlOf(live), after: yamlOf(after) };
}
