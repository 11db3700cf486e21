import { ask, chooseOne } from './asking.ts';
import type { Container } from './cluster/containers.ts';
import type { Connection } from './cluster/index.ts';
import type { PetsSet } from './cluster/sets.ts';
import { connectByPrompt } from './connecting.ts';
import type { Context } from './context.ts';
import type { ContainerTarget, PetTarget, SetTarget, Target } from './target.ts';
import { containerStatus, petStatus, setStatus } from './views/status.ts';

interface Named {
  readonly kind: string;
  readonly name: string;
}

export async function chooseConnection(context: Context, given: Target): Promise<Connection | undefined> {
  if (given.connection !== undefined) return given.connection;
  const { open } = context.connections;
  if (open.length === 0) return await connectByPrompt(context);
  const choices = open.map((connection) => ({ label: connection.context.name, description: connection.context.namespace, value: connection }));
  return await chooseOne(context, 'Context', choices);
}

/** `wanted`: taken without asking, when it is there. */
export async function chooseSetTarget(context: Context, given: Target, wanted?: Named): Promise<SetTarget | undefined> {
  const connection = await chooseConnection(context, given);
  if (connection === undefined) return undefined;
  const set = given.set ?? (await chooseSet(context, connection, wanted));
  return set === undefined ? undefined : { connection, set };
}

export async function choosePet(context: Context, given: Target): Promise<PetTarget | undefined> {
  const target = await chooseSetTarget(context, given);
  if (target === undefined) return undefined;
  const { connection, set } = target;
  if (given.pet !== undefined) return { connection, set, pet: given.pet };
  const pets = await ask(context, `Reading the pets of ${set.name}`, (signal) => connection.pets(set, signal));
  if (pets === undefined) return undefined;
  const alive = pets.filter((pet) => pet.pod !== undefined);
  if (alive.length === 0) return await nothing(context, `${set.name} has no running pets.`);
  const pet = await chooseOne(
    context,
    `Pet of ${set.name}`,
    alive.map((each) => ({ label: each.name, description: petStatus(each).text, value: each })),
  );
  return pet === undefined ? undefined : { connection, set, pet };
}

async function chooseSet(context: Context, connection: Connection, wanted: Named | undefined): Promise<PetsSet | undefined> {
  const sets = await ask(context, `Reading the sets of ${connection.context.namespace}`, (signal) => connection.sets(signal));
  if (sets === undefined) return undefined;
  if (sets.length === 0) return await nothing(context, `There are no PetSets or StatefulSets in namespace ${connection.context.namespace}.`);
  const meant = sets.find((set) => set.kind === wanted?.kind && set.name === wanted.name);
  if (meant !== undefined) return meant;
  return await chooseOne(
    context,
    'Set of pets',
    sets.map((set) => ({ label: set.name, description: setStatus(set), value: set })),
  );
}

/** `wants` keeps the containers for which the command makes sense; `otherwise` is said when there is none. */
export async function chooseContainer(
  context: Context,
  given: Target,
  wants: (container: Container) => boolean,
  otherwise: string,
): Promise<ContainerTarget | undefined> {
  const target = await choosePet(context, given);
  if (target === undefined) return undefined;
  if (given.container !== undefined) return { ...target, container: given.container };
  const { pod } = target.pet;
  const all = pod === undefined ? [] : [...pod.containers, ...pod.initContainers];
  const fitting = all.filter(wants).toSorted((a, b) => Number(b.name === pod?.defaultContainer) - Number(a.name === pod?.defaultContainer));
  if (fitting.length === 0) return await nothing(context, `${target.pet.name}: ${otherwise}`);
  const container = await chooseOne(
    context,
    `Container of ${target.pet.name}`,
    fitting.map((each) => ({ label: each.name, description: describeRole(each), detail: each.image, value: each })),
  );
  return container === undefined ? undefined : { ...target, container };
}

const describeRole = (container: Container): string =>
  container.role === 'main' ? containerStatus(container).text : `${container.role} container, ${containerStatus(container).text}`;

async function nothing(context: Context, message: string): Promise<undefined> {
  await context.ui.inform(message);
  return undefined;
}
