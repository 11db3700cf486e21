import { podsOf } from '../kube/pods.ts';
import { entries } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';

/** Kind of volume, version of the first warning, and what is true now. */
const KINDS: ReadonlyMap<string, readonly [from: number, what: string]> = new Map([
  ['gitRepo', [11, 'is deprecated, and off since Kubernetes 1.33: clone into an emptyDir in an init container']],
  ['glusterfs', [25, 'is gone since Kubernetes 1.26: the pod never starts']],
  ['flocker', [22, 'is gone since Kubernetes 1.25: the pod never starts']],
  ['quobyte', [22, 'is gone since Kubernetes 1.25: the pod never starts']],
  ['storageos', [22, 'is gone since Kubernetes 1.25: the pod never starts']],
  ['scaleIO', [16, 'is gone since Kubernetes 1.22: the pod never starts']],
  ['cephfs', [28, 'is gone since Kubernetes 1.31: use the CSI driver of Ceph']],
  ['rbd', [28, 'is gone since Kubernetes 1.31: use the CSI driver of Ceph']],
  ['photonPersistentDisk', [11, 'is gone: the pod never starts']],
]);

/** docs/facts/api-validation.md#old-kinds-of-volumes; the versions are those of the server's own warnings and the release notes. */
export const volumeKindOld = defineRule({
  id: 'volume-kind-old',
  level: 'warning',
  summary: 'A kind of volume that this Kubernetes version no longer mounts, or soon will not.',
  source: 'Warnings of the API server (observed on 1.34.4), which accepts the pod.',
  check(document, report) {
    for (const pod of podsOf(document)) {
      for (const entry of pod.template.volumes.flatMap((v) => entries(v.tree))) {
        const old = KINDS.get(entry.key);
        if (old && document.version >= old[0]) report({ span: entry.keySpan, message: `Volume kind ${entry.key} ${old[1]}.` });
      }
    }
  },
});
