/**
 * A value is a string in which an unknown part is one private-use character.
 * Equal strings are equal values, so "$DIR/x" is the same path twice although $DIR is unknown,
 * and comparing what two runs leave behind is comparing strings.
 */
const firstSymbol = 0xe100;
const lastSymbol = 0xf8ff;
const symbolChars = /[\ue100-\uf8ff]/;
const everySymbol = /[\ue100-\uf8ff]/g;

/** Active pattern characters of an unquoted word; quoted ones stay plain text. */
export const star = '\ue001';
export const question = '\ue002';
export const openBracket = '\ue003';
/** Ends a bracket expression; a `[` without it is plain text. */
export const closeBracket = '\ue004';
export const patternChars = /[\ue001-\ue004]/;

export type Origin = 'environment' | 'input' | 'image' | 'network' | 'volume' | 'fresh' | 'names' | 'computed';

interface Sym {
  /** What the symbol stands for; the same key is the same symbol. */
  readonly key: string;
  readonly origin: Origin;
  /** Differs from run to run: date, random, mktemp. */
  readonly unstable: boolean;
  /** Whole lines of a file rather than a word. */
  readonly block: boolean;
  /** Known not to be empty. */
  readonly filled: boolean;
  /** The values it was computed from. */
  readonly base: string;
  /** What it was made from by an edit, where `base` is the result. */
  readonly from: string;
  /** A rewriting that leaves its own result alone; applying it again changes nothing. */
  readonly rewrite: string | undefined;
  readonly shown: string;
}

type SymbolInput = Partial<Omit<Sym, 'key'>>;

/** The symbols of one analysis. */
export class Symbols {
  readonly #list: Sym[] = [];
  readonly #chars = new Map<string, string>();
  /** Edited files that a script compared by value: its own state, which nobody edits by hand. */
  readonly state = new Set<string>();

  intern(key: string, input: SymbolInput = {}): string {
    const known = this.#chars.get(key);
    if (known !== undefined) return known;
    if (firstSymbol + this.#list.length > lastSymbol) return String.fromCharCode(lastSymbol);
    const char = String.fromCharCode(firstSymbol + this.#list.length);
    const base = input.base ?? '';
    this.#list.push({
      key,
      origin: input.origin ?? 'computed',
      unstable: input.unstable ?? this.unstable(base),
      block: input.block ?? false,
      filled: input.filled ?? false,
      base,
      from: input.from ?? '',
      rewrite: input.rewrite,
      shown: input.shown ?? '…',
    });
    this.#chars.set(key, char);
    return char;
  }

  info(char: string): Sym | undefined {
    return this.#list[char.charCodeAt(0) - firstSymbol];
  }

  /** The symbols of a value, outermost only. */
  of(value: string): readonly Sym[] {
    const found = value.match(everySymbol);
    if (!found) return [];
    return found.map((char) => this.info(char)).filter((sym) => sym !== undefined);
  }

  unstable(value: string): boolean {
    return symbolChars.test(value) && this.of(value).some((sym) => sym.unstable);
  }

  /** Does any symbol of the value, or of what it was computed from, satisfy the test? */
  some(value: string, test: (sym: Sym, char: string) => boolean): boolean {
    // Each symbol once: a value that was doubled forty times is made of forty symbols, in 2^40 ways.
    const seen = new Set<string>();
    const pending = [value];
    for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
      for (const char of text.match(everySymbol) ?? []) {
        if (seen.has(char)) continue;
        seen.add(char);
        const sym = this.info(char);
        if (sym === undefined) continue;
        if (test(sym, char)) return true;
        pending.push(sym.from, sym.base);
      }
    }
    return false;
  }

  mentions(value: string, wanted: string): boolean {
    return this.some(value, (_, char) => char === wanted);
  }

  /** Replaces what an application edited by what stood there: scripts compare their own markers, which nobody edits. */
  unedited(value: string, compared = true, depth = 8): string {
    if (!symbolChars.test(value)) return value;
    let changed = false;
    const text = value.replace(everySymbol, (char) => {
      const sym = this.info(char);
      if (!sym?.key.startsWith('edited:')) return char;
      changed = true;
      if (compared) this.state.add(char);
      return depth > 0 ? this.unedited(sym.base, compared, depth - 1) : char;
    });
    return changed ? text.replace(/\n+$/, '') : text;
  }

  /** Forgets which run drew a random value: two interrupted runs are compared by shape. */
  shape(value: string): string {
    if (!symbolChars.test(value)) return value;
    return value.replace(everySymbol, (char) => (this.info(char)?.unstable ? '\ue0ff' : char));
  }

  /** Text for people. */
  show(value: string): string {
    const text = value.replace(everySymbol, (char) => this.info(char)?.shown ?? '…');
    return text.replace(/[\ue001-\ue004]/g, (char) => (char === star ? '*' : char === question ? '?' : char === openBracket ? '[' : ']'));
  }
}

export function isPlain(value: string): boolean {
  return !symbolChars.test(value);
}

/** Private-use characters of the manifest itself would be mistaken for symbols. */
export function withoutPrivateUse(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, '\ufffd');
}

/** An active pattern character that matched nothing is plain text again. */
export function quieted(text: string): string {
  if (!patternChars.test(text)) return text;
  return text.replace(/[\ue001-\ue004]/g, (char) => (char === star ? '*' : char === question ? '?' : char === openBracket ? '[' : ']'));
}
