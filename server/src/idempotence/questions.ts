import { chargeText } from './budget.ts';
import type { Machine } from './machine.ts';
import { isPlain } from './symbols.ts';

/** Asks about a value: a stable one keeps its answer in every later run, a random one is asked again. */
export function ask(m: Machine, key: string, values: string, likely = true): boolean {
  chargeText(m.world.budget, key);
  return m.oracle.ask(m.symbols.unstable(values) ? `${key}#${m.run}` : key, likely);
}

/** Whether a value is empty, asked where nobody knows. */
export function emptiness(m: Machine, raw: string): boolean {
  const value = m.symbols.unedited(raw);
  if (value === '') return true;
  if (/[^\ue100-\uf8ff]/.test(value) || m.symbols.of(value).some((sym) => sym.filled)) return false;
  noteCensus(m, value);
  return ask(m, `-z ${value}`, value, false);
}

/** A test of the number of peers has another answer when the first pet is restarted among its peers. */
export function noteCensus(m: Machine, value: string): void {
  if (isPlain(value) || !m.symbols.some(value, (sym) => sym.key === 'peers')) return;
  m.world.peerTests.set(`${m.site.source.step}:${m.site.start}`, m.site);
}
