import type { Failure, Result } from '../cluster/result.ts';
import type { Topic } from '../cluster/store.ts';
import type { Target } from '../target.ts';
import type { Level, Status } from './status.ts';

/** One line of the tree, as plain data: tests print it, tree.ts turns it into a TreeItem. */
export interface Node {
  /** Stable over refreshes, so that the tree keeps what is open and selected. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: Icon;
  /** The whole line for a screen reader, state included. */
  readonly spoken: string;
  readonly contextValue: ContextValue;
  /** What commands get; absent on lines that only say something. */
  readonly target?: Target;
  readonly startsOpen?: boolean;
  /** What the lines below are made of: watched while they are on the screen. */
  readonly topics?: readonly Topic[];
  /** When it was made, for its age. */
  readonly since?: string;
  /** Asked when the line is opened, and not before. */
  readonly children?: () => Promise<readonly Node[]>;
}

export interface Icon {
  readonly name: string;
  readonly color?: string;
}

/** `viewItem` of the menus in package.json. */
export type ContextValue =
  | 'petset.context'
  | 'petset.set'
  | 'petset.set.petSet'
  | 'petset.pet'
  | 'petset.pet.petSet'
  | 'petset.missingPet'
  | 'petset.initContainer'
  | 'petset.initContainer.running'
  | 'petset.container'
  | 'petset.container.running'
  | 'petset.claim'
  | 'petset.forward'
  | 'petset.orphans'
  | 'petset.events'
  | 'petset.event'
  | 'petset.stranger'
  | 'petset.message';

export const colors: Readonly<Record<Level, string>> = {
  good: 'testing.iconPassed',
  busy: 'testing.iconQueued',
  bad: 'testing.iconFailed',
  idle: 'disabledForeground',
};

/** The shape differs with the level too: colour alone says nothing to many. */
const shapes: Readonly<Record<Level, string>> = { good: 'pass-filled', busy: 'clock', bad: 'error', idle: 'circle-outline' };

export const levelIcon = ({ level }: Status, name: string = shapes[level]): Icon => ({ name, color: colors[level] });

export function messageNode(parentId: string, text: string, icon: Icon): Node {
  return { id: `${parentId}/message`, label: text, description: '', tooltip: text, icon, spoken: text, contextValue: 'petset.message' };
}

/** The children behind an answer, or the one line that says why there are none. */
export function childrenOf<T>(parentId: string, result: Result<T>, toNodes: (value: T) => readonly Node[], empty: string): readonly Node[] {
  if (!result.ok) return [failureNode(parentId, result.failure)];
  const nodes = toNodes(result.value);
  return nodes.length === 0 ? [messageNode(parentId, empty, { name: 'info' })] : nodes;
}

const failureNode = (parentId: string, failure: Failure): Node =>
  messageNode(parentId, failure.message, { name: failure.kind === 'forbidden' || failure.kind === 'unauthorized' ? 'lock' : 'error', color: colors.bad });
