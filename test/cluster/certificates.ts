import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiUrl, names, network, places } from './places.ts';
import { run } from './run.ts';

type Certificate = { readonly name: string; readonly common: string; readonly organisation?: string; readonly alternatives?: string };

const authority: Certificate = { name: 'ca', common: 'petset-tools test cluster' };

/** The node's is both its name towards the API server and its server certificate; `accounts` only lends its key. */
const certificates: readonly Certificate[] = [
  { name: 'admin', common: 'petset-tools', organisation: 'system:masters' },
  { name: 'node', common: `system:node:${names.node}`, organisation: 'system:nodes', alternatives: `IP:${network.host},DNS:${names.node}` },
  {
    name: 'apiserver',
    common: 'kube-apiserver',
    alternatives: `IP:127.0.0.1,IP:${network.host},IP:${network.apiService},DNS:localhost,DNS:kubernetes.default.svc`,
  },
  { name: 'accounts', common: 'service-accounts' },
];

export const certificateFile = (name: string): string => join(places.certificates, `${name}.crt`);
export const keyFile = (name: string): string => join(places.certificates, `${name}.key`);
export const nodeKubeconfig = join(places.certificates, 'node.kubeconfig');

/** New ones for each start: they live no longer than the cluster, so none has to be renewed or guarded. */
export async function makeCertificates(): Promise<void> {
  await mkdir(places.certificates, { recursive: true, mode: 0o700 });
  await issue(authority);
  await Promise.all(certificates.map(issue));
  await writeFile(places.kubeconfig, await kubeconfig('admin'), { mode: 0o600 });
  await writeFile(nodeKubeconfig, await kubeconfig('node'), { mode: 0o600 });
}

async function issue(certificate: Certificate): Promise<void> {
  const configuration = join(places.certificates, `${certificate.name}.cnf`);
  await writeFile(configuration, request(certificate));
  const signer = certificate === authority ? [] : ['-CA', certificateFile(authority.name), '-CAkey', keyFile(authority.name)];
  await run('openssl', [
    ...['req', '-x509', '-config', configuration, '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-nodes', '-days', '3650', '-keyout', keyFile(certificate.name), '-out', certificateFile(certificate.name), ...signer],
  ]);
}

/** A file of its own: with the system's openssl.cnf each certificate would become an authority. */
function request(certificate: Certificate): string {
  const isAuthority = certificate === authority;
  return [
    '[req]\nprompt = no\ndistinguished_name = subject\nx509_extensions = extensions\n[subject]',
    ...(certificate.organisation === undefined ? [] : [`O = ${certificate.organisation}`]),
    `CN = ${certificate.common}\n[extensions]`,
    `basicConstraints = critical, CA:${isAuthority ? 'TRUE' : 'FALSE'}`,
    `keyUsage = critical, ${isAuthority ? 'keyCertSign, cRLSign' : 'digitalSignature'}`,
    ...(isAuthority ? [] : ['extendedKeyUsage = serverAuth, clientAuth']),
    ...(certificate.alternatives === undefined ? [] : [`subjectAltName = ${certificate.alternatives}`]),
    '',
  ].join('\n');
}

/** Everything inside, so that the one file can be carried to where an editor runs. */
async function kubeconfig(user: string): Promise<string> {
  const [ca, certificate, key] = await Promise.all([certificateFile('ca'), certificateFile(user), keyFile(user)].map((file) => readFile(file, 'base64')));
  return `apiVersion: v1
kind: Config
current-context: ${names.context}
contexts:
- name: ${names.context}
  context: { cluster: ${names.context}, user: ${user}, namespace: default }
clusters:
- name: ${names.context}
  cluster:
    server: ${apiUrl}
    certificate-authority-data: ${ca}
users:
- name: ${user}
  user:
    client-certificate-data: ${certificate}
    client-key-data: ${key}
`;
}
