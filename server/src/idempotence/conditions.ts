import type { TestExpression, Word } from '../shell/ast.ts';
import { expandPattern, expandText } from './expand.ts';
import type { Found } from './files.ts';
import { look, type Machine, onVolume, resolve } from './machine.ts';
import { absolute, type Located, locate, nameOf } from './mounts.ts';
import { matches, posixPattern } from './patterns.ts';
import { ask, emptiness, noteCensus } from './questions.ts';
import { isPlain, quieted } from './symbols.ts';

function equal(m: Machine, left: string, right: string): boolean {
  const a = m.symbols.unedited(left);
  const b = m.symbols.unedited(right);
  if (a === b) return true;
  if (counts(m, a) || counts(m, b)) noteCensus(m, a + b);
  if (isPlain(a) && isPlain(b)) return false;
  if (a === '' || b === '') return emptiness(m, a === '' ? b : a);
  const [first = '', second = ''] = isPlain(a) || (!isPlain(b) && a > b) ? [b, a] : [a, b];
  if (m.symbols.unstable(first) !== m.symbols.unstable(second)) return false;
  if (isPlain(second)) {
    if (m.symbols.info(first)?.key === 'hostname' && !/^[a-z0-9][-a-z0-9.]*$/.test(second)) return false;
    // A name has one value: once it was "0" it is not "1".
    const chosen = m.oracle.facts.get(`value ${first}`);
    if (chosen !== undefined && [...m.oracle.facts].some(([key, yes]) => yes && key.startsWith(`eq ${first} `) && key !== `eq ${first} ${second}`))
      return false;
    const yes = ask(m, `eq ${first} ${second}`, first, false);
    if (yes) m.oracle.facts.set(`value ${first}`, true);
    return yes;
  }
  return ask(m, `eq ${first} ${second}`, first + second, false);
}

function counts(m: Machine, value: string): boolean {
  return m.symbols.of(value).some((sym) => /^(count|length):/.test(sym.key));
}

function compareNumbers(m: Machine, left: string, operator: string, right: string): boolean {
  noteCensus(m, left + right);
  const a = m.symbols.unedited(left).trim();
  const b = m.symbols.unedited(right).trim();
  if (operator === '-eq' || operator === '-ne') {
    const same = isPlain(a) && isPlain(b) ? Number(a) === Number(b) : isCount(m, a) && b === '0' ? false : equal(m, a, b);
    return same === (operator === '-eq');
  }
  if (!isPlain(a) || !isPlain(b)) {
    if (isCount(m, a) && b === '0') return operator === '-gt' || operator === '-ge';
    return ask(m, `${a} ${operator} ${b}`, a + b);
  }
  const x = Number(a);
  const y = Number(b);
  return operator === '-lt' ? x < y : operator === '-le' ? x <= y : operator === '-gt' ? x > y : x >= y;
}

/** A count of names that are known to be there. */
function isCount(m: Machine, value: string): boolean {
  return value.length === 1 && (m.symbols.info(value)?.key.startsWith('count:') ?? false);
}

/** [[ =~ ]]; the groups of a match on an unknown text are symbols of it. */
function matchesRegExp(m: Machine, raw: string, pattern: string): boolean {
  const value = m.symbols.unedited(raw);
  const compiled = isPlain(value) ? posixPattern(quieted(pattern), { extended: true }) : undefined;
  if (compiled) {
    const found = compiled.find(value, m.world.budget);
    m.shell.arrays.set('BASH_REMATCH', found ? [value.slice(found.start, found.end), ...found.groups.map((group) => group ?? '')] : []);
    return found !== undefined;
  }
  const yes = ask(m, `${value} =~ ${pattern}`, value);
  const group = (i: number): string =>
    m.symbols.intern(`group:${i}:${pattern}:${value}`, { base: value, filled: true, shown: `part ${i} of ${m.symbols.show(value)}` });
  m.shell.arrays.set('BASH_REMATCH', yes ? [0, 1, 2, 3, 4].map(group) : []);
  return yes;
}

export function matchesPattern(m: Machine, raw: string, pattern: string): boolean {
  const value = m.symbols.unedited(raw);
  const known = matches(value, pattern, m.world.budget);
  if (known !== undefined) return known;
  if (!/[\ue001-\ue004]/.test(pattern)) return equal(m, value, pattern);
  return ask(m, `${value} == ${pattern}`, value + pattern, false);
}

const fileTests = new Set(['-e', '-f', '-d', '-s', '-r', '-w', '-x', '-L', '-h', '-p', '-S', '-b', '-c', '-a', '-O', '-G', '-k', '-u', '-g', '-N']);

export function unaryTest(m: Machine, operator: string, operand: string): boolean {
  if (operator === '-z') return emptiness(m, operand);
  if (operator === '-n') return !emptiness(m, operand);
  if (fileTests.has(operator)) return fileTest(m, operator, operand);
  if (operator === '-v') return m.shell.vars.has(operand) || (m.shell.arrays.get(operand)?.length ?? 0) > 0;
  if (operator === '-o') return m.shell.options.has(operand);
  if (operator === '-t') return false;
  return ask(m, `${operator} ${operand}`, operand);
}

function fileTest(m: Machine, operator: string, path: string): boolean {
  if (path === '') return false;
  const place = resolve(m, path, !(operator === '-L' || operator === '-h'));
  const found = look(m, place.key);
  if (found === 'absent') {
    if (onVolume(place)) m.inForce.push(place.key);
    return false;
  }
  // A link that the script made leads to something that is there.
  if (found === 'unknown' && !onVolume(place) && m.files.get(locate(m.table, absolute(path, m.shell.cwd)).key)?.kind === 'link') return true;
  if (found === 'unknown') return unknownTest(m, operator, place);
  return knownTest(m, operator, place, found);
}

function unknownTest(m: Machine, operator: string, place: Located): boolean {
  // A guard that found nothing, then a tree copied in its branch: the usual reason is that the tree brings the file along.
  if (onVolume(place)) return m.promised.has(place.key);
  if (operator === '-L' || operator === '-h' || operator === '-p') return ask(m, `${operator} ${place.key}`, place.key, false);
  const kind = operator === '-d' ? '-d' : operator === '-f' || operator === '-s' ? '-f' : '-e';
  if (m.oracle.facts.get(`-e ${place.key}`) === false) return false;
  if (kind === '-e' && (m.oracle.facts.get(`-d ${place.key}`) || m.oracle.facts.get(`-f ${place.key}`))) return true;
  if (kind !== '-e' && m.oracle.facts.get(kind === '-d' ? `-f ${place.key}` : `-d ${place.key}`)) return false;
  return m.oracle.ask(`${kind} ${place.key}`);
}

function knownTest(m: Machine, operator: string, place: Located, found: Exclude<Found, string>): boolean {
  switch (operator) {
    case '-d':
      return found.kind === 'dir' || (found.kind === 'file' && m.files.manyNames(nameOf(place.key)) && m.oracle.ask(`-d ${place.key}`, true));
    case '-f':
      return found.kind === 'file';
    case '-p':
    case '-S':
      return found.kind === 'special';
    case '-L':
    case '-h':
      return found.kind === 'link';
    case '-b':
    case '-c':
      return false;
    case '-s':
      return found.kind !== 'file' || found.content !== '';
    case '-x':
      return found.kind === 'dir' || onVolume(place) || m.oracle.ask(`-x ${place.key}`);
    default:
      return true;
  }
}

/** -nt, -ot, -ef: what the script or the application wrote on a volume is younger than its inputs. */
function compareFiles(m: Machine, operator: string, left: string, right: string): boolean {
  const a = resolve(m, left);
  const b = resolve(m, right);
  if (operator === '-ef') return a.key === b.key;
  const [newer, older] = operator === '-nt' ? [a, b] : [b, a];
  if (look(m, newer.key) === 'absent') return false;
  if (look(m, older.key) === 'absent') return true;
  if (onVolume(older)) return false;
  if (onVolume(newer)) return true;
  return m.oracle.ask(`${newer.key} -nt ${older.key}`);
}

export function binaryTest(m: Machine, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return equal(m, left, right);
    case '!=':
      return !equal(m, left, right);
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(m, operator, left, right);
    case '<':
    case '>':
      return isPlain(left + right) ? (operator === '<' ? left < right : left > right) : ask(m, `${left} ${operator} ${right}`, left + right);
    default:
      return compareNumbers(m, left, operator, right);
  }
}

/** The tree of a [[ ]] command. */
export function testExpression(m: Machine, e: TestExpression): boolean {
  switch (e.type) {
    case 'TestGroup':
      return testExpression(m, e.expression);
    case 'TestNot':
      return testExpression(m, e.operand) === (e.negations.length % 2 === 0);
    case 'TestLogical':
      return e.operator === '&&' ? e.operands.every((operand) => testExpression(m, operand)) : e.operands.some((operand) => testExpression(m, operand));
    case 'TestUnary':
      return unaryTest(m, e.operator, expandText(m, e.operand));
    case 'TestBinary':
      return doubleBracketBinary(m, e.operator, e.left, e.right);
  }
}

function doubleBracketBinary(m: Machine, operator: string, left: Word, right: Word): boolean {
  const value = expandText(m, left);
  if (operator === '=~') return matchesRegExp(m, value, right.parts ? expandPattern(m, right) : right.text);
  if (operator === '=' || operator === '==') return matchesPattern(m, value, expandPattern(m, right));
  if (operator === '!=') return !matchesPattern(m, value, expandPattern(m, right));
  return binaryTest(m, value, operator, expandText(m, right));
}
