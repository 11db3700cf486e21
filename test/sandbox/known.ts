// The cases whose labels another sandbox observed: this one must see the same.

import { readFileSync } from 'node:fs';
import type { Content, Files, Observed, SandboxCase } from './case.ts';
import type { Userland } from './roots.ts';
import type { Sandbox } from './run.ts';

interface KnownInputs {
  readonly userland?: Userland;
  readonly image?: Files;
  readonly volumes?: Readonly<Record<string, Files>>;
  readonly stdin?: string;
  readonly hostname?: string;
  readonly untouched?: readonly string[];
  readonly stubs?: unknown;
  readonly http?: unknown;
  readonly git?: unknown;
  readonly opaque?: unknown;
}

interface KnownCase extends Omit<SandboxCase, 'image' | 'volumes'> {
  readonly label: string;
  readonly retry: string;
  readonly crashSafe?: boolean | null;
  readonly crashUnsafe?: number;
  readonly image?: string;
  readonly inputs?: KnownInputs;
}

const tree: Files = { '/s/f': 'k=0\nfile f\n', '/s/t/ta': 'ta\n', '/s/t/tb': 'tb\n' };
const archive: Content = { tar: { f: 'k=0\nfile f\n', 't/ta': 'ta\n', 't/tb': 'tb\n' } };

/** What the random scripts find in the image. */
export const randomImage: Files = { ...tree, '/s/x.tar': archive };

/** The sets whose surroundings are known. Programs that the data only names (stubs, servers) are not there to be executed. */
export const knownSets: readonly { readonly name: string; readonly around: (c: KnownCase) => Partial<SandboxCase> | undefined }[] = [
  {
    name: 'patterns',
    around: () => ({
      image: { '/seed/app.conf': 'k=0\nseed\n', '/seed/db/schema.sql': 'create table t;\n' },
      volumes: { cfg: { 'app.conf': 'k=1\nfrom the ConfigMap\n', 'peer.conf': 'k=2\npeer\n' } },
    }),
  },
  { name: 'random-dev', around: () => ({ image: randomImage }) },
  { name: 'realistic-dev', around: (c) => surroundings(c.inputs ?? {}, c.image ?? '') },
];

/** Images bring the users of their programs. */
const rabbitUser: Files = {
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nrabbitmq:x:999:999::/var/lib/rabbitmq:/bin/sh\n',
  '/etc/group': 'root:x:0:\nrabbitmq:x:999:\n',
};

function surroundings(inputs: KnownInputs, name: string): Partial<SandboxCase> | undefined {
  if (inputs.stubs ?? inputs.http ?? inputs.git ?? inputs.opaque) return undefined;
  const { userland, volumes, stdin, hostname, untouched } = inputs;
  const image = name.startsWith('rabbitmq') ? { ...inputs.image, ...rabbitUser } : inputs.image;
  return {
    ...(userland && { userland }),
    ...(image && { image }),
    ...(volumes && { volumes }),
    ...(stdin !== undefined && { stdin }),
    ...(hostname && { hostname }),
    ...(untouched && { untouched }),
  };
}

function loadKnown(name: string): readonly KnownCase[] {
  return JSON.parse(readFileSync(new URL(`../server/idempotence/data/idempotence-${name}.json`, import.meta.url), 'utf8')) as readonly KnownCase[];
}

/** The cases of a set that can be executed, with what the data says of them. */
export function executableCases(set: (typeof knownSets)[number]): readonly { readonly known: KnownCase; readonly case: SandboxCase }[] {
  return loadKnown(set.name).flatMap((known) => {
    const around = set.around(known);
    return around ? [{ known, case: { ...executable(known), ...around } }] : [];
  });
}

interface Agreement {
  readonly of: number;
  readonly agree: number;
  readonly crashOf: number;
  readonly crashAgree: number;
  readonly notExecuted: number;
  readonly differ: readonly string[];
}

export async function compareWithKnown(sandbox: Sandbox, set: (typeof knownSets)[number]): Promise<Agreement> {
  const cases = executableCases(set);
  const strict = cases.some(({ known }) => known.label === 'changes-every-run');
  const score = { of: cases.length, agree: 0, crashOf: 0, crashAgree: 0, notExecuted: loadKnown(set.name).length - cases.length, differ: [] as string[] };
  await Promise.all(
    cases.map(async ({ known: c, case: executed }) => {
      const known = crashSafety(c);
      const observed = await sandbox.execute({ ...executed, crash: known !== undefined });
      const seen = (label: string): string => (label === 'changes-every-run' && !strict ? 'clobbers' : label);
      if (seen(observed.label) === c.label && seen(observed.retry) === c.retry) score.agree++;
      else score.differ.push(`${c.id}: ${c.label}/${c.retry} in the data, ${observed.label}/${observed.retry} here: ${told(c, observed)}`);
      if (known === undefined || observed.crashSafe === undefined) return;
      score.crashOf++;
      if (observed.crashSafe === known) score.crashAgree++;
      else score.differ.push(`${c.id}: crash safe ${known} in the data, ${observed.crashSafe} here: ${JSON.stringify(observed.unsafe).slice(0, 300)}`);
    }),
  );
  return score;
}

function executable(c: KnownCase): SandboxCase {
  const { id, command, args, workingDir, env, mounts, runAsUser } = c;
  return { id, command, mounts, ...(args && { args }), ...(workingDir && { workingDir }), ...(env && { env }), ...(runAsUser !== undefined && { runAsUser }) };
}

/** Where the other sandbox was wrong, and why. */
const crashSafetyCorrected: ReadonlyMap<string, boolean> = new Map([
  // Killed between mkdir and touch, the folder is not empty at the next start and PG_VERSION never comes.
  ['db-dir-guard', false],
  // The next start makes another random number, which is as good; the empty file of the first is replaced.
  ['random-once', true],
]);

/** What a kill leaves of a copy in the background is a matter of luck. */
const background = /&\s*(?:\n|$|wait)/;

function crashSafety(c: KnownCase): boolean | undefined {
  if (c.command?.some((word) => background.test(word.replaceAll('&&', '')))) return undefined;
  const corrected = crashSafetyCorrected.get(c.id);
  if (corrected !== undefined) return corrected;
  return c.crashSafe ?? (c.crashUnsafe === undefined ? undefined : c.crashUnsafe === 0);
}

function told(c: KnownCase, observed: Observed): string {
  const { first, T, R } = observed;
  return `${JSON.stringify(c.command.at(-1)).slice(0, 300)} first ${JSON.stringify(first)} T ${JSON.stringify(T)} R ${JSON.stringify(R)}`.slice(0, 1500);
}
