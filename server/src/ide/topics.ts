/** What a field means for a set of pets: more than its schema says. By `Definition.field`; PetSet and StatefulSet share a row. */
const TOPICS: Readonly<Record<string, string>> = {
  'SetSpec.serviceName':
    'The **governing Service**: a headless Service (`clusterIP: None`) of this name, in the same namespace, made by you before the set. Each ready pet then is `<set>-<ordinal>.<serviceName>.<namespace>.svc`. Nobody checks that the Service exists: without it the pets run and have no names.',
  'SetSpec.replicas':
    'Pets have **ordinals** 0 to N-1 and are made in this order, each one when the one before is ready. Scaling down removes the highest first. Claims stay.',
  'SetSpec.volumeClaimTemplates':
    'Each pet gets its own claim, `<template>-<set>-<ordinal>`. A pet that is made again, on whatever node, gets the **same claim with the same content**: init commands must expect what an earlier run left behind. Neither deleting the set nor scaling down deletes claims by default.',
  'SetSpec.persistentVolumeClaimRetentionPolicy':
    'What becomes of the claims of pets that go for good: `whenDeleted` when the set is deleted, `whenScaled` when it shrinks. `Retain` keeps them, `Delete` deletes them **with their data**.',
  'SetSpec.selector': 'Also decides whom the set may delete: in 1.3 and 1.4 any pod that matches and is not one of the pets is a stranger and is removed.',
  'SetSpec.updateStrategy':
    '`RollingUpdate` replaces pets from the highest ordinal down, each one when the one before is ready; `OnDelete` waits until you delete them.',
  'SetSpec.podManagementPolicy': '`OrderedReady` makes and deletes pets one after the other; `Parallel` does it at once. Updates are ordered either way.',
  'SetSpec.ordinals': '`start` is the first ordinal; the pets are called from there on.',
  'PodSpec.initContainers':
    'Run one after the other before the containers; each must exit with 0. In a set they run again whenever a pet is made again, on the **same claims**: write them so that a second run does no harm.',
  'PodSpec.restartPolicy': 'Pets always restart: a set allows only `Always`.',
  'PodSpec.terminationGracePeriodSeconds':
    'With 0 the pod is gone from the API before it is gone from its node, so two pods of one identity may write to one claim.',
  'PodSpec.hostname': 'In a set leave it out: a PetSet would give every pet the same host name, and a StatefulSet overwrites it.',
  'PodSpec.subdomain': 'In a set leave it out: serviceName takes its place.',
  'ServiceSpec.clusterIP': '`None` makes the Service **headless**: DNS answers with the pods themselves and each pet has a name of its own. A set needs that.',
  'ServiceSpec.publishNotReadyAddresses': 'Gives pods DNS names before they are ready. Init containers that look for their peers need it.',
  'ServiceSpec.ports': 'Before Kubernetes 1.12 a headless Service without ports had no endpoints and so no DNS names at all. Named ports get SRV records.',
  'Volume.emptyDir': 'Lives as long as the pod: it survives restarts of containers and is empty again when the pet is made anew.',
  'Container.readinessProbe': 'A pet that is not ready has no DNS name (unless its Service tolerates that) and holds up the next pet.',
};

export function topicOf(definition: string, field: string): string | undefined {
  return TOPICS[`${definition.replace(/^(PetSet|StatefulSet)Spec$/, 'SetSpec')}.${field}`];
}
