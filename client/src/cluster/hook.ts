import { type ContainerTarget, type ExecEnd, openExec, run } from './exec.ts';
import { existsScript, hookScript, lookScript, notRunCode, restoreScript } from './hookScript.ts';
import type { Link } from './link.ts';
import { type PeerQuestion, peerNames, peersCommand } from './peers.ts';
import { failed, type Result, success } from './result.ts';

/** How a peer-finder starts its scripts: through bash, or as one program without a shell. */
export type Runner = 'shell' | 'program';

/** What a container tells of itself before a hook is tried in it. */
export interface HookLook {
  readonly hasBash: boolean;
  readonly workingDir: string;
  /** A peer-finder that is there. */
  readonly finder?: { readonly path: string; readonly runner: Runner };
  /** The script that the command begins with, where it is one of the container. */
  readonly script?: { readonly path: string; readonly text: string };
}

/** What exists at a path now: its size in bytes when it is a file. */
export interface Existing {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
}

export interface HookQuestion extends Pick<PeerQuestion, 'set' | 'pet' | 'container' | 'pets'> {
  readonly command: string;
  readonly runner: Runner;
  /** Copies of these are kept: absolute paths of files. */
  readonly paths: readonly string[];
}

export type HookEnd =
  | { readonly kind: 'ran'; readonly code: number /** The folder of the copies, after a good end. */; readonly kept?: string }
  /** Nothing was changed: `why` is a sentence. */
  | { readonly kind: 'notRun'; readonly why: string }
  /** Cancelled, or the connection was lost: then the pet undoes what the hook wrote. */
  | { readonly kind: 'cut'; readonly message: string };

const limits = { timeoutMs: 20_000, maxChars: 200_000 };
const peersLimits = { timeoutMs: 45_000, maxChars: 200_000 };

const targetOf = ({ set, pet, container }: Pick<HookQuestion, 'set' | 'pet' | 'container'>): ContainerTarget => ({
  namespace: set.namespace,
  pod: pet.name,
  container,
});

export async function lookAtHook(
  link: Link,
  question: Pick<HookQuestion, 'set' | 'pet' | 'container' | 'command'> & { readonly finders: readonly string[] },
  signal?: AbortSignal,
): Promise<Result<HookLook>> {
  const words = ['sh', '-c', lookScript, 'sh', question.command, ...question.finders];
  const answer = await run(link, targetOf(question), words, { ...limits, signal });
  if (!answer.ok) return answer;
  const { end, stdout, stderr } = answer.value;
  if (end.kind === 'exited' && end.code === 0) return success(lookIn(stdout));
  const noShell = end.kind === 'notRun' || (end.kind === 'exited' && (end.code === 126 || end.code === 127));
  const why = noShell
    ? 'its image has no shell (sh), which the trial needs'
    : end.kind === 'exited'
      ? `exit status ${end.code}. ${stderr.trim()}`
      : end.message;
  return failed('server', `No script can be tried in ${question.pet.name}, container ${question.container}: ${why}.`);
}

export function lookIn(output: string): HookLook {
  const [, head = output, path, text = ''] = /^(.*?)^script (.*?)\n(.*)$/ms.exec(output) ?? [];
  const line = (pattern: RegExp): readonly string[] => pattern.exec(head)?.slice(1) ?? [];
  const [workingDir = '/'] = line(/^cwd (.*)$/m);
  const [runner, finder] = line(/^finder (shell|program) (.*)$/m);
  return {
    hasBash: /^bash yes$/m.test(head),
    workingDir,
    ...(finder === undefined ? {} : { finder: { path: finder, runner: runner === 'shell' ? 'shell' : 'program' } }),
    ...(path === undefined ? {} : { script: { path, text } }),
  };
}

/**
 * The peer-finder that a script is written for: known by the image of the container that names it, else by a peer-finder in the container,
 * else guessed by the form of the command.
 * gcr.io/google_containers/peer-finder is that of 2016 (kubernetes/contrib), .../pets/peer-finder that of Kubernetes (test/images/pets).
 */
export function runnerOf(image: string, command: string, look: HookLook): { readonly runner: Runner; readonly why: string } {
  if (/(^|\/)google[-_]containers\/peer-finder(:|@|$)/.test(image)) return { runner: 'shell', why: `the peer-finder of 2016 (${image})` };
  if (/(^|\/)pets\/peer-finder(:|@|$)/.test(image)) return { runner: 'program', why: `the peer-finder of Kubernetes (${image})` };
  if (look.finder !== undefined) return { runner: look.finder.runner, why: `the peer-finder in the container (${look.finder.path})` };
  const isProgram = !look.hasBash && /^\S+$/.test(command);
  return isProgram
    ? { runner: 'program', why: 'the peer-finder of Kubernetes (the container has no bash for the one of 2016)' }
    : { runner: 'shell', why: 'the peer-finder of 2016' };
}

/** Those of the paths that are there now. */
export async function existingIn(link: Link, target: ContainerTarget, paths: readonly string[], signal?: AbortSignal): Promise<Result<readonly Existing[]>> {
  if (paths.length === 0) return success([]);
  const answer = await run(link, target, ['sh', '-c', existsScript, 'sh', ...paths], { ...limits, signal });
  if (!answer.ok) return answer;
  const found = [...answer.value.stdout.matchAll(/^(\d+) (file|folder|other) ?(\d*)/gm)];
  return success(
    found.flatMap(([, at, kind, size]): readonly Existing[] => {
      const path = paths[Number(at) - 1];
      return path === undefined ? [] : [{ path, kind: kind === 'file' || kind === 'folder' ? kind : 'other', size: Number(size) }];
    }),
  );
}

/** Finds the peers and gives them to the hook. Not by the image's own finder: that one would look on for good. */
export async function tryHook(link: Link, question: HookQuestion, onOutput: (text: string) => void, signal: AbortSignal): Promise<Result<HookEnd>> {
  const { set, command, runner, paths } = question;
  if (set.serviceName === '') return failed('server', `${set.name} has no serviceName: its pets have no names in DNS.`);
  const pods = await question.pets();
  if (!pods.ok) return pods;
  const asked = await run(link, targetOf(question), [...peersCommand(set, pods.value.pets), '-own=none'], { ...peersLimits, signal });
  if (!asked.ok) return asked;
  const { end, stdout, stderr } = asked.value;
  onOutput(stdout);
  const peers = peerNames(stdout);
  if (end.kind === 'exited' && end.code === 3)
    return success({ kind: 'notRun', why: 'The pet does not find itself, so peer-finder would wait instead of running it.' });
  if (peers === undefined) return success({ kind: 'notRun', why: `The peers cannot be found. ${stderr.trim().slice(-300)}`.trim() });
  const words = ['sh', '-c', hookScript, 'sh', runner, command, `petset-kept-${keepName()}`, peers.join(' '), ...paths];
  return await runToEnd(link, targetOf(question), words, onOutput, signal);
}

const keepName = (): string => `${Date.now().toString(36)}${Math.floor(Math.random() * 0x1_00_00).toString(36)}`;

/** With an input that stays open for as long as somebody waits: its end tells the pet that nobody does. */
async function runToEnd(
  link: Link,
  target: ContainerTarget,
  command: readonly string[],
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<Result<HookEnd>> {
  let kept: string | undefined;
  let errors = '';
  const onOutput = (text: string, stream: 'stdout' | 'stderr'): void => {
    if (stream === 'stderr') errors = `${errors}${text}`.slice(-limits.maxChars);
    kept = /^kept (\/.*\/petset-kept-\w+)$/m.exec(text)?.[1] ?? kept;
    onText(text);
  };
  const opened = await openExec(link, target, { command, input: new Uint8Array(), onOutput });
  if (!opened.ok) return opened;
  const session = opened.value;
  const cancel = (): void => session.close();
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  const end = await session.ended;
  signal.removeEventListener('abort', cancel);
  return success(hookEnd(end, errors, kept));
}

function hookEnd(end: ExecEnd, errors: string, kept: string | undefined): HookEnd {
  if (end.kind === 'notRun') return { kind: 'notRun', why: end.message };
  if (end.kind === 'lost') return { kind: 'cut', message: end.byUs ? 'Cancelled.' : end.message };
  if (end.code === notRunCode && /Nothing was run\.\s*$/.test(errors)) return { kind: 'notRun', why: '' };
  return { kind: 'ran', code: end.code, ...(kept === undefined ? {} : { kept }) };
}

/** Puts the copies back, or throws them away. */
export async function settleCopies(link: Link, target: ContainerTarget, folder: string, how: 'restore' | 'forget'): Promise<Result<undefined>> {
  const answer = await run(link, target, ['sh', '-c', restoreScript, 'sh', folder, how], limits);
  if (!answer.ok) return answer;
  const { end, stderr } = answer.value;
  if (end.kind === 'exited' && end.code === 0) return success(undefined);
  return failed('server', `The copies in ${folder} of ${target.pod} could not be put back: ${end.kind === 'exited' ? stderr.trim() : end.message}`);
}
