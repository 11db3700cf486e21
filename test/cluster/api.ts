import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { certificateFile, keyFile } from './certificates.ts';
import { apiUrl, names } from './places.ts';

type Answer = { readonly status: number; readonly body: string };

export async function apiReady(): Promise<boolean> {
  return (await ask('GET', '/readyz')).status === 200;
}

export async function nodeReady(): Promise<boolean> {
  const answer = await ask('GET', `/api/v1/nodes/${names.node}`);
  return answer.status === 200 && /"type":"Ready","status":"True"/.test(answer.body);
}

/** Until the controller manager has made it, the API server refuses every pod. */
export async function defaultAccountExists(): Promise<boolean> {
  return (await ask('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200;
}

/** The claims of an example name no class. */
export async function makeStorageClass(): Promise<void> {
  const answer = await ask('POST', '/apis/storage.k8s.io/v1/storageclasses', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/host-path',
  });
  if (answer.status !== 201) throw new Error(`storage class refused: ${answer.status} ${answer.body}`);
}

/** The kubelet may read what pods need, whether or not the API server has seen yet that a pod of its node needs it. */
export async function allowNodes(): Promise<void> {
  const answer = await ask('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'petset-tools:nodes' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:nodes' }],
  });
  if (answer.status !== 201) throw new Error(`rights of nodes refused: ${answer.status} ${answer.body}`);
}

async function ask(method: string, path: string, body?: object): Promise<Answer> {
  const [ca, cert, key] = await Promise.all([certificateFile('ca'), certificateFile('admin'), keyFile('admin')].map((file) => readFile(file)));
  const options = { method, ca, cert, key, timeout: 5000, agent: false, headers: { 'content-type': 'application/json', accept: 'application/json' } };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, apiUrl), options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer from the API server within 5 s')));
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
