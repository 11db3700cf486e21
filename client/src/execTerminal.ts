import type { ContainerTarget, ExecEnd, ExecSession } from './cluster/exec.ts';
import type { Connection } from './cluster/index.ts';
import type { Screen, TerminalProgram, TerminalSize } from './ui.ts';

/** A shell in a pet: keys and sizes go out, output comes in, and at the end it says why and offers to begin again. */
export class ExecTerminal implements TerminalProgram {
  readonly #connection: Connection;
  readonly #target: ContainerTarget;
  readonly #command: readonly string[];
  #screen: Screen | undefined;
  #size: TerminalSize = { columns: 80, rows: 24 };
  #session: ExecSession | undefined;
  #typedAhead = '';
  #state: 'opening' | 'open' | 'ended' | 'stopped' = 'opening';

  constructor(connection: Connection, target: ContainerTarget, command: readonly string[]) {
    this.#connection = connection;
    this.#target = target;
    this.#command = command;
  }

  start(screen: Screen, size: TerminalSize): void {
    this.#screen = screen;
    this.#size = size;
    void this.#open();
  }

  input(text: string): void {
    if (this.#state === 'open') this.#session?.write(text);
    else if (this.#state === 'opening') this.#typedAhead += text;
    else if (this.#state === 'ended') this.#answer(text);
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#session?.resize(size);
  }

  stop(): void {
    this.#state = 'stopped';
    if (this.#session !== undefined) void hangUp(this.#session);
  }

  async #open(): Promise<void> {
    this.#state = 'opening';
    const { pod, container } = this.#target;
    const request = { command: this.#command, terminal: this.#size, onOutput: (text: string) => this.#screen?.write(text) };
    const opened = await this.#connection.exec(this.#target, request);
    if (!opened.ok) return this.#say(`No session in ${pod}, container ${container}: ${opened.failure.message}`);
    const session = opened.value;
    if (this.#isStopped()) return session.close();
    this.#session = session;
    this.#state = 'open';
    // The size may have changed meanwhile, and keys may have been pressed.
    session.resize(this.#size);
    if (this.#typedAhead !== '') session.write(this.#typedAhead);
    this.#typedAhead = '';
    const end = await session.ended;
    this.#session = undefined;
    if (!this.#isStopped()) this.#say(explainEnd(end));
  }

  #isStopped(): boolean {
    return this.#state === 'stopped';
  }

  #say(message: string): void {
    this.#state = 'ended';
    this.#typedAhead = '';
    const lines = message.trim().replace(/\r?\n/g, '\r\n');
    this.#screen?.write(`\r\n\x1b[2m${lines}\r\nEnter: open a new session. Any other key: close.\x1b[0m\r\n`);
  }

  #answer(text: string): void {
    if (text === '\r' || text === '\n') void this.#open();
    else this.#screen?.close();
  }
}

/**
 * The API knows no hang-up: a shell whose connection goes runs on in the pet for ever, with all that it started.
 * So do what a person would before leaving: interrupt (Ctrl-C), end the input (Ctrl-D), and give both a moment to arrive.
 */
async function hangUp(session: ExecSession): Promise<void> {
  session.write('\x03');
  await pause(100);
  session.write('\x04');
  await Promise.race([session.ended, pause(400)]);
  session.close();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function explainEnd(end: ExecEnd): string {
  switch (end.kind) {
    case 'exited':
      return `Session ended, exit status ${end.code}.${end.code === 126 || end.code === 127 ? ' The program was not found or cannot be run in this image.' : ''}`;
    case 'notRun': {
      const hasNoShell = /executable file not found|no such file or directory/i.test(end.message);
      return hasNoShell
        ? `This image has no such program: choose another with the setting petset.exec.shell. (${end.message})`
        : `Session ended: ${end.message}`;
    }
    case 'lost':
      return `Session lost: ${end.message}`;
  }
}
