import type { Claim } from './cluster/claims.ts';
import type { Container } from './cluster/containers.ts';
import type { Forward } from './cluster/forward.ts';
import type { Connection } from './cluster/index.ts';
import type { Pet } from './cluster/pets.ts';
import type { PetsSet } from './cluster/sets.ts';

/** What a tree item stands for, down to the level it has. A command asks for the rest. */
export interface Target {
  readonly connection?: Connection;
  readonly set?: PetsSet;
  readonly pet?: Pet;
  readonly container?: Container;
  readonly claim?: Claim;
  readonly forward?: Forward;
}

export interface SetTarget {
  readonly connection: Connection;
  readonly set: PetsSet;
}

export interface PetTarget extends SetTarget {
  readonly pet: Pet;
}

export interface ContainerTarget extends PetTarget {
  readonly container: Container;
}
