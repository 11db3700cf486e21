/** For each version range the address (file#/definitions/Name) of the schema. */
export type Addresses = readonly { readonly upTo: number; readonly schema: string }[];

/** A kind that an API knows, and the Kubernetes minor versions that serve it (both ends included). */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly served: readonly [number, number];
  readonly schemas: Addresses;
}

/** What clusters serve, and the schemas that say how it looks: those that come with us, or those of one cluster. */
export interface Api {
  /** True of a cluster's: what is not in it is not served. */
  readonly isWhole: boolean;
  readonly kinds: readonly Kind[];
  readonly kindOf: (apiVersion: string | undefined, kind: string | undefined) => Kind | undefined;
  /** Address of the schema that a cluster of this version judges by. */
  readonly schemaOf: (kind: Kind, minor: number) => string;
  /** Address of the schema of the init-container annotation. */
  readonly initContainersOf: (minor: number) => string;
  /** Address of the schema of what stood in an annotation before it was a field. */
  readonly annotatedOf: (what: 'affinity' | 'toleration', minor: number) => string;
}

/** A cluster's own API, for documents of its version. */
export interface ClusterApi {
  /** What the user knows the cluster by. */
  readonly name: string;
  readonly version: number;
  readonly api: Api;
  /** Two with the same identity are the same. */
  readonly identity: string;
}

/** schemas/index.json, or the same of a cluster. */
export interface ApiIndex {
  readonly kinds: readonly Kind[];
  readonly initContainers: Addresses;
  readonly affinity: Addresses;
  readonly toleration: Addresses;
}
