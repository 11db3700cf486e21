import type { Link } from './link.ts';
import type { Place } from './list.ts';
import { ordinalOf, type Pet } from './pets.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';
import type { PetsSet } from './sets.ts';
import type { WireClaim } from './wire.ts';

export interface Claim {
  readonly template: string;
  readonly name: string;
  /** Pending, Bound, Lost; empty when the claim does not exist. */
  readonly phase: string;
  readonly capacity: string;
  readonly storageClass: string;
  readonly volume: string;
}

/** The controller gives claims the labels of the selector; those of the whole namespace may be thousands. */
export function claimPlace(set: PetsSet): Place {
  const path = `/api/v1/namespaces/${encodeURIComponent(set.namespace)}/persistentvolumeclaims`;
  const equal = set.selector.split(',').filter((part) => /^[^!\s=]+=[^\s=]*$/.test(part));
  return { path, query: equal.length === 0 ? {} : { labelSelector: equal.join(',') } };
}

const claimName = (template: string, pet: Pet): string => `${template}-${pet.name}`;

/** One that the list lacks is asked for by name: somebody may have made it by hand, without labels, to give a pet its old data. */
export async function claimsOfPet(link: Link, set: PetsSet, pet: Pet, known: readonly WireClaim[], signal?: AbortSignal): Promise<Result<readonly Claim[]>> {
  const answers = await Promise.all(
    set.claimTemplates.map(async (template) => {
      const name = claimName(template, pet);
      const found = known.find((each) => each.metadata?.name === name);
      return found === undefined ? await readClaim(link, set.namespace, template, name, signal) : success(toClaim(template, name, found));
    }),
  );
  const claims: Claim[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    claims.push(answer.value);
  }
  return success(claims);
}

/** Claims of ordinals that the set does not want and that have no pod: what a scale-down left behind, and still costs. */
export function orphansOf(set: PetsSet, pets: readonly Pet[], known: readonly WireClaim[]): readonly Claim[] {
  const alive = new Set(pets.map((pet) => pet.ordinal));
  const orphans = claimsOfSet(set, known).filter(({ ordinal }) => !alive.has(ordinal));
  return orphans.toSorted((a, b) => a.ordinal - b.ordinal).map(({ claim }) => claim);
}

/** Those that bear the name of a template and a pet, whether or not that pet exists. */
export function claimsOfSet(set: PetsSet, known: readonly WireClaim[]): readonly { readonly ordinal: number; readonly claim: Claim }[] {
  return known.flatMap((wire) => {
    const name = wire.metadata?.name ?? '';
    return set.claimTemplates.flatMap((template) => {
      const ordinal = name.startsWith(`${template}-`) ? ordinalOf(set.name, name.slice(template.length + 1)) : undefined;
      return ordinal === undefined ? [] : [{ ordinal, claim: toClaim(template, name, wire) }];
    });
  });
}

async function readClaim(link: Link, namespace: string, template: string, name: string, signal: AbortSignal | undefined): Promise<Result<Claim>> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/persistentvolumeclaims/${encodeURIComponent(name)}`;
  const answer = await getJson<WireClaim>(link, { path, signal });
  if (!answer.ok && answer.failure.kind !== 'notFound') return answer;
  return success(toClaim(template, name, answer.ok ? answer.value : {}));
}

/** The annotation is read before the field, whatever it says (docs/facts/statefulset.md#storage-class). */
export const storageClassOf = ({ metadata, spec }: WireClaim): string | undefined =>
  metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName;

export function toClaim(template: string, name: string, claim: WireClaim): Claim {
  const { spec, status } = claim;
  return {
    template,
    name,
    phase: status?.phase ?? '',
    capacity: status?.capacity?.storage ?? '',
    storageClass: storageClassOf(claim) ?? '',
    volume: spec?.volumeName ?? '',
  };
}
