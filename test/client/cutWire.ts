import net, { type AddressInfo } from 'node:net';

/** A way to a server that can be cut: what a network does, without touching the server. */
export class CutWire {
  /** Connections that were tried. */
  count = 0;
  readonly #held: (() => void)[] = [];
  readonly #sockets = new Set<net.Socket>();
  readonly #server: net.Server;
  #isCut = false;
  /** What the server says is held back; what it is asked is not. */
  isSlow = false;
  /** Connections are accepted and kept open, and no data passes in either direction: a silently frozen network. */
  #isFrozen = false;
  readonly #dead = new WeakSet<net.Socket>();
  readonly #pairs: { readonly near: net.Socket; readonly far: net.Socket; asked: string }[] = [];

  private constructor(port: number, host: string) {
    this.#server = net.createServer((near) => {
      this.count++;
      if (this.#isCut) return void near.destroy();
      const far = net.connect(port, host);
      const pair = { near, far, asked: '' };
      this.#pairs.push(pair);
      if (this.#isFrozen) this.#kill(pair);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => undefined);
        from.on('close', () => {
          this.#sockets.delete(from);
          if (!this.#dead.has(from)) to.destroy();
        });
        from.on('data', (chunk) => {
          if (from === near) pair.asked += chunk.toString('latin1');
          if (this.#dead.has(from)) return;
          this.#pass(from === far, to, chunk);
        });
        from.on('end', () => this.#dead.has(from) || to.end());
      }
    });
  }

  #pass(isAnswer: boolean, to: net.Socket, chunk: Buffer): void {
    if (isAnswer && this.isSlow) this.#held.push(() => to.write(chunk));
    else to.write(chunk);
  }

  #kill({ near, far }: { readonly near: net.Socket; readonly far: net.Socket }): void {
    this.#dead.add(near).add(far);
  }

  /** Nothing passes any more, and nothing is closed. */
  freeze(): void {
    this.#isFrozen = true;
    for (const pair of this.#pairs) this.#kill(pair);
  }

  /** New connections pass again; those of before stay dead. */
  thaw(): void {
    this.#isFrozen = false;
  }

  /** The open connections on which this was asked die without a word; all others go on. Without it all that are open. Answers how many. */
  killStreams(asked: string | undefined): number {
    const open = this.#pairs.filter((pair) => !pair.near.destroyed && !this.#dead.has(pair.near));
    const meant = asked === undefined ? open : open.filter((pair) => pair.asked.includes(asked));
    for (const pair of meant) this.#kill(pair);
    return meant.length;
  }

  static async to(server: string): Promise<CutWire> {
    const { hostname, port } = new URL(server);
    const wire = new CutWire(Number(port === '' ? 443 : port), hostname);
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  /** The address of `server` by this way. */
  url(server: string): string {
    const url = new URL(server);
    return `${url.protocol}//127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
    this.isSlow = false;
    for (const pass of this.#held.splice(0)) pass();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
