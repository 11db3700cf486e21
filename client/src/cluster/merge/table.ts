/** How one field of a type is merged; a field without a row is replaced, and maps below it are merged key by key. */
export interface MergeRow {
  /** The type of the value, or of each item of the list; rows of it are in the table. */
  readonly type?: string;
  /** A list that is merged item by item. */
  readonly merges?: true;
  /** The key that tells the items apart; none for lists of plain values. */
  readonly key?: string;
}

const by = (key: string, type?: string): MergeRow => ({ merges: true, key, ...(type === undefined ? {} : { type }) });
const pods = { spec: { type: 'HolderSpec' } };
const sets = { spec: { type: 'SetSpec' } };

/**
 * The merge keys of servers that do not publish them (before 1.7): the tags `patchStrategy` and `patchMergeKey` of the Go types of 1.4, as
 * the file that test/client/fixtures/merge-keys-1.4.4.json was made from has them. Kinds without a row have metadata only.
 */
export const mergeTable: Readonly<Record<string, Readonly<Record<string, MergeRow>>>> = {
  ObjectMeta: { finalizers: { merges: true }, ownerReferences: by('uid') },
  Container: { env: by('name'), ports: by('containerPort'), volumeMounts: by('mountPath') },
  PodSpec: {
    containers: by('name', 'Container'),
    // A field since 1.6; before, the server does not know it.
    initContainers: by('name', 'Container'),
    imagePullSecrets: by('name'),
    volumes: by('name'),
  },
  PodTemplateSpec: { metadata: { type: 'ObjectMeta' }, spec: { type: 'PodSpec' } },
  HolderSpec: { template: { type: 'PodTemplateSpec' } },
  SetSpec: { template: { type: 'PodTemplateSpec' }, volumeClaimTemplates: { type: 'Object' } },
  ServiceSpec: { ports: by('port') },
  Object: { metadata: { type: 'ObjectMeta' } },
  PetSet: sets,
  StatefulSet: sets,
  ReplicationController: pods,
  ReplicaSet: pods,
  Deployment: pods,
  DaemonSet: pods,
  Job: pods,
  Pod: { spec: { type: 'PodSpec' } },
  PodTemplate: { template: { type: 'PodTemplateSpec' } },
  Service: { spec: { type: 'ServiceSpec' } },
  ServiceAccount: { secrets: by('name') },
};

/** Until 1.4.3 mounts were told apart by the name of their volume (kubernetes/kubernetes#35071 came with 1.4.4). */
export const mountsByName: MergeRow = by('name');
