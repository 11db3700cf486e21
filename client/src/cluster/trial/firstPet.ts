import { isRecord, type Wire } from '../changes.ts';

/** An object that the controller makes of a set. */
export interface Made {
  readonly kind: 'Pod' | 'PersistentVolumeClaim';
  /** The plural, in the API's addresses. */
  readonly resource: 'pods' | 'persistentvolumeclaims';
  readonly name: string;
  readonly object: Wire;
  /** Where the set says what stands at a path of this object. */
  pathInSet(path: string): string;
}

/** The digits of a revision: as many as the controller takes at most. */
const revision = '0'.repeat(10);
/** Nobody has it: what is tried is never kept. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * What Kubernetes' own controller makes first of a set: its first pet and the claims of that pet, with the names, labels and volumes that it gives them.
 * Of the set as the server would keep it, with its defaults.
 */
export function firstPet(set: Wire): { readonly pod: Made; readonly claims: readonly Made[] } {
  const [spec, setName] = [within(set, 'spec'), String(within(set, 'metadata').name)];
  const start = within(spec, 'ordinals').start;
  const ordinal = typeof start === 'number' ? start : 0;
  const claims = recordsIn(spec.volumeClaimTemplates).map((template, index) =>
    claimOf(template, index, within(spec, 'selector', 'matchLabels'), setName, ordinal),
  );
  return { pod: podOf(set, claims, ordinal), claims };
}

function claimOf(template: Wire, index: number, selected: Wire, setName: string, ordinal: number): Made {
  const metadata = within(template, 'metadata');
  const name = `${metadata.name}-${setName}-${ordinal}`;
  const here = `spec.volumeClaimTemplates[${index}]`;
  return {
    kind: 'PersistentVolumeClaim',
    resource: 'persistentvolumeclaims',
    name,
    object: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { ...metadata, name, namespace: undefined, labels: { ...within(metadata, 'labels'), ...selected } },
      spec: template.spec,
    },
    pathInSet: (path) => (path === '' ? `${here}.metadata.name` : `${here}.${path}`),
  };
}

function podOf(set: Wire, claims: readonly Made[], ordinal: number): Made {
  const spec = within(set, 'spec');
  const [{ labels, annotations, finalizers }, inside] = [within(spec, 'template', 'metadata'), within(spec, 'template', 'spec')];
  const setName = String(within(set, 'metadata').name);
  const name = `${setName}-${ordinal}`;
  const ownLabels = {
    'statefulset.kubernetes.io/pod-name': name,
    'apps.kubernetes.io/pod-index': `${ordinal}`,
    'controller-revision-hash': `${setName}-${revision}`,
  };
  // Not blockOwnerDeletion: where that is guarded, it takes a right that the controller has and the user may lack.
  const owner = { apiVersion: set.apiVersion, kind: set.kind, name: setName, uid: nobody, controller: true };
  const metadata = { name, annotations, finalizers, labels: { ...(isRecord(labels) ? labels : {}), ...ownLabels }, ownerReferences: [owner] };
  const names = recordsIn(spec.volumeClaimTemplates).map((template) => within(template, 'metadata').name);
  const volumes = [
    ...recordsIn(inside.volumes).filter((volume) => !names.includes(volume.name)),
    ...claims.map((claim, index) => ({ name: names[index], persistentVolumeClaim: { claimName: claim.name } })),
  ];
  const object = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...inside, hostname: name, subdomain: spec.serviceName, volumes } };
  return { kind: 'Pod', resource: 'pods', name, object, pathInSet: (path) => podPathInSet(path, object.spec, names) };
}

/** Lists are told by name: in what the server keeps, somebody may have put items between those of the manifest. */
function podPathInSet(path: string, spec: Wire, claimNames: readonly unknown[]): string {
  if (/^(metadata\.(name|ownerReferences)|spec\.hostname)\b/.test(path)) return 'metadata.name';
  if (/^spec\.subdomain\b/.test(path)) return 'spec.serviceName';
  const [whole, list = '', index = ''] = /^spec\.(\w+)\[(\d+)\]/.exec(path) ?? [];
  const name = whole === undefined ? undefined : recordsIn(spec[list])[Number(index)]?.name;
  const claim = list === 'volumes' ? claimNames.indexOf(name) : -1;
  if (claim >= 0) return `spec.volumeClaimTemplates[${claim}].metadata.name`;
  if (whole !== undefined && typeof name === 'string') return `spec.template.spec.${list}[name=${JSON.stringify(name)}]${path.slice(whole.length)}`;
  return `spec.template.${path === '' ? 'spec' : path}`;
}

export const isSet = (kind: string): boolean => kind === 'StatefulSet' || kind === 'PetSet';

/** What stands below these keys, where it is an object; else an empty one. */
export const within = (object: Wire, ...keys: readonly string[]): Wire =>
  keys.reduce<Wire>((at, key) => {
    const next = at[key];
    return isRecord(next) ? next : {};
  }, object);

export const recordsIn = (list: unknown): readonly Wire[] => (Array.isArray(list) ? list.filter(isRecord) : []);
