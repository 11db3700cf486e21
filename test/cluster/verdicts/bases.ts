import type { Value } from './samples.ts';

const container = { name: 'app', image: 'nginx:1.27', volumeMounts: [{ name: 'data', mountPath: '/data' }] };
const pod = { containers: [container], volumes: [{ name: 'scratch', emptyDir: {} }] };

/** A whole and valid object of a kind, small: what is tried is put into it. `url` is where the server takes it. */
export interface Base {
  readonly address: string;
  readonly url: string;
  readonly manifest: Value;
}

export const BASES: readonly Base[] = [
  {
    address: 'core-1.34.json#/definitions/ConfigMap',
    url: '/api/v1/namespaces/default/configmaps',
    manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { file: 'text' } },
  },
  {
    address: 'core-1.34.json#/definitions/Secret',
    url: '/api/v1/namespaces/default/secrets',
    manifest: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' }, data: { file: 'dGV4dA==' } },
  },
  {
    address: 'core-1.34.json#/definitions/ServiceAccount',
    url: '/api/v1/namespaces/default/serviceaccounts',
    manifest: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } },
  },
  {
    address: 'core-1.34.json#/definitions/PodDisruptionBudget',
    url: '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
    manifest: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    },
  },
  {
    address: 'statefulset-v1.json#/definitions/StatefulSet',
    url: '/apis/apps/v1/namespaces/default/statefulsets',
    manifest: {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'web' },
      spec: {
        serviceName: 'web',
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: pod },
        volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
      },
    },
  },
  {
    address: 'core-1.34.json#/definitions/Service',
    url: '/api/v1/namespaces/default/services',
    manifest: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] } },
  },
  {
    address: 'core-1.34.json#/definitions/PersistentVolumeClaim',
    url: '/api/v1/namespaces/default/persistentvolumeclaims',
    manifest: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  },
  {
    address: 'core-1.34.json#/definitions/Pod',
    url: '/api/v1/namespaces/default/pods',
    manifest: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        containers: [{ name: 'app', image: 'nginx:1.27', volumeMounts: [{ name: 'scratch', mountPath: '/data' }] }],
        volumes: [{ name: 'scratch', emptyDir: {} }],
      },
    },
  },
];
