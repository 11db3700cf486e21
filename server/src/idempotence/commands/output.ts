import { emit, fail, look, type Machine, onVolume, resolve } from '../machine.ts';
import { parentOf } from '../mounts.ts';
import { ask } from '../questions.ts';
import { isPlain, quieted } from '../symbols.ts';
import type { CommandSpec } from './schema.ts';

/** The text of a script that is run by its path, when the manifest or the script itself supplies it. */
export function programFile(m: Machine, path: string): string | undefined {
  const cell = m.files.get(resolve(m, path).key);
  if (cell?.kind === 'file' && isPlain(cell.content)) return cell.content;
  return m.world.files?.(m.step, path);
}

/** The status of something that asks the world; it answers alike in each run. */
export function probe(m: Machine, words: readonly string[]): number {
  if (m.loopClause || m.condition === 0) return 0;
  const key = words.join(' ');
  return ask(m, `status ${key}<${m.stdin ?? ''}`, key + (m.stdin ?? '')) ? 0 : fail(m, { kind: 'refused' });
}

/** Of several inputs, the one that already went through the program; lines beside it that went through with it are in it. */
function settled(m: Machine, input: string, rewrite: string): string {
  const through = [...input].filter((char) => m.symbols.some(char, (sym) => sym.rewrite === rewrite));
  const [result = input] = through;
  if (through.length === 1 && /^(sort -u|uniq)/.test(rewrite)) {
    const { base } = m.symbols.info(m.symbols.unedited(result, false)) ?? { base: '' };
    const others = input.replace(result, '').split('\n');
    if (others.every((line) => isPlain(line) && base.includes(line))) return result;
  }
  return through.length === 1 && [...input].filter((char) => m.symbols.info(char)?.block).length > 1 ? (through[0] ?? input) : input;
}

const rewriters: ReadonlySet<string> = new Set([
  'awk',
  'gawk',
  'mawk',
  'jq',
  'yq',
  'sed',
  'sort',
  'uniq',
  'envsubst',
  'xmlstarlet',
  'perl',
  'grep',
  'python',
  'python3',
]);
const counting = /\+=|\+\+|\+ *1\b|print *\$0 *","|-= *\d/;

/** What a command prints, as one symbol: the same words on the same input print the same. */
export function outputOf(m: Machine, words: readonly string[], input: string, origin: CommandSpec['origin']): string {
  const line = words.join(' ');
  const rewrite = `${line}\n`;
  if (rewriters.has(words[0] ?? '') && !counting.test(line)) {
    // A program that rewrites a document is taken to leave its own result alone.
    if (m.symbols.some(input, (sym) => sym.rewrite === rewrite)) return settled(m, input, rewrite);
  }
  const inherited = origin ?? m.symbols.of(input).find((sym) => sym.origin !== 'computed')?.origin ?? 'computed';
  return m.symbols.intern(`out:${m.shell.cwd}:${line}<${input}`, {
    origin: inherited,
    block: true,
    base: line + input,
    rewrite: rewriters.has(words[0] ?? '') && !counting.test(line) ? rewrite : undefined,
    shown: `$(${m.symbols.show(words.slice(0, 2).join(' '))})`,
  });
}

/** Nothing is known: it may have written anything near its operands, and it is reported as not analysed. */
export function unknownCommand(m: Machine, words: readonly string[], what?: string): number {
  const name = m.symbols.show(what ?? words[0] ?? '');
  if (!m.world.unknown.has(name)) m.world.unknown.set(name, m.site);
  for (const word of words.slice(1)) loosen(m, quieted(word.replace(/^--?[\w-]+=/, '')));
  emit(m, outputOf(m, words, m.stdin ?? '', undefined));
  return probe(m, words);
}

function loosen(m: Machine, path: string): void {
  if (!path.startsWith('/')) return;
  const place = resolve(m, path);
  if (!onVolume(place)) return;
  const found = look(m, place.key);
  const key = typeof found !== 'string' && found.kind === 'dir' ? place.key : (parentOf(place.key) ?? place.key);
  const cell = m.files.get(key);
  if (cell?.kind === 'dir' && !cell.open) m.files.set(key, { ...cell, open: true });
}
