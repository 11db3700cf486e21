import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { complete } from '../../../server/src/ide/complete.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { readDocument } from '../../../server/src/kube/document.ts';
import { BUNDLED } from '../../../server/src/schema/catalog.ts';
import { splitDocuments } from '../../../server/src/yaml/split.ts';
import type { Entry, Tree } from '../../../server/src/yaml/tree.ts';

/** Keys below these are the user's own words. */
const FREE = /^(labels|annotations|matchLabels|nodeSelector|limits|requests|options|status|volumeAttributes|data|binaryData|stringData)$/;

interface Valid {
  readonly id: string;
  readonly fault: string | null;
  readonly manifest: string;
}

for (const [file, minor] of [
  ['api-truth-dev.json', 4],
  ['api-truth-modern-dev.json', 34],
] as const) {
  const cases = (JSON.parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8')) as Valid[]).filter((c) => c.fault === null);
  const chunks = cases.filter((_, i) => i % 12 === 0).flatMap((c) => splitDocuments(c.manifest).map((chunk) => ({ id: c.id, text: chunk.text })));

  test(`offers every key of real manifests again when all but its first two letters are gone (1.${minor})`, () => {
    let asked = 0;
    for (const { id, text } of chunks) {
      for (const entry of knownKeys(text, minor)) {
        const end = text.indexOf('\n', entry.keySpan.end);
        if (entry.value.kind !== 'scalar' || end < 0 || entry.value.span.end > end || entry.keySpan.end - entry.keySpan.start !== entry.key.length) continue;
        const cursor = entry.keySpan.start + 2;
        const items = complete(readDocument(text.slice(0, cursor) + text.slice(end), minor), cursor);
        const found = items.find((i) => i.label === entry.key);
        assert.ok(found, `${id}: ${entry.key}`);
        assert.deepEqual([found.edit.span.start, found.edit.span.end], [entry.keySpan.start, cursor]);
        asked++;
      }
    }
    assert.ok(asked > 200, String(asked));
  });

  test(`explains every key of real manifests, and completes anywhere in them without fail (1.${minor})`, () => {
    for (const { id, text } of chunks.filter((_, i) => i % 4 === 0)) {
      const document = readDocument(text, minor);
      for (const entry of knownKeys(text, minor)) assert.ok(hover(document, entry.keySpan.start + 1)?.markdown.length, `${id}: ${entry.key}`);
      for (let at = 0; at <= text.length; at += 5) {
        for (const { edit } of complete(document, at)) assert.ok(edit.span.start <= at && at <= edit.span.end, `${id} at ${at}`);
        complete(readDocument(text.slice(0, at), minor), at);
      }
    }
  });
}

/** Keys that a schema knows, in block style. */
function knownKeys(text: string, minor: number): Entry[] {
  const document = readDocument(text, minor);
  const below = (tree: Tree, free: boolean): Entry[] => {
    if (tree.kind === 'seq') return tree.items.flatMap((i) => below(i, false));
    if (tree.kind !== 'map') return [];
    return tree.entries.flatMap((e) => [
      ...(free || tree.flow || e.merged ? [] : [e]),
      ...below(e.value, FREE.test(e.key) || (e.key === 'selector' && minor > 0 && isService(document))),
    ]);
  };
  const isService = (d: typeof document): boolean => d.resources[0]?.kind?.text === 'Service';
  return document.resources.flatMap((r) =>
    BUNDLED.kindOf(r.apiVersion?.text, r.kind?.text) && r.path.length === 0
      ? r.tree.entries.filter((e) => !/^(apiVersion|kind|status)$/.test(e.key)).flatMap((e) => [e, ...below(e.value, FREE.test(e.key))])
      : [],
  );
}
