import { type ContainerTarget, run } from './exec.ts';
import type { Link } from './link.ts';
import { peersScript } from './peersScript.ts';
import type { Arranged, Pet } from './pets.ts';
import { failed, type Result, success } from './result.ts';
import { faultOf, type Governing, readGoverning, reasonFor } from './service.ts';
import type { PetsSet } from './sets.ts';

/** What one pet sees of its peers, beside what there should be. */
export interface PeerReport {
  readonly pet: string;
  readonly container: string;
  readonly service: string;
  /** What is wrong with that Service; empty when nothing is. */
  readonly fault: string;
  /** What found them: the image's own peer-finder, or the tool that our script used. */
  readonly way: string;
  readonly peers: readonly Peer[];
  /** Names found that are no pets of this set: a selector of the Service that is too wide, or pods of another set. */
  readonly strangers: readonly string[];
  /** Everything the command printed. */
  readonly output: string;
}

interface Peer {
  readonly name: string;
  readonly found: boolean;
  /** Why it may be missing, as far as the API says; empty when found. */
  readonly reason: string;
}

export interface PeerQuestion {
  readonly set: PetsSet;
  readonly pet: Pet;
  readonly container: string;
  readonly pets: () => Promise<Result<Arranged>>;
  /** A peer finder to use instead of the image's own: its path in the container. */
  readonly finder?: string | undefined;
}

interface Known {
  readonly pets: readonly Pet[];
  readonly governing: Governing | undefined;
}

/** Longer than all limits inside the script, so that it ends by itself: a dropped connection does not stop a command. */
const peersTimeoutMs = 45_000;
const maxChars = 200_000;

export async function findPeers(link: Link, question: PeerQuestion, signal?: AbortSignal): Promise<Result<PeerReport>> {
  const { set, pet, container } = question;
  if (set.serviceName === '') return failed('server', `${set.name} has no serviceName: its pets have no names in DNS.`);
  const pods = await question.pets();
  if (!pods.ok) return pods;
  const { pets } = pods.value;
  const target: ContainerTarget = { namespace: set.namespace, pod: pet.name, container };
  const limits = { timeoutMs: peersTimeoutMs, maxChars, signal };
  const own = question.finder === undefined ? [] : [`-own=${question.finder}`];
  const answer = await run(link, target, [...peersCommand(set, pets), ...own], limits);
  if (!answer.ok) return answer;
  const { end, stdout, stderr } = answer.value;
  if (end.kind !== 'exited') return failed('server', `No peers can be found from ${pet.name}: ${end.message}`);
  const output = `${stderr}${stdout}`;
  const noShell = end.code === 126 || end.code === 127;
  const why = noShell ? 'the image has no shell (sh)' : `exit status ${end.code}`;
  if (peerNames(stdout) === undefined) return noPeers(question, why, output);
  const report = reportOf(question, { pets, governing: await readGoverning(link, set, signal) }, stdout, output);
  return report === undefined ? noPeers(question, why, output) : success(report);
}

export const noPeers = ({ pet, container }: PeerQuestion, why: string, output: string) =>
  failed('server', `No peers can be found from ${pet.name}, container ${container}: ${why}. ${output.trim().slice(-300)}`.trim());

export function peersCommand(set: PetsSet, pets: readonly Pet[]): readonly string[] {
  const names = pets.map((pet) => pet.name).join(' ');
  return ['sh', '-c', peersScript, 'sh', `-service=${set.serviceName}`, `-ns=${set.namespace}`, `-pets=${names}`];
}

/** The last `now [a b]` line: both peer-finder and our script print one for each new list. */
export function peerNames(output: string): readonly string[] | undefined {
  const lists = [...output.matchAll(/^now \[([^\]]*)\]\r?$/gm)];
  const last = lists.at(-1)?.[1];
  return last === undefined ? undefined : last.split(/\s+/).filter((name) => name !== '');
}

/** `stdout` holds the list of names, `output` all that was printed; undefined when there is no list. */
export function reportOf(question: PeerQuestion, { pets, governing }: Known, stdout: string, output: string): PeerReport | undefined {
  const names = peerNames(stdout);
  if (names === undefined) return undefined;
  const found = new Set(names.map((name) => name.split('.')[0] ?? name));
  const known = new Set(pets.map((pet) => pet.name));
  return {
    pet: question.pet.name,
    container: question.container,
    service: question.set.serviceName,
    fault: governing === undefined ? '' : faultOf(governing),
    way: [...output.matchAll(/^peers by (.+?)\r?$/gm)].at(-1)?.[1] ?? 'peer-finder',
    peers: pets
      .filter((pet) => pet.isWanted || found.has(pet.name))
      .map((pet) => ({ name: pet.name, found: found.has(pet.name), reason: found.has(pet.name) ? '' : reasonFor(pet, governing) })),
    strangers: names.filter((name) => !known.has(name.split('.')[0] ?? name)),
    output,
  };
}
