import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our StatefulSet schema as one file without references to others, for a server that takes it from outside. */
export function writeOneSchema(schemas: string, target: string): void {
  const definitions: Record<string, unknown> = {};
  for (const file of readdirSync(schemas).filter((f) => f.endsWith('.json') && f !== 'index.json')) {
    const text = readFileSync(join(schemas, file), 'utf8').replace(
      /"\$ref": ?"([\w.-]*)#\/definitions\/(\w+)"/g,
      (_all, other: string, name: string) => `"$ref": "#/definitions/${other || file}:${name}"`,
    );
    const { definitions: own } = JSON.parse(text) as { definitions?: Record<string, unknown> };
    for (const [name, schema] of Object.entries(own ?? {})) definitions[`${file}:${name}`] = schema;
  }
  writeFileSync(
    target,
    JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/definitions/statefulset-v1.json:StatefulSet', definitions }),
  );
}
