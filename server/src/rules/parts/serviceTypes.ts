import type { Minor } from '../../kube/version.ts';

/** A field of a Service that only some types have: from which version, with what consequence elsewhere. */
export interface TypedField {
  readonly key: string;
  readonly types: readonly string[];
  readonly from: Minor;
  readonly refused: boolean;
}

const OUTSIDE = ['NodePort', 'LoadBalancer'];
const INSIDE = ['ClusterIP', ...OUTSIDE];

/** core validation.go ValidateService. What is not refused is ignored. */
export const TYPED_FIELDS: readonly TypedField[] = [
  { key: 'loadBalancerSourceRanges', types: ['LoadBalancer'], from: 3, refused: true },
  { key: 'loadBalancerClass', types: ['LoadBalancer'], from: 21, refused: true },
  { key: 'allocateLoadBalancerNodePorts', types: ['LoadBalancer'], from: 20, refused: true },
  { key: 'loadBalancerIP', types: ['LoadBalancer'], from: 3, refused: false },
  { key: 'externalTrafficPolicy', types: OUTSIDE, from: 7, refused: true },
  { key: 'healthCheckNodePort', types: ['LoadBalancer'], from: 7, refused: true },
  { key: 'externalIPs', types: INSIDE, from: 3, refused: false },
  { key: 'externalName', types: ['ExternalName'], from: 4, refused: false },
  { key: 'clusterIPs', types: INSIDE, from: 20, refused: true },
  { key: 'ipFamilies', types: INSIDE, from: 20, refused: true },
  { key: 'ipFamilyPolicy', types: INSIDE, from: 20, refused: true },
];
