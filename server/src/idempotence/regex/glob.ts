import { closeBracket, openBracket, question, star } from '../symbols.ts';
import { anyChar, bracket, charOf, notSlash, repeat, type Syntax, sequence } from './syntax.ts';

const longest = 2_000;

/**
 * A pattern of the shell, in which active characters are marked (symbols.ts); undefined for one that is too long or has no such class.
 * @param path in a path, `*` and `?` stop at a slash
 * @param backwards for a text that is read from its end
 */
export function globSyntax(pattern: string, path: boolean, backwards = false): Syntax | undefined {
  if (pattern.length > longest) return undefined;
  const any = path ? notSlash : anyChar;
  const items: Syntax[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] ?? '';
    const close = c === openBracket ? pattern.indexOf(closeBracket, i) : -1;
    if (c === star) {
      // Stars in a row are one.
      if (pattern[i - 1] !== star) items.push(repeat(any, 0, Number.POSITIVE_INFINITY));
    } else if (c === question) items.push(any);
    else if (close >= 0) {
      const set = bracket(pattern.slice(i + 1, close), '!^');
      if (!set) return undefined;
      items.push(set);
      i = close;
    } else if (c === openBracket) items.push(charOf('['));
    else if (c !== closeBracket) items.push(charOf(c));
  }
  return sequence(backwards ? items.toReversed() : items);
}
