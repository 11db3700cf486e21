import type { Api, Kind } from '../kube/api.ts';
import type { Resource } from '../kube/resource.ts';
import type { Finding, Fix } from '../rules/rule.ts';
import { distance } from '../text/nearest.ts';
import { entryOf, isNull } from '../yaml/tree.ts';
import { listed } from './definitions.ts';

const SHORT_NAMES: Readonly<Record<string, string>> = { pvc: 'PersistentVolumeClaim', svc: 'Service', sts: 'StatefulSet', po: 'Pod', pets: 'PetSet' };
/** A dotted group is somebody's custom resource, whatever its kind is called; groups without a dot are Kubernetes' own. */
const OWN_GROUP = /^[^.{}$]*$/;

/** Lists are kubectl's business, and a kubeconfig is a Config of v1. */
const NOT_SERVED = /List$|^Config$/;

/** An apiVersion or kind that is nearly one of ours, is missing, or is not served by the cluster. Silent for all other kinds. */
export function judgeKind(resource: Resource, version: number, api: Api): Finding[] {
  const { apiVersion, kind } = resource;
  const known = api.kindOf(apiVersion?.text, kind?.text);
  if (known) return isServed(known, version) ? [] : [notServed(resource, known, version, api)];
  const found = (apiVersion ? (kind ? misspelt(resource, version, api) : noKind(resource, api)) : noApiVersion(resource, version, api)) ?? undefined;
  return found ? [found] : [];
}

function isServed(kind: Kind, version: number): boolean {
  const [from, to] = kind.served;
  return from <= version && version <= to;
}

function notServed(resource: Resource, kind: Kind, version: number, api: Api): Finding {
  const [from, to] = kind.served;
  const other = servedAs(kind.kind, version, api) ?? servedAs(kind.kind === 'PetSet' ? 'StatefulSet' : 'PetSet', version, api);
  const range = from === to ? `1.${from}` : to < 999 ? `1.${from} to 1.${to}` : `1.${from} and later`;
  const better = other ? ` Use ${other.kind} in ${other.apiVersion}.` : '';
  const word = other && other.kind === kind.kind ? resource.apiVersion : resource.kind;
  return {
    rule: 'unknown-kind',
    level: 'error',
    span: word?.span ?? resource.tree.span,
    message: `Kubernetes 1.${version} has no ${kind.kind} in ${kind.apiVersion}; ${range} had it.${better}`.replace('and later had it', 'and later have it'),
  };
}

function servedAs(kind: string, version: number, api: Api): Kind | undefined {
  return api.kinds.findLast((k) => k.kind === kind && isServed(k, version));
}

function noKind(resource: Resource, api: Api): Finding | undefined {
  const key = entryOf(resource.tree, 'kind');
  const apiVersion = resource.apiVersion;
  // The values of a chart may have an apiVersion.
  if (!entryOf(resource.tree, 'metadata') && !entryOf(resource.tree, 'spec')) return undefined;
  if (!apiVersion || (key && !isNull(key.value)) || !api.kinds.some((k) => k.apiVersion === apiVersion.text)) return undefined;
  return {
    rule: 'missing-field',
    level: 'error',
    span: key?.keySpan ?? apiVersion.span,
    path: [...resource.path, 'kind'],
    message: '`kind` is missing. Without it the object is refused.',
  };
}

function noApiVersion(resource: Resource, version: number, api: Api): Finding | undefined {
  const key = entryOf(resource.tree, 'apiVersion');
  const kind = resource.kind;
  if (!kind || (key && !isNull(key.value)) || !api.kinds.some((k) => k.kind === kind.text)) return undefined;
  const meant = servedAs(kind.text, version, api) ?? api.kinds.find((k) => k.kind === kind.text);
  const at = entryOf(resource.tree, 'kind')?.span.start ?? 0;
  const fix: Fix = {
    title: `Add \`apiVersion: ${meant?.apiVersion}\``,
    edits: [{ span: { start: at, end: at }, text: `apiVersion: ${meant?.apiVersion}\n` }],
    preferred: true,
  };
  return {
    rule: 'missing-field',
    level: 'error',
    span: key?.keySpan ?? kind.span,
    path: [...resource.path, 'apiVersion'],
    message: '`apiVersion` is missing. Without it the object is refused.',
    ...(key || resource.path.length > 0 || !meant || resource.tree.flow ? {} : { fixes: [fix] }),
  };
}

function misspelt(resource: Resource, version: number, api: Api): Finding | undefined {
  const { apiVersion, kind } = resource;
  if (!apiVersion || !kind || !isKnownGroup(apiVersion.text, api)) return undefined;
  const sameKind = api.kinds.filter((k) => k.kind === kind.text);
  if (sameKind.length > 0) {
    const served = sameKind.filter((k) => isServed(k, version));
    const choices = served.length > 0 ? served : sameKind;
    return finding(
      apiVersion,
      `There is no ${kind.text} in \`${apiVersion.text}\`; it is in ${listed(choices.map((k) => k.apiVersion))}.`,
      choices.at(-1)?.apiVersion,
    );
  }
  const sameGroup = api.kinds.filter((k) => k.apiVersion === apiVersion.text);
  const meant = sameGroup.find((k) => isNear(kind.text, k.kind)) ?? api.kinds.findLast((k) => isNear(kind.text, k.kind) && isServed(k, version));
  if (!meant)
    return api.isWhole && !NOT_SERVED.test(kind.text)
      ? finding(kind, `The cluster has no ${kind.text} in ${apiVersion.text} and refuses it.`, undefined)
      : undefined;
  return finding(kind, `There is no kind \`${kind.text}\` in ${apiVersion.text}. Did you mean \`${meant.kind}\`?`, meant.kind);
}

/** Of a cluster we know all versions of a group that it serves; of a group that it does not know, nothing. */
function isKnownGroup(apiVersion: string, api: Api): boolean {
  const group = apiVersion.slice(0, apiVersion.lastIndexOf('/') + 1);
  return OWN_GROUP.test(apiVersion) || (api.isWhole && api.kinds.some((k) => k.apiVersion.startsWith(group)));
}

function isNear(written: string, kind: string): boolean {
  const a = written.toLowerCase();
  const b = kind.toLowerCase();
  return (
    a === b ||
    a === `${b}s` ||
    SHORT_NAMES[a] === kind ||
    (a.length >= 6 && a[0] === b[0] && !a.endsWith('list') && distance(a, b, 2) <= (b.length > 8 ? 2 : 1))
  );
}

function finding(word: { readonly text: string; readonly span: Finding['span'] }, message: string, text: string | undefined): Finding {
  const fix: Fix | undefined = text === undefined ? undefined : { title: `Replace with \`${text}\``, edits: [{ span: word.span, text }], preferred: true };
  return { rule: 'unknown-kind', level: 'error', span: word.span, message, ...(fix ? { fixes: [fix] } : {}) };
}
