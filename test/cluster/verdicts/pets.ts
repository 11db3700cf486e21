import { isMap, type Value } from './samples.ts';

/** What the controller would make of a set: its first pet, and the claims of that pet. */
export function madeFrom(set: Value): readonly { readonly url: string; readonly manifest: Value }[] {
  const spec = at(set, 'spec');
  const template = at(spec, 'template');
  const claims = listOf(at(spec, 'volumeClaimTemplates'));
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...kept(at(template, 'metadata'), ['labels', 'annotations', 'finalizers']), name: 'web-0' },
    spec: {
      ...mapOf(at(template, 'spec')),
      hostname: 'web-0',
      subdomain: String(at(spec, 'serviceName') ?? ''),
      volumes: volumes(at(at(template, 'spec'), 'volumes'), claims),
    },
  };
  const selected = mapOf(at(at(spec, 'selector'), 'matchLabels'));
  return [...claims.map((claim) => ({ url: CLAIMS, manifest: claimOf(claim, selected) })), { url: PODS, manifest: pod }];
}

const PODS = '/api/v1/namespaces/default/pods';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';

function claimOf(template: Value, selected: Readonly<Record<string, Value>>): Value {
  const metadata = mapOf(at(template, 'metadata'));
  const { namespace: _, ...own } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...own, name: `${String(metadata.name)}-web-0`, labels: { ...mapOf(metadata.labels), ...selected } },
    spec: at(template, 'spec') ?? {},
  };
}

/** Those of the template, and a claim in place of each that has the name of a claim template. */
function volumes(own: Value | undefined, claims: readonly Value[]): Value {
  const names = claims.map((c) => String(at(at(c, 'metadata'), 'name')));
  const others = listOf(own).filter((v) => !names.includes(String(at(v, 'name'))));
  return [...others, ...[...new Set(names)].map((name) => ({ name, persistentVolumeClaim: { claimName: `${name}-web-0` } }))];
}

function kept(map: Value | undefined, keys: readonly string[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(mapOf(map)).filter(([key]) => keys.includes(key)));
}

function at(value: Value | undefined, key: string): Value | undefined {
  return mapOf(value)[key];
}

function mapOf(value: Value | undefined): Readonly<Record<string, Value>> {
  return isMap(value) ? value : {};
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
