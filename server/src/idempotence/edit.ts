import type { Budget } from './budget.ts';
import type { Invocation } from './commands/options.ts';
import { missing } from './failure.ts';
import { capped, fail, look, type Machine, resolve } from './machine.ts';
import { growthOf, isReadable, runSed } from './sed.ts';
import { readSed, type SedCommand } from './sedProgram.ts';
import { isPlain } from './symbols.ts';
import { readFile } from './write.ts';

/** The programs behind the rewriting symbols of a world, so that a later grep can be answered. */
const programs = new WeakMap<object, Map<string, { readonly commands: readonly SedCommand[]; readonly extended: boolean }>>();

export function programOf(m: Machine, rewrite: string): { readonly commands: readonly SedCommand[]; readonly extended: boolean } | undefined {
  return programs.get(m.world)?.get(rewrite);
}

/** Rewrites a file in place. */
export function editFile(m: Machine, path: string, how: 'rewrite' | 'sed' | 'grow', invocation: Invocation, words: readonly string[]): number {
  const place = resolve(m, path);
  if (look(m, place.key) === 'absent') return fail(m, missing(), place.key);
  const before = readFile(m, path);
  if (before === undefined || !place.zone.writable) return before === undefined ? fail(m, { kind: 'not-file' }, place.key) : 0;
  const after =
    how === 'sed'
      ? sedContent(m, programText(m, invocation), before, invocation.flags)
      : how === 'rewrite'
        ? rewritten(m, `edit:${words.join(' ')}`, before)
        : before + m.symbols.intern(`grow:${words.join(' ')}`, { base: words.join(' '), block: true, filled: true });
  // An edit in place writes a new file: a link becomes a file, even when the text is the same.
  const target = resolve(m, path, false);
  const link = target.key !== place.key;
  if (after === before && !link) return 0;
  const cell = link ? undefined : m.files.get(place.key);
  const locked = cell?.kind === 'file' && cell.locked;
  m.files.set(target.key, { kind: 'file', content: capped(m, after), owner: cell?.kind === 'file' ? cell.owner : 'script', locked, by: m.site });
  return 0;
}

export function programText(m: Machine, invocation: Invocation): string {
  const given = invocation.values.get('e') ?? [];
  const files = (invocation.values.get('f') ?? []).map((path) => readFile(m, path) ?? '');
  return given.length + files.length > 0 ? [...given, ...files].join('\n') : (invocation.operands[0] ?? '');
}

/** A rewriting whose result is taken to be stable under a second application. */
function rewritten(m: Machine, rewrite: string, content: string): string {
  if (content === '') return '';
  if (m.symbols.some(content, (sym) => sym.rewrite === rewrite)) return content;
  return m.symbols.intern(`${rewrite}(${content})`, { base: rewrite + content, rewrite, block: true, filled: true, shown: 'the rewritten file' });
}

interface Segment {
  readonly block: boolean;
  readonly text: string;
}

/** Splits a content into known lines and blocks of unknown ones. */
export function segmentsOf(m: Machine, content: string): readonly Segment[] {
  if (isPlain(content)) return content === '' ? [] : [{ block: false, text: content }];
  const out: Segment[] = [];
  let text = '';
  for (let i = 0; i < content.length; i++) {
    const c = content[i] ?? '';
    const lineStart = text === '' || text.endsWith('\n');
    if (lineStart && m.symbols.info(c)?.block) {
      if (text) out.push({ block: false, text });
      text = '';
      out.push({ block: true, text: c });
    } else text += c;
  }
  if (text) out.push({ block: false, text });
  return out;
}

export function sedContent(m: Machine, program: string, content: string, flags: ReadonlySet<string>): string {
  if (content === '') return '';
  const extended = flags.has('E') || flags.has('r');
  const commands = readSed(program);
  const key = `sed:${flags.has('n') ? 'n' : ''}${extended ? 'E' : ''}${program}`;
  if (!commands || !isReadable(commands, extended)) return rewritten(m, key, content);
  remember(m, key, commands, extended);
  const segments = segmentsOf(m, content);
  const quiet = flags.has('n');
  const { budget } = m.world;
  if (!segments.some((segment) => segment.block)) return editText(commands, content, extended, quiet, budget);
  const edit: Edit = { program, flags, key, commands };
  return segments.map((segment) => (segment.block ? editBlock(m, edit, segment.text) : editText(commands, segment.text, extended, quiet, budget))).join('');
}

function remember(m: Machine, key: string, commands: readonly SedCommand[], extended: boolean): void {
  let known = programs.get(m.world);
  if (!known) {
    known = new Map();
    programs.set(m.world, known);
  }
  known.set(key, { commands, extended });
}

function editText(commands: readonly SedCommand[], text: string, extended: boolean, quiet: boolean, budget: Budget): string {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n');
  const result = runSed(commands, lines, extended, quiet, budget);
  return result.length === 0 ? '' : result.join('\n') + (ended ? '\n' : '');
}

interface Edit {
  readonly program: string;
  readonly flags: ReadonlySet<string>;
  readonly key: string;
  readonly commands: readonly SedCommand[];
}

function editBlock(m: Machine, edit: Edit, block: string): string {
  const { key, commands } = edit;
  if (edit.flags.has('n')) return rewritten(m, key, block);
  const sym = m.symbols.info(block);
  if (sym?.key.startsWith('edited:')) {
    // The application's lines stay; what the script itself wrote there is rewritten like any known text.
    const base = sedContent(m, edit.program, sym.base, edit.flags);
    if (base === sym.base) return block;
    return m.symbols.intern(`edited:${key}:${sym.key}`, { origin: 'volume', block: true, filled: true, base, from: block, unstable: false, shown: sym.shown });
  }
  const growth = growthOf(commands, edit.flags.has('E') || edit.flags.has('r'), m.world.budget);
  if (growth === 'settles') return rewritten(m, key, block);
  if (growth === 'changes') return m.symbols.intern(`${key}(${block})`, { base: key + block, block: true, filled: true, shown: 'the rewritten file' });
  const inserted = commands.filter((command) => command.name === 'i' || command.name === 'a');
  if (inserted.length === 0) return m.symbols.intern(`more:${key}`, { base: key, block: true, filled: true }) + block;
  const before = inserted.filter((command) => command.name === 'i' && command.from?.kind === 'line').map((command) => `${command.text}\n`);
  const after = inserted.filter((command) => !(command.name === 'i' && command.from?.kind === 'line')).map((command) => `${command.text}\n`);
  const others = commands.some((command) => command.name !== 'i' && command.name !== 'a') ? rewritten(m, key, block) : block;
  return before.join('') + others + after.join('');
}
