import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const which = (name: string): string => spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).stdout.trim();

/** Whether process namespaces can be made here; else why not. */
export const noNamespaces = (): string | false => {
  const tried = spawnSync('unshare', ['--fork', '--pid', '--mount-proc', 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? false : `process namespaces cannot be made here: ${tried.error?.message ?? tried.stderr.trim()}`;
};

/** A process namespace whose first process waits for nobody, as in a pet that runs `sleep`: what is orphaned in it stays a zombie. */
export class PetNamespace {
  readonly #outer: ChildProcess;
  readonly #first: number;
  readonly bin: string;

  private constructor(outer: ChildProcess, first: number, bin: string) {
    this.#outer = outer;
    this.#first = first;
    this.bin = bin;
  }

  /** `tools`: programs on the PATH of what is run in it, as scripts. */
  static async make(tools: Readonly<Record<string, string>>): Promise<PetNamespace> {
    const bin = await mkdtemp(path.join(os.tmpdir(), 'petset-ns-'));
    for (const name of ['sh', 'bash', 'cat', 'sleep', 'date', 'sort', 'grep', 'cp', 'rm', 'mkdir', 'rmdir', 'dd', 'od', 'awk', 'wc', 'true'])
      if (which(name) !== '') await symlink(which(name), path.join(bin, name));
    for (const [name, body] of Object.entries(tools)) await writeFile(path.join(bin, name), `#!${which('sh')}\n${body}\n`, { mode: 0o755 });
    const outer = spawn('unshare', ['--fork', '--kill-child', '--pid', '--mount-proc', 'sleep', '1000'], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries++) {
      const children = spawnSync('cat', [`/proc/${outer.pid}/task/${outer.pid}/children`], { encoding: 'utf8' }).stdout.trim();
      if (/^\d+$/.test(children) && spawnSync('cat', [`/proc/${children}/comm`], { encoding: 'utf8' }).stdout.trim() === 'sleep')
        return new PetNamespace(outer, Number(children), bin);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    outer.kill('SIGKILL');
    throw new Error('the namespace did not come up');
  }

  /** As exec does: a process in the namespace that is no child of its first. */
  run(command: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const options: SpawnOptions = { env: { PATH: this.bin, ...env }, stdio: ['pipe', 'pipe', 'pipe'] };
    return spawn(which('nsenter'), ['-t', String(this.#first), '-p', '-m', ...command], options);
  }

  /** Name and state of all processes but the first, sorted: `sleep Z` is a zombie. */
  left(): readonly string[] {
    const list =
      'for s in /proc/[0-9]*/status; do while read -r k v w; do case $k in Name:) n=$v ;; State:) t=$v ;; Pid:) p=$v ;; esac; done <"$s"; [ "$p" = 1 ] || [ "$p" = $$ ] || echo "$n $t"; done';
    const said = spawnSync('nsenter', ['-t', String(this.#first), '-p', '-m', 'sh', '-c', list], { encoding: 'utf8' });
    return said.stdout
      .split('\n')
      .filter((line) => line !== '')
      .toSorted();
  }

  end(): void {
    this.#outer.kill('SIGKILL');
  }
}
