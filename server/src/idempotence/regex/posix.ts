import { anyChar, bracket, bracketEnd, charOf, repeat, type Syntax, sequence, setOf, spaceSet, wordSet } from './syntax.ts';

export interface Dialect {
  /** Extended (grep -E, sed -E, [[ =~ ]]) rather than basic. */
  readonly extended: boolean;
  /** `\n` and `\t` are a newline and a tab, as sed reads them. */
  readonly escapes?: boolean;
}

/** A construct that a linear matcher cannot have, such as a back reference, or that is an error for the tools too. */
class Unsupported extends Error {}

/** Longer patterns, deeper groups and larger counts are nobody's scripts. */
const longest = 2_000;
const deepest = 50;
const mostTimes = 255;

/**
 * A regular expression as GNU grep, GNU sed and bash read it; undefined for one that is invalid or that no linear matcher can have.
 * The source of the rules is POSIX.1-2017, chapter 9, with the extensions of GNU (`\+ \? \| \< \> \b \B \w \W \s \S`); executed in
 * test/sandbox/regex.test.ts.
 */
export function parsePosix(text: string, dialect: Dialect): Syntax | undefined {
  if (text.length > longest) return undefined;
  try {
    const parser = new Parser(text, dialect);
    return parser.whole();
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

class Parser {
  readonly #text: string;
  readonly #dialect: Dialect;
  #at = 0;
  #groups = 0;
  #depth = 0;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  whole(): Syntax {
    const syntax = this.#choice();
    if (this.#at < this.#text.length) throw new Unsupported('a group that is not open is closed');
    return syntax;
  }

  #choice(): Syntax {
    if (++this.#depth > deepest) throw new Unsupported('too deep');
    const options = [this.#branch()];
    while (this.#takes('|')) options.push(this.#branch());
    this.#depth--;
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  /** Whether the operator is next, written as the dialect writes it; moves past it. */
  #takes(operator: string): boolean {
    if (!this.#sees(operator)) return false;
    this.#at += this.#dialect.extended ? 1 : 2;
    return true;
  }

  #sees(operator: string): boolean {
    return this.#text.startsWith(this.#dialect.extended ? operator : `\\${operator}`, this.#at);
  }

  #branch(): Syntax {
    const items: Syntax[] = [];
    while (this.#at < this.#text.length && !this.#sees('|') && !(this.#sees(')') && this.#depth > 1)) {
      const atom = this.#atom(items.length === 0);
      items.push(atom.kind === 'assert' ? this.#bare(atom) : this.#repeated(atom));
    }
    return sequence(items);
  }

  /** A star after an anchor is a plain one in a basic expression; in an extended one the tools do not agree. */
  #bare(assertion: Syntax): Syntax {
    if (this.#dialect.extended && /[*+?{]/.test(this.#text[this.#at] ?? '')) throw new Unsupported('an assertion is repeated');
    return assertion;
  }

  #atom(isFirst: boolean): Syntax {
    const { extended } = this.#dialect;
    const c = this.#text[this.#at] ?? '';
    if (this.#takes('(')) return this.#group();
    if (extended && c === ')') throw new Unsupported('a group that is not open is closed');
    // The tools do not agree on it: grep takes it for nothing that is repeated, bash for an error. In a basic expression it is a plain star.
    if (isFirst && extended && /[*+?{]/.test(c)) throw new Unsupported('nothing to repeat');
    this.#at++;
    switch (c) {
      case '.':
        return anyChar;
      case '[':
        return this.#bracket();
      case '^':
        return extended || isFirst ? { kind: 'assert', what: 'start' } : charOf(c);
      case '$':
        return extended || this.#isBranchEnd() ? { kind: 'assert', what: 'end' } : charOf(c);
      case '\\':
        return this.#escaped(this.#text[this.#at++]);
      default:
        return charOf(c);
    }
  }

  #isBranchEnd(): boolean {
    return this.#at === this.#text.length || this.#sees('|') || (this.#sees(')') && this.#depth > 1);
  }

  #group(): Syntax {
    const index = ++this.#groups;
    const inner = this.#choice();
    if (!this.#takes(')')) throw new Unsupported('a group is not closed');
    return { kind: 'group', index, inner };
  }

  #bracket(): Syntax {
    const end = bracketEnd(this.#text, this.#at - 1);
    if (end < 0) throw new Unsupported('a bracket is not closed');
    const inner = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    const set = bracket(this.#dialect.escapes ? inner.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : inner, '^');
    if (!set) throw new Unsupported('no such class or range');
    return set;
  }

  #escaped(c: string | undefined): Syntax {
    if (c === undefined) throw new Unsupported('a backslash at the end');
    switch (c) {
      case 'w':
      case 'W':
        return setOf(wordSet, c === 'W');
      case 's':
      case 'S':
        return setOf(spaceSet, c === 'S');
      case 'b':
        return { kind: 'assert', what: 'boundary' };
      case 'B':
        return { kind: 'assert', what: 'inside' };
      case '<':
        return { kind: 'assert', what: 'wordStart' };
      case '>':
        return { kind: 'assert', what: 'wordEnd' };
      case '`':
        return { kind: 'assert', what: 'start' };
      case "'":
        return { kind: 'assert', what: 'end' };
    }
    if (/[1-9]/.test(c)) throw new Unsupported('a back reference');
    if (this.#dialect.escapes && c === 'n') return charOf('\n');
    if (this.#dialect.escapes && c === 't') return charOf('\t');
    return charOf(c);
  }

  #repeated(atom: Syntax): Syntax {
    let result = atom;
    for (;;) {
      if (this.#text[this.#at] === '*') {
        this.#at++;
        result = repeat(result, 0, Number.POSITIVE_INFINITY);
      } else if (this.#takes('+')) result = repeat(result, 1, Number.POSITIVE_INFINITY);
      else if (this.#takes('?')) result = repeat(result, 0, 1);
      else {
        const times = this.#sees('{') ? this.#times() : undefined;
        if (!times) return result;
        result = repeat(result, times[0], times[1]);
      }
    }
  }

  /** `{2}`, `{2,}`, `{,3}`, `{2,3}`; undefined where an extended expression has a plain brace. */
  #times(): readonly [number, number] | undefined {
    const { extended } = this.#dialect;
    const found = (extended ? /^\{(\d*)(,?)(\d*)\}/ : /^\\\{(\d*)(,?)(\d*)\\\}/).exec(this.#text.slice(this.#at, this.#at + 20));
    if (!found || (found[1] === '' && found[2] === '')) {
      if (extended) return undefined;
      throw new Unsupported('a brace that counts nothing');
    }
    const [all, from = '', comma, to = ''] = found;
    const min = Number(from);
    const max = comma === '' ? min : to === '' ? Number.POSITIVE_INFINITY : Number(to);
    if (min > max || min > mostTimes || (max > mostTimes && max !== Number.POSITIVE_INFINITY)) throw new Unsupported('a count that is too large');
    this.#at += all.length;
    return [min, max];
  }
}
