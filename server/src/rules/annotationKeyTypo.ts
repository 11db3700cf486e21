import type { Document } from '../kube/document.ts';
import { INIT_ALPHA, INIT_BETA } from '../kube/embedded.ts';
import type { Resource } from '../kube/resource.ts';
import { ALPHA_CLASS, BETA_CLASS } from '../kube/storageClass.ts';
import type { Minor } from '../kube/version.ts';
import { nearest } from '../text/nearest.ts';
import { renameKey } from '../yaml/edit.ts';
import { child, type Entry, entries, type TreeMap } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

const INITIALIZED = 'pod.alpha.kubernetes.io/initialized';
const TOLERATE = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';
const CLASSES = [BETA_CLASS, ALPHA_CLASS];
/** Read nowhere, though each looks like one that is. */
const CONFUSED: ReadonlyMap<string, string> = new Map([
  ['pod.beta.kubernetes.io/initialized', INITIALIZED],
  ['service.beta.kubernetes.io/tolerate-unready-endpoints', TOLERATE],
]);
/** Real keys that are near to another one. */
const REAL = new Set([INIT_ALPHA, INIT_BETA, INITIALIZED, TOLERATE, ...CLASSES]);

/** docs/facts/init-containers.md#misspelt-and-misplaced-keys: the changelog of 1.4 itself prints the plural. */
export const annotationKeyTypo = defineRule({
  id: 'annotation-key-typo',
  level: 'warning',
  summary: 'The key of the annotation is misspelt; Kubernetes takes it for one of your own and ignores it in silence.',
  source: 'Any annotation key is accepted; a plural `pods.beta...` too (observed on 1.4.4).',
  check(document, report) {
    for (const resource of document.resources) {
      for (const { found, known } of annotations(resource, document.version)) {
        for (const entry of found) {
          if (REAL.has(entry.key) || entry.merged) continue;
          const meant = CONFUSED.get(entry.key) ?? nearest(entry.key, known, 2);
          if (meant === undefined || !known.includes(meant) || found.some((e) => e.key === meant)) continue;
          report({
            span: entry.keySpan,
            message: `Kubernetes does not know ${entry.key} and ignores it in silence: it is ${meant}.`,
            fixes: fix(`Change it to ${meant}`, [renameKey(entry, meant, document.text)]),
          });
        }
      }
    }
  },
});

interface Place {
  readonly found: readonly Entry[];
  readonly known: readonly string[];
}

function annotations(resource: Resource, version: Document['version'] & Minor): readonly Place[] {
  const pod = version < 8 ? [INIT_ALPHA, INIT_BETA, INITIALIZED] : [];
  switch (resource.type) {
    case 'set':
      return [{ found: resource.template?.annotations ?? [], known: pod }, ...resource.claimTemplates.map((c) => claim(c.tree))];
    case 'pod':
      return [{ found: resource.template.annotations, known: pod }];
    case 'service':
      return [{ found: resource.annotations, known: version < 21 ? [TOLERATE] : [] }];
    case 'claim':
      return [claim(resource.tree)];
    default:
      return [];
  }
}

function claim(tree: TreeMap): Place {
  return { found: entries(child(child(tree, 'metadata'), 'annotations')), known: CLASSES };
}
