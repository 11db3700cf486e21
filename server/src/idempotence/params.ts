import type { ParameterExpansionPart, ParameterOperation } from '../shell/ast.ts';
import { lacks } from './dialect.ts';
import { type Expansion, one } from './expansion.ts';
import { at, fail, type Machine } from './machine.ts';
import { literal, stripped, substituted } from './patterns.ts';
import { emptiness } from './questions.ts';
import { isPlain, star } from './symbols.ts';
import { assign, maybeFromImage, variable } from './variables.ts';

export function simpleParameter(m: Machine, name: string): Expansion {
  if (name === '@' || name === '*') return { words: m.shell.positional, apart: name === '@' };
  return one(variable(m, name) ?? maybeFromImage(m, name) ?? '');
}

/** ${...} with its operators. */
export function parameter(m: Machine, part: ParameterExpansionPart, quoted: boolean): Expansion {
  const list = listOf(m, part);
  if (part.prefix === '#') return one(lengthOf(m, part, list));
  if (part.prefix === '!') return lacks(m, 'indirect', at(m, part.pos, part.end)) ? one('') : indirect(m, part);
  if (part.operation && beyondPosix(m, part, part.operation)) return one('');
  if (list) {
    const operation = part.operation;
    if (!operation) return { words: list, apart: part.parameter === '@' || part.index?.value === '@' };
    if (operation.type === 'Slice') return { words: sliceList(m, list, operation), apart: true };
    if (operation.type !== 'Default') return { words: list.map((item) => transform(m, item, operation) ?? item), apart: true };
    return list.length > 0 ? { words: list, apart: true } : one(m.world.runner.expandText(m, operation.operand));
  }
  const value = part.index ? elementOf(m, part) : variable(m, part.parameter);
  if (!part.operation) return one(value ?? maybeFromImage(m, part.parameter) ?? '');
  if (part.operation.type === 'Default') return one(defaulted(m, part.parameter, value, part.operation));
  const text = value ?? maybeFromImage(m, part.parameter) ?? '';
  return one(transform(m, text, part.operation) ?? (quoted ? text : text));
}

function beyondPosix(m: Machine, part: ParameterExpansionPart, o: ParameterOperation): boolean {
  const site = at(m, part.pos, part.end);
  switch (o.type) {
    case 'Replace':
      return lacks(m, 'replace', site);
    case 'Slice':
      return lacks(m, 'slice', site);
    case 'CaseModification':
      return lacks(m, 'case', site);
    default:
      return false;
  }
}

function listOf(m: Machine, part: ParameterExpansionPart): readonly string[] | undefined {
  if (part.parameter === '@' || part.parameter === '*') return m.shell.positional;
  const index = part.index?.value;
  if (index !== '@' && index !== '*') return undefined;
  const array = m.shell.arrays.get(part.parameter);
  if (array) return array;
  const value = variable(m, part.parameter);
  return value === undefined ? [] : [value];
}

function elementOf(m: Machine, part: ParameterExpansionPart): string | undefined {
  const index = part.index ? m.world.runner.expandText(m, part.index) : '0';
  const array = m.shell.arrays.get(part.parameter);
  if (!array) return m.shell.vars.get(`${part.parameter}[${index}]`) ?? (index === '0' ? variable(m, part.parameter) : undefined);
  if (!isPlain(index)) return m.symbols.intern(`element:${part.parameter}[${index}]`, { base: index + array.join(' ') });
  return array[/^\w*[A-Za-z_]\w*$/.test(index) ? Number(variable(m, index) ?? 0) : Number(index)] ?? m.shell.vars.get(`${part.parameter}[${index}]`);
}

function lengthOf(m: Machine, part: ParameterExpansionPart, list: readonly string[] | undefined): string {
  if (part.parameter === '' || part.parameter === '#') return String(m.shell.positional.length);
  if (list)
    return list.some((item) => item.length === 1 && !isPlain(item))
      ? m.symbols.intern(`count:${list.join(' ')}`, { filled: true, base: list.join(''), shown: 'a count', origin: 'names' })
      : String(list.length);
  const value = elementOf(m, part) ?? '';
  return isPlain(value) ? String(value.length) : m.symbols.intern(`length:${value}`, { filled: true, base: value });
}

function indirect(m: Machine, part: ParameterExpansionPart): Expansion {
  if (part.index) return { words: (m.shell.arrays.get(part.parameter) ?? []).map((_, i) => String(i)), apart: true };
  if (part.operation?.type === 'Names') return { words: [...m.shell.vars.keys()].filter((name) => name.startsWith(part.parameter)).sort(), apart: true };
  const name = variable(m, part.parameter) ?? '';
  if (!isPlain(name)) return one(m.symbols.intern(`indirect:${name}`, { base: name }));
  return one(variable(m, name) ?? maybeFromImage(m, name) ?? '');
}

function defaulted(m: Machine, name: string, value: string | undefined, o: Extract<ParameterOperation, { type: 'Default' }>): string {
  const strict = o.operator.startsWith(':');
  const present = value !== undefined && !(strict && empty(m, value));
  switch (o.operator) {
    case '-':
    case ':-':
      return present ? value : m.world.runner.expandText(m, o.operand);
    case '=':
    case ':=': {
      if (present) return value;
      const text = m.world.runner.expandText(m, o.operand);
      assign(m, name, text);
      return text;
    }
    case '+':
    case ':+':
      return present ? m.world.runner.expandText(m, o.operand) : '';
    case '?':
    case ':?': {
      const image = value ?? maybeFromImage(m, name);
      if (present || (image !== undefined && value === undefined)) return value ?? image ?? '';
      m.status = fail(m, { kind: 'unset', detail: name });
      m.flow = { kind: 'exit', levels: 0 };
      return '';
    }
  }
}

function empty(m: Machine, value: string): boolean {
  return emptiness(m, value);
}

function sliceList(m: Machine, list: readonly string[], o: Extract<ParameterOperation, { type: 'Slice' }>): readonly string[] {
  const offset = Number(m.world.runner.expandText(m, o.offset)) || 0;
  const length = o.length ? Number(m.world.runner.expandText(m, o.length)) || 0 : undefined;
  const start = Math.max(0, offset - 1);
  return list.slice(start, length === undefined ? undefined : start + length);
}

/** Applies an operator to a value; symbols stay opaque where the operator cannot look into them. */
function transform(m: Machine, value: string, o: ParameterOperation): string | undefined {
  switch (o.type) {
    case 'Remove':
      return removed(m, value, o.operator, m.world.runner.expandPattern(m, o.operand));
    case 'Replace':
      return replaced(m, value, o.operator, m.world.runner.expandPattern(m, o.pattern), m.world.runner.expandText(m, o.replacement));
    case 'Slice':
      return sliced(m, value, m.world.runner.expandText(m, o.offset), o.length ? m.world.runner.expandText(m, o.length) : undefined);
    case 'CaseModification': {
      if (!isPlain(value)) return m.symbols.intern(`case:${o.operator}${value}`, { base: value, filled: true });
      const change = (text: string): string => (o.operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase());
      return o.operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
    }
    case 'Transform':
      return value;
    case 'Default':
    case 'Names':
    case 'Unknown':
      return undefined;
  }
}

/** Symbols of words never hold a slash, so path operators may look past them. */
function opaque(value: string, pattern: string): boolean {
  if (isPlain(value) && isPlain(pattern)) return false;
  const fixed = pattern.replaceAll(star, '');
  return fixed !== '/' && fixed !== '';
}

function removed(m: Machine, value: string, operator: '#' | '##' | '%' | '%%', pattern: string): string {
  const fixed = literal(pattern);
  if (fixed !== undefined) {
    if (operator.startsWith('#') && value.startsWith(fixed)) return value.slice(fixed.length);
    if (operator.startsWith('%') && value.endsWith(fixed)) return value.slice(0, value.length - fixed.length);
    if (isPlain(value)) return value;
  }
  if (opaque(value, pattern)) return m.symbols.intern(`strip:${operator}${pattern}:${value}`, { base: value, filled: true, shown: `\${…${operator}…}` });
  return stripped(value, operator, pattern, m.world.budget);
}

function replaced(m: Machine, value: string, operator: string, pattern: string, replacement: string): string {
  if (pattern === '') return value;
  if (!isPlain(value) && literal(pattern) !== '/')
    return m.symbols.intern(`replace:${operator}${pattern}/${replacement}:${value}`, { base: value + replacement, filled: true });
  return substituted(value, operator, pattern, replacement, m.world.budget);
}

function sliced(m: Machine, value: string, offset: string, length: string | undefined): string {
  if (!isPlain(value + offset + (length ?? ''))) return m.symbols.intern(`slice:${offset}:${length}:${value}`, { base: value + offset + (length ?? '') });
  const start = Number(offset) < 0 ? Math.max(0, value.length + Number(offset)) : Number(offset) || 0;
  return value.slice(start, length === undefined ? undefined : Number(length) < 0 ? Number(length) : start + Number(length));
}
