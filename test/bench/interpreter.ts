import { analyzeInit } from '../../server/src/idempotence/analyzeInit.ts';
import type { InitStep } from '../../server/src/idempotence/program.ts';
import { loadSet, sets, stepOf } from '../server/idempotence/truth.ts';
import { hostile, hostileStep } from './hostile.ts';
import { hostileMore } from './hostileMore.ts';

/** The best of some runs, in ms: other work on the machine only ever makes it slower. */
export interface Timed {
  readonly name: string;
  readonly lines: number;
  readonly ms: number;
}

const LINES = 500;
const RUNS = 12;

/** All scenarios on every script of a set: ms a script. */
export function timeSets(): readonly Timed[] {
  return sets.map(({ name }) => {
    const steps = loadSet(name).map(stepOf);
    const ms = best(() => {
      for (const step of steps) analyzeInit([step]);
    });
    return { name, lines: 0, ms: ms / steps.length };
  });
}

/** Scripts of 500 lines, each of another kind. */
export function timeLongScripts(): readonly Timed[] {
  return Object.entries(longScripts()).map(([name, text]) => {
    const step = stepFor(text);
    return { name, lines: text.split('\n').length, ms: best(() => analyzeInit([step])) };
  });
}

/** Scripts that are written to make a reader wait. */
export function timeHostileScripts(): readonly Timed[] {
  return [...hostile, ...hostileMore].map(({ name, script: write }) => {
    const script = write(1);
    const step = hostileStep(script);
    return { name, lines: script.split('\n').length, ms: best(() => analyzeInit([step])) };
  });
}

function best(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < RUNS; i++) {
    const started = performance.now();
    run();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

function longScripts(): Readonly<Record<string, string>> {
  const rows = (line: (i: number) => string): string => Array.from({ length: LINES }, (_, i) => line(i)).join('\n');
  return {
    'known scripts, one after another': knownScripts(),
    'functions and comments': rows((i) => (i % 3 === 0 ? `f${i}() { echo ${i} > /data/f${i}; }` : i % 3 === 1 ? `# ${i}` : ':')),
    'mkdir -p': rows((i) => `mkdir -p /data/d${i}`),
    'guarded writes': rows((i) => `[ -e /data/m${i} ] || touch /data/m${i}`),
    'lines appended to one file': `rm -f /data/c\n${rows((i) => `echo "key${i}=value${i}" >> /data/c`)}`,
    'conditions on the environment': rows((i) => `if [ "$V${i}" = x ]; then echo ${i} > /data/v${i}; fi`),
    pipelines: rows((i) => `grep k${i} /seed/c | cut -d= -f2 | tr a b > /tmp/t${i}`),
    '500 findings': rows((i) => `cp /seed/f${i} /data/f${i}`),
  };
}

/** Each in a shell of its own, so that one that exits does not end the others. */
function knownScripts(): string {
  const parts: string[] = [];
  let lines = 0;
  for (const c of sets.flatMap(({ name }) => loadSet(name))) {
    const text = c.command?.at(-1) ?? '';
    if (!text.includes('\n') || /^#!|<<-?\s*['"]?EOF/.test(text)) continue;
    parts.push(`(\n${text}\n) || true`);
    lines += text.split('\n').length + 2;
    if (lines >= LINES) break;
  }
  return parts.join('\n');
}

function stepFor(text: string): InitStep {
  const mount = (path: string, kind: 'claim' | 'input') => ({ path, kind, volume: path.slice(1), subPath: undefined, readOnly: kind === 'input' });
  return {
    name: 'init',
    image: 'debian:12',
    command: ['bash', '-c', text],
    args: undefined,
    workingDir: undefined,
    env: [],
    mounts: [mount('/data', 'claim'), mount('/d', 'claim'), mount('/seed', 'input')],
    runAsUser: undefined,
  };
}
