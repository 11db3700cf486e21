// Takes each template of a fix in many surroundings, and where the product offers the fix, executes what becomes of the script.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fix, Template, Verdict } from '../../server/src/idempotence/program.ts';
import type { Files, SandboxCase } from './case.ts';
import { tell } from './differential.ts';
import { applyTo } from './fixes.ts';
import { randomImage } from './known.ts';
import { Random } from './random.ts';
import type { Sandbox } from './run.ts';
import { persistentNames } from './scenarios.ts';
import { type Left, probe } from './starts.ts';
import { subjects } from './subjects.ts';
import { surround } from './surroundings.ts';
import { tornPrograms } from './torn.ts';

export interface TemplateScore {
  readonly template: Template;
  /** Surroundings that were drawn. */
  drawn: number;
  /** Those in which the fix was offered, the script started at all, and its fixed form was executed. */
  executed: number;
  readonly failures: string[];
}

const batch = 24;
const mostBatches = 40;

/** Draws surroundings until the fix was executed in `wanted` of them. */
export async function proveTemplate(sandbox: Sandbox, template: Template, seed: number, wanted: number): Promise<TemplateScore> {
  const score: TemplateScore = { template, drawn: 0, executed: 0, failures: [] };
  const random = new Random(seed);
  const image = imageFiles();
  const seen = new Set<string>();
  for (let round = 0; round < mostBatches && score.executed < wanted; round++) {
    const cases = Array.from({ length: batch }, () => surround(random.pick(subjects[template]), random, image));
    score.drawn += cases.length;
    const fresh = cases.filter((c) => !seen.has(keyOf(c)) && seen.add(keyOf(c)));
    await Promise.all(fresh.map((c) => proveOne(sandbox, c, template, score)));
  }
  return score;
}

export interface TornScore {
  executed: number;
  readonly failures: string[];
}

/** As `proveTemplate`, but the first start is killed in the middle of the command that the fix guards. */
export async function proveTorn(sandbox: Sandbox, template: Template, seed: number, wanted: number): Promise<TornScore> {
  const score: TornScore = { executed: 0, failures: [] };
  const random = new Random(seed);
  const image = imageFiles();
  for (let round = 0; round < mostBatches && score.executed < wanted; round++) {
    const cases = Array.from({ length: batch }, () => surround(random.pick(subjects[template]), random, image)).filter((c) => c.userland === 'deb');
    await Promise.all(
      cases.map(async (c) => {
        for (const fix of tell(c).flatMap((verdict) => verdict.fixes.filter((one) => one.template === template))) {
          const fixed = applyTo(c, fix);
          if (tell(fixed).some((verdict) => isOfRestarts(verdict) || verdict.rule === 'not-crash-safe')) continue;
          const why = await tornEnd(sandbox, fixed);
          if (why === 'not killed') continue;
          score.executed++;
          if (why) score.failures.push(told(c, fixed, fix, why));
        }
      }),
    );
  }
  return score;
}

/** What a start leaves otherwise than an undisturbed one when the start before it was killed; undefined: nothing. */
export async function tornEnd(sandbox: Sandbox, c: SandboxCase): Promise<string | undefined> {
  const volume = c.mounts[0]?.path ?? '/v';
  const image = { ...imageFiles(), ...tornPrograms(volume) };
  const [first, killed, after] = await sandbox.starts({ ...c, image, mounts: [...c.mounts, probe], mayDie: true }, 'torn');
  if (!first || !killed || !after || first.exit !== 0 || killed.exit === 0) return 'not killed';
  if (after.exit !== 0) return `after a kill: exit ${after.exit}: ${after.output}`;
  const random = new Set(Object.keys(first.files).filter((path) => isOtherContent(first.files[path], after.files[path]) && isAsLong(first, after, path)));
  const why = filesDiffer(first.files, after.files, random);
  return why && `after a kill: ${why}`;
}

/** Two keys are nearly equally long; of a torn file half is left. */
function isAsLong(a: Left, b: Left, path: string): boolean {
  const [one, other] = [a.files[path]?.length ?? 0, b.files[path]?.length ?? 0];
  return Math.min(one, other) > 0.8 * Math.max(one, other);
}

function keyOf(c: SandboxCase): string {
  return JSON.stringify([c.command, c.mounts, c.userland]);
}

async function proveOne(sandbox: Sandbox, c: SandboxCase, template: Template, score: TemplateScore): Promise<void> {
  const offered = tell(c).flatMap((verdict) => verdict.fixes.filter((fix) => fix.template === template));
  for (const fix of offered) {
    const fixed = applyTo(c, fix);
    // What else the script does to the next start is not the fix's to mend.
    if (tell(fixed).some(isOfRestarts)) continue;
    const [before, after] = await Promise.all([sandbox.starts(c, 'first'), sandbox.starts(fixed, 'all')]);
    if (before[0]?.exit !== 0 && template !== 'bash') continue;
    const why = difference(template === 'bash' ? undefined : before[0], after, c) ?? (await spoils(sandbox, fixed));
    score.executed++;
    if (why) score.failures.push(told(c, fixed, fix, why));
  }
}

/** What a start does to the edits that an application made since the last. What is reset by design is a hint, and not asked. */
async function spoils(sandbox: Sandbox, fixed: SandboxCase): Promise<string | undefined> {
  if (tell(fixed).some((verdict) => verdict.rule === 'clobbers-managed')) return undefined;
  const { label, R } = await sandbox.execute(fixed);
  return label === 'idempotent' ? undefined : `a new pod on edited files: ${label} ${JSON.stringify(R).slice(0, 300)}`;
}

function isOfRestarts(verdict: Verdict): boolean {
  return /^(rerun-fails|accumulates|clobbers|changes-every-run)$/.test(verdict.rule);
}

/** How a start ends otherwise than the first one; undefined when none does. */
function difference(original: Left | undefined, starts: readonly Left[], c: SandboxCase): string | undefined {
  const [first, other] = starts;
  if (first?.exit !== 0) return `the fixed script fails: ${JSON.stringify(first)}`;
  const random = new Set(Object.keys(first.files).filter((path) => other && isOtherContent(first.files[path], other.files[path])));
  const kept = persistentNames(c);
  const renewed = new Set([...random].filter((path) => !kept.has(path.slice(0, path.indexOf(':')))));
  if (original) {
    const why = filesDiffer(original.files, first.files, random);
    if (why) return `the first start ends otherwise than before the fix: ${why}`;
  }
  for (const start of starts.slice(2)) {
    if (start.exit !== 0) return `${start.name}: exit ${start.exit}: ${start.output}`;
    const why = filesDiffer(first.files, start.files, start.name === 'same pod' ? new Set() : renewed);
    if (why) return `${start.name}: ${why}`;
  }
  return undefined;
}

/** Same kind and mode, other content. */
function isOtherContent(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b && kindOf(a) === kindOf(b);
}

/** The mode and the letter of the kind. */
function kindOf(entry: string): string {
  return entry.slice(0, entry.indexOf(' ') + 2);
}

function filesDiffer(wanted: Left['files'], got: Left['files'], random: ReadonlySet<string>): string | undefined {
  for (const path of new Set([...Object.keys(wanted), ...Object.keys(got)])) {
    const [a, b] = [wanted[path], got[path]];
    if (a === b || (random.has(path) && a !== undefined && b !== undefined && kindOf(a) === kindOf(b))) continue;
    // Names that are random too, such as those of a pack.
    if (random.size > 0 && /objects\/pack\//.test(path)) continue;
    return `${path} is ${shown(b)}, not ${shown(a)}`;
  }
  return undefined;
}

function shown(entry: string | undefined): string {
  return entry === undefined ? 'absent' : JSON.stringify(entry.slice(0, 60));
}

function told(c: SandboxCase, fixed: SandboxCase, fix: Fix, why: string): string {
  const { mounts, userland, command } = c;
  return `${fix.template} (${fix.title}): ${why}\n  ${userland} ${command.slice(0, -1).join(' ')} ${JSON.stringify(mounts)}\n${indent(c)}\n  becomes ${fixed.command[0]}\n${indent(fixed)}`;
}

function indent(c: SandboxCase): string {
  return (c.command.at(-1) ?? '').replace(/^/gm, '    ');
}

let made: Files | undefined;

/** The image of the random scripts, and a repository that can be cloned without a network. */
function imageFiles(): Files {
  made ??= { ...randomImage, '/s/r.bundle': { base64: bundle() } };
  return made;
}

function bundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'petset-bundle-'));
  try {
    const git = (...args: string[]): void => {
      execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { stdio: 'ignore' });
    };
    git('init', '-q', '-b', 'main');
    writeFileSync(join(folder, 'page.html'), '<p>hello</p>\n');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    git('bundle', 'create', 'r.bundle', 'HEAD', 'main');
    return readFileSync(join(folder, 'r.bundle')).toString('base64');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
