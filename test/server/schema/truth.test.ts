import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { locate, readDocument } from '../../../server/src/kube/document.ts';
import { validate } from '../../../server/src/schema/validate.ts';
import { splitDocuments } from '../../../server/src/yaml/split.ts';
import { formatPath } from '../../../server/src/yaml/tree.ts';
import { isNear, steps } from '../../paths.ts';

interface Case {
  readonly id: string;
  readonly fault: string | null;
  readonly manifest: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly verdict: string;
  readonly also?: readonly { readonly path: string; readonly line: number | null }[];
}

interface Found {
  readonly rule: string;
  readonly level: string;
  readonly message: string;
  readonly path: string;
  readonly lines: readonly [number, number];
}

/** What a real server said of manifests with one fault each. Schemas alone find the faults of shape; rules find the others. */
const SETS = [
  { file: 'api-truth-dev.json', minor: 4, floor: 455 },
  { file: 'api-truth-modern-dev.json', minor: 34, floor: 540 },
] as const;

for (const set of SETS) {
  const cases = JSON.parse(readFileSync(new URL(`../../data/${set.file}`, import.meta.url), 'utf8')) as Case[];

  test(`says nothing bad of what Kubernetes 1.${set.minor} accepted`, () => {
    const valid = cases.filter((c) => c.fault === null);
    const wrong = valid.flatMap((c) => judge(c, set.minor).flatMap((f) => (f.level === 'error' ? [`${c.id}: ${f.message}`] : [])));
    assert.deepEqual(wrong, []);
    assert.ok(valid.length > 100);
  });

  test(`finds what Kubernetes 1.${set.minor} refused for its shape`, (t) => {
    const faults = cases.filter((c) => c.fault !== null && c.verdict !== 'ok');
    let found = 0;
    const elsewhere: string[] = [];
    for (const c of faults) {
      const findings = judge(c, set.minor).filter((f) => c.verdict === 'warned' || f.level === 'error');
      if (findings.some((f) => [c, ...(c.also ?? [])].some((place) => isAt(f, place)))) found++;
      else if (findings.length > 0) elsewhere.push(c.id);
    }
    t.diagnostic(`schemas alone: ${found} of ${faults.length} faults at their place, ${elsewhere.length} elsewhere (${elsewhere.join(' ')})`);
    assert.ok(found >= set.floor, `${found} of ${faults.length}`);
    assert.ok(elsewhere.length <= 3, elsewhere.join(' '));
  });
}

function judge(c: Case, minor: number): Found[] {
  return splitDocuments(c.manifest).flatMap((chunk) => {
    const document = readDocument(chunk.text, minor);
    const line = (offset: number): number => c.manifest.slice(0, chunk.start + offset).split('\n').length;
    return validate(document).map((f) => ({
      ...f,
      path: formatPath(f.path ?? locate(document, f.span.start)?.path ?? []),
      lines: [line(f.span.start), line(f.span.end)] as const,
    }));
  });
}

function isAt(f: Found, place: { readonly path: string | null; readonly line: number | null }): boolean {
  if (place.line !== null && f.lines[0] - 1 <= place.line && place.line <= f.lines[1] + 1) return true;
  return place.path !== null && isNear(steps(f.path), steps(place.path));
}
