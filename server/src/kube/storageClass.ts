/** Names the class of a claim; read before the field (1.4 and later; docs/facts/statefulset.md#storage-class). */
export const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';
/** Any value asks for a new volume; up to 1.5 (docs/facts/petset.md#storage-class-annotations). */
export const ALPHA_CLASS = 'volume.alpha.kubernetes.io/storage-class';
