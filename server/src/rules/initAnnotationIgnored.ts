import type { Document } from '../kube/document.ts';
import { type EmbeddedJson, INIT_ALPHA } from '../kube/embedded.ts';
import { type PodSite, podsOf, versionOf } from '../kube/pods.ts';
import { renameKey } from '../yaml/edit.ts';
import { entryOf, isNull, items, type Tree } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Report } from './rule.ts';

/** docs/facts/init-containers.md#keys-by-version: not even broken JSON is complained about where nobody reads it. */
export const initAnnotationIgnored = defineRule({
  id: 'init-annotation-ignored',
  level: 'warning',
  summary: 'This Kubernetes version does not read the init-container annotation: its init containers never run, and nobody says so.',
  source: '1.3 reads the alpha key only, 1.4 to 1.7 prefer the beta key, from 1.8 both are ignored (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const pod of podsOf(document)) {
      const own = document.embedded.filter((e) => pod.template.annotations.includes(e.entry));
      for (const json of own) if (!json.active) ignored(json, own, pod, document, report);
      const field = entryOf(pod.template.spec, 'initContainers');
      const winner = own.find((e) => e.active);
      if (!field || !winner || document.version < 6) continue;
      report({
        span: field.keySpan,
        message: `On Kubernetes 1.${document.version} the annotation ${winner.entry.key} overrides initContainers: these never run.`,
      });
    }
  },
});

function ignored(json: EmbeddedJson, own: readonly EmbeddedJson[], pod: PodSite, document: Document, report: Report): void {
  const version = versionOf(document, pod.owner);
  const span = json.entry.keySpan;
  const empty = json.problems.length === 0 && (isNull(json.root) || items(json.root).length === 0);
  if (version >= 8) {
    if (empty) return;
    // Annotation and field side by side were written for old and new clusters at once.
    const level = items(entryOf(pod.template.spec, 'initContainers')?.value).length > 0 ? 'information' : 'warning';
    report({
      level,
      span,
      message: `Kubernetes 1.${version} ignores this annotation in silence: these init containers never run; write them as initContainers.`,
    });
    return;
  }
  const winner = own.find((e) => e.active);
  if (!winner) {
    const rename = renameKey(json.entry, INIT_ALPHA, document.text);
    const message = `Kubernetes 1.${version} ignores the beta key in silence: these init containers never run; the alpha key works on 1.3 and later.`;
    if (!empty) report({ span, message, fixes: fix('Use the alpha key', [rename]) });
    return;
  }
  if (winner.problems.length === 0 && same(winner.root, json.root)) return;
  report({
    span,
    message: `Kubernetes 1.${version} reads only ${winner.entry.key}, which says something else: what stands here never runs.`,
    related: [{ span: winner.entry.keySpan, message: 'The annotation that counts' }],
  });
}

function same(a: Tree | undefined, b: Tree | undefined): boolean {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function plain(tree: Tree | undefined): unknown {
  if (tree?.kind === 'seq') return tree.items.map(plain);
  if (tree?.kind === 'map') return Object.fromEntries([...tree.entries].sort((a, b) => (a.key < b.key ? -1 : 1)).map((e) => [e.key, plain(e.value)]));
  return tree?.value;
}
