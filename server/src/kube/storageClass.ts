/** Names the class of a claim; read before the field (1.4 and later, observed on 1.34.4). */
export const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';
/** Any value asks for a new volume; up to 1.5. */
export const ALPHA_CLASS = 'volume.alpha.kubernetes.io/storage-class';
