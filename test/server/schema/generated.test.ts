import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { readDocument } from '../../../server/src/kube/document.ts';
import { BUNDLED } from '../../../server/src/schema/catalog.ts';
import { nodeAt } from '../../../server/src/schema/definitions.ts';
import { VALIDATORS } from '../../../server/src/schema/generated/validators.js';
import { interpret } from '../../../server/src/schema/interpret.ts';
import { toValue } from '../../../server/src/schema/value.ts';
import { splitDocuments } from '../../../server/src/yaml/split.ts';
import { slim } from '../../../tools/schemas/slim.ts';

const FOLDER = new URL('../../../schemas/', import.meta.url);

test('the generated validators say what Ajv says, and so does the one for schemas that come later', () => {
  const ajv = new Ajv({ allErrors: true, messages: false, strict: false, validateSchema: false, unicodeRegExp: false, logger: false });
  for (const name of readdirSync(FOLDER))
    if (name.endsWith('.json') && name !== 'index.json') ajv.addSchema(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')), name);
  let errors = 0;
  for (const { address, value } of manifests()) {
    const plain = ajv.getSchema(address);
    const generated = VALIDATORS[address];
    assert.ok(plain && generated, address);
    assert.equal(generated(value), plain(value), address);
    const expected = (plain.errors ?? []).map((e) => `${e.instancePath} ${e.keyword} ${named(e.params)}`);
    assert.deepEqual(
      (generated.errors ?? []).map((e) => `${e.instancePath} ${e.keyword} ${named(e.params)}`),
      expected,
    );
    const interpreted = interpret(nodeAt(address), value).map((e) => `${e.instancePath} ${e.keyword} ${named(e.params)}`);
    assert.deepEqual([...interpreted].sort(), [...expected].sort(), address);
    errors += expected.length;
  }
  assert.ok(errors > 200, String(errors));
});

test('code that another Ajv might write is noticed and not passed on', () => {
  assert.throws(() => slim('const err0 = {instancePath, keyword: "type"}; vErrors.push(err0);'), /Ajv's code has changed/);
});

/** The parameters that findings are made from. */
function named(params: Readonly<Record<string, unknown>>): string {
  return String(params.additionalProperty ?? params.missingProperty ?? params.propertyName ?? '');
}

function* manifests(): Generator<{ readonly address: string; readonly value: unknown }> {
  for (const [file, minor] of [
    ['api-truth-dev.json', 4],
    ['api-truth-modern-dev.json', 34],
  ] as const) {
    const cases = JSON.parse(readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8')) as { manifest: string }[];
    for (const chunk of cases.filter((_, i) => i % 4 === 0).flatMap((c) => splitDocuments(c.manifest))) {
      for (const resource of readDocument(chunk.text, minor).resources) {
        const kind = BUNDLED.kindOf(resource.apiVersion?.text, resource.kind?.text);
        if (kind) yield { address: BUNDLED.schemaOf(kind, minor), value: toValue(resource.tree) };
      }
    }
  }
  for (const kind of BUNDLED.kinds)
    for (const { schema } of kind.schemas)
      for (const value of [undefined, null, 1, 'x', [], {}, { metadata: [], spec: 1, x: {} }]) yield { address: schema, value };
}
