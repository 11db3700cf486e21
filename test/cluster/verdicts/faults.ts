import { isArray, isObject, item, keysOf, type SchemaNode } from '../../../server/src/schema/definitions.ts';
import { type Field, last } from './fields.ts';
import { isMap, put, sample, type Value } from './samples.ts';

/** One manifest with one thing put somewhere: right or wrong is for the server to say. */
export interface Variant {
  readonly what: string;
  readonly path: Field['path'];
  /** All places that differ from the base. */
  readonly paths: readonly Field['path'][];
  readonly manifest: Value;
}

const WORDS: readonly Value[] = [
  '',
  'a',
  'Bad Value',
  'x'.repeat(64),
  'x'.repeat(254),
  'UPPER',
  '-a-',
  'a.b',
  'a/b',
  '/abs',
  '../up',
  'a/../b',
  '10.0.0.1',
  '1Gi',
  '80',
  '80%',
  '120%',
  'a b',
  'é',
  'a=b',
  'a:b',
  'a_b',
  'true',
  '1',
  'a,b',
  'none',
  'None',
  'Always',
  'kubernetes.io/a',
  '*',
  '5s',
  ' a',
  'http://a',
  '10.0.0.0/8',
  '::1',
  'fd00::1',
  'metadata.name',
  'default',
  'a@b',
  'metadata.labels',
  "metadata.labels['a']",
  "metadata.annotations['a b']",
  'spec.nodeName',
  'limits.storage',
];
const NUMBERS: readonly Value[] = [-1, 0, 1, 2, 100, 101, 255, 256, 511, 512, 599, 600, 30000, 65535, 65536, 86400, 86401, 2 ** 31 - 1, 2 ** 31, 1.5];
const OTHER_TYPES: readonly Value[] = [null, true, 5, 'word', [], {}, ['a'], { a: 'b' }];
const AMOUNTS: readonly Value[] = [
  '0',
  '-1',
  '1Gi',
  '1GB',
  '1gi',
  'abc',
  5,
  1.5,
  '1m',
  '1e3',
  '1.5Gi',
  '100m',
  '0.5',
  '',
  ' 1',
  '1 Gi',
  '9999999999999999999',
  '+1',
  '.5',
  '1.',
  'Gi',
];
const KEYS: readonly string[] = [
  '',
  'a',
  'Bad Key',
  'a/b',
  'a/b/c',
  '/a',
  'a/',
  'x'.repeat(64),
  '-a',
  'A',
  'a.b',
  'kubernetes.io/a',
  'é',
  'UP.per/a',
  'a_b',
  'cpu',
  'memory',
  'storage',
  'ephemeral-storage',
  'hugepages-2Mi',
  'example.com/gpu',
  'requests.cpu',
  'pods',
  '..',
  '.',
  'a\nb',
];

/** Everything that is tried at one field of a base manifest. */
export function variantsOf(base: Value, field: Field): readonly Variant[] {
  const node = last(field);
  const key = String(field.path.findLast((step) => typeof step === 'string') ?? '');
  const seen = new Set<string>();
  return [sample(node, key), ...valuesFor(node, key)].flatMap((value) => {
    const text = value === undefined ? 'nothing' : JSON.stringify(value);
    if (seen.has(text)) return [];
    seen.add(text);
    return [
      { what: text.length > 60 ? `${text.slice(0, 57)}...` : text, path: field.path, paths: [field.path], manifest: put(base, field.nodes, field.path, value) },
    ];
  });
}

function valuesFor(node: SchemaNode, key: string): readonly (Value | undefined)[] {
  return [undefined, ...OTHER_TYPES, ...ownValues(node, key)];
}

function ownValues(node: SchemaNode, key: string): readonly Value[] {
  const { schema } = node;
  if (isArray(node)) return listsOf(node, key);
  if (schema.properties) return objectsOf(node, key);
  if (isObject(node)) return mapsOf(node);
  const types = [schema.type ?? []].flat();
  if (schema.enum) return [...schema.enum, ...schema.enum.map((word) => word.toLowerCase()), 'Unknown', ''];
  if (types.includes('boolean')) return [false, 'true', 'yes', 0, 1];
  const amount = schema.pattern?.includes('KMGTPE');
  return [
    ...(amount ? AMOUNTS : []),
    ...(types.includes('integer') || types.includes('number') ? [...NUMBERS, '5'] : []),
    ...(types.includes('string') && !amount ? WORDS : []),
  ];
}

function listsOf(node: SchemaNode, key: string): readonly Value[] {
  const inner = item(node);
  if (!inner) return [];
  const one = sample(inner, key);
  const other = isMap(one) && typeof one.name === 'string' ? { ...one, name: 'other' } : one;
  return [[one, one], [one, other], [one, one, one], [null], [one, null], [{}], [5], ['']];
}

function objectsOf(node: SchemaNode, key: string): readonly Value[] {
  const one = sample(node, key);
  if (!isMap(one)) return [];
  const without = Object.keys(one).map((gone) => Object.fromEntries(Object.entries(one).filter(([k]) => k !== gone)));
  const [first] = keysOf(node);
  const misspelt =
    first === undefined
      ? []
      : [
          { ...one, [`${first}x`]: 'a' },
          { ...one, [first.toUpperCase()]: 'a' },
        ];
  return [...without, { ...one, unheardOf: 1 }, ...misspelt];
}

function mapsOf(node: SchemaNode): readonly Value[] {
  const amount = /Amount|Quantit/.test(node.name);
  const good: Value = amount ? '1' : 'b';
  const values: readonly Value[] = amount ? AMOUNTS : ['', 'Bad Value!', 'x'.repeat(64), 5, true, null, [], {}, 'a/b', '-a'];
  return [
    ...KEYS.map((key) => ({ [key]: good })),
    ...values.map((value) => ({ [amount ? 'cpu' : 'a']: value })),
    ...(amount ? values.map((value) => ({ memory: value })) : []),
    ...(amount ? values.map((value) => ({ storage: value })) : []),
  ];
}
