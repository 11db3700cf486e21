import type { Definitions, Schema } from '../../server/src/schema/jsonSchema.ts';

/**
 * First Kubernetes version of fields that 1.5 does not have: `Models version fields...`. Made by comparing the models of the published
 * Python clients 1.0 to 34.1, one for each minor version from 1.5 on; of a model that is itself newer, the field that leads to it is named.
 */
const SINCE = `
PodSpec 1.6 affinity automountServiceAccountToken initContainers schedulerName tolerations
PodSpec 1.7 hostAliases
PodSpec 1.8 priority priorityClassName
PodSpec 1.9 dnsConfig
PodSpec 1.10 shareProcessNamespace
PodSpec 1.11 readinessGates
PodSpec 1.12 runtimeClassName
PodSpec 1.13 enableServiceLinks
PodSpec 1.15 preemptionPolicy
PodSpec 1.16 ephemeralContainers overhead topologySpreadConstraints
PodSpec 1.19 setHostnameAsFQDN
PodSpec 1.23 os
PodSpec 1.25 hostUsers
PodSpec 1.26 resourceClaims schedulingGates
PodSpec 1.32 resources
PodSpec 1.34 hostnameOverride
Container 1.6 envFrom terminationMessagePolicy
Container 1.9 volumeDevices
Container 1.16 startupProbe
Container 1.27 resizePolicy
Container 1.28 restartPolicy
Container 1.34 restartPolicyRules
AzureDiskVolumeSource 1.7 kind
CinderVolumeSource 1.11 secretRef
ConfigMap 1.10 binaryData
ConfigMap,Secret 1.18 immutable
ConfigMapKeySelector,ConfigMapVolumeSource,SecretKeySelector,SecretVolumeSource 1.6 optional
EmptyDirVolumeSource 1.7 sizeLimit
EnvVarSource 1.34 fileKeyRef
FCVolumeSource 1.8 wwids
HostPathVolumeSource 1.8 type
ISCSIVolumeSource 1.6 portals
ISCSIVolumeSource 1.7 chapAuthDiscovery chapAuthSession secretRef
ISCSIVolumeSource 1.8 initiatorName
Lifecycle 1.33 stopSignal
LifecycleHandler 1.29 sleep
NodeSelectorTerm 1.11 matchFields
ObjectMeta 1.14 managedFields
OwnerReference 1.6 blockOwnerDeletion
PersistentVolumeClaimSpec 1.6 storageClassName
PersistentVolumeClaimSpec 1.9 volumeMode
PersistentVolumeClaimSpec 1.12 dataSource
PersistentVolumeClaimSpec 1.22 dataSourceRef
PersistentVolumeClaimSpec 1.29 volumeAttributesClassName
PodAffinityTerm 1.21 namespaceSelector
PodAffinityTerm 1.29 matchLabelKeys mismatchLabelKeys
PodDisruptionBudgetSpec 1.7 maxUnavailable
PodDisruptionBudgetSpec 1.26 unhealthyPodEvictionPolicy
PodResourceClaim 1.31 resourceClaimName resourceClaimTemplateName
PodSecurityContext 1.11 sysctls
PodSecurityContext 1.18 fsGroupChangePolicy
PodSecurityContext 1.31 supplementalGroupsPolicy
PodSecurityContext 1.32 seLinuxChangePolicy
PodSecurityContext,SecurityContext 1.10 runAsGroup
PodSecurityContext,SecurityContext 1.15 windowsOptions
PodSecurityContext,SecurityContext 1.19 seccompProfile
PodSecurityContext,SecurityContext 1.30 appArmorProfile
Probe 1.21 terminationGracePeriodSeconds
Probe 1.23 grpc
QuobyteVolumeSource 1.14 tenant
ResourceClaim 1.31 request
ResourceRequirements 1.26 claims
RollingUpdateStatefulSetStrategy 1.24 maxUnavailable
SecurityContext 1.8 allowPrivilegeEscalation
SecurityContext 1.12 procMount
ServiceAccount 1.6 automountServiceAccountToken
ServicePort 1.18 appProtocol
ServiceSpec 1.7 externalTrafficPolicy healthCheckNodePort
ServiceSpec 1.8 publishNotReadyAddresses sessionAffinityConfig
ServiceSpec 1.20 allocateLoadBalancerNodePorts clusterIPs ipFamilies ipFamilyPolicy
ServiceSpec 1.21 internalTrafficPolicy loadBalancerClass
ServiceSpec 1.30 trafficDistribution
StatefulSetSpec 1.7 podManagementPolicy revisionHistoryLimit updateStrategy
StatefulSetSpec 1.22 minReadySeconds
StatefulSetSpec 1.23 persistentVolumeClaimRetentionPolicy
StatefulSetSpec 1.26 ordinals
TCPSocketAction 1.7 host
TopologySpreadConstraint 1.24 minDomains
TopologySpreadConstraint 1.25 matchLabelKeys nodeAffinityPolicy nodeTaintsPolicy
TypedObjectReference 1.26 namespace
Volume 1.6 portworxVolume projected scaleIO
Volume 1.7 storageos
Volume 1.14 csi
Volume 1.19 ephemeral
Volume 1.31 image
VolumeMount 1.8 mountPropagation
VolumeMount 1.14 subPathExpr
VolumeMount 1.30 recursiveReadOnly
VolumeProjection 1.11 serviceAccountToken
VolumeProjection 1.29 clusterTrustBundle
VolumeProjection 1.34 podCertificate
VsphereVirtualDiskVolumeSource 1.7 storagePolicyID storagePolicyName
WindowsSecurityContextOptions 1.16 runAsUserName
WindowsSecurityContextOptions 1.22 hostProcess
`;

/** Fields of 1.35 to 1.37, from the clients 35.0 to 37.0: `Model version field type`. The dump that the rest is made of is of 1.34. */
const NEWER = `
PodSpec 1.35 workloadRef Any
PodSpec 1.36 schedulingGroup Any
PodSpec 1.37 evictionResponders Any
PodCertificateProjection 1.35 userAnnotations StringMap
PodCertificateProjection,ClusterTrustBundleProjection,DownwardAPIVolumeFile,KeyToPath,ServiceAccountTokenProjection 1.37 user int64
ConfigMapVolumeSource,DownwardAPIVolumeSource,ProjectedVolumeSource,SecretVolumeSource 1.37 defaultUser int64
EmptyDirVolumeSource 1.37 mode int32
GRPCAction 1.37 mode string
HTTPGetAction 1.37 protocol string
VolumeMount 1.37 bindMountOptions strings
`;

/** Says of each of these fields since when there is one, and adds those that are newer than the rest. */
export function withSince(all: Definitions): Definitions {
  const definitions: Record<string, Schema> = { ...all };
  for (const line of SINCE.trim().split('\n')) {
    const [names = '', version = '', ...fields] = line.split(' ');
    for (const name of names.split(','))
      for (const field of fields) change(definitions, name, field, (property) => property && { ...property, 'x-since': version });
  }
  for (const line of NEWER.trim().split('\n')) {
    const [names = '', version = '', field = '', type = ''] = line.split(' ');
    const added = { $ref: `types/${type}`, 'x-since': version };
    for (const name of names.split(',')) change(definitions, name, field, (property) => (property ? undefined : added));
  }
  return definitions;
}

/** An error where `make` has no answer: the table says what is not so. */
function change(definitions: Record<string, Schema>, name: string, field: string, make: (property: Schema | undefined) => Schema | undefined): void {
  const schema = definitions[name];
  const made = make(schema?.properties?.[field]);
  if (!schema || !made) throw new Error(`since.ts: ${name}.${field}`);
  definitions[name] = { ...schema, properties: { ...schema.properties, [field]: made } };
}
