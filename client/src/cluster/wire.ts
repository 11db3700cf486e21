/** What we read of the API's JSON. Everything is optional: servers from 2016 to today, and half-written objects, must all be readable. */
export interface WireList<T> {
  readonly metadata?: { readonly continue?: string; readonly resourceVersion?: string };
  readonly items?: readonly T[] | null;
}

export interface WireMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly resourceVersion?: string;
  readonly ownerReferences?: readonly { readonly kind?: string; readonly name?: string; readonly uid?: string; readonly controller?: boolean }[];
}

export interface WireSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { readonly key?: string; readonly operator?: string; readonly values?: readonly string[] }[];
}

export interface WireSet {
  readonly metadata?: WireMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly selector?: WireSelector;
    readonly ordinals?: { readonly start?: number };
    readonly podManagementPolicy?: string;
    readonly persistentVolumeClaimRetentionPolicy?: { readonly whenScaled?: string; readonly whenDeleted?: string };
    readonly template?: { readonly metadata?: WireMeta };
    readonly volumeClaimTemplates?: readonly { readonly metadata?: WireMeta }[] | null;
  };
  readonly status?: { readonly replicas?: number; readonly readyReplicas?: number; readonly updateRevision?: string };
}

export interface WireContainer {
  readonly name?: string;
  readonly image?: string;
  readonly restartPolicy?: string;
  readonly command?: readonly string[] | null;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name?: string; readonly value?: string }[] | null;
  readonly volumeMounts?: readonly { readonly mountPath?: string; readonly readOnly?: boolean }[] | null;
  readonly ports?: readonly { readonly name?: string; readonly containerPort?: number; readonly protocol?: string }[] | null;
}

interface WireTerminated {
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
}

export interface WireState {
  readonly waiting?: { readonly reason?: string; readonly message?: string } | null;
  readonly running?: { readonly startedAt?: string | null } | null;
  readonly terminated?: WireTerminated | null;
}

export interface WireContainerStatus {
  readonly name?: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: WireState;
  readonly lastState?: WireState;
}

export interface WirePod {
  readonly metadata?: WireMeta;
  readonly spec?: {
    readonly nodeName?: string;
    readonly initContainers?: readonly WireContainer[] | null;
    readonly containers?: readonly WireContainer[] | null;
    readonly volumes?: readonly { readonly name?: string; readonly emptyDir?: unknown }[] | null;
  };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string; readonly reason?: string; readonly message?: string }[] | null;
    readonly initContainerStatuses?: readonly WireContainerStatus[] | null;
    readonly containerStatuses?: readonly WireContainerStatus[] | null;
  };
}

export interface WireClaim {
  readonly metadata?: WireMeta;
  readonly spec?: { readonly storageClassName?: string; readonly volumeName?: string };
  readonly status?: { readonly phase?: string; readonly capacity?: Readonly<Record<string, string>> };
}

export interface WireService {
  readonly metadata?: WireMeta;
  readonly spec?: {
    readonly clusterIP?: string;
    readonly ports?: readonly unknown[] | null;
    readonly selector?: Readonly<Record<string, string>> | null;
    readonly publishNotReadyAddresses?: boolean;
  };
}

export interface WireEvent {
  readonly metadata?: WireMeta;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly involvedObject?: { readonly kind?: string; readonly uid?: string; readonly fieldPath?: string };
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
}

export interface WireVersion {
  readonly major?: string;
  readonly minor?: string;
  readonly gitVersion?: string;
}

export interface WireGroup {
  readonly versions?: readonly { readonly version?: string }[];
}

export interface WireResources {
  readonly resources?: readonly { readonly name?: string }[];
}
