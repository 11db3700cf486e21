import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { places } from './places.ts';

const execute = promisify(execFile);

/** A namespace of its own on a test cluster, with a kubeconfig whose context stands in it. */
export class Playground {
  readonly kubeconfig: string;
  readonly namespace: string;
  private readonly folder: string;

  private constructor(folder: string, kubeconfig: string, namespace: string) {
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    this.namespace = namespace;
  }

  static async create(original: string, namespace: string): Promise<Playground> {
    const folder = await mkdtemp(join(tmpdir(), 'petset-playground-'));
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, await readFile(original), { mode: 0o600 });
    const playground = new Playground(folder, kubeconfig, namespace);
    await playground.kubectl('config', 'set-context', '--current', `--namespace=${namespace}`);
    await playground.kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=true');
    await playground.kubectl('create', 'namespace', namespace);
    return playground;
  }

  async kubectl(...args: readonly string[]): Promise<string> {
    const { stdout } = await execute(places.kubectl, [`--kubeconfig=${this.kubeconfig}`, ...args]);
    return stdout.trim();
  }

  /** Shows what the cluster knows of the pets when the work fails: one that did not come says there why. */
  async explaining(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      const questions = [['get', 'pods,persistentvolumeclaims,endpointslices', '-o', 'wide'], ['describe', 'pods'], ['events']];
      for (const question of questions) console.log(await this.kubectl(...question).catch(String));
      throw error;
    }
  }

  async remove(): Promise<void> {
    await this.kubectl('delete', 'namespace', this.namespace, '--ignore-not-found', '--wait=false', '--force', '--grace-period=0').catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}
