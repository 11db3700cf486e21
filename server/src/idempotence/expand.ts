import type { ParsedScript, Word, WordPart } from '../shell/ast.ts';
import { type ArithmeticHooks, arithmetic } from './arith.ts';
import { chargeText, chargeWords } from './budget.ts';
import { lacks } from './dialect.ts';
import { type Expansion, one } from './expansion.ts';
import { expandGlob } from './glob.ts';
import { at, type Machine } from './machine.ts';
import { parameter, simpleParameter } from './params.ts';
import { closeBracket, isPlain, openBracket, patternChars, question, quieted, star } from './symbols.ts';
import { assign, maybeFromImage, variable } from './variables.ts';

interface Building {
  readonly fields: string[];
  current: string | undefined;
}

/** Expands a word as an argument: split into fields, patterns matched against the abstract file system. */
export function expandFields(m: Machine, word: Word): readonly string[] {
  const parts = word.parts;
  if (!parts) return [tilde(word.text.startsWith('~') ? word.value : undefined) ?? word.value];
  const b: Building = { fields: [], current: undefined };
  for (let i = 0; i < parts.length; i++) appendPart(m, b, parts[i] as WordPart, i === 0, true);
  if (b.current !== undefined) b.fields.push(b.current);
  chargeWords(m.world.budget, b.fields);
  if (!b.fields.some((field) => patternChars.test(field))) return b.fields;
  return b.fields.flatMap((field) => matchField(m, field));
}

function matchField(m: Machine, field: string): readonly string[] {
  if (!patternChars.test(field) || m.shell.options.has('noglob')) return [quieted(field)];
  const found = expandGlob(m, field);
  if (found) return found;
  return m.shell.options.has('nullglob') ? [] : [field];
}

/** Expands a word to one text: assignments, redirection targets, here-documents. Pattern characters are plain. */
export function expandText(m: Machine, word: Word | undefined): string {
  return word ? quieted(expandPattern(m, word)) : '';
}

/** Expands a word to one text and keeps unquoted pattern characters active: case labels, [[ == ]], ${x%pattern}. */
export function expandPattern(m: Machine, word: Word): string {
  if (!word.parts) return tilde(word.text.startsWith('~') ? word.value : undefined) ?? word.value;
  return textOf(m, word.parts);
}

export function textOf(m: Machine, parts: readonly WordPart[]): string {
  const b: Building = { fields: [], current: undefined };
  for (const [i, part] of parts.entries()) appendPart(m, b, part, i === 0, false);
  const text = b.current ?? '';
  chargeText(m.world.budget, text);
  return text;
}

function tilde(value: string | undefined): string | undefined {
  return value === '~' || value?.startsWith('~/') ? `/root${value.slice(1)}` : undefined;
}

function add(b: Building, text: string): void {
  b.current = (b.current ?? '') + text;
}

function appendPart(m: Machine, b: Building, part: WordPart, first: boolean, split: boolean): void {
  switch (part.type) {
    case 'Literal':
      add(b, (first ? tilde(part.value) : undefined) ?? part.value);
      return;
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      add(b, part.value);
      return;
    case 'Glob':
      add(b, part.kind === 'star' ? star : part.kind === 'question' ? question : openBracket + part.text.slice(1, -1) + closeBracket);
      return;
    case 'ExtendedGlob':
      add(b, star);
      return;
    case 'BraceExpansion':
      appendBraces(m, b, part.text, split);
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      add(b, '');
      for (const child of part.parts) appendExpansion(b, expandPart(m, child, true), true, m);
      return;
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      appendExpansion(b, expandPart(m, part, false), !split, m);
      return;
  }
}

function appendExpansion(b: Building, expansion: Expansion, quoted: boolean, m: Machine): void {
  const pieces = quoted ? expansion.words : expansion.words.flatMap((word) => splitFields(m, word));
  if (quoted && !expansion.apart) {
    add(b, pieces.join(' '));
    return;
  }
  if (!quoted && pieces.length === 0) return;
  pieces.forEach((piece, i) => {
    if (i > 0 && b.current !== undefined) {
      b.fields.push(b.current);
      b.current = undefined;
    }
    add(b, quoted ? piece : awake(piece));
  });
}

/** Pattern characters that come out of an unquoted expansion are active. */
function awake(text: string): string {
  return /[*?]/.test(text) ? text.replace(/\*/g, star).replace(/\?/g, question) : text;
}

export function splitFields(m: Machine, text: string): readonly string[] {
  const ifs = m.shell.vars.get('IFS');
  if (ifs === undefined) return text.split(/[ \t\n]+/).filter((word) => word !== '');
  if (ifs === '') return text === '' ? [] : [text];
  const set = new Set(ifs);
  const out: string[] = [];
  let word = '';
  for (const c of text) {
    if (!set.has(c)) word += c;
    else {
      if (word !== '' || !/\s/.test(c)) out.push(word);
      word = '';
    }
  }
  if (word !== '') out.push(word);
  return out;
}

function expandPart(m: Machine, part: WordPart, quoted: boolean): Expansion {
  switch (part.type) {
    case 'SimpleExpansion':
      return simpleParameter(m, part.text.slice(1));
    case 'ParameterExpansion':
      return parameter(m, part, quoted);
    case 'CommandExpansion':
      return one(substitute(m, part.script, part.pos, part.end));
    case 'ArithmeticExpansion':
      return one(arithmetic(m, part.expression, arithmeticHooks(m)));
    case 'ProcessSubstitution':
      return one(lacks(m, '<(', at(m, part.pos, part.end)) ? '' : processSubstitution(m, part));
    default:
      return one('value' in part ? part.value : part.text);
  }
}

export function arithmeticHooks(m: Machine): ArithmeticHooks {
  return {
    word: (text, word) => {
      if (word?.parts) return textOf(m, word.parts);
      const indexed = /^(\w+)\[(\d+)\]$/.exec(text);
      if (indexed) return m.shell.arrays.get(indexed[1] ?? '')?.[Number(indexed[2])] ?? '0';
      if (!/^[A-Za-z_]\w*$/.test(text)) return text;
      return variable(m, text) ?? maybeFromImage(m, text) ?? '0';
    },
    assign: (name, value) => assign(m, name, value),
    command: (expression) => substitute(m, expression.script, expression.pos, expression.end),
  };
}

/** $( ): runs the script in a copy of the shell and takes what it prints. */
function substitute(m: Machine, script: ParsedScript | undefined, start: number, end: number): string {
  if (!script) return '';
  const text = m.world.runner.capture(m, script.commands, script.source === undefined ? undefined : { source: m.source, start, end });
  m.substituted = m.status;
  return text.replace(/\n+$/, '');
}

function processSubstitution(m: Machine, part: Extract<WordPart, { type: 'ProcessSubstitution' }>): string {
  if (part.operator === '>' || !part.script) return '/dev/null';
  const text = m.world.runner.capture(m, part.script.commands, undefined);
  const path = `/run/petset-fd/${part.pos}`;
  m.files.set(`:${path}`, { kind: 'file', content: text, owner: 'script', locked: false, by: m.site });
  return path;
}

const mostAlternatives = 64;

function appendBraces(m: Machine, b: Building, text: string, split: boolean): void {
  const alternatives = m.shell.dialect === 'dash' || m.shell.dialect === 'ash' || !split ? [text] : braces(text);
  if (alternatives.length === 1) {
    add(b, alternatives[0] ?? text);
    return;
  }
  const before = b.current ?? '';
  // What follows the braces belongs to each alternative; only the common case of a trailing brace or plain tail is split.
  alternatives.slice(0, mostAlternatives).forEach((alternative, i) => {
    if (i > 0 && b.current !== undefined) b.fields.push(b.current);
    b.current = before + alternative;
  });
}

function braces(text: string): readonly string[] {
  const inner = text.slice(1, -1);
  const range = /^(-?\w+)\.\.(-?\w+)$/.exec(inner);
  if (range) return counted(range[1] ?? '', range[2] ?? '') ?? [text];
  const out: string[] = [];
  let depth = 0;
  let current = '';
  for (const c of inner) {
    if (c === '{') depth++;
    if (c === '}') depth--;
    if (c === ',' && depth === 0) {
      out.push(current);
      current = '';
    } else current += c;
  }
  out.push(current);
  if (out.length === 1) return [text];
  return out.flatMap((item) => {
    const nested = /^([^{]*)(\{.*\})([^}]*)$/.exec(item);
    return nested ? braces(nested[2] ?? '').map((middle) => `${nested[1]}${middle}${nested[3]}`) : [item.replace(/["']/g, '')];
  });
}

function counted(from: string, to: string): readonly string[] | undefined {
  const numeric = /^-?\d+$/.test(from) && /^-?\d+$/.test(to);
  const a = numeric ? Number(from) : from.charCodeAt(0);
  const z = numeric ? Number(to) : to.charCodeAt(0);
  if (!isPlain(from + to) || (!numeric && (from.length !== 1 || to.length !== 1))) return undefined;
  const count = Math.min(Math.abs(z - a) + 1, mostAlternatives);
  return Array.from({ length: count }, (_, i) => {
    const n = a <= z ? a + i : a - i;
    return numeric ? String(n) : String.fromCharCode(n);
  });
}
