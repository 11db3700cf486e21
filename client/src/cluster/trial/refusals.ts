import { isRecord, type Wire } from '../changes.ts';
import type { Failure } from '../result.ts';
import { findingsOf, type ServerFinding } from '../serverFindings.ts';
import { type Made, recordsIn, within } from './firstPet.ts';

/** One reason why the server does not take a pet or a claim. */
export interface Refusal {
  readonly message: string;
  /** In the set: the word that the reason is about. */
  readonly path: string;
  /** The reason is gone with an object of this kind; without a name: with any, since the server does not say which. */
  readonly cure?: { readonly kind: string; readonly name?: string /** The field of the pod that asks for it. */; readonly field?: string };
  /** How much of each resource is asked for and allowed, where a quota is the reason. */
  readonly quota?: readonly { readonly wanted: string; readonly limit: string }[];
}

/** What a server's refusal says, at the words of the set. The server names a field, or only the thing. */
export function refusalsOf(failure: Failure, made: Made): readonly Refusal[] {
  return findingsOf(failure).flatMap(({ path, message }) => {
    if (path !== '') return [{ message, path: isOwn(message, made) ? 'metadata.name' : made.pathInSet(path) }];
    return reasonsOf(plainly(message), made);
  });
}

/** Without what every refusal begins and ends with. */
const plainly = (message: string): string =>
  message
    .replace(/^Forbidden \(403\)\. /, '')
    .replace(/ \((400|422)\)$/, '')
    .replace(/^[\w.]+ "[^"]*" is (?:forbidden|invalid): /, '');

/** Labels and names that the controller makes of the set's name are as long as that makes them. */
const isOwn = (message: string, { name, kind }: Made): boolean => message.includes(`"${name}"`) || (kind === 'Pod' && /-0{10}"/.test(message));

function reasonsOf(message: string, made: Made): readonly Refusal[] {
  for (const read of [podSecurity, quota, missingAmount, limits, absent]) {
    const reasons = read(message, made);
    if (reasons.length > 0) return reasons;
  }
  return [{ message, path: made.pathInSet(wordFor(message, made)) }];
}

/** A warning of Pod Security, be it about the pet or the set, falls into what it misses; others stay as they are. */
export function placed(warning: ServerFinding, made: Made): readonly ServerFinding[] {
  const clauses = podSecurity(warning.message, made);
  return clauses.length === 0 ? [warning] : clauses.map(({ path, message }) => ({ path, message, severity: 'warning' }));
}

/** Pod Security says all that it misses in one sentence: `control (container "a" must ...), control (...)`. */
function podSecurity(message: string, made: Made): readonly Refusal[] {
  const [, before = '', policy = '', list = ''] = /^(.*violates? PodSecurity "([^"]+)"): (.+)$/s.exec(message) ?? [];
  if (policy === '') return [];
  return list.split(/(?<=\)), (?=[^)]*\()/).flatMap((clause) => {
    const paths = placesIn(clause, within(made.object, 'spec'));
    return paths.map((path) => ({ message: `${before}: ${clause}`, path: made.pathInSet(path), cure: { kind: 'Namespace' } }));
  });
}

/** The containers and volumes that a sentence names, and the field of them. */
function placesIn(clause: string, spec: Wire): readonly string[] {
  const namedAfter = (word: string): readonly string[] =>
    [...clause.matchAll(new RegExp(`\\b${word}s? ((?:"[^"]+"(?:, )?)+)`, 'g'))].flatMap(([, names = '']) => names.match(/[^", ]+/g) ?? []);
  const field = /\bsecurityContext[.\w]*\w/.exec(clause)?.[0] ?? (clause.includes('hostPort') ? 'ports' : 'securityContext');
  const containers = namedAfter('container').map((name) => `${itemCalled(spec, ['containers', 'initContainers'], name)}.${field}`);
  const volumes = namedAfter('volume').map((name) => itemCalled(spec, ['volumes'], name));
  if (containers.length + volumes.length > 0) return [...containers, ...volumes];
  return [`spec.${/\bhost\w+(?==true)/.exec(clause)?.[0] ?? field}`];
}

function itemCalled(spec: Wire, lists: readonly string[], name: string): string {
  for (const list of lists) {
    const index = recordsIn(spec[list]).findIndex((item) => item.name === name);
    if (index >= 0) return `spec.${list}[${index}]`;
  }
  return 'spec';
}

/** `exceeded quota: q, requested: pods=1,requests.cpu=2, used: ..., limited: pods=1,requests.cpu=1` */
function quota(message: string, made: Made): readonly Refusal[] {
  const [, name = '', wanted = '', limited = ''] = /exceeded quota: ([^,]+), requested: (\S+), used: \S+, limited: (\S+)/.exec(message) ?? [];
  if (name === '') return [];
  const [amounts, limits] = [amountsIn(wanted), amountsIn(limited)];
  const [first = ''] = amounts.keys();
  const pairs = [...amounts].map(([resource, amount]) => ({ wanted: amount, limit: limits.get(resource) ?? '' }));
  return [{ message, path: resourcePath(first, made), cure: { kind: 'ResourceQuota', name }, quota: pairs }];
}

const amountsIn = (list: string): ReadonlyMap<string, string> =>
  new Map(list.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));

/** `failed quota: q: must specify requests.cpu for: a,b; requests.memory for: a`: a LimitRange would give them. */
function missingAmount(message: string, made: Made): readonly Refusal[] {
  const [, list] = /failed quota: [^:]+: must specify (.+)$/.exec(message) ?? [];
  const [, resource = '', names = ''] = /^([\w.-]+)(?: for: ([\w,.-]+))?/.exec(list ?? '') ?? [];
  if (resource === '') return [];
  return names.split(',').map((container) => ({ message, path: resourcePath(resource, made, container), cure: { kind: 'LimitRange' } }));
}

/** `[minimum memory usage per Container is 10Mi, but request is 1Mi, maximum cpu usage per Pod is ...]` */
function limits(message: string, made: Made): readonly Refusal[] {
  const parts = message.replace(/^\[(.*)\]$/s, '$1').split(/, (?=(?:minimum|maximum) \S+ usage per |\S+ max limit to request ratio per )/);
  return parts.flatMap((part) => {
    const [, resource = '', rest = ''] = /^(?:minimum |maximum )?(\S+) (?:usage|max limit to request ratio) per \w+ is \S+(.*)$/s.exec(part) ?? [];
    const side = /\brequest is/.test(rest) ? 'requests' : 'limits';
    return resource === '' ? [] : [{ message: part, path: resourcePath(`${side}.${resource}`, made), cure: { kind: 'LimitRange' } }];
  });
}

/** Where an amount is written; else where it would belong. `pods` and other counts are a matter of the replicas. */
function resourcePath(resource: string, made: Made, container = ''): string {
  if (made.kind === 'PersistentVolumeClaim') {
    const [, storageClass] = /^(.+)\.storageclass\./.exec(resource) ?? [];
    if (storageClass !== undefined) return made.pathInSet('spec.storageClassName');
    return made.pathInSet(resource.endsWith('storage') ? 'spec.resources.requests.storage' : '');
  }
  const [, side = 'requests', name = resource] = /^(requests|limits)\.(.+)$/.exec(resource) ?? [];
  if (!/^(cpu|memory|ephemeral-storage|hugepages-.*)$/.test(name) && !name.includes('/')) return 'spec.replicas';
  const spec = within(made.object, 'spec');
  const places = ['containers', 'initContainers'].flatMap((list) =>
    recordsIn(spec[list]).flatMap((item, index) => {
      const resources = within(item, 'resources');
      const written = [side, 'limits'].find((each) => name in within(resources, each));
      if (container !== '' && item.name !== container) return [];
      return [{ path: `spec.${list}[${index}].resources`, written }];
    }),
  );
  const place = places.find(({ written }) => written !== undefined) ?? places[0];
  return made.pathInSet(place === undefined ? 'spec' : `${place.path}${place.written === undefined ? '' : `.${place.written}[${name}]`}`);
}

/** Things that a pod asks for by name, in the words of the server that has none. */
const named = [
  { kind: 'ServiceAccount', field: 'serviceAccountName', words: /service account (?:[^/\s]+\/)?([^\s":]+):? .*not found/ },
  { kind: 'PriorityClass', field: 'priorityClassName', words: /no PriorityClass with name (\S+) was found/ },
  { kind: 'RuntimeClass', field: 'runtimeClassName', words: /RuntimeClass "([^"]+)" not found/ },
] as const;

function absent(message: string, made: Made): readonly Refusal[] {
  return named.flatMap(({ kind, field, words }) => {
    const name = words.exec(message)?.[1];
    return name === undefined ? [] : [{ message, path: made.pathInSet(`spec.${field}`), cure: { kind, name, field } }];
  });
}

/** Policies and webhooks say what they like: the scalar of the pod that they quote is meant, or the name of a container. Empty when there is none. */
function wordFor(message: string, { object }: Made): string {
  const words = new Set(message.split(/[\s"'`,;()[\]=<>]+/).map((word) => word.replace(/[.:]+$/, '')));
  const quoted = new Set([...message.matchAll(/["'`<]([^"'`<>]+)["'`>]/g)].map(([, word]) => word));
  const found = scalarsIn(object.spec, 'spec').filter(
    ({ path, value }) => /(?:name|Name|image)$/.test(path) && (quoted.has(value) || (words.has(value) && /[-:/.]/.test(value))),
  );
  return found.toSorted((a, b) => b.value.length - a.value.length)[0]?.path ?? '';
}

interface Scalar {
  readonly path: string;
  readonly value: string;
}

function scalarsIn(value: unknown, path: string): readonly Scalar[] {
  if (typeof value === 'string') return [{ path, value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => scalarsIn(item, `${path}[${index}]`));
  return isRecord(value) ? Object.entries(value).flatMap(([key, item]) => scalarsIn(item, /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`)) : [];
}
