import type { Context } from '../context.ts';
import type { Target } from '../target.ts';

export interface Command {
  /** As in package.json. */
  readonly id: string;
  /** Refused in an untrusted workspace: it reads credentials, runs programs or talks to a cluster. */
  readonly needsTrust: boolean;
  /** `target` is empty from the palette; from the tree it is what the clicked line stands for. */
  readonly run: (context: Context, target: Target) => Promise<void>;
}

export const defineCommand = (command: Command): Command => command;

/** What VS Code calls: guards trust, takes the tree's argument if there is one, and lets no exception vanish. */
export async function runCommand(context: Context, command: Command, argument: unknown): Promise<void> {
  if (command.needsTrust && !context.isTrusted()) {
    await context.ui.alarm('Pets does not connect to clusters from a workspace in Restricted Mode. Trust the workspace first.');
    return;
  }
  try {
    await command.run(context, targetOf(argument));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.log.error(`${command.id}: ${error instanceof Error ? (error.stack ?? message) : message}`);
    await context.ui.alarm(`${command.id} failed: ${message}`);
  }
}

interface HasTarget {
  readonly target: Target;
}

/** Only lines of our tree carry a target; menus elsewhere pass their own things, which are ignored. */
function targetOf(argument: unknown): Target {
  return isNode(argument) ? argument.target : {};
}

const isNode = (argument: unknown): argument is HasTarget =>
  typeof argument === 'object' && argument !== null && 'contextValue' in argument && 'target' in argument && typeof argument.target === 'object';
