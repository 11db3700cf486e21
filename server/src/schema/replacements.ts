/** Fields that came after Kubernetes 1.4, and what 1.3 and 1.4 have instead. */
export const REPLACEMENTS: Readonly<Record<string, string>> = {
  initContainers:
    'Kubernetes 1.3 and 1.4 take init containers as JSON in the annotation `pod.beta.kubernetes.io/init-containers` (1.3: `pod.alpha.kubernetes.io/init-containers`) of the pod template.',
  affinity: 'Kubernetes 1.4 takes it as JSON in the annotation `scheduler.alpha.kubernetes.io/affinity` of the pod template.',
  tolerations: 'Kubernetes 1.4 takes them as JSON in the annotation `scheduler.alpha.kubernetes.io/tolerations` of the pod template.',
  schedulerName: 'Kubernetes 1.4 takes it in the annotation `scheduler.alpha.kubernetes.io/name` of the pod template.',
  storageClassName: 'Kubernetes 1.4 takes it in the annotation `volume.beta.kubernetes.io/storage-class` of the claim.',
  publishNotReadyAddresses: 'Kubernetes 1.4 takes it in the annotation `service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"` of the Service.',
  sysctls: 'Kubernetes 1.4 takes them in the annotation `security.alpha.kubernetes.io/sysctls` of the pod template.',
  seccompProfile: 'Kubernetes 1.4 takes it in the annotation `seccomp.security.alpha.kubernetes.io/pod` of the pod template.',
  updateStrategy: 'A PetSet has no rolling update: delete the pets one by one to renew them.',
  podManagementPolicy: 'A PetSet always starts its pets one after the other; a StatefulSet has the choice from Kubernetes 1.7 on.',
  persistentVolumeClaimRetentionPolicy: 'A PetSet never deletes claims; a StatefulSet can from Kubernetes 1.23 on.',
  ordinals: 'The ordinals of a PetSet begin at 0.',
  minReadySeconds: 'It came with Kubernetes 1.22, for StatefulSets.',
  startupProbe: 'It came with Kubernetes 1.16; use initialDelaySeconds of the liveness probe.',
  envFrom: 'It came with Kubernetes 1.6; list the variables in `env`.',
  topologySpreadConstraints: 'They came with Kubernetes 1.16.',
  priorityClassName: 'It came with Kubernetes 1.8.',
  projected: 'Projected volumes came with Kubernetes 1.6.',
};
