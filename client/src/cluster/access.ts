import { featuresOf } from './features.ts';
import type { Link } from './link.ts';
import { getJson } from './request.ts';

/** What the user may be refused, with the words of RBAC for it. One of the rights is enough. */
const rights = {
  exec: [{ verbs: ['create', 'get'], group: '', resource: 'pods/exec' }],
  logs: [{ verbs: ['get'], group: '', resource: 'pods/log' }],
  forward: [{ verbs: ['create', 'get'], group: '', resource: 'pods/portforward' }],
  delete: [{ verbs: ['delete'], group: '', resource: 'pods' }],
  annotate: [{ verbs: ['patch'], group: '', resource: 'pods' }],
  scale: [
    { verbs: ['patch'], group: 'apps', resource: 'statefulsets/scale' },
    { verbs: ['patch'], group: 'apps', resource: 'statefulsets' },
  ],
} as const satisfies Readonly<Record<string, readonly Right[]>>;

export type Act = keyof typeof rights;

interface Right {
  readonly verbs: readonly string[];
  /** Of the API; empty for the core. */
  readonly group: string;
  readonly resource: string;
}

interface WireRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
}

interface WireReview {
  readonly status?: { readonly resourceRules?: readonly WireRule[] | null; readonly incomplete?: boolean };
}

/** The right that is missing, in words, by act. An act without a row is allowed, or nobody knows: then it is offered, and the server decides. */
export type Denied = ReadonlyMap<Act, string>;

/** One question for a whole namespace. Servers before 1.8 have none, and some authorizers (webhooks of clouds) cannot list their rules. */
export async function readDenied(link: Link, serverVersion: string, namespace: string): Promise<Denied> {
  if (!featuresOf(serverVersion).canReview) return new Map();
  const json = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const review = await getJson<WireReview>(link, { method: 'POST', path, body: { type: 'application/json', json } });
  const status = review.ok ? review.value.status : undefined;
  return status === undefined || status.incomplete === true ? new Map() : deniedBy(status.resourceRules ?? []);
}

export function deniedBy(rules: readonly WireRule[]): Denied {
  const missing = Object.entries(rights).filter(([, wanted]) => !wanted.some((right) => rules.some((rule) => grants(rule, right))));
  return new Map(missing.map(([act, [right]]) => [act as Act, `${right.verbs[0]} ${right.resource}`]));
}

/** A rule for certain names counts too: it may be just this pod. */
function grants({ verbs = [], apiGroups = [], resources = [] }: WireRule, right: Right): boolean {
  const sub = right.resource.split('/')[1];
  const names = ['*', right.resource, ...(sub === undefined ? [] : [`*/${sub}`])];
  return (
    ['*', ...right.verbs].some((verb) => verbs.includes(verb)) &&
    ['*', right.group].some((group) => apiGroups.includes(group)) &&
    names.some((name) => resources.includes(name))
  );
}
