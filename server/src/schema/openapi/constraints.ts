import { POD_CONSTRAINTS } from './podConstraints.ts';

/** Models that are like another one but for a constraint below: `Copy Model`. */
export const DERIVED = `
ServiceMeta ObjectMeta
ClaimTemplateMeta ObjectMeta
ClaimTemplate PersistentVolumeClaim
LivenessProbe Probe
VolumeFieldSelector ObjectFieldSelector
VolumeResourceRequirements ResourceRequirements
StatefulSetMeta ObjectMeta
FreeNameMeta ObjectMeta
NamedReference LocalObjectReference
DnsReference LocalObjectReference
`;

/** In these an empty string (or list) under a required field is as bad as none. */
export const FILLED = /(VolumeSource|^OwnerReference|LocalObjectReference|^VolumeDevice)$/;

const OWN = `
PetSet.metadata - *
PetSet.spec - *
PetSet.status - @old
PetSetSpec.replicas Count = 1
PetSetSpec.serviceName DnsName @old
StatefulSet.spec - * @modern
StatefulSetSpec.replicas Count = 1 @modern
StatefulSetSpec.serviceName DnsName @modern
StatefulSetSpec.minReadySeconds Count @modern
StatefulSetSpec.podManagementPolicy - = OrderedReady @modern
StatefulSetSpec.revisionHistoryLimit - = 10 @modern
StatefulSetUpdateStrategy.type - = RollingUpdate @modern
StatefulSetOrdinals.start Count @modern
StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted enum Retain|Delete = Retain @modern
StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled enum Retain|Delete = Retain @modern
RollingUpdateStatefulSetStrategy.partition Count = 0 @modern
Service.spec - *
ConfigMap.metadata - * @modern
ConfigMap.data DataMap @modern
ConfigMap.binaryData DataMap @modern
Secret.metadata - * @modern
Secret.data DataMap @modern
Secret.stringData DataMap @modern
ServiceAccount.metadata - * @modern
PodDisruptionBudget.metadata FreeNameMeta * @modern
FreeNameMeta.name PathSegment @modern
FreeNameMeta.generateName PathSegment @modern
FreeNameMeta.finalizers [QualifiedName] @modern
PodDisruptionBudgetSpec.minAvailable AmountOrShare ~ @modern
PodDisruptionBudgetSpec.maxUnavailable AmountOrShare ~ @modern
PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy enum IfHealthyBudget|AlwaysAllow ~ @modern
`;

/**
 * What the server demands of single fields beyond their type. A line is `Model.field type`, where type is a name of types.ts,
 * `enum a|b`, the name of another model, `[type]`, or `-` to leave the type alone; `*` makes the field required, `+` also not empty, `!` not required, `~` not empty where it stands (the server tells an empty string from none);
 * `= x` is the default.
 * `@old` is Kubernetes 1.3 and 1.4, `@1.3`, `@1.4` and `@modern` name one; without it a line holds for all.
 * What an API description calls required is not always: the server reads an absent number as 0 and an absent string as empty.
 * Every line was seen in the answers of a real server (test/data/api-truth*.json) or is a rule of its validation code.
 */
export const CONSTRAINTS = `${OWN.trimEnd()}${POD_CONSTRAINTS}`;
