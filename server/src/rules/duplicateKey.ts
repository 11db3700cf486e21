import type { Document } from '../kube/document.ts';
import { removeEntry } from '../yaml/edit.ts';
import type { Entry, Tree, TreeMap } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';
import { fix } from './visit.ts';

/** Strict field validation refuses duplicate keys of raw manifests; it is on by default from 1.25. */
const STRICT = 25;

/**
 * api-truth.md and api-truth-modern.md: the last key wins, in YAML and in the JSON of the annotation, and kubectl drops the others
 * without a word. Keys of the annotation match in any case. Keys that came in by a merge may be overridden: that is what merging is for.
 */
export const duplicateKey = defineRule({
  id: 'duplicate-key',
  level: 'warning',
  summary: 'A key stands twice in the same map: the last one wins and the other is dropped in silence.',
  source: 'Accepted in silence by kubectl 1.4.4 and 1.34.4; strict decoding of the API server refuses it (observed).',
  check(document, report) {
    // Half-typed text parses into anything.
    if (document.yaml.problems.length > 0) return;
    const seen = new Set<Tree>();
    if (document.yaml.root) walk(document.yaml.root, document, report, seen);
    for (const json of document.embedded) if (json.active && json.root) walk(json.root, document, report, seen);
  },
});

function walk(tree: Tree, document: Document, report: Report, seen: Set<Tree>): void {
  if (tree.kind === 'scalar' || seen.has(tree)) return;
  // An alias is the same tree again.
  seen.add(tree);
  if (tree.kind === 'map') judge(tree, document, report);
  for (const below of tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items) walk(below, document, report, seen);
}

function judge(map: TreeMap, document: Document, report: Report): void {
  if (map.entries.length < 2) return;
  const first = new Map<string, Entry>();
  const merging = map === document.yaml.root && isTwoDocuments(map);
  for (const entry of map.entries) {
    if (entry.merged || (merging && /^(apiVersion|kind|metadata|spec|data)$/.test(entry.key))) continue;
    const earlier = first.get(entry.key);
    first.set(entry.key, entry);
    if (!earlier) continue;
    report({
      level: document.version >= STRICT ? 'error' : 'warning',
      span: entry.keySpan,
      message: `${entry.key} stands here twice: this one wins, and the one before it is dropped in silence.`,
      related: [{ span: earlier.keySpan, message: 'Dropped' }],
      fixes: fix(`Remove the ${entry.key} that is dropped`, [removeEntry(map, earlier, document.text)]),
    });
  }
}

/** Two objects run into one: documents-merged says so once. */
function isTwoDocuments(map: TreeMap): boolean {
  const count = (key: string): number => map.entries.filter((e) => e.key === key && !e.merged).length;
  return count('apiVersion') > 1 && count('kind') > 1;
}
