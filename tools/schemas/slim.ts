/**
 * Ajv writes out for each keyword how an error is made and hands on values that nobody reads; two thirds of the code are that.
 * Each step below replaces one such phrase by a call. What must not be left over is checked, so that another version of Ajv
 * cannot make the steps idle in silence; test/server/schema/generated.test.ts holds the result against plain Ajv.
 */
export function slim(code: string): string {
  const steps: readonly (readonly [RegExp, string])[] = [
    [/\{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}/g, 'instancePath=""'],
    [/\{instancePath(?::([^{}]+?))?,parentData(?::[^{},]+)?,parentDataProperty(?::[^{},]+)?,rootData\}/g, '$1 instancePath'],
    [
      /const (err\d+) = \{instancePath(?::((?:[^{},"]|"[^"]*")+(?:\((?:[^()]*)\)[^{},]*)*))?,schemaPath:"(?:[^"\\]|\\.)*",keyword:"(\w+)",params:(\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g,
      'vErrors = fail(vErrors, $2 instancePath, "$3", $4);errors++;',
    ],
    [
      /vErrors = vErrors === null \? (validate\d+)\.errors : vErrors\.concat\(\1\.errors\);errors = vErrors\.length;/g,
      'vErrors = join(vErrors, $1.errors);errors = vErrors.length;',
    ],
    // Only what names a key is read; allowed values and limits are read from the definitions, where their words are.
    [/, \{(?:type|pattern|limit|comparison|allowedValues)\b(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}\);errors/g, ');errors'],
  ];
  let slimmed = code;
  for (const [phrase, shorter] of steps) slimmed = slimmed.replace(phrase, shorter);
  // `$1 instancePath` is `instancePath` alone, or an expression that begins with it.
  slimmed = slimmed.replace(/(instancePath ?\+[^;]*?) instancePath(?=[),])/g, '$1').replace(/\(( ?)instancePath/g, '(instancePath');
  for (const [phrase, shorter] of CALLS) slimmed = slimmed.replace(phrase, shorter);
  slimmed = slimmed.replace(
    /const (schema\d+) = (\{.*?\});(?=const |function |export )/g,
    (_, name: string, json: string) => `const ${name} = ${keysOnly(json)};`,
  );
  for (const rest of ['parentData', 'rootData', 'schemaPath', 'vErrors.push', '.concat(']) {
    if (slimmed.includes(rest))
      throw new Error(`Ajv's code has changed: ${rest} is left at ${slimmed.slice(slimmed.indexOf(rest) - 200, slimmed.indexOf(rest) + 200)}`);
  }
  return `${HELPERS}${slimmed}`;
}

/** A property or an item that has a definition of its own: by far the most frequent phrase. */
const CALLS: readonly (readonly [RegExp, string])[] = [
  [
    /if\((data\d*)\.(\w+) !== undefined\)\{if\(!\((validate\d+)\(\1\.\2, ?(instancePath ?\+ ?"\/\2")\)\)\)\{vErrors = join\(vErrors, \3\.errors\);errors = vErrors\.length;\}\}/g,
    'vErrors = ask(vErrors, $3, $1.$2, instancePath, "/$2");',
  ],
  [/(validate\d+)\.errors = vErrors;return errors === 0;/g, 'return ($1.errors = vErrors) === null;'],
];

const HELPERS = `
function ask(all, validate, data, instancePath, name) { return data === undefined || validate(data, instancePath + name) ? all : join(all, validate.errors); }
function fail(all, instancePath, keyword, params = NONE) { const e = { instancePath, keyword, params }; if (all === null) return [e]; all.push(e); return all; }
function join(all, more) { return all === null ? more : all.concat(more); }
const NONE = {};
`;

/** Of its schemas the code asks only for the names of properties and for long enums. */
function keysOnly(json: string): string {
  const schema = JSON.parse(json) as { properties?: Record<string, { enum?: unknown }>; enum?: unknown };
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, value]) => `${JSON.stringify(name)}:${value.enum ? JSON.stringify({ enum: value.enum }) : 1}`,
  );
  return `{properties:{${properties.join(',')}}${schema.enum ? `,enum:${JSON.stringify(schema.enum)}` : ''}}`;
}
