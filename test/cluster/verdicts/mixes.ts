import type { Random } from '../../sandbox/random.ts';
import type { Variant } from './faults.ts';
import { type Field, last } from './fields.ts';
import { put, sample, type Value } from './samples.ts';

/** Several fields from anywhere in one manifest, each with a value that is right by itself: what contradicts what is for the server to say. */
export function mixOf(base: Value, fields: readonly Field[], count: number, random: Random): Variant {
  let manifest = base;
  const chosen: string[] = [];
  const paths: Field['path'][] = [];
  for (let i = 0; i < count; i++) {
    const field = fields[random.below(fields.length)];
    if (!field) break;
    const value = rightValue(field, random);
    manifest = put(manifest, field.nodes, field.path, value);
    chosen.push(`${field.path.join('.')}=${JSON.stringify(value)}`);
    paths.push(field.path);
  }
  return { what: chosen.join(' '), path: [], paths, manifest };
}

function rightValue(field: Field, random: Random): Value {
  const { schema } = last(field);
  if (schema.enum) return schema.enum[random.below(schema.enum.length)] ?? '';
  const key = String(field.path.findLast((step) => typeof step === 'string') ?? '');
  const value = sample(last(field), key);
  return value === true ? random.below(4) > 0 : value;
}
