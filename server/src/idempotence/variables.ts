import type { Machine } from './machine.ts';
import type { Symbols } from './symbols.ts';
import { fresh } from './write.ts';

/** A variable's value; undefined when it is not set. */
export function variable(m: Machine, name: string): string | undefined {
  const value = m.shell.vars.get(name);
  if (value !== undefined) return value;
  if (/^\d+$/.test(name)) return name === '0' ? m.shell.name : m.shell.positional[Number(name) - 1];
  const array = m.shell.arrays.get(name);
  if (array) return array[0];
  return special(m, name);
}

function special(m: Machine, name: string): string | undefined {
  switch (name) {
    case '?':
      return String(m.status);
    case '#':
      return String(m.shell.positional.length);
    case '$':
    case 'BASHPID':
    case 'PPID':
      return m.symbols.intern('pid', { origin: 'environment', filled: true, shown: 'the process id' });
    case '!':
      return m.shell.background;
    case '-':
      return '';
    case '@':
    case '*':
      return m.shell.positional.join(' ');
    case 'PWD':
      return m.shell.cwd;
    case 'HOME':
      return '/root';
    case 'HOSTNAME':
      return hostname(m);
    case 'RANDOM':
    case 'SRANDOM':
    case 'EPOCHSECONDS':
    case 'EPOCHREALTIME':
    case 'SECONDS':
      return fresh(m, `$${name}`);
    case 'UID':
    case 'EUID':
      return m.step.runAsUser === undefined ? known(m, name) : String(m.step.runAsUser);
    default:
      return undefined;
  }
}

/** The pod's own name: the same in each incarnation of a pet. */
export function hostname(m: Machine): string {
  return hostnameSymbol(m.symbols);
}

/** Its symbol, also for those who prepare what a script reads. */
export function hostnameSymbol(symbols: Symbols): string {
  return symbols.intern('hostname', { origin: 'environment', filled: true, shown: '$HOSTNAME' });
}

function known(m: Machine, name: string): string {
  return m.symbols.intern(`env:${name}`, { origin: 'environment', shown: `$${name}` });
}

/** The image or envFrom may set a variable that the manifest does not show; by custom its name is in capitals. */
export function maybeFromImage(m: Machine, name: string): string | undefined {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || m.shell.options.has(`unset:${name}`)) return undefined;
  if (/^(BASH_REMATCH|OPTARG|OPTIND|REPLY|IFS)$/.test(name)) return undefined;
  return known(m, name);
}

export function assign(m: Machine, name: string, value: string): void {
  m.shell.arrays.delete(name);
  m.shell.vars.set(name, value);
  if (m.shell.options.has('allexport')) m.shell.exported.add(name);
}

export function unset(m: Machine, name: string): void {
  m.shell.vars.delete(name);
  m.shell.arrays.delete(name);
  m.shell.functions.delete(name);
  m.shell.options.add(`unset:${name}`);
}
