import { below, each, type Field, fieldOf, keySpanOf, numberOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { podsOf, setsOf, specOf } from '../kube/pods.ts';
import { isNull } from '../yaml/tree.ts';
import { judgeAddress } from './parts/addressForm.ts';
import { judgeGated } from './parts/gatedFields.ts';
import { judgeContainers, judgeObjects } from './parts/ineffective.ts';
import { SUBDOMAIN } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

/** docs/facts/api-validation.md#accepted-by-144, docs/facts/api-validation.md#accepted-by-1344, docs/facts/api-validation.md#warnings-of-1344. */
export const valueIneffective = defineRule({
  id: 'value-ineffective',
  level: 'warning',
  summary: 'A value that the server takes, mostly in silence, and that has no effect or another one than it says.',
  source: 'Accepted by 1.4.4 and 1.34.4, some with a warning (observed).',
  check(document, report) {
    for (const set of setsOf(document)) {
      const spec = below(fieldOf(set.tree, set.path), 'spec');
      const kept = below(spec, 'revisionHistoryLimit');
      if (kept && (numberOf(kept) ?? 0) < 0) report({ span: spanOf(kept), message: 'A negative revisionHistoryLimit keeps every revision for ever.' });
    }
    judgeGated(document, report);
    judgeObjects(document, report);
    for (const pod of podsOf(document)) {
      judgeContainers(pod, document, report);
      const spec = specOf(pod);
      if (spec) judge(spec, report);
      if (spec && document.version >= 33) for (const address of addressesOf(spec)) judgeAddress(address, document.text, report);
    }
  },
});

function addressesOf(spec: Field): readonly Field[] {
  return [...each(spec, 'dnsConfig', 'nameservers'), ...each(spec, 'hostAliases').flatMap((h) => below(h, 'ip') ?? [])];
}

function judge(spec: Field, report: Report): void {
  const grace = below(spec, 'terminationGracePeriodSeconds');
  if (grace && (numberOf(grace) ?? 0) < 0)
    report({ span: spanOf(grace), message: 'A negative grace period is no time at all: containers are killed after 1 second at most.' });
  for (const secret of each(spec, 'imagePullSecrets')) {
    const name = below(secret, 'name');
    if ((secret.tree.kind === 'map' || isNull(secret.tree)) && (!name || textOf(name) === '') && !each(secret).length)
      report({
        span: keySpanOf(name ?? secret),
        path: [...secret.path, 'name'],
        message: 'A pull secret without a name is skipped, so images of a private registry cannot be pulled.',
      });
  }
  for (const twice of repeated(each(spec, 'imagePullSecrets'), (s) => textOf(below(s, 'name')) || undefined))
    report({
      level: 'information',
      span: spanOf(below(twice, 'name') ?? twice),
      message: `Pull secret ${textOf(below(twice, 'name'))} is named above already.`,
    });
  for (const twice of repeated(each(spec, 'hostAliases'), (h) => textOf(below(h, 'ip'))))
    report({ span: spanOf(below(twice, 'ip') ?? twice), message: `Another alias is for ${textOf(below(twice, 'ip'))} too: its hostnames may be lost.` });
  for (const volume of each(spec, 'volumes')) {
    if (volume.tree.kind === 'map' && volume.tree.entries.length === 1 && below(volume, 'name'))
      report({
        level: 'information',
        span: keySpanOf(volume),
        message: 'A volume that does not say what it is becomes an emptyDir: its data is lost with the pod.',
      });
    const claim = below(volume, 'persistentVolumeClaim', 'claimName');
    const name = textOf(claim);
    if (claim && name && !SUBDOMAIN.test(name))
      report({ span: spanOf(claim), message: `No claim can be called ${name}: accepted, and then the pod waits for it for ever.` });
    const sources = below(volume, 'projected', 'sources');
    if (below(volume, 'projected') && (!sources || each(sources).every((s) => isNull(s.tree))))
      report({ span: keySpanOf(below(volume, 'projected') ?? volume), message: 'A projected volume without sources is an empty directory.' });
    for (const source of sources ? each(sources) : [])
      if (source.tree.kind === 'map' && source.tree.entries.length === 0)
        report({ span: source.tree.span, message: 'A projected source that names nothing is skipped.' });
  }
}
