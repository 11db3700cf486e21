// That the committed schemas are those of the Kubernetes that the other tests run on.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { canHaveGo } from '../../tools/install/go.ts';
import { modernSchemas } from '../../tools/schemas/generate.ts';
import { drift } from '../../tools/schemas/output.ts';
import { buildBinaries } from './build.ts';

const dump = process.env.PETSET_OPENAPI;
const skip = dump === undefined && !canHaveGo() ? 'there is no Go to build Kubernetes with; PETSET_OPENAPI can name the definitions that it prints' : false;

test('the schemas of StatefulSet, Service, claim and Pod are those of a real server', { skip }, async () => {
  assert.deepEqual(drift(modernSchemas(JSON.parse(await definitions()))), [], 'run: PETSET_OPENAPI=definitions.json node tools/schemas/generate.ts');
});

/** A dump that PETSET_OPENAPI names, else what the Kubernetes binary of the test cluster prints. */
async function definitions(): Promise<string> {
  if (dump !== undefined) return readFileSync(dump, 'utf8');
  const { kube } = await buildBinaries();
  const { stdout } = await promisify(execFile)(kube, ['openapi'], { maxBuffer: 1 << 26 });
  return stdout;
}
