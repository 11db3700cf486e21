import type { Document } from '../kube/document.ts';
import { below, each, type Field, fieldOf, keySpanOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { claimsOf, containersOf, podsOf, specOf } from '../kube/pods.ts';
import { amounts, judgeBytes, type Named } from './parts/amounts.ts';
import { amount, amountOf } from './parts/quantity.ts';
import { mentions } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

const HUGE = /^hugepages-(.+)$/;
const OLD_GPU = 'alpha.kubernetes.io/nvidia-gpu';

/** core validation.go ValidateResourceRequirements, ValidateContainerResourceName; pod warnings (docs/facts/api-validation.md#warnings-of-1344). Names are the schema's business. */
export const resourceAmount = defineRule({
  id: 'resource-amount',
  level: 'error',
  summary: 'A resource that is handed out whole is asked for in parts or more than once, or bytes are cut: refused, or not what was meant.',
  source: 'Kubernetes pod validation (422 on 1.34.4, observed); fractions of a byte are a warning there and accepted in silence by 1.4.4.',
  check(document, report) {
    if (!mentions(document, ['resources', 'resourceClaims', 'resizePolicy'])) return;
    for (const pod of podsOf(document)) {
      const spec = specOf(pod);
      for (const volume of each(spec, 'volumes')) bytes(below(volume, 'ephemeral', 'volumeClaimTemplate', 'spec', 'resources'), report);
      for (const container of containersOf(pod)) requirements(below(container, 'resources'), document, report);
      const shared = below(spec, 'resources');
      requirements(shared, document, report);
      deviceClaims(spec, shared, containersOf(pod), report);
      for (const side of ['requests', 'limits']) for (const named of amounts(below(shared, side))) podLevel(named, report);
    }
    for (const { tree, path } of claimsOf(document)) bytes(below(fieldOf(tree, path), 'spec', 'resources'), report);
  },
});

function bytes(resources: Field | undefined, report: Report): void {
  for (const side of ['requests', 'limits']) for (const named of amounts(below(resources, side))) judgeBytes(named, report);
}

function requirements(resources: Field | undefined, document: Document, report: Report): void {
  if (!resources) return;
  const limits = below(resources, 'limits');
  for (const asked of amounts(below(resources, 'requests'))) {
    judgeBytes(asked, report);
    if (!isWhole(asked.name, document)) continue;
    const limit = below(limits, asked.name);
    const [want, most] = [amountOf(asked.tree), amountOf(limit?.tree)];
    if (!limit && want !== undefined)
      report({ span: keySpanOf(asked), message: `${asked.name} needs a limit that equals the request: no pod can be created.` });
    // More than the limit is request-over-limit.
    else if (want !== undefined && most !== undefined && want < most)
      report({ span: spanOf(asked), message: `${asked.name} cannot be shared: the request must equal the limit, or no pod can be created.` });
    whole(asked, report);
  }
  for (const limit of amounts(limits)) {
    judgeBytes(limit, report);
    if (isWhole(limit.name, document)) whole(limit, report);
  }
}

function isWhole(name: string, { version }: Document): boolean {
  if (version <= 4) return name === OLD_GPU;
  return HUGE.test(name) || (name.includes('/') && !/(^|\.)kubernetes\.io\//.test(name));
}

function whole(named: Named, report: Report): void {
  const value = amountOf(named.tree);
  const page = amount(HUGE.exec(named.name)?.[1] ?? '1');
  if (value === undefined || page === undefined || page === 0 || Number.isInteger(value / page)) return;
  const what = page === 1 ? 'a whole number' : `a multiple of the page size ${HUGE.exec(named.name)?.[1]}`;
  report({ span: spanOf(named), message: `${named.name} must be ${what}: no pod can be created.` });
}

/** validatePodResourceClaims and validateResourceClaimNames: devices are claimed by the pod and handed to its containers by name. */
function deviceClaims(spec: Field | undefined, shared: Field | undefined, containers: readonly Field[], report: Report): void {
  const claims = each(spec, 'resourceClaims');
  for (const twice of repeated(claims, nameOf)) report({ span: keySpanOf(twice), message: `Another resource claim is called ${nameOf(twice)}: refused.` });
  for (const claim of claims) {
    const from = ['resourceClaimName', 'resourceClaimTemplateName'].flatMap((key) => below(claim, key) ?? []);
    if (from.length === 2 && from[1]) report({ span: keySpanOf(from[1]), message: 'A claim has a name or a template, not both: refused.' });
    else if (from.length === 0 && below(claim, 'name'))
      report({ span: keySpanOf(claim), message: 'resourceClaimName or resourceClaimTemplateName is needed here.' });
  }
  const whole = below(shared, 'claims');
  if (whole) report({ span: keySpanOf(whole), message: 'Resources of the pod as a whole name no claims: refused.' });
  for (const container of containers) {
    const used = each(container, 'resources', 'claims');
    for (const twice of repeated(used, (u) => `${nameOf(u)}/${textOf(below(u, 'request')) ?? ''}`))
      report({ span: keySpanOf(twice), message: 'This claim stands here twice: refused.' });
    for (const one of used) {
      const name = nameOf(one);
      if (name && !claims.some((c) => nameOf(c) === name))
        report({ span: spanOf(below(one, 'name') ?? one), message: `resourceClaims of the pod has no ${name}: refused.` });
    }
    const never = textOf(below(spec, 'restartPolicy')) === 'Never';
    const resized = each(container, 'resizePolicy');
    for (const restart of never ? resized.flatMap((r) => below(r, 'restartPolicy') ?? []) : [])
      if (textOf(restart) === 'RestartContainer')
        report({ span: spanOf(restart), message: 'A pod with restartPolicy Never restarts no container, for a new size neither: refused.' });
    for (const twice of repeated(resized, (r) => textOf(below(r, 'resourceName'))))
      report({ span: keySpanOf(twice), message: `Another resizePolicy is for ${textOf(below(twice, 'resourceName'))}: refused.` });
  }
}

function nameOf(place: Field): string | undefined {
  return textOf(below(place, 'name'));
}

function podLevel(named: Named, report: Report): void {
  if (!/^(cpu|memory|hugepages-.*)$/.test(named.name))
    report({ span: keySpanOf(named), message: `A pod as a whole has cpu, memory and hugepages only; ${named.name} belongs to a container: refused.` });
}
