import { isRecord, type Wire } from '../changes.ts';
import { storageClassOf } from '../claims.ts';
import type { Link } from '../link.ts';
import { listAll } from '../list.ts';
import type { Declared } from '../plan.ts';
import { getJson } from '../request.ts';
import type { Result } from '../result.ts';
import type { ServerFinding } from '../serverFindings.ts';
import { recordsIn, within } from './firstPet.ts';

/** What the pets of a set wait for, by name. */
interface Reference {
  readonly kind: keyof typeof resources;
  readonly name: string;
  /** In the set: where the name stands. */
  readonly path: string;
  /** What comes of it when it is not there. */
  readonly consequence: string;
}

const resources = {
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  Service: 'services',
} as const;

/** Never more than names: the values of a Secret do not leave the server. */
const onlyMetadata = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** A cluster, as its context calls it, and the namespace that is meant. */
export interface Place {
  readonly link: Link;
  readonly context: string;
  readonly namespace: string;
}

/** Names in a set that the cluster lacks and the manifest does not bring. Of what this user may not read nothing is said. */
export async function missingIn(place: Place, { value }: Declared, manifest: readonly Declared[], signal?: AbortSignal): Promise<readonly ServerFinding[]> {
  const set = isRecord(value) ? value : {};
  const wanted = referencesIn(set).filter(({ kind, name }) => !isBrought(kind, name, place.namespace, manifest));
  const asking = new Asking(place.link, signal);
  const absent = ({ kind, name }: Reference): Promise<boolean> =>
    asking.isAbsent(`/api/v1/namespaces/${encodeURIComponent(place.namespace)}/${resources[kind]}/${encodeURIComponent(name)}`);
  const findings = await Promise.all([
    ...wanted.map(async (reference) => {
      const { kind, name, path, consequence } = reference;
      const message = `${place.context} has no ${kind} ${name} in namespace ${place.namespace}: ${consequence}.`;
      return (await absent(reference)) ? [{ path, message, severity: 'warning' } as const] : [];
    }),
    ...recordsIn(within(set, 'spec').volumeClaimTemplates).map((claim, index) => missingClass(asking, place.context, claim, index, manifest)),
  ]);
  return findings.flat();
}

/** Each question is sent once, however many names and claims it is about. */
class Asking {
  readonly #link: Link;
  readonly #signal: AbortSignal | undefined;
  readonly #absent = new Map<string, Promise<boolean>>();
  readonly #lists = new Map<string, Promise<Result<readonly Wire[]>>>();

  constructor(link: Link, signal: AbortSignal | undefined) {
    this.#link = link;
    this.#signal = signal;
  }

  isAbsent(path: string): Promise<boolean> {
    const asked = this.#absent.get(path) ?? this.#askFor(path);
    this.#absent.set(path, asked);
    return asked;
  }

  list(path: string): Promise<Result<readonly Wire[]>> {
    const asked = this.#lists.get(path) ?? listAll<Wire>(this.#link, { path, query: {} }, this.#signal);
    this.#lists.set(path, asked);
    return asked;
  }

  async #askFor(path: string): Promise<boolean> {
    const answer = await getJson<Wire>(this.#link, { path, accept: onlyMetadata, signal: this.#signal });
    return !answer.ok && answer.failure.kind === 'notFound';
  }
}

/** Also what something of the manifest makes: a certificate names the Secret that it becomes. */
const isBrought = (kind: string, name: string, namespace: string, manifest: readonly Declared[]): boolean =>
  manifest.some((each) => {
    if (each.namespace !== '' && each.namespace !== namespace) return false;
    return (each.kind === kind && each.name === name) || (isForeign(each.apiVersion) && mentions(each.value, name));
  });

const isForeign = (apiVersion: string): boolean => /\..*\//.test(apiVersion) && !/\.k8s\.io\//.test(apiVersion);

const mentions = (value: unknown, name: string): boolean =>
  value === name ||
  (Array.isArray(value) ? value.some((item) => mentions(item, name)) : isRecord(value) && Object.values(value).some((item) => mentions(item, name)));

function referencesIn(set: Wire): readonly Reference[] {
  const spec = within(set, 'spec');
  const { serviceName } = spec;
  const pod = inPod(within(spec, 'template', 'spec'), 'spec.template.spec');
  if (typeof serviceName !== 'string' || serviceName === '') return pod;
  return [{ kind: 'Service', name: serviceName, path: 'spec.serviceName', consequence: 'its pets have no DNS names' }, ...pod];
}

/** By the key that holds a reference: what it names, and under which key the name stands. */
const holders: Readonly<Record<string, readonly [Reference['kind'], string]>> = {
  configMap: ['ConfigMap', 'name'],
  configMapRef: ['ConfigMap', 'name'],
  configMapKeyRef: ['ConfigMap', 'name'],
  secret: ['Secret', 'secretName'],
  secretRef: ['Secret', 'name'],
  secretKeyRef: ['Secret', 'name'],
  persistentVolumeClaim: ['PersistentVolumeClaim', 'claimName'],
};

function inPod(value: unknown, path: string): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => inPod(item, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const below = /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`;
    const [kind, written] = holders[key] ?? [];
    if (kind === undefined || written === undefined || !isRecord(item)) return inPod(item, below);
    // In a projected volume the Secret stands under `name`.
    const nameKey = written in item ? written : 'name';
    const name = item[nameKey];
    if (typeof name !== 'string' || name === '' || item.optional === true) return [];
    return [{ kind, name, path: `${below}.${nameKey}`, consequence: consequenceOf(kind, below) }];
  });
}

function consequenceOf(kind: Reference['kind'], path: string): string {
  if (kind === 'PersistentVolumeClaim') return 'its pets stay Pending';
  return path.startsWith('spec.template.spec.volumes')
    ? 'its pets do not get beyond ContainerCreating'
    : 'the container does not start (CreateContainerConfigError)';
}

/** A claim without its class waits for ever, unless somebody made a volume for it. */
async function missingClass(asking: Asking, context: string, claim: Wire, index: number, manifest: readonly Declared[]): Promise<readonly ServerFinding[]> {
  const { volumeName } = within(claim, 'spec');
  const name: unknown = storageClassOf(claim);
  const classes = '/apis/storage.k8s.io/v1/storageclasses';
  const waits = (what: string): readonly ServerFinding[] => [
    {
      path: `spec.volumeClaimTemplates[${index}].spec.storageClassName`,
      message: `${context} has no ${what}: the claim of each pet stays Pending.`,
      severity: 'warning',
    },
  ];
  if (volumeName !== undefined || name === '' || manifest.some(({ kind }) => kind === 'PersistentVolume')) return [];
  if (typeof name === 'string') {
    if (manifest.some((each) => each.kind === 'StorageClass' && each.name === name)) return [];
    if (!(await asking.isAbsent(`${classes}/${encodeURIComponent(name)}`))) return [];
    return (await hasVolumes(asking, name)) ? [] : waits(`StorageClass ${name} and no volumes of that class`);
  }
  if (manifest.some(({ kind, value }) => kind === 'StorageClass' && isDefault(value))) return [];
  const list = await asking.list(classes);
  return !list.ok || list.value.some(isDefault) || (await hasVolumes(asking, '')) ? [] : waits('default StorageClass');
}

const isDefault = (value: unknown): boolean =>
  isRecord(value) && ['', 'beta.'].some((stage) => within(value, 'metadata', 'annotations')[`storageclass.${stage}kubernetes.io/is-default-class`] === 'true');

/** Volumes that somebody made by hand for claims of this class; where they may not be listed, nobody knows of any. */
async function hasVolumes(asking: Asking, storageClass: string): Promise<boolean> {
  const volumes = await asking.list('/api/v1/persistentvolumes');
  return volumes.ok && volumes.value.some((volume) => (within(volume, 'spec').storageClassName ?? '') === storageClass);
}
