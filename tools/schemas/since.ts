import type { Definitions, Schema } from '../../server/src/schema/jsonSchema.ts';

/**
 * First Kubernetes version of fields that 1.4 does not have: `Model version fields…`. Read off the API descriptions of 1.5 to 1.34;
 * versions after 1.13 from the release notes of the feature.
 */
const SINCE = `
PodSpec 1.6 initContainers affinity tolerations schedulerName automountServiceAccountToken
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
Volume 1.5 photonPersistentDisk
Volume 1.6 projected portworxVolume scaleIO
Volume 1.7 storageos
Volume 1.14 csi
Volume 1.19 ephemeral
Volume 1.31 image
VolumeMount 1.8 mountPropagation
VolumeMount 1.11 subPathExpr
VolumeMount 1.30 recursiveReadOnly
PersistentVolumeClaimSpec 1.6 storageClassName
PersistentVolumeClaimSpec 1.9 volumeMode
PersistentVolumeClaimSpec 1.12 dataSource
PersistentVolumeClaimSpec 1.22 dataSourceRef
PersistentVolumeClaimSpec 1.29 volumeAttributesClassName
SecurityContext 1.8 allowPrivilegeEscalation
SecurityContext,PodSecurityContext 1.10 runAsGroup
SecurityContext 1.12 procMount
SecurityContext,PodSecurityContext 1.14 windowsOptions
SecurityContext,PodSecurityContext 1.19 seccompProfile
SecurityContext,PodSecurityContext 1.30 appArmorProfile
PodSecurityContext 1.11 sysctls
PodSecurityContext 1.18 fsGroupChangePolicy
PodSecurityContext 1.31 supplementalGroupsPolicy
PodSecurityContext 1.32 seLinuxChangePolicy
Probe 1.22 terminationGracePeriodSeconds
Probe 1.23 grpc
HostPathVolumeSource 1.8 type
EmptyDirVolumeSource 1.7 sizeLimit
SecretVolumeSource,ConfigMapVolumeSource,SecretKeySelector,ConfigMapKeySelector 1.6 optional
ServiceSpec 1.7 externalTrafficPolicy healthCheckNodePort
ServiceSpec 1.8 publishNotReadyAddresses sessionAffinityConfig
ServiceSpec 1.20 allocateLoadBalancerNodePorts clusterIPs ipFamilies ipFamilyPolicy
ServiceSpec 1.21 internalTrafficPolicy loadBalancerClass
ServiceSpec 1.30 trafficDistribution
ServicePort 1.18 appProtocol
StatefulSetSpec 1.7 podManagementPolicy updateStrategy revisionHistoryLimit
StatefulSetSpec 1.22 minReadySeconds
StatefulSetSpec 1.23 persistentVolumeClaimRetentionPolicy
StatefulSetSpec 1.26 ordinals
RollingUpdateStatefulSetStrategy 1.24 maxUnavailable
`;

/** Says of each of these fields since when there is one. */
export function withSince(all: Definitions): Definitions {
  const definitions: Record<string, Schema> = { ...all };
  for (const line of SINCE.trim().split('\n')) {
    const [names = '', version = '', ...fields] = line.split(' ');
    for (const model of names.split(',')) {
      const schema = definitions[model];
      if (!schema?.properties) throw new Error(`since.ts: no ${model}`);
      const properties: Record<string, Schema> = { ...schema.properties };
      for (const field of fields) {
        const property = properties[field];
        if (!property) throw new Error(`since.ts: no ${model}.${field}`);
        properties[field] = { ...property, 'x-since': version };
      }
      definitions[model] = { ...schema, properties };
    }
  }
  return definitions;
}
