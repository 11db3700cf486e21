import { eolOf } from '../yaml/edit.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/** docs/facts/yaml.md#missing-separator; the same on 1.34.4, which only strict decoding refuses. */
export const documentsMerged = defineRule({
  id: 'documents-merged',
  level: 'error',
  summary: 'Two objects stand in one document because the line --- between them is missing: the first one is lost in silence.',
  source: 'Duplicate keys, the last one wins: kubectl 1.4.4 and 1.34.4 send the second object only (observed).',
  check(document, report) {
    const { root } = document.yaml;
    if (root?.kind !== 'map' || root.flow || document.yaml.problems.length > 0) return;
    const heads = root.entries.filter((e) => (e.key === 'apiVersion' || e.key === 'kind') && !e.merged);
    const count = (key: string): number => heads.filter((e) => e.key === key).length;
    if (count('apiVersion') < 2 || count('kind') < 2) return;
    const seen = new Set<string>();
    for (const [index, entry] of heads.entries()) {
      // Each object begins with the one of the two keys that comes again first.
      if (seen.has(entry.key)) {
        seen.clear();
        const start = entry.keySpan.start;
        const insert = { span: { start, end: start }, text: `---${eolOf(document.text)}` };
        report({
          span: entry.keySpan,
          message: 'Another object begins here without --- in front of it: the one above is lost in silence.',
          related: heads[0] && index > 0 ? [{ span: heads[0].keySpan, message: 'The object that is lost' }] : [],
          fixes: document.text[start - 1] === '\n' ? fix('Insert ---', [insert]) : [],
        });
      }
      seen.add(entry.key);
    }
  },
});
