import { firstPet } from '../../../client/src/cluster/trial/firstPet.ts';
import { isMap, type Value } from './samples.ts';

/** What the controller would make of a set: the claims of its first pet, and the pet. */
export function madeFrom(set: Value): readonly { readonly url: string; readonly manifest: Value }[] {
  const { pod, claims } = firstPet(isMap(set) ? set : {});
  return [...claims, pod].map(({ resource, object }) => ({ url: `/api/v1/namespaces/default/${resource}`, manifest: object as Value }));
}
