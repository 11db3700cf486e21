import { type ExecEnd, type ExecSession, openExec } from './exec.ts';
import type { Link } from './link.ts';
import { noPeers, type PeerQuestion, type PeerReport, peersCommand, reportOf } from './peers.ts';
import { cancelled, failed, type Result, success } from './result.ts';
import { type Governing, readGoverning } from './service.ts';

/** One process in a pet that answers each time it is asked for the peers, and ends when this is closed or the connection is cut. */
export interface PeerSession {
  /** One question at a time. After a failure of kind `unreachable` or `timeout` the session is over. */
  ask(): Promise<Result<PeerReport>>;
  close(): void;
}

/** Longer than all limits inside the script. */
const answerTimeoutMs = 45_000;
const mostChars = 200_000;
/** The governing Service rarely changes, and is asked for only in order to say why a pet is missing. */
const serviceMs = 60_000;
const endOfAnswer = /^answered (\d+)\r?\n/m;

/** `question.pets` is asked with each question, so that a pet that is new is looked for by name too. */
export async function followPeers(link: Link, question: PeerQuestion): Promise<Result<PeerSession>> {
  const { set, pet, container } = question;
  if (set.serviceName === '') return failed('server', `${set.name} has no serviceName: its pets have no names in DNS.`);
  const output = new Answers();
  const command = [...peersCommand(set, []), '-follow=yes'];
  const onOutput = (text: string): void => output.push(text);
  const opened = await openExec(link, { namespace: set.namespace, pod: pet.name, container }, { command, input: new Uint8Array(), onOutput });
  if (!opened.ok) return opened;
  return success(sessionOn(link, question, opened.value, output));
}

function sessionOn(link: Link, question: PeerQuestion, session: ExecSession, output: Answers): PeerSession {
  let governing: { readonly is: Governing | undefined; readonly until: number } | undefined;
  const service = async (): Promise<Governing | undefined> => {
    if (governing === undefined || performance.now() >= governing.until)
      governing = { is: await readGoverning(link, question.set), until: performance.now() + serviceMs };
    return governing.is;
  };
  return {
    ask: async () => {
      const pods = await question.pets();
      if (!pods.ok) return pods;
      const { pets } = pods.value;
      const next = output.next();
      session.write(`${pets.map((pet) => pet.name).join(' ')}\n`);
      const answer = await firstOf(next, session.ended);
      if (typeof answer !== 'string') return ended(question, answer, output.rest);
      const report = reportOf(question, { pets, governing: await service() }, answer, answer);
      return report === undefined ? noPeers(question, 'the answer names none', answer) : success(report);
    },
    close: () => session.close(),
  };
}

/** The answer, how the session ended before it came, or undefined when neither happens in time. */
async function firstOf(next: Promise<string>, end: Promise<ExecEnd>): Promise<string | ExecEnd | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), answerTimeoutMs);
  });
  const first = await Promise.race([next, end, late]);
  clearTimeout(timer);
  return first;
}

function ended(question: PeerQuestion, end: ExecEnd | undefined, output: string): Result<PeerReport> {
  if (end === undefined) return failed('timeout', `${question.pet.name} did not answer within ${answerTimeoutMs / 1000} s.`);
  if (end.kind === 'lost') return end.byUs ? cancelled : failed('unreachable', end.message);
  if (end.kind === 'notRun') return noPeers(question, end.message, output);
  return noPeers(question, end.code === 126 || end.code === 127 ? 'the image has no shell (sh)' : `exit status ${end.code}`, output);
}

/** Cuts the output of the process into answers. */
class Answers {
  rest = '';
  #take: ((answer: string) => void) | undefined;

  /** The next whole answer, without the line that ends it. */
  next(): Promise<string> {
    return new Promise((resolve) => {
      this.#take = resolve;
    });
  }

  push(text: string): void {
    this.rest += text;
    const end = endOfAnswer.exec(this.rest);
    if (end === null) {
      this.rest = this.rest.slice(-mostChars);
      return;
    }
    const answer = this.rest.slice(0, end.index);
    this.rest = this.rest.slice(end.index + end[0].length);
    this.#take?.(answer);
    this.#take = undefined;
  }
}
