import type { Minor } from '../../kube/version.ts';
import type { Level } from '../rule.ts';

/** An annotation whose time is over. */
export interface OldAnnotation {
  readonly key: RegExp;
  /** The first version that ignores it. */
  readonly from: Minor;
  readonly level: Level;
  readonly instead: string;
  /** The field that took over: where it is set, the annotation is there for older clusters. */
  readonly field?: readonly string[];
}

/** docs/facts/statefulset.md#from-petset-to-statefulset, docs/facts/api-validation.md#old-annotations. */
export const POD_ANNOTATIONS: readonly OldAnnotation[] = [
  { key: /^pod\.alpha\.kubernetes\.io\/initialized$/, from: 8, level: 'information', instead: 'there is no pause switch any more' },
  { key: /^pod\.beta\.kubernetes\.io\/(hostname|subdomain)$/, from: 7, level: 'information', instead: 'the controller names the pets' },
  { key: /^scheduler\.alpha\.kubernetes\.io\/affinity$/, from: 8, level: 'warning', instead: 'use spec.affinity', field: ['spec', 'affinity'] },
  { key: /^scheduler\.alpha\.kubernetes\.io\/tolerations$/, from: 8, level: 'warning', instead: 'use spec.tolerations', field: ['spec', 'tolerations'] },
  {
    key: /^security\.alpha\.kubernetes\.io\/(unsafe-)?sysctls$/,
    from: 11,
    level: 'warning',
    instead: 'use securityContext.sysctls',
    field: ['spec', 'securityContext', 'sysctls'],
  },
  {
    key: /^(container\.)?seccomp\.security\.alpha\.kubernetes\.io\//,
    from: 27,
    level: 'warning',
    instead: 'use securityContext.seccompProfile',
    field: ['spec', 'securityContext', 'seccompProfile'],
  },
  {
    key: /^scheduler\.alpha\.kubernetes\.io\/critical-pod$/,
    from: 16,
    level: 'warning',
    instead: 'use priorityClassName',
    field: ['spec', 'priorityClassName'],
  },
];
export const CLAIM_ANNOTATIONS: readonly OldAnnotation[] = [
  {
    key: /^volume\.alpha\.kubernetes\.io\/storage-class$/,
    from: 7,
    level: 'information',
    instead: 'the default storage class is used',
    field: ['spec', 'storageClassName'],
  },
];
export const SERVICE_ANNOTATIONS: readonly OldAnnotation[] = [
  {
    key: /^service\.alpha\.kubernetes\.io\/tolerate-unready-endpoints$/,
    from: 21,
    level: 'warning',
    instead: 'use publishNotReadyAddresses',
    field: ['spec', 'publishNotReadyAddresses'],
  },
];
