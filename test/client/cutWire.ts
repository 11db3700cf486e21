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

  private constructor(port: number, host: string) {
    this.#server = net.createServer((near) => {
      this.count++;
      if (this.#isCut) return void near.destroy();
      const far = net.connect(port, host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => undefined);
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.on('data', (chunk) => (from === far && this.isSlow ? this.#held.push(() => to.write(chunk)) : to.write(chunk)));
        from.on('end', () => to.end());
      }
    });
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
