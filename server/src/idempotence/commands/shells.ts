import { missing } from '../failure.ts';
import type { Dialect } from '../gaps.ts';
import { fail, type Machine, resolve } from '../machine.ts';
import { isPlain, quieted } from '../symbols.ts';
import { readFile } from '../write.ts';
import { setOptions } from './builtins.ts';
import type { Code } from './code.ts';
import { readOptions } from './options.ts';
import { programFile, unknownCommand } from './output.ts';
import type { CommandSpec } from './schema.ts';

interface ShellCall {
  options: string[];
  command: boolean;
  rest: readonly string[];
}

/** Options of a shell: -c takes no value of its own, the first operand is the script. */
function readShellWords(words: readonly string[]): ShellCall {
  const call: ShellCall = { options: [], command: false, rest: [] };
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--' || word === '-') {
      at++;
      break;
    }
    if (!/^[-+][A-Za-z-]/.test(word)) break;
    if (word.startsWith('--')) continue;
    if (word.includes('c') && word.startsWith('-')) call.command = true;
    const kept = word.slice(0, 1) + word.slice(1).replace(/[clisr]/g, '');
    if (/[oO]$/.test(word)) call.options.push(kept, words[++at] ?? '');
    else if (kept.length > 1) call.options.push(kept);
  }
  call.rest = words.slice(at);
  return call;
}

const dialects: Readonly<Record<string, Dialect>> = { bash: 'bash', dash: 'dash', ash: 'ash', ksh: 'bash', zsh: 'bash' };

function shell(m: Machine, words: readonly string[]): number {
  const call = readShellWords(words);
  const text = call.rest[0];
  const dialect = dialects[words[0] ?? ''] ?? m.shell.dialect;
  if (call.command) {
    if (text === undefined) return fail(m, { kind: 'no-script' }, undefined, 2);
    return runText(m, quieted(text), { dialect, options: call.options, name: call.rest[1] ?? words[0] ?? 'sh', positional: call.rest.slice(2) });
  }
  if (text === undefined) {
    if (m.stdin === undefined || m.stdin === '') return 0;
    return isPlain(m.stdin)
      ? runText(m, m.stdin, { dialect, options: call.options, name: words[0] ?? 'sh', positional: [] })
      : unknownCommand(m, words, 'a script from a pipe');
  }
  const content = programFile(m, quieted(text));
  if (content === undefined) return unknownCommand(m, words, text);
  return runText(m, content, { dialect, options: call.options, name: text, positional: call.rest.slice(1) });
}

interface TextOptions {
  readonly dialect: Dialect;
  readonly options: readonly string[];
  readonly name: string;
  readonly positional: readonly string[];
}

/** Runs a text in a shell of its own. */
function runText(m: Machine, text: string, o: TextOptions): number {
  const { positional, name, source, override, dialect, condition, depth } = { ...m.shell, ...m };
  if (depth > 12) return fail(m, { kind: 'shells-too-deep' });
  const { stdin } = m;
  m.world.runner.subshell(m, () => {
    const exported = m.shell.exported;
    for (const key of [...m.shell.vars.keys()]) if (!exported.has(key)) m.shell.vars.delete(key);
    m.shell.options = new Set();
    m.shell.functions = new Map();
    m.shell.dialect = o.dialect;
    m.shell.name = o.name;
    setOptions(m, o.options);
    m.shell.positional = o.positional.map(quieted);
    m.condition = 0;
    m.depth++;
    m.world.runner.text(m, text, m.site);
    m.depth--;
    if (m.flow?.kind === 'break' || m.flow?.kind === 'continue') m.flow = undefined;
  });
  m.condition = condition;
  m.source = source;
  m.override = override;
  m.shell.positional = positional;
  m.shell.name = name;
  m.shell.dialect = dialect;
  m.stdin = stdin;
  return m.status;
}

export function runScriptFile(m: Machine, path: string, text: string, args: readonly string[]): number {
  const interpreter = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
  const program = (interpreter?.[1]?.endsWith('/env') ? interpreter[2] : interpreter?.[1]) ?? 'sh';
  const base = program.slice(program.lastIndexOf('/') + 1);
  if (!/^(sh|bash|dash|ash|ksh)$/.test(base)) return unknownCommand(m, [path, ...args]);
  const options = interpreter?.[1]?.endsWith('/env') ? [] : (interpreter?.[2] ?? '').startsWith('-') ? [interpreter?.[2] ?? ''] : [];
  return runText(m, text, { dialect: dialects[base] ?? m.shell.dialect, options, name: path, positional: args });
}

function source(m: Machine, words: readonly string[]): number {
  const path = quieted(words[1] ?? '');
  const content = readFile(m, path);
  const given = content !== undefined && isPlain(content) ? content : m.world.files?.(m.step, path);
  if (content === undefined) return fail(m, missing(), resolve(m, path).key);
  if (given === undefined) {
    // A library of the image sets variables and functions; what they do shows up as unknown commands.
    return 0;
  }
  const { positional } = m.shell;
  if (words.length > 2) m.shell.positional = words.slice(2);
  m.world.runner.text(m, given, m.site);
  m.shell.positional = positional;
  if (m.flow?.kind === 'return') m.flow = undefined;
  return m.status;
}

function evaluate(m: Machine, words: readonly string[]): number {
  const text = words.slice(1).map(quieted).join(' ');
  if (!isPlain(text)) return /^\s*[\ue100-\uf8ff]/.test(text) ? 0 : unknownCommand(m, words, 'eval');
  const { site } = m;
  const { override } = m;
  m.override = site;
  m.world.runner.text(m, text, site);
  m.override = override;
  return m.status;
}

/** su -c, script -c: a shell text as an option's value. */
function textOption(m: Machine, words: readonly string[]): number {
  const at = words.findIndex((word) => /^-\w*c$|^--command$/.test(word));
  const text = at < 0 ? words.find((word) => word.startsWith('--command='))?.slice(10) : words[at + 1];
  if (text === undefined) return 0;
  return runText(m, quieted(text), { dialect: m.shell.dialect, options: [], name: 'sh', positional: [] });
}

const peerFinderSpec: CommandSpec = { style: 'single', values: 'on-start on-change service ns domain' };

/** peer-finder runs `echo PEERS | SCRIPT` in a bash (docs/facts/peer-finder.md#scripts); what is wanted at the start is -on-start, else -on-change. */
function peerFinder(m: Machine, words: readonly string[]): number {
  const { values } = readOptions(peerFinderSpec, words.slice(1));
  const script = values.get('on-start')?.at(-1) ?? values.get('on-change')?.at(-1);
  if (script === undefined) return fail(m, { kind: 'no-hook' });
  const { stdin } = m;
  m.stdin = m.peers ?? m.symbols.intern('peers', { origin: 'environment', block: true, filled: true, shown: 'the peer list' });
  const status = runText(m, quieted(script), { dialect: 'bash', options: [], name: 'bash', positional: [] });
  m.stdin = stdin;
  return status;
}

export const shells: Readonly<Record<string, Code>> = {
  shell,
  source,
  evaluate,
  textOption,
  'peer-finder': peerFinder,
  command: (m, words) => {
    const rest = words.slice(1).filter((word, i, list) => !(word.startsWith('-') && list.slice(0, i).every((before) => before.startsWith('-'))));
    if (words.some((word, i) => i > 0 && /^-[vV]$/.test(word))) return probeCommand(m, words, rest[0] ?? '');
    return rest.length > 0 ? m.world.runner.command(m, rest) : 0;
  },
  exec: (m, words) => {
    const rest = words.slice(1).filter((word, i) => !(i === 0 && word.startsWith('-')));
    if (rest.length === 0) return 0;
    m.world.runner.words(m, rest);
    m.flow = { kind: 'exit', levels: 0 };
    // exec replaces the shell, so its traps never run.
    m.shell.traps.clear();
    return m.status;
  },
};

function probeCommand(m: Machine, words: readonly string[], name: string): number {
  if (m.shell.functions.has(name)) return 0;
  return m.oracle.ask(`command ${name}`) ? 0 : fail(m, { kind: 'not-installed', detail: words.at(-1) ?? '' });
}
