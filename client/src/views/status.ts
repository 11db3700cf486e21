import type { Claim } from '../cluster/claims.ts';
import type { Container } from '../cluster/containers.ts';
import type { Pet, PetPod } from '../cluster/pets.ts';
import type { PetsSet } from '../cluster/sets.ts';

/** A state in words, and how it should look. The words always say it all: colour and icon only repeat them. */
export interface Status {
  readonly text: string;
  readonly level: Level;
}

export type Level = 'good' | 'busy' | 'bad' | 'idle';

export function setStatus(set: PetsSet): string {
  return set.ready === undefined ? `${set.kind} · ${set.desired} wanted` : `${set.kind} · ${set.ready}/${set.desired} ready`;
}

/** The controller goes on to the next pet. */
export const isPassed = (set: PetsSet, pod: PetPod): boolean => pod.ready && !pod.isTerminating && (set.kind !== 'PetSet' || pod.initialized !== false);

/** In the words of `kubectl get pods`, which is what people search for. */
export function petStatus(pet: Pet): Status {
  const { pod } = pet;
  if (pod === undefined) return { text: 'not created', level: 'idle' };
  if (pod.isTerminating) return { text: 'Terminating', level: 'busy' };
  if (pod.reason !== '') return { text: pod.reason, level: 'bad' };
  // Before there is a node for it, none of its init steps has begun.
  if (pod.unscheduled !== '') return { text: `${pod.phase}: ${pod.unscheduled}`, level: 'busy' };
  const init = initProgress(pod);
  if (init !== undefined) return init;
  const broken = pod.containers.find((each) => containerStatus(each).level === 'bad');
  if (broken !== undefined) return { text: `${shortReason(broken)} (${broken.name})`, level: 'bad' };
  if (pod.phase === 'Running') return pod.ready ? { text: 'Running', level: 'good' } : { text: 'Running, not ready', level: 'busy' };
  return { text: pod.phase === '' ? 'Unknown' : pod.phase, level: pod.phase === 'Failed' ? 'bad' : 'busy' };
}

function initProgress(pod: PetPod): Status | undefined {
  // A sidecar counts as passed once it has started; the main containers come after that.
  const passed = (each: Container): boolean => (each.state.kind === 'terminated' && each.state.exitCode === 0) || (each.role === 'sidecar' && each.ready);
  const at = pod.initContainers.findIndex((each) => !passed(each));
  const step = pod.initContainers[at];
  // After the main containers have started, a sidecar that fails is not an init step any more.
  if (step === undefined || pod.containers.some((each) => each.state.kind === 'running' || each.restarts > 0)) return undefined;
  const status = containerStatus(step);
  const text = status.level === 'bad' ? `Init:${shortReason(step)}` : `Init:${at}/${pod.initContainers.length}`;
  return { text, level: status.level === 'bad' ? 'bad' : 'busy' };
}

function shortReason({ state }: Container): string {
  if (state.kind === 'terminated') return state.reason === '' ? `ExitCode:${state.exitCode}` : state.reason;
  return state.kind === 'waiting' ? state.reason : 'Error';
}

/** Waiting for these is part of every start; any other reason to wait is trouble. */
const ordinaryWaits = new Set(['', 'PodInitializing', 'ContainerCreating']);

export function containerStatus(container: Container): Status {
  const { state, restarts, last } = container;
  const again = restarts === 0 ? '' : `, restarted ${restarts === 1 ? 'once' : `${restarts} times`}`;
  const before = last === undefined || last.exitCode === 0 ? '' : `, before that exit ${last.exitCode}`;
  switch (state.kind) {
    case 'terminated': {
      const isDone = state.exitCode === 0;
      const reason = state.reason === '' ? (isDone ? 'Completed' : 'Error') : state.reason;
      // A main container that ended is going to be restarted, whatever its exit code.
      const level = !isDone ? 'bad' : container.role === 'main' ? 'busy' : 'good';
      return { text: `${reason}, exit ${state.exitCode}${again}`, level };
    }
    case 'running':
      if (container.role === 'init') return { text: `running${again}${before}`, level: 'busy' };
      return { text: `${container.ready ? 'running' : 'running, not ready'}${again}${before}`, level: container.ready ? 'good' : 'busy' };
    case 'waiting': {
      const reason = state.reason === '' ? 'waiting' : state.reason;
      return { text: `${reason}${again}${before}`, level: ordinaryWaits.has(state.reason) ? 'busy' : 'bad' };
    }
    case 'unknown':
      return { text: 'not started', level: 'idle' };
  }
}

export function claimStatus(claim: Claim): Status {
  const about = [claim.capacity, claim.storageClass].filter((each) => each !== '').join(', ');
  if (claim.phase === '') return { text: 'does not exist', level: 'bad' };
  const text = about === '' ? claim.phase : `${claim.phase}, ${about}`;
  return { text, level: claim.phase === 'Bound' ? 'good' : claim.phase === 'Lost' ? 'bad' : 'busy' };
}
