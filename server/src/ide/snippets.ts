import { isArray, isObject, item, keysOf, property, type SchemaNode } from '../schema/definitions.ts';
import { valuesOf } from '../schema/describe.ts';

/** Text to insert, with `$1`, `${2|a,b|}` for places to type in. */
export interface Snippet {
  readonly text: string;
  readonly isSnippet: boolean;
}

const MAX_DEPTH = 4;

/** `key: ` and what must stand below it, each line indented from `column`, the column of the key. */
export function blockField(node: SchemaNode, key: string, column: number): Snippet {
  const stops = counter();
  const text = `${yamlKey(key)}:${blockValue(node, column, stops, 0)}`;
  return { text, isSnippet: text.includes('$') };
}

/** The required fields of a list item, behind its dash. */
export function blockItem(node: SchemaNode, column: number): Snippet {
  const text = `- ${requiredLines(node, column + 2, counter(), 1)}`;
  return { text, isSnippet: text.includes('$') };
}

type Stops = () => number;

function counter(): Stops {
  let n = 0;
  return () => ++n;
}

function blockValue(node: SchemaNode, column: number, stops: Stops, depth: number): string {
  const pad = `\n${' '.repeat(column + 2)}`;
  if (isArray(node)) {
    const inner = item(node);
    return inner && isObject(inner) ? `${pad}- ${requiredLines(inner, column + 4, stops, depth + 1)}` : `${pad}- ${choice(valuesOf(node), stops)}`;
  }
  if (isObject(node)) return `${pad}${keysOf(node).length > 0 ? requiredLines(node, column + 2, stops, depth + 1) : `$${stops()}`}`;
  // A value is chosen where there is something to choose; else the cursor simply stands behind the colon.
  const values = valuesOf(node);
  return values.length > 1 || depth > 0 ? ` ${choice(values, stops)}` : ' ';
}

function requiredLines(node: SchemaNode, column: number, stops: Stops, depth: number): string {
  const lines = (node.schema.required ?? []).flatMap((key) => {
    const below = property(node, key);
    return below && depth < MAX_DEPTH ? [`${key}:${blockValue(below, column, stops, depth)}`] : [];
  });
  return lines.length > 0 ? lines.join(`\n${' '.repeat(column)}`) : `$${stops()}`;
}

function choice(values: readonly string[], stops: Stops): string {
  return values.length > 1 ? `\${${stops()}|${values.join(',')}|}` : `$${stops()}`;
}

/** A field in one line, for JSON (`quoted`) and for flow collections of YAML. */
export function flowField(node: SchemaNode, key: string, quoted: boolean): Snippet {
  return { text: `${quoted ? JSON.stringify(key) : yamlKey(key)}: ${flowValue(node, quoted)}`, isSnippet: true };
}

function flowValue(node: SchemaNode, quoted: boolean): string {
  if (isArray(node)) {
    const inner = item(node);
    return inner ? `[${flowValue(inner, quoted)}]` : '[$1]';
  }
  if (isObject(node)) return '{$1}';
  const values = valuesOf(node);
  const types = [node.schema.type ?? []].flat();
  const word = values.length > 1 ? `\${1|${values.join(',')}|}` : '$1';
  return quoted && types.includes('string') && !types.includes('integer') ? `"${word}"` : word;
}

function yamlKey(key: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(key) ? key : JSON.stringify(key);
}
