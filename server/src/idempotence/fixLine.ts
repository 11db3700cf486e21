import type { Statement, Word } from '../shell/ast.ts';
import type { Target } from './fixTarget.ts';

/**
 * Is the line that `echo` prints one text, the same at every start and in every pod, and printed as it is written? A substitution
 * (date, hostname) prints another one in another pod, a backslash means something else to each echo.
 */
export function isSettled(t: Target, word: Word): boolean {
  const value = settledText(t, word);
  return value !== undefined && value !== '' && !/[\\\n\r]|^-/.test(value);
}

function settledText(t: Target, word: Word): string | undefined {
  let text = '';
  for (const part of word.parts ?? [{ type: 'Literal', value: word.value } as const]) {
    const piece = partText(t, part, false);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

type Part = { readonly type: string };

function partText(t: Target, part: Part, quoted: boolean): string | undefined {
  if (part.type === 'DoubleQuoted' && 'parts' in part && Array.isArray(part.parts)) {
    const pieces = part.parts.map((inner: Part) => partText(t, inner, true));
    return pieces.every((piece) => piece !== undefined) ? pieces.join('') : undefined;
  }
  if ((part.type === 'Literal' || part.type === 'SingleQuoted') && 'value' in part && typeof part.value === 'string') return part.value;
  if ((part.type !== 'SimpleExpansion' && part.type !== 'ParameterExpansion') || !('text' in part) || typeof part.text !== 'string') return undefined;
  const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(part.text)?.[1];
  const value = name === undefined ? undefined : valueIn(t, name);
  // Unquoted, a value with blanks or patterns is several words.
  return value !== undefined && (quoted || /^[\w./:=,@%+-]+$/.test(value)) ? value : undefined;
}

/** A variable whose value stands in the manifest: in `env`, or in assignments of plain text. */
function valueIn(t: Target, name: string): string | undefined {
  if (isSetElsewhere(t.script, name)) return undefined;
  const assigned = assignments(t.statements, name);
  if (assigned.length === 0) return t.env.get(name);
  return assigned.every((value) => value !== undefined) ? assigned.join('') : undefined;
}

/** Commands that set a variable otherwise than by an assignment. */
function isSetElsewhere(script: string, name: string): boolean {
  return new RegExp(
    `\\b(?:for|select|read|readarray|mapfile|getopts|local|declare|typeset|printf\\s+-v|unset)\\b[^;\\n]*\\b${name}\\b|\\b${name}\\+=|\\(\\(`,
  ).test(script);
}

function assignments(statements: readonly Statement[], name: string): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    if ('type' in value && value.type === 'Assignment' && 'name' in value && value.name === name && 'value' in value) found.push(plainText(value.value));
    for (const part of Object.values(value)) visit(part);
  };
  visit(statements);
  return found;
}

function plainText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string' || !('value' in value)) return undefined;
  return /[$`]/.test(value.text) || typeof value.value !== 'string' ? undefined : value.value;
}
