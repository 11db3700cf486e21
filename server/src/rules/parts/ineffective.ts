import type { Document } from '../../kube/document.ts';
import { below, each, type Field, fieldOf, keySpanOf, spanOf, textOf } from '../../kube/field.ts';
import { claimsOf, containersOf, type PodSite, servicesOf, setsOf } from '../../kube/pods.ts';
import { BETA_CLASS } from '../../kube/storageClass.ts';
import { replaceScalar } from '../../yaml/edit.ts';
import { entries } from '../../yaml/tree.ts';
import type { Report } from '../rule.ts';
import { judgeAddress, judgeNetwork } from './addressForm.ts';
import { fix } from './fix.ts';
import { amountOf } from './quantity.ts';

const UNREADY = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';

/** Objects that say something that nobody reads: part of value-ineffective. */
export function judgeObjects(document: Document, report: Report): void {
  const { version } = document;
  for (const service of servicesOf(document)) {
    const entry = service.annotations.findLast((e) => e.key === UNREADY);
    const value = entry && textOf({ tree: entry.value, path: [], entry });
    if (entry && value !== undefined && !/^(1|0|t|f|T|F|true|false|True|False|TRUE|FALSE)$/.test(value))
      report({ span: entry.value.span, message: `"${value}" is no boolean for Kubernetes and counts as false: write "true".` });
  }
  if (version >= 33) for (const service of servicesOf(document)) judgeServiceAddresses(fieldOf(service.tree, service.path), document.text, report);
  if (version >= 6) for (const { tree, path } of claimsOf(document)) judgeClass(fieldOf(tree, path), document.text, report);
  for (const set of setsOf(document)) {
    for (const template of set.claimTemplates) {
      const claim = fieldOf(template.tree, template.path);
      const storage = below(claim, 'spec', 'resources', 'requests', 'storage');
      // Refused by later versions, which claim-incomplete says.
      if (storage && version <= 4 && amountOf(storage.tree) === 0)
        report({ span: spanOf(storage), message: 'A claim for no storage at all is accepted; what it gets is not said.' });
      for (const [key, only] of [
        ['apiVersion', 'v1'],
        ['kind', 'PersistentVolumeClaim'],
      ] as const) {
        const said = below(claim, key);
        if (said && textOf(said) && textOf(said) !== only)
          report({ level: 'information', span: spanOf(said), message: `A claim template makes a PersistentVolumeClaim of v1, whatever its ${key} says.` });
      }
    }
    exported(fieldOf(set.tree, set.path), report);
  }
}

function judgeServiceAddresses(service: Field, chunk: string, report: Report): void {
  const spec = below(service, 'spec');
  for (const address of [below(spec, 'loadBalancerIP'), below(spec, 'clusterIP'), ...each(spec, 'clusterIPs'), ...each(spec, 'externalIPs')])
    judgeAddress(address, chunk, report);
  for (const network of each(spec, 'loadBalancerSourceRanges')) judgeNetwork(network, report);
}

/** In persistent volumes the annotation is read first, whatever it says (observed on 1.34.4: bound to its class, or pending for it). */
function judgeClass(claim: Field, chunk: string, report: Report): void {
  const [annotated, field] = [below(claim, 'metadata', 'annotations', BETA_CLASS), below(claim, 'spec', 'storageClassName')];
  const [wins, loses] = [textOf(annotated), textOf(field)];
  if (field?.tree.kind !== 'scalar' || wins === undefined || loses === undefined || wins === loses) return;
  report({
    span: spanOf(field),
    message: `The annotation ${BETA_CLASS} wins: the claim is for ${wins === '' ? 'a volume of no class' : `class ${wins}`}, not for what stands here.`,
    fixes: wins === '' ? [] : fix(`Write ${wins} here too, as it is now`, [replaceScalar(field.tree, wins, chunk)], false),
  });
}

/** What a cluster wrote. Sent to another one it is lost or in the way. */
function exported(object: Field, report: Report): void {
  const metadata = below(object, 'metadata');
  for (const entry of metadata ? entries(metadata.tree) : []) {
    if (entry.key === 'resourceVersion' || entry.key === 'uid')
      report({
        level: 'information',
        span: entry.keySpan,
        message: `${entry.key} is the cluster's own; kept in a file it makes a later apply fail with a conflict.`,
      });
  }
}

export function judgeContainers(pod: PodSite, { version }: Document, report: Report): void {
  for (const container of containersOf(pod)) {
    for (const port of each(container, 'ports')) {
      const ip = below(port, 'hostIP');
      if (ip && textOf(ip) && !below(port, 'hostPort')) report({ span: keySpanOf(ip), message: 'hostIP without hostPort has no effect.' });
    }
    if (version <= 4) continue;
    for (const name of each(container, 'env').flatMap((v) => below(v, 'name') ?? [])) {
      if (/\s/.test(textOf(name) ?? '')) report({ span: spanOf(name), message: 'No shell can read a variable with a blank in its name.' });
    }
    const resize = container.init ? below(container, 'resizePolicy') : undefined;
    if (resize && textOf(below(container, 'restartPolicy')) !== 'Always')
      report({ level: 'information', span: keySpanOf(resize), message: 'An init container is not resized: its resizePolicy has no effect.' });
  }
}
