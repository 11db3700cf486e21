import type { Definitions, Schema } from '../jsonSchema.ts';
import { CONSTRAINTS, DERIVED, FILLED } from './constraints.ts';
import { TYPES } from './types.ts';

/** Which cluster a set of definitions describes. */
export type Era = '1.3' | '1.4' | 'modern';

interface Constraint {
  readonly model: string;
  readonly field: string;
  readonly type: Schema | undefined;
  readonly required: boolean | undefined;
  /** At least one item. */
  readonly filled: boolean;
  /** An empty string is a value, and a bad one. */
  readonly strict: boolean;
  readonly fallback: string | undefined;
}

/**
 * Puts constraints.ts onto definitions. A line that names no field of its era is an error, for it would rot; of a cluster (`isOurs`
 * false) nobody knows which fields it has.
 */
export function constrain(definitions: Definitions, era: Era, isOurs = true): Definitions {
  const result = filled(derived(definitions));
  for (const { model, field, type, required, filled, strict, fallback } of withCopies(parse(era), definitions)) {
    const schema = result[model];
    const property = schema?.properties?.[field];
    if ((era === '1.3' || !isOurs) && !property) continue;
    if (!schema || !property) throw new Error(`constraints.ts: Kubernetes ${era} has no ${model}.${field}`);
    const narrowed: Schema = {
      ...(type ? { ...type, ...pick(property) } : property),
      ...(fallback === undefined ? {} : { default: fallback }),
      ...(filled ? { minItems: 1 } : {}),
      ...(strict ? { minLength: 1 } : {}),
    };
    const names = new Set(schema.required);
    if (required === true) names.add(field);
    if (required === false) names.delete(field);
    const { required: _, ...rest } = schema;
    result[model] = { ...rest, ...(names.size > 0 ? { required: [...names] } : {}), properties: { ...schema.properties, [field]: narrowed } };
  }
  return result;
}

function derived(definitions: Definitions): Definitions {
  const copies = COPIES.map(([name = '', model = '']) => [name, definitions[name] ?? { ...definitions[model], 'x-like': model }]);
  return { ...definitions, ...Object.fromEntries(copies) };
}

const COPIES = DERIVED.trim()
  .split('\n')
  .map((line) => line.split(' '));

/** What holds for a model holds for its copies; what is said of the copies themselves is said last. */
function withCopies(constraints: readonly Constraint[], definitions: Definitions): Constraint[] {
  const isCopy = (name: string): boolean => COPIES.some(([copy]) => copy === name) && !(name in definitions);
  const plain = constraints.filter((c) => !isCopy(c.model));
  const copied = plain.flatMap((c) => COPIES.flatMap(([copy = '', model]) => (model === c.model && isCopy(copy) ? [{ ...c, model: copy }] : [])));
  return [...plain, ...copied, ...constraints.filter((c) => isCopy(c.model))];
}

function filled(definitions: Definitions): Record<string, Schema> {
  const rows = Object.entries(definitions).map(([name, schema]) => {
    if (!FILLED.test(name)) return [name, schema];
    const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => [key, schema.required?.includes(key) ? fill(field) : field]);
    return [name, { ...schema, properties: Object.fromEntries(fields) }];
  });
  return Object.fromEntries(rows);
}

function fill(field: Schema): Schema {
  if (field.$ref === 'types/string') return { ...field, $ref: 'types/Text' };
  return field.$ref === 'types/strings' ? { ...field, $ref: 'types/texts' } : field;
}

/** What a type of ours does not know of the field. */
function pick({ description, 'x-since': since }: Schema): Schema {
  return { ...(description === undefined ? {} : { description }), ...(since === undefined ? {} : { 'x-since': since }) };
}

function parse(era: Era): Constraint[] {
  return CONSTRAINTS.trim()
    .split('\n')
    .flatMap((line) => {
      const [, model, field, type, star, fallback, only] = /^(\w+)\.(\w+) (-|\[?enum \S+|\S+?)(?: ([*!+~]))?(?: = (\S+))?(?: @(\S+))?$/.exec(line) ?? [];
      if (model === undefined || field === undefined || type === undefined) throw new Error(`constraints.ts: ${line}`);
      const applies = only === undefined || only === era || (only === 'old' && era !== 'modern');
      // A line for all eras may speak of a model that only some of them have.
      return applies && (only !== undefined || hasModel(era, model))
        ? [
            {
              model,
              field,
              type: type === '-' ? undefined : typeSchema(type),
              required: star === undefined || star === '~' ? undefined : star !== '!',
              filled: star === '+',
              strict: star === '~',
              fallback,
            },
          ]
        : [];
    });
}

function hasModel(era: Era, model: string): boolean {
  return era === 'modern' ? !model.startsWith('PetSet') : true;
}

function typeSchema(type: string): Schema {
  if (type.startsWith('[')) return { type: 'array', items: typeSchema(type.slice(1, -1)) };
  if (type.startsWith('enum ')) return { type: 'string', enum: type.slice(5).split('|') };
  return { $ref: type in TYPES ? `types/${type}` : type };
}
