import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Completion, complete } from '../../../server/src/ide/complete.ts';
import { readDocument } from '../../../server/src/kube/document.ts';
import { ROWS } from './completeRows.ts';

/** `§` is the cursor. */
function at(marked: string, version?: number): { readonly items: readonly Completion[]; readonly accept: (label: string) => string } {
  const offset = marked.indexOf('§');
  const text = marked.replace('§', '');
  const items = complete(readDocument(text, version), offset);
  const accept = (label: string): string => {
    const found = items.find((i) => i.label === label);
    assert.ok(found, `${label} is not offered, but ${labels({ items }).slice(0, 200)}`);
    return text.slice(0, found.edit.span.start) + found.edit.text + text.slice(found.edit.span.end);
  };
  return { items, accept };
}

function labels({ items }: { readonly items: readonly Completion[] }): string {
  return [...items]
    .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
    .map((i) => i.label)
    .join(' ');
}

for (const row of ROWS) {
  test(`completes ${row.what}`, () => {
    const result = at(row.text, row.version);
    const all = labels(result);
    if (row.offers?.endsWith(' ...')) assert.ok(all.startsWith(row.offers.slice(0, -4)), all);
    else if (row.offers !== undefined) assert.equal(all, row.offers);
    for (const label of row.never ?? []) assert.ok(!result.items.some((i) => i.label === label), label);
    if (row.accept !== undefined) {
      const text = result.accept(row.accept);
      if (row.becomes !== undefined) assert.equal(text, row.becomes);
    }
  });
}
