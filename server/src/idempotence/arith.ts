import type { ArithmeticExpression } from '../shell/ast.ts';
import type { Machine } from './machine.ts';
import { isPlain } from './symbols.ts';

export interface ArithmeticHooks {
  word(text: string, expression: Extract<ArithmeticExpression, { type: 'ArithmeticWord' }> | undefined): string;
  assign(name: string, value: string): void;
  command(expression: Extract<ArithmeticExpression, { type: 'ArithmeticCommandExpansion' }>): string;
}

/** The value of an arithmetic expression: a number as text, or a symbol that stands for it. */
export function arithmetic(m: Machine, e: ArithmeticExpression | undefined, hooks: ArithmeticHooks): string {
  if (!e) return '0';
  switch (e.type) {
    case 'ArithmeticWord':
      return number(m, hooks.word(e.value, e), hooks, 0);
    case 'ArithmeticGroup':
      return arithmetic(m, e.expression, hooks);
    case 'ArithmeticCommandExpansion':
      return number(m, hooks.command(e), hooks, 0);
    case 'ArithmeticUnary':
      return unary(m, e, hooks);
    case 'ArithmeticTernary': {
      const test = arithmetic(m, e.test, hooks);
      const yes = isPlain(test) ? Number(test) !== 0 : m.oracle.ask(`arith ${test}${m.symbols.unstable(test) ? m.run : ''}`);
      return arithmetic(m, yes ? e.consequent : e.alternate, hooks);
    }
    case 'ArithmeticBinary':
      return binary(m, e, hooks);
  }
}

function number(m: Machine, text: string, hooks: ArithmeticHooks, depth: number): string {
  const value = m.symbols.unedited(text).trim();
  if (value === '') return '0';
  if (!isPlain(value)) return value;
  if (/^[+-]?(0x[0-9a-f]+|\d+)$/i.test(value)) return String(/^0\d+$/.test(value) ? Number.parseInt(value, 8) : Number(value));
  const based = /^(\d+)#(\w+)$/.exec(value);
  if (based) return String(Number.parseInt(based[2] ?? '', Number(based[1])) || 0);
  if (/^\w+$/.test(value) && depth < 4) return number(m, hooks.word(value, undefined), hooks, depth + 1);
  return m.symbols.intern(`arith:${value}`, { filled: true, base: value });
}

function unary(m: Machine, e: Extract<ArithmeticExpression, { type: 'ArithmeticUnary' }>, hooks: ArithmeticHooks): string {
  const value = arithmetic(m, e.operand, hooks);
  if (e.operator === '++' || e.operator === '--') {
    const next = compute(m, e.operator === '++' ? '+' : '-', value, '1');
    if (e.operand.type === 'ArithmeticWord') hooks.assign(e.operand.value, next);
    return e.prefix ? next : value;
  }
  if (!isPlain(value)) return m.symbols.intern(`arith:${e.operator}${value}`, { filled: true, base: value });
  const n = Number(value);
  return String(e.operator === '-' ? -n : e.operator === '!' ? Number(n === 0) : e.operator === '~' ? ~n : n);
}

function binary(m: Machine, e: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>, hooks: ArithmeticHooks): string {
  if (/^([-+*/%&|^]|<<|>>)?=$/.test(e.operator)) {
    const right = arithmetic(m, e.right, hooks);
    const value = e.operator === '=' ? right : compute(m, e.operator.slice(0, -1), arithmetic(m, e.left, hooks), right);
    if (e.left.type === 'ArithmeticWord') hooks.assign(e.left.value, value);
    return value;
  }
  return compute(m, e.operator, arithmetic(m, e.left, hooks), arithmetic(m, e.right, hooks));
}

function compute(m: Machine, operator: string, left: string, right: string): string {
  if (operator === ',') return right;
  if (!isPlain(left) || !isPlain(right)) return m.symbols.intern(`arith:${left} ${operator} ${right}`, { filled: true, base: left + right, shown: '…' });
  const value = operations[operator]?.(Number(left), Number(right)) ?? 0;
  return Number.isFinite(value) ? String(Math.trunc(value)) : '0';
}

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};
