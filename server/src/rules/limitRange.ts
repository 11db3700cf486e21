import { below, type Field, fieldOf, spanOf } from '../kube/field.ts';
import type { LimitItem } from '../kube/limits.ts';
import { claimsOf, type PodSite, podsOf, specOf } from '../kube/pods.ts';
import type { LimitsSummary } from '../kube/summary.ts';
import { replaceScalar, type TextEdit } from '../yaml/edit.ts';
import type { TreeScalar } from '../yaml/tree.ts';
import { type Amounts, amountsOf, demandsOf, podTotal, written } from './parts/demand.ts';
import { fix } from './parts/fix.ts';
import { amountOf } from './parts/quantity.ts';
import { defineRule, type Report } from './rule.ts';

/** LimitRanger of Kubernetes (limitranger/admission.go). docs/facts/api-validation.md#limits-and-quotas. */
export const limitRange = defineRule({
  id: 'limit-range',
  level: 'error',
  summary: 'A LimitRange of the same file does not allow what a container, pod or claim asks for, so it is refused.',
  source: 'LimitRanger: `maximum memory usage per Container is ...` (observed on 1.34.4 as FailedCreate of the set, and for a Pod or claim at once).',
  checkBundle(document, bundle, report) {
    for (const pod of podsOf(document)) {
      const ranges = bundle.limitsHere(pod.owner.namespace).filter((l) => l.items.length > 0);
      if (ranges.length > 0) judgePod(pod, ranges, report, document.text);
    }
    for (const { namespace, tree, path } of claimsOf(document))
      for (const range of bundle.limitsHere(namespace)) judgeClaim(fieldOf(tree, path), range, report, document.text);
  },
});

/** Something that is judged: what it asks for, and where. */
interface Subject {
  readonly what: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
  readonly said: (which: 'requests' | 'limits', resource: string) => Field | undefined;
  readonly place: Field;
  readonly end: string;
}

function judgePod(pod: PodSite, ranges: readonly LimitsSummary[], report: Report, chunk: string): void {
  const demands = demandsOf(pod, ranges);
  const spec = specOf(pod);
  if (!demands || !spec) return;
  const end = 'no pod can be created';
  for (const { place, name, requests, limits } of demands) {
    const said: Subject['said'] = (which, resource) => below(place, 'resources', which, resource);
    const subject: Subject = { what: `container ${name}`, requests, limits, said, place: below(place, 'name') ?? place, end };
    for (const range of ranges) {
      for (const item of range.items) if (item.type === 'Container') judge(subject, item, range.name, report, chunk);
    }
    judgeDefault(subject, ranges, report);
  }
  const whole: Subject = {
    what: 'the pod',
    requests: podTotal(demands, 'requests'),
    limits: podTotal(demands, 'limits'),
    said: () => undefined,
    place: below(spec, 'containers') ?? spec,
    end,
  };
  for (const range of ranges) for (const item of range.items) if (item.type === 'Pod') judge(whole, item, range.name, report, chunk);
}

function judgeClaim(claim: Field, range: LimitsSummary, report: Report, chunk: string): void {
  const storage = below(claim, 'spec', 'resources', 'requests', 'storage');
  const size = amountOf(storage?.tree);
  if (!storage || size === undefined) return;
  const requests = new Map([['storage', size]]);
  // Nobody reads the limits of a claim.
  const subject: Subject = { what: 'the claim', requests, limits: new Map(), said: () => storage, place: storage, end: 'no claim can be created' };
  for (const item of range.items) {
    if (item.type === 'PersistentVolumeClaim') judge(subject, { ...item, maxLimitRequestRatio: {} }, range.name, report, chunk);
  }
}

/** Too little, too much, too far apart. */
function judge(subject: Subject, item: LimitItem, range: string, report: Report, chunk: string): void {
  const { what, requests, limits, end } = subject;
  const isClaim = item.type === 'PersistentVolumeClaim';
  const say = (which: 'requests' | 'limits', resource: string, wrong: string, better?: string): void => {
    const at = subject.said(which, resource) ?? subject.said('limits', resource);
    const edit = better !== undefined && at?.tree.kind === 'scalar' ? fix(`Change to ${better}`, [amountText(at.tree, better, chunk)]) : [];
    const place = at ?? subject.place;
    report({ span: spanOf(place), path: place.path, message: `LimitRange ${range} ${wrong}: ${end}.`, fixes: edit });
  };
  for (const [resource, least] of amountsOf(item.min)) {
    const asked = requests.get(resource);
    const bound = `asks for ${item.min[resource]} of ${resource} at least`;
    if (asked === undefined) say('requests', resource, `${bound}, and ${what} has no request`);
    else if (asked < least) say('requests', resource, `${bound}, and ${what} requests ${written(asked)}`, item.min[resource]);
  }
  for (const [resource, most] of amountsOf(item.max)) {
    const [asked, limit] = [requests.get(resource), limits.get(resource)];
    const bound = `allows ${item.max[resource]} of ${resource} at most`;
    if (isClaim || (limit !== undefined && limit <= most)) {
      if (asked !== undefined && asked > most) say('requests', resource, `${bound}, and ${what} requests ${written(asked)}`, item.max[resource]);
    } else if (limit === undefined) say('limits', resource, `${bound}, and ${what} has no limit`);
    else say('limits', resource, `${bound}, and the limit of ${what} is ${written(limit)}`, item.max[resource]);
  }
  for (const [resource, ratio] of amountsOf(item.maxLimitRequestRatio)) {
    const [asked, limit] = [requests.get(resource), limits.get(resource)];
    const bound = `allows a limit of ${resource} that is ${item.maxLimitRequestRatio[resource]} times the request`;
    if (!asked || !limit) say('limits', resource, `${bound}, and ${what} lacks one of them`);
    else if (limit / asked > ratio) say('limits', resource, `${bound}, and that of ${what} is ${Math.round((limit / asked) * 100) / 100} times`);
  }
}

/** A quantity needs no quotes, number or not. */
function amountText(scalar: TreeScalar, amount: string, chunk: string): TextEdit | undefined {
  return scalar.style === 'plain' ? { span: scalar.span, text: amount } : replaceScalar(scalar, amount, chunk);
}

/** A default limit that is less than what a container requests. */
function judgeDefault({ what, requests, limits, said, end }: Subject, ranges: readonly LimitsSummary[], report: Report): void {
  for (const [resource, limit] of limits) {
    const asked = said('requests', resource);
    if (!asked || said('limits', resource) || (requests.get(resource) ?? 0) <= limit) continue;
    const range = ranges.find((r) => r.items.some((i) => amountsOf(i.default).get(resource) === limit));
    // The most it allows is the default too, and has been said.
    if (range?.items.some((i) => i.type === 'Container' && amountsOf(i.max).get(resource) === limit)) continue;
    report({
      span: spanOf(asked),
      message: `LimitRange ${range?.name} gives ${what} a limit of ${written(limit)} ${resource}, which is less than it requests: ${end}.`,
    });
  }
}
