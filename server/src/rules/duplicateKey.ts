import type { Document } from '../kube/document.ts';
import { removeEntry } from '../yaml/edit.ts';
import type { Entry, Tree, TreeMap } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Report } from './rule.ts';

/** Strict field validation refuses duplicate keys of raw manifests; it is on by default from 1.25. */
const STRICT = 25;

/**
 * docs/facts/yaml.md#duplicate-keys: the last key wins, in YAML and in the JSON of the annotation, and kubectl drops the others
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
    // An alias is the same tree again.
    const seen = document.text.includes('*') ? new Set<Tree>() : undefined;
    if (document.yaml.root) walk(document.yaml.root, document, report, seen);
    for (const json of document.embedded) if (json.active && json.root) walk(json.root, document, report, seen);
  },
});

function walk(tree: Tree, document: Document, report: Report, seen: Set<Tree> | undefined): void {
  if (tree.kind === 'scalar' || seen?.has(tree)) return;
  seen?.add(tree);
  if (tree.kind === 'seq') {
    for (const item of tree.items) walk(item, document, report, seen);
    return;
  }
  if (hasTwins(tree)) judge(tree, document, report);
  for (const { value } of tree.entries) if (value.kind !== 'scalar') walk(value, document, report, seen);
}

/** Most maps are small and have none: no table for those. */
function hasTwins({ entries }: TreeMap): boolean {
  if (entries.length > 16) return true;
  for (let i = 1; i < entries.length; i++) for (let j = 0; j < i; j++) if (entries[i]?.key === entries[j]?.key) return true;
  return false;
}

function judge(map: TreeMap, document: Document, report: Report): void {
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
