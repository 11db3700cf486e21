import { emit, type Machine } from '../machine.ts';
import { hostname } from '../variables.ts';
import { create, fresh } from '../write.ts';
import type { Code } from './code.ts';
import { probe } from './output.ts';

/** In a list of peers that is made up, the first is the pet itself. */
function fullName(m: Machine): string {
  const self = m.peers?.slice(0, m.peers.indexOf('\n'));
  return self ?? m.symbols.intern('fqdn', { origin: 'environment', filled: true, base: hostname(m), shown: '$(hostname -f)' });
}

/** The names of a shell's environment, and what the node tells about itself. */
export const environment: Readonly<Record<string, Code>> = {
  hostname: (m, words) => {
    if (words.some((word) => /^-[iI]|--ip/.test(word)))
      emit(m, `${m.symbols.intern('pod ip', { origin: 'environment', filled: true, shown: 'the pod IP' })}\n`);
    else if (words.some((word) => /^-[fdA]|--fqdn/.test(word))) emit(m, `${fullName(m)}\n`);
    else emit(m, `${hostname(m)}\n`);
    return 0;
  },
  pwd: (m) => {
    emit(m, `${m.shell.cwd}\n`);
    return 0;
  },
  stableWord: (m, words) => {
    emit(m, `${m.symbols.intern(`out:${words.join(' ')}`, { origin: 'environment', filled: true, base: words.join(' '), shown: `$(${words[0] ?? ''})` })}\n`);
    return 0;
  },
  date: (m, words) => {
    const fixed = words.some((word) => /^-(d|r)|^--(date|reference)/.test(word)) && !words.some((word) => /now|today|day|hour|min/.test(word));
    emit(m, fixed ? `${m.symbols.intern(`out:${words.join(' ')}`, { filled: true, base: words.join(' ') })}\n` : `${fresh(m, '$(date)')}\n`);
    return 0;
  },
  freshWord: (m, words) => {
    emit(m, `${fresh(m, `$(${words.slice(0, 2).join(' ')})`)}\n`);
    return 0;
  },
  mktemp,
  lookupCommand: (m, words) => probe(m, words),
  compgen: (m, words) => {
    const prefix = words.at(-1) ?? '';
    const names = [...m.shell.vars.keys()].filter((name) => name.startsWith(prefix)).sort();
    emit(m, names.map((name) => `${name}\n`).join(''));
    return names.length > 0 ? 0 : 1;
  },
  printenv: (m, words) => {
    const name = words[1];
    if (name !== undefined) {
      const value = m.shell.vars.get(name);
      if (value !== undefined) emit(m, `${value}\n`);
      return value === undefined ? 1 : 0;
    }
    emit(m, m.symbols.intern('out:environment', { origin: 'environment', block: true, filled: true, shown: 'the environment' }));
    return 0;
  },
};

function mktemp(m: Machine, words: readonly string[]): number {
  const operands = words.slice(1).filter((word) => !word.startsWith('-') || word === '-');
  const at = words.findIndex((word) => word === '-p' || word.startsWith('--tmpdir='));
  const folder = at < 0 ? undefined : words[at]?.startsWith('--') ? words[at]?.slice(9) : words[at + 1];
  const template = operands.find((word) => word.includes('XXX'));
  const name = `${fresh(m, 'a temporary name')}`;
  const path =
    template === undefined ? `${folder ?? '/tmp'}/tmp.${name}` : `${template.startsWith('/') ? '' : `${folder ?? '.'}/`}${template.replace(/X{3,}/, name)}`;
  const dir = words.some((word) => /^-[a-z]*d/.test(word) || word === '--directory');
  const status = words.some((word) => /^-[a-z]*u/.test(word)) ? 0 : create(m, path, dir ? 'dir' : 'file', 'keep', false);
  emit(m, `${path}\n`);
  return status;
}
