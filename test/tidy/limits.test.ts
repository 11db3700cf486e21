import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const LONGEST_MS = 120_000;

/** `npm test` gives each test two minutes; a longer limit of its own would let a test hang. Editors and clusters start slowly. */
test('no test outside the editor and the cluster may take longer than two minutes', () => {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT }).filter((file) => !/^test\/(editor|cluster)\//.test(file));
  const longer = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\btimeout: *([\d_]+)/g)]
      .filter(([, limit = '']) => Number(limit.replaceAll('_', '')) > LONGEST_MS)
      .map(([text]) => `${file}: ${text}`),
  );
  assert.deepEqual(longer, []);
});
