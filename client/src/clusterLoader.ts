import type * as cluster from './cluster/index.ts';

export type ClusterHalf = Pick<typeof cluster, 'readKubeconfig' | 'connect'>;

/**
 * The one door to the cluster half. It costs 400 ms and 4 MB, so it is a bundle of its own
 * (dist/cluster.cjs, this import is redirected there by the build) and comes in when the user first connects.
 */
export const loadCluster = async (): Promise<ClusterHalf> => await import('./cluster/index.ts');
