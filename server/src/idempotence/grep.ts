import { programOf, segmentsOf } from './edit.ts';
import type { Machine } from './machine.ts';
import { posixPattern } from './patterns.ts';
import { ask } from './questions.ts';
import { removesMatch } from './sed.ts';
import { isPlain } from './symbols.ts';

interface GrepOptions {
  readonly fixed: boolean;
  readonly extended: boolean;
  readonly perl: boolean;
  readonly whole: boolean;
  readonly word: boolean;
  readonly ignoreCase: boolean;
  readonly invert: boolean;
}

interface GrepResult {
  readonly found: boolean;
  readonly output: string;
}

/** Looks for a pattern in a content of known lines and unknown blocks. */
export function grep(m: Machine, pattern: string, content: string, o: GrepOptions): GrepResult {
  const test = lineTest(m, pattern, o);
  let found = false;
  let output = '';
  for (const segment of segmentsOf(m, content)) {
    if (segment.block) {
      const name = m.symbols.info(segment.text)?.origin === 'names';
      const hit = name ? !interesting(pattern) !== o.invert || o.invert : blockHas(m, pattern, segment.text, o);
      if (hit)
        output += o.invert
          ? without(m, pattern, segment.text, o)
          : m.symbols.intern(`grep:${pattern}:${segment.text}`, { base: pattern + segment.text, block: true, filled: true });
      if (hit) found = true;
      continue;
    }
    if (!test) {
      // Whether, and which lines, nobody knows: the same text gives the same answer.
      const how = `grep ${flagsOf(o)}${pattern}:${segment.text}`;
      if (!ask(m, how, pattern + segment.text)) continue;
      found = true;
      output += m.symbols.intern(how, { base: pattern + segment.text, block: true, filled: true });
      continue;
    }
    for (const line of segment.text.replace(/\n$/, '').split('\n')) {
      if (test(line) === o.invert) continue;
      found = true;
      output += `${line}\n`;
    }
  }
  return { found, output };
}

/** The application's lines stay; what the script itself wrote there is filtered like any known text. */
function without(m: Machine, pattern: string, block: string, o: GrepOptions): string {
  const sym = m.symbols.info(block);
  if (!sym?.key.startsWith('edited:')) return block;
  const base = grep(m, pattern, sym.base, o).output;
  if (base === sym.base) return block;
  return m.symbols.intern(`edited:grep -v ${pattern}:${sym.key}`, {
    origin: 'volume',
    block: true,
    filled: true,
    base,
    from: block,
    unstable: false,
    shown: sym.shown,
  });
}

/** Names nobody listed are not the ones a filter names. */
function interesting(pattern: string): boolean {
  return pattern !== '' && pattern !== '.' && pattern !== '.*';
}

/** What Perl's expressions have, or read otherwise than extended ones do. */
const perlOnly = /\\[A-Za-z0-9]|\(\?|[*+?}][?+]/;

function flagsOf(o: GrepOptions): string {
  const flags = [o.fixed && 'F', o.extended && 'E', o.perl && 'P', o.whole && 'x', o.word && 'w', o.ignoreCase && 'i', o.invert && 'v']
    .filter(Boolean)
    .join('');
  return flags === '' ? '' : `-${flags} `;
}

/** Each line of the pattern is a pattern of its own. Undefined when one of them cannot be matched in linear time, such as a back reference. */
function lineTest(m: Machine, pattern: string, o: GrepOptions): ((line: string) => boolean) | undefined {
  const tests = pattern.split('\n').map((one): ((line: string) => boolean) | undefined => {
    if (o.perl && perlOnly.test(one)) return undefined;
    if (o.fixed && !o.word && !o.ignoreCase) return (line) => (o.whole ? line === one : line.includes(one));
    const text = o.fixed ? one.replace(/[.*[\]^$\\]/g, '\\$&') : one;
    const extended = o.extended && !o.fixed;
    const [open, close] = o.whole ? ['^', '$'] : o.word ? ['\\<', '\\>'] : ['', ''];
    const whole = open === '' ? text : extended ? `${open}(${text})${close}` : `${open}\\(${text}\\)${close}`;
    const compiled = posixPattern(whole, { extended }, o.ignoreCase);
    return compiled && ((line) => compiled.test(line, m.world.budget));
  });
  if (tests.includes(undefined)) return undefined;
  return (line) => tests.some((test) => test?.(line));
}

function blockHas(m: Machine, pattern: string, block: string, o: GrepOptions, depth = 0): boolean {
  const sym = m.symbols.info(block);
  if (!sym || depth > 20) return false;
  if (o.invert) return true;
  const edited = sym.key.startsWith('edited:');
  if (sym.rewrite !== undefined || edited) {
    const program = sym.rewrite === undefined ? undefined : programOf(m, sym.rewrite);
    if (program && removesMatch(program.commands, pattern, program.extended, m.world.budget)) return false;
    const before = edited ? sym.base : sym.base.slice(sym.rewrite?.length ?? 0);
    if (before !== '' && before !== block) {
      const inner = segmentsOf(m, before);
      return inner.some((segment) => (segment.block ? blockHas(m, pattern, segment.text, o, depth + 1) : grep(m, pattern, segment.text, o).found));
    }
  }
  return ask(m, `grep ${pattern} ${sym.key}`, isPlain(pattern) ? block : pattern + block);
}
