import { readFileSync } from 'node:fs';
import { type Definitions, refsOf, type Schema } from '../../server/src/schema/jsonSchema.ts';
import { constrain } from '../../server/src/schema/openapi/constrain.ts';
import { INIT_CONTAINERS, LEAVES, lastPart, modelOf, type OpenApi, verifiedKinds } from '../../server/src/schema/openapi/read.ts';
import { type Output, run } from './output.ts';
import { place, share } from './schema.ts';
import { withSince } from './since.ts';

/**
 * The schemas of StatefulSet, Service, claim, Pod and what stands beside them, from the OpenAPI definitions of a real Kubernetes (`kube openapi` of test/cluster,
 * which also knows the retired apps/v1beta1 and apps/v1beta2).
 * usage: PETSET_OPENAPI=definitions.json node tools/schemas/generate.ts [--check]
 */
export function modernSchemas(openapi: OpenApi): Output {
  const stable = definitions(openapi, 'v1');
  const betas = (['v1beta2', 'v1beta1'] as const).flatMap((version) =>
    place(share(definitions(openapi, version), stable), (name) =>
      name.startsWith('base/') ? fileOf(name.slice('base/'.length), 'v1') : fileOf(name, version),
    ),
  );
  return [...place(stable, (name) => fileOf(name, 'v1')), ...betas];
}

type Version = 'v1' | 'v1beta1' | 'v1beta2';

const SET = /^(StatefulSet|RollingUpdateStatefulSet)/;

function fileOf(name: string, version: Version): string {
  if (name === 'InitContainers') return 'init-containers-1.34.json';
  return SET.test(name) ? `statefulset-${version}.json` : 'core-1.34.json';
}

function definitions(openapi: OpenApi, version: Version): Definitions {
  const found: Record<string, Schema> = {};
  /** By the last part of the name, which is unique among those that are reached. */
  const nameOf = (address: string): Schema => LEAVES[lastPart(address)] ?? { $ref: lastPart(address) };
  const visit = (address: string): void => {
    const name = lastPart(address);
    const raw = openapi.definitions[address.replace('#/definitions/', '')];
    if (!raw) throw new Error(`no definition ${address}`);
    if (name in found || name in LEAVES) return;
    found[name] = modelOf(raw, nameOf);
    for (const ref of refsOf(raw)) visit(ref);
  };
  for (const root of verifiedKinds(version)) visit(root);
  found.InitContainers = INIT_CONTAINERS;
  return constrain(withSince(found), 'modern');
}

if (import.meta.main) {
  const file = process.env.PETSET_OPENAPI;
  if (file === undefined) {
    console.error('PETSET_OPENAPI must name the definitions that `kube openapi` prints');
    process.exitCode = 2;
  } else run('tools/schemas/generate.ts', modernSchemas(JSON.parse(readFileSync(file, 'utf8')) as OpenApi));
}
