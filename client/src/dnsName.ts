import type { Pet } from './cluster/pets.ts';
import type { PetsSet } from './cluster/sets.ts';

/** Absent when the set has no governing Service: then its pets have no names. */
export const dnsName = (set: PetsSet, pet: Pet): string | undefined =>
  set.serviceName === '' ? undefined : `${pet.name}.${set.serviceName}.${set.namespace}.svc`;
