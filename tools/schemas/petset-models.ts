/**
 * Every model of the two API descriptions of apps/v1alpha1 (Kubernetes 1.3 and 1.4) and of the Service and Pod of that time.
 * `*`: the client check demands it. `†`: new in 1.4. `[X]`: list, `{X}`: map of strings to X. What the description of the time says badly
 * (int-or-string and quantities as strings, maps without values) is mended here. Narrower types of single fields are in constraints.ts.
 */
export const MODELS = `
LabelSelector: matchLabels {string}, matchExpressions [LabelSelectorRequirement]
LabelSelectorRequirement: key* string, operator* string, values [string]
AWSElasticBlockStoreVolumeSource: volumeID* string, fsType string, partition int32, readOnly boolean
AzureDiskVolumeSource†: diskName* string, diskURI* string, cachingMode string, fsType string, readOnly boolean
AzureFileVolumeSource: secretName* string, shareName* string, readOnly boolean
Capabilities: add [string], drop [string]
CephFSVolumeSource: monitors* [string], path string, user string, secretFile string, secretRef LocalObjectReference, readOnly boolean
CinderVolumeSource: volumeID* string, fsType string, readOnly boolean
ConfigMapKeySelector: name string, key* string
ConfigMapVolumeSource: name string, items [KeyToPath], defaultMode† int32
Container: name* string, image string, command [string], args [string], workingDir string, ports [ContainerPort], env [EnvVar],
  resources ResourceRequirements, volumeMounts [VolumeMount], livenessProbe Probe, readinessProbe Probe, lifecycle Lifecycle,
  terminationMessagePath string, imagePullPolicy string, securityContext SecurityContext, stdin boolean, stdinOnce boolean, tty boolean
ContainerPort: name string, hostPort int32, containerPort* int32, protocol string, hostIP string
DownwardAPIVolumeFile: path* string, fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector, mode† int32
DownwardAPIVolumeSource: items [DownwardAPIVolumeFile], defaultMode† int32
EmptyDirVolumeSource: medium string
EnvVar: name* string, value string, valueFrom EnvVarSource
EnvVarSource: fieldRef ObjectFieldSelector, resourceFieldRef ResourceFieldSelector, configMapKeyRef ConfigMapKeySelector,
  secretKeyRef SecretKeySelector
ExecAction: command [string]
FCVolumeSource: targetWWNs* [string], lun* int32, fsType string, readOnly boolean
FlexVolumeSource: driver* string, fsType string, secretRef LocalObjectReference, readOnly boolean, options {string}
FlockerVolumeSource: datasetName* string
GCEPersistentDiskVolumeSource: pdName* string, fsType string, partition int32, readOnly boolean
GitRepoVolumeSource: repository* string, revision string, directory string
GlusterfsVolumeSource: endpoints* string, path* string, readOnly boolean
HTTPGetAction: path string, port* IntOrString, host string, scheme string, httpHeaders [HTTPHeader]
HTTPHeader: name* string, value* string
Handler: exec ExecAction, httpGet HTTPGetAction, tcpSocket TCPSocketAction
HostPathVolumeSource: path* string
ISCSIVolumeSource: targetPortal* string, iqn* string, lun* int32, iscsiInterface string, fsType string, readOnly boolean
KeyToPath: key* string, path* string, mode† int32
Lifecycle: postStart Handler, preStop Handler
LocalObjectReference: name string
NFSVolumeSource: server* string, path* string, readOnly boolean
ObjectFieldSelector: apiVersion string, fieldPath* string
ObjectMeta: name string, generateName string, namespace string, selfLink string, uid string, resourceVersion string, generation int64,
  creationTimestamp Time, deletionTimestamp Time, deletionGracePeriodSeconds int64, labels {string}, annotations {string},
  ownerReferences [OwnerReference], finalizers [string], clusterName† string
OwnerReference: apiVersion* string, kind* string, name* string, uid* string, controller boolean
PersistentVolumeClaim: kind string, apiVersion string, metadata ObjectMeta, spec PersistentVolumeClaimSpec, status PersistentVolumeClaimStatus
PersistentVolumeClaimSpec: accessModes [string], selector LabelSelector, resources ResourceRequirements, volumeName string
PersistentVolumeClaimStatus: phase string, accessModes [string], capacity {Quantity}
PersistentVolumeClaimVolumeSource: claimName* string, readOnly boolean
PodSecurityContext: seLinuxOptions SELinuxOptions, runAsUser int64, runAsNonRoot boolean, supplementalGroups [int64], fsGroup int64
PodSpec: volumes [Volume], containers* [Container], restartPolicy string, terminationGracePeriodSeconds int64, activeDeadlineSeconds int64,
  dnsPolicy string, nodeSelector {string}, serviceAccountName string, serviceAccount string, nodeName string, hostNetwork boolean, hostPID boolean,
  hostIPC boolean, securityContext PodSecurityContext, imagePullSecrets [LocalObjectReference], hostname string, subdomain string
PodTemplateSpec: metadata ObjectMeta, spec PodSpec
Probe: exec ExecAction, httpGet HTTPGetAction, tcpSocket TCPSocketAction, initialDelaySeconds int32, timeoutSeconds int32, periodSeconds int32,
  successThreshold int32, failureThreshold int32
QuobyteVolumeSource†: registry* string, volume* string, readOnly boolean, user string, group string
RBDVolumeSource: monitors* [string], image* string, fsType string, pool string, user string, keyring string, secretRef LocalObjectReference,
  readOnly boolean
ResourceFieldSelector: containerName string, resource* string, divisor Quantity
ResourceRequirements: limits {Quantity}, requests {Quantity}
SELinuxOptions: user string, role string, type string, level string
SecretKeySelector: name string, key* string
SecretVolumeSource: secretName string, items [KeyToPath], defaultMode† int32
SecurityContext: capabilities Capabilities, privileged boolean, seLinuxOptions SELinuxOptions, runAsUser int64, runAsNonRoot boolean,
  readOnlyRootFilesystem boolean
TCPSocketAction: port* IntOrString
Volume: name* string, hostPath HostPathVolumeSource, emptyDir EmptyDirVolumeSource, gcePersistentDisk GCEPersistentDiskVolumeSource,
  awsElasticBlockStore AWSElasticBlockStoreVolumeSource, gitRepo GitRepoVolumeSource, secret SecretVolumeSource, nfs NFSVolumeSource,
  iscsi ISCSIVolumeSource, glusterfs GlusterfsVolumeSource, persistentVolumeClaim PersistentVolumeClaimVolumeSource, rbd RBDVolumeSource,
  flexVolume FlexVolumeSource, cinder CinderVolumeSource, cephfs CephFSVolumeSource, flocker FlockerVolumeSource,
  downwardAPI DownwardAPIVolumeSource, fc FCVolumeSource, azureFile AzureFileVolumeSource, configMap ConfigMapVolumeSource,
  vsphereVolume VsphereVirtualDiskVolumeSource, quobyte† QuobyteVolumeSource, azureDisk† AzureDiskVolumeSource
VolumeMount: name* string, readOnly boolean, mountPath* string, subPath string
VsphereVirtualDiskVolumeSource: volumePath* string, fsType string
PetSet: kind string, apiVersion string, metadata ObjectMeta, spec PetSetSpec, status PetSetStatus
PetSetSpec: replicas int32, selector LabelSelector, template* PodTemplateSpec, volumeClaimTemplates [PersistentVolumeClaim], serviceName* string
PetSetStatus: observedGeneration int64, replicas* int32
Service: kind string, apiVersion string, metadata ObjectMeta, spec ServiceSpec, status Any
ServiceSpec: ports* [ServicePort], selector {string}, clusterIP string, type string, externalIPs [string], deprecatedPublicIPs [string],
  sessionAffinity string, loadBalancerIP string, loadBalancerSourceRanges [string], externalName† string
ServicePort: name string, protocol string, port* int32, targetPort IntOrString, nodePort int32
Pod: kind string, apiVersion string, metadata ObjectMeta, spec PodSpec, status Any
`;
