/** The part of constraints.ts that speaks of pods and what they are made of, in the same notation. */
export const POD_CONSTRAINTS = `
Pod.metadata - *
Pod.spec - *
PodTemplateSpec.spec - *
PodSpec.containers - +
PodSpec.serviceAccountName DnsName
PodSpec.priorityClassName DnsName @modern
PodSpec.runtimeClassName DnsName @modern
PodOS.name enum linux|windows @modern
HostAlias.ip IP @modern
HostAlias.hostnames [DnsName] @modern
PodDNSConfig.nameservers [IP] @modern
PodSpec.restartPolicy enum Always|OnFailure|Never = Always @old
PodSpec.restartPolicy - = Always @modern
PodSpec.dnsPolicy enum ClusterFirst|Default = ClusterFirst @old
PodSpec.dnsPolicy - = ClusterFirst @modern
PodSpec.terminationGracePeriodSeconds - = 30
PodSpec.activeDeadlineSeconds PositiveLong @old
PodSpec.activeDeadlineSeconds Positive @modern
PodSpec.nodeName DnsName
PodSpec.hostname DnsLabel @old
PodSpec.subdomain DnsLabel @old
PodSpec.nodeSelector Labels
PodSecurityContext.runAsUser Id
PodSecurityContext.runAsGroup Id @modern
PodSecurityContext.fsGroup Id
PodSecurityContext.supplementalGroups [Id]
SecurityContext.runAsUser Id
SecurityContext.runAsGroup Id @modern
Container.name DnsLabel *
Container.image Text *
Container.imagePullPolicy enum Always|IfNotPresent|Never @old
Container.terminationMessagePath - = /dev/termination-log
Container.terminationMessagePolicy - = File @modern
ContainerResizePolicy.resourceName enum cpu|memory @modern
ContainerResizePolicy.restartPolicy enum NotRequired|RestartContainer @modern
ContainerPort.name PortName
ContainerPort.containerPort Port
ContainerPort.hostPort HostPort
ContainerPort.protocol enum TCP|UDP = TCP @old
ContainerPort.protocol - = TCP @modern
EnvVar.name Identifier @old
EnvVar.name EnvName @modern
ConfigMapKeySelector.name DnsName * @old
ConfigMapKeySelector.name DnsName * @modern
ConfigMapKeySelector.key DataKey
SecretKeySelector.name DnsName * @old
SecretKeySelector.name DnsName * @modern
SecretKeySelector.key DataKey
ObjectFieldSelector.apiVersion - = v1
ObjectFieldSelector.fieldPath enum metadata.name|metadata.namespace|status.podIP @1.3
ObjectFieldSelector.fieldPath enum metadata.name|metadata.namespace|status.podIP|spec.nodeName|spec.serviceAccountName @1.4
VolumeFieldSelector.fieldPath enum metadata.name|metadata.namespace|metadata.labels|metadata.annotations @old
ObjectFieldSelector.fieldPath FieldPath @modern
VolumeFieldSelector.fieldPath VolumeFieldPath @modern
VolumeResourceRequirements.limits Amounts
VolumeResourceRequirements.requests Amounts
VolumeMount.name Text
VolumeMount.mountPath Text
VolumeMount.subPath NoParent
VolumeMount.subPathExpr NoParent @modern
Probe.initialDelaySeconds Count
Probe.timeoutSeconds Count = 1
Probe.periodSeconds Count = 10
Probe.successThreshold Count = 1
Probe.failureThreshold Count = 3
Probe.terminationGracePeriodSeconds PositiveLong @modern
ExecAction.command words *
HTTPGetAction.path - = /
HTTPGetAction.port PortOrName
HTTPGetAction.scheme enum HTTP|HTTPS = HTTP @old
HTTPGetAction.scheme - = HTTP @modern
HTTPHeader.name HeaderName
TCPSocketAction.port PortOrName
GRPCAction.port Port @modern
ObjectMeta.name DnsName
ObjectMeta.namespace DnsLabel
ObjectMeta.labels Labels
ObjectMeta.annotations Annotations
LabelSelector.matchLabels Labels
LabelSelectorRequirement.key LabelKey
LabelSelectorRequirement.operator enum In|NotIn|Exists|DoesNotExist
LabelSelectorRequirement.values [LabelValue]
NodeSelectorRequirement.key LabelKey @modern
PersistentVolumeClaimSpec.accessModes [enum ReadWriteOnce|ReadOnlyMany|ReadWriteMany] @old
PersistentVolumeClaimSpec.accessModes [enum ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod] @modern
PersistentVolumeClaimSpec.volumeMode - = Filesystem @modern
PersistentVolumeClaimSpec.storageClassName DnsNameOrEmpty @modern
ServiceSpec.ports - * @old
ServiceSpec.selector Labels
ServiceSpec.clusterIP ClusterIP
ServiceSpec.externalIPs [IP]
ServiceSpec.type enum ClusterIP|NodePort|LoadBalancer = ClusterIP @1.3
ServiceSpec.type enum ClusterIP|NodePort|LoadBalancer|ExternalName = ClusterIP @1.4
ServiceSpec.type - = ClusterIP @modern
ServiceSpec.sessionAffinity enum None|ClientIP = None @old
ServiceSpec.sessionAffinity - = None @modern
ServicePort.name DnsLabel
ServicePort.protocol enum TCP|UDP = TCP @old
ServicePort.protocol - = TCP @modern
ServicePort.port Port
ServicePort.targetPort TargetPort
ServicePort.nodePort HostPort
Volume.name DnsLabel
HostPathVolumeSource.path Text
EmptyDirVolumeSource.medium enum Memory @old
EmptyDirVolumeSource.sizeLimit Amount @modern
SecretVolumeSource.secretName Text *
SecretVolumeSource.defaultMode Mode
SecretVolumeSource.defaultMode - = 0644 @1.4
SecretVolumeSource.defaultMode - = 0644 @modern
ConfigMapVolumeSource.name Text * @old
ConfigMapVolumeSource.name Text * @modern
EphemeralVolumeSource.volumeClaimTemplate - * @modern
ServiceAccountTokenProjection.expirationSeconds TokenSeconds @modern
NodeSelector.nodeSelectorTerms - + @modern
ServiceSpec.ipFamilies [enum IPv4|IPv6] @modern
ConfigMapVolumeSource.defaultMode Mode
ConfigMapVolumeSource.defaultMode - = 0644 @1.4
ConfigMapVolumeSource.defaultMode - = 0644 @modern
ProjectedVolumeSource.defaultMode Mode @modern
DownwardAPIVolumeSource.defaultMode Mode
DownwardAPIVolumeSource.defaultMode - = 0644 @1.4
DownwardAPIVolumeSource.defaultMode - = 0644 @modern
DownwardAPIVolumeFile.mode Mode
DownwardAPIVolumeFile.path ItemPath
KeyToPath.key Text
KeyToPath.path ItemPath
KeyToPath.mode Mode
NFSVolumeSource.server Text
NFSVolumeSource.path AbsolutePath
ISCSIVolumeSource.lun Lun
ISCSIVolumeSource.iqn Text
ISCSIVolumeSource.targetPortal Text
ISCSIVolumeSource.iscsiInterface - = default
RBDVolumeSource.pool - = rbd
RBDVolumeSource.user - = admin
RBDVolumeSource.keyring - = /etc/ceph/keyring
GitRepoVolumeSource.repository Text
GitRepoVolumeSource.directory NoParent
PersistentVolumeClaimVolumeSource.claimName Text
GCEPersistentDiskVolumeSource.pdName Text
AWSElasticBlockStoreVolumeSource.volumeID Text
PreferredSchedulingTerm.weight Weight @modern
WeightedPodAffinityTerm.weight Weight @modern
PodAffinityTerm.topologyKey LabelKey @modern
TopologySpreadConstraint.topologyKey Text @modern
TopologySpreadConstraint.maxSkew Positive @modern
PetSetSpec.volumeClaimTemplates [ClaimTemplate]
StatefulSetSpec.volumeClaimTemplates [ClaimTemplate] @modern
ClaimTemplate.metadata ClaimTemplateMeta
ClaimTemplateMeta.name DnsLabel
ClaimTemplateMeta.labels StringMap @old
Service.metadata ServiceMeta *
ServiceMeta.name OldServiceLabel @1.3
ServiceMeta.name ServiceLabel @1.4
ServiceMeta.name ServiceLabel @modern
ObjectMeta.generateName GenerateName
ObjectMeta.finalizers [Finalizer] @modern
ClaimTemplateMeta.finalizers [Finalizer] @modern
ObjectMeta.finalizers [Finalizer] @1.4
ClaimTemplateMeta.finalizers [Finalizer] @1.4
ObjectMeta.clusterName ServiceLabel @1.4
AzureDiskVolumeSource.cachingMode enum None|ReadOnly|ReadWrite ~ @1.4
Container.livenessProbe LivenessProbe
Container.startupProbe LivenessProbe @modern
LivenessProbe.successThreshold One = 1
Container.image Image * @modern
DownwardAPIVolumeFile.fieldRef VolumeFieldSelector
PersistentVolumeClaimSpec.resources VolumeResourceRequirements
PersistentVolumeClaimSpec.volumeAttributesClassName DnsNameOrEmpty @modern
ResourceRequirements.limits OldContainerAmounts @old
ResourceRequirements.requests OldContainerAmounts @old
ResourceRequirements.limits ContainerAmounts @modern
ResourceRequirements.requests ContainerAmounts @modern
ResourceFieldSelector.resource enum limits.cpu|limits.memory|requests.cpu|requests.memory @old
ResourceFieldSelector.resource ResourceField @modern
ResourceFieldSelector.divisor Divisor
ServiceSpec.loadBalancerSourceRanges [Network]
ServiceSpec.healthCheckNodePort HostPort @modern
ServiceSpec.clusterIPs [ClusterIP] @modern
HostPathVolumeSource.path UpwardFree @modern
Sysctl.name SysctlName @modern
TopologySpreadConstraint.minDomains Positive @modern
PodAffinityTerm.namespaces [DnsLabel] @modern
ServiceAccountTokenProjection.path ItemPath @modern
PodSchedulingGate.name LabelKey @modern
PodReadinessGate.conditionType LabelKey @modern
VolumeDevice.name Text @modern
EnvFromSource.prefix EnvName @modern
HTTPHeader.value - ! @modern
SeccompProfile.localhostProfile NoParent @modern
ISCSIVolumeSource.lun Lun ! @modern
Sysctl.value - ! @modern
SleepAction.seconds - ! @modern
PreferredSchedulingTerm.preference - ! @modern
ScaleIOVolumeSource.secretRef - ! @modern
StatefulSetStatus.replicas - ! @modern
StatefulSetCondition.type - ! @modern
StatefulSetCondition.status - ! @modern
PersistentVolumeClaimCondition.type - ! @modern
PersistentVolumeClaimCondition.status - ! @modern
ModifyVolumeStatus.status string ! @modern
PersistentVolumeClaimStatus.phase string @modern
PersistentVolumeClaimStatus.accessModes strings @modern
PersistentVolumeClaimStatus.allocatedResourceStatuses StringMap @modern
StatefulSet.metadata StatefulSetMeta * @modern
StatefulSetMeta.generateName SetPrefix @modern
ServiceMeta.generateName ServicePrefix
PersistentVolumeClaim.metadata - *
ClaimTemplate.metadata - !
ObjectMeta.creationTimestamp - ~
ObjectMeta.deletionTimestamp - ~
OwnerReference.apiVersion ApiVersion *
ServiceSpec.internalTrafficPolicy - ~ @modern
ServiceSpec.ipFamilyPolicy - ~ @modern
ServiceSpec.loadBalancerClass QualifiedName ~ @modern
ServiceSpec.trafficDistribution enum PreferClose|PreferSameZone|PreferSameNode ~ @modern
ServicePort.appProtocol QualifiedName ~ @modern
PersistentVolumeClaimSpec.volumeMode - ~ @modern
TypedLocalObjectReference.apiGroup DnsNameOrEmpty @modern
TypedLocalObjectReference.kind Text * @modern
TypedLocalObjectReference.name Text * @modern
TypedObjectReference.apiGroup DnsNameOrEmpty @modern
TypedObjectReference.kind Text * @modern
TypedObjectReference.name Text * @modern
TypedObjectReference.namespace DnsLabel @modern
ConfigMapEnvSource.name DnsName * @modern
SecretEnvSource.name DnsName * @modern
PodAffinityTerm.matchLabelKeys [LabelKey] @modern
PodAffinityTerm.mismatchLabelKeys [LabelKey] @modern
TopologySpreadConstraint.matchLabelKeys [LabelKey] @modern
TopologySpreadConstraint.nodeAffinityPolicy - ~ @modern
TopologySpreadConstraint.nodeTaintsPolicy - ~ @modern
Toleration.key LabelKey @modern
ObjectFieldSelector.apiVersion enum v1 = v1
VolumeFieldSelector.apiVersion enum v1 = v1
ResourceFieldSelector.divisor Divisor ~
EmptyDirVolumeSource.sizeLimit Amount ~ @modern
ResourceClaim.name Text @modern
ResourceClaim.request DnsLabel @modern
PodResourceClaim.name DnsLabel @modern
PodResourceClaim.resourceClaimName DnsName ~ @modern
PodResourceClaim.resourceClaimTemplateName DnsName ~ @modern
PodDNSConfig.searches [SearchName] @modern
PodDNSConfigOption.name Text * @modern
PodSpec.runtimeClassName DnsName ~ @modern
PodSecurityContext.fsGroupChangePolicy - ~ @modern
PodSecurityContext.supplementalGroupsPolicy - ~ @modern
PodSecurityContext.seLinuxChangePolicy enum Recursive|MountOption ~ @modern
SecurityContext.procMount - ~ @modern
WindowsSecurityContextOptions.gmsaCredentialSpec Text ~ @modern
WindowsSecurityContextOptions.gmsaCredentialSpecName DnsName ~ @modern
WindowsSecurityContextOptions.runAsUserName WindowsUser ~ @modern
VolumeMount.mountPropagation - ~ @modern
VolumeMount.recursiveReadOnly enum Disabled|IfPossible|Enabled ~ @modern
Lifecycle.stopSignal string @modern
ContainerRestartRule.action - ! @modern
NamedReference.name Text * @modern
DnsReference.name DnsName * @modern
AWSElasticBlockStoreVolumeSource.partition Lun
GCEPersistentDiskVolumeSource.partition Lun
ISCSIVolumeSource.iqn Iqn * @modern
ISCSIVolumeSource.initiatorName Iqn ~ @modern
QuobyteVolumeSource.registry HostPorts * @modern
QuobyteVolumeSource.registry HostPorts * @1.4
QuobyteVolumeSource.tenant Tenant @modern
StorageOSVolumeSource.volumeName DnsLabel * @modern
StorageOSVolumeSource.volumeNamespace DnsLabel @modern
StorageOSVolumeSource.secretRef NamedReference @modern
CinderVolumeSource.secretRef NamedReference @modern
ScaleIOVolumeSource.volumeName Text * @modern
CSIVolumeSource.driver CsiDriver * @modern
CSIVolumeSource.nodePublishSecretRef DnsReference @modern
ConfigMapProjection.name Text * @modern
SecretProjection.name Text * @modern
CephFSVolumeSource.monitors words *
RBDVolumeSource.monitors words *
FlockerVolumeSource.datasetName NoSlash
FCVolumeSource.lun Lun
ContainerRestartRuleOnExitCodes.operator - ! @modern
`;
