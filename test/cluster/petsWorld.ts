// Sets that are tried with their pets, in a namespace of their own on a real Kubernetes.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Connection, connect, readKubeconfig } from '../../client/src/cluster/index.ts';
import type { Declared } from '../../client/src/cluster/plan.ts';
import type { PetsTrial } from '../../client/src/cluster/trial/petsTrial.ts';
import { Playground } from './playground.ts';
import { value } from './wait.ts';

/** A set called web with this in its pod, in its container, and with these claims. */
export const set = ({ pod = '', container = '', claims = '', name = 'web' } = {}): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: web
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      ${pod}
      containers:
        - name: main
          image: nowhere/none
          ${container}
${claims === '' ? '' : `  volumeClaimTemplates:\n    - metadata: {name: data}\n      spec: {accessModes: [ReadWriteOnce], ${claims}}\n`}`;

export const storage = (amount: string): string => `resources: {requests: {storage: ${amount}}}`;

export function declared(text: string): Declared {
  const value = parse(text);
  return { apiVersion: value.apiVersion, kind: value.kind, name: value.metadata.name, namespace: '', text, value };
}

export class PetsWorld {
  readonly playground: Playground;
  readonly connection: Connection;

  private constructor(playground: Playground, connection: Connection) {
    this.playground = playground;
    this.connection = connection;
  }

  /** With the Service of the set. */
  static async create(kubeconfig: string, context: string, namespace: string): Promise<PetsWorld> {
    const playground = await Playground.create(kubeconfig, namespace);
    await playground.kubectl('wait', '--for=create', 'serviceaccount/default', '--timeout=30s');
    await playground.kubectl('create', 'service', 'clusterip', 'web', '--clusterip=None');
    return new PetsWorld(playground, await connected(playground, context));
  }

  /** In another context of the same kubeconfig. */
  async connected(contextName: string): Promise<Connection> {
    return await connected(this.playground, contextName);
  }

  /** Of a set that the server takes, in a manifest with others. */
  async trial(text: string, others: readonly string[] = [], over = this.connection): Promise<PetsTrial> {
    const [object, changing] = [declared(text), others.map(declared)];
    const plan = value(await over.plan(object));
    assert.deepEqual(plan.refused, [], 'the set itself is accepted');
    return value(await over.tryPets({ object, plan, manifest: [object, ...changing], changing: [object, ...changing] }));
  }

  async refused(text: string, ...others: readonly string[]): Promise<readonly string[]> {
    const { refused, untried } = await this.trial(text, others);
    assert.equal(untried, undefined);
    const short = (message: string) =>
      message.replace(/^The set is accepted, but (?:its )?(.*?) will be refused(?:, so that its pet is never made)?: /, '$1: ');
    return refused.map(({ path, message }) => `${path}: ${short(message)}`);
  }

  async warned(text: string, ...others: readonly string[]): Promise<readonly string[]> {
    const { warnings } = await this.trial(text, others);
    assert.ok(warnings.every(({ severity }) => severity === 'warning'));
    return warnings.map(({ path, message }) => `${path}: ${message}`);
  }

  async make(yaml: string): Promise<void> {
    const file = join(tmpdir(), `${this.playground.namespace}-${process.pid}.yaml`);
    await writeFile(file, yaml);
    await this.playground.kubectl('apply', '-f', file);
  }

  async remove(): Promise<void> {
    this.connection.close();
    await this.playground.remove();
  }
}

async function connected({ kubeconfig }: Playground, contextName: string): Promise<Connection> {
  const source = { setting: kubeconfig, env: {}, home: tmpdir() };
  return value(await connect({ kubeconfig: value(await readKubeconfig(source)), contextName, source }));
}
