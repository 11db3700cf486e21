import type { Act } from './cluster/access.ts';
import type { Connection } from './cluster/index.ts';
import type { Context } from './context.ts';
import { mayAct } from './rights.ts';

export interface Change {
  /** As a question: "Delete pod web-1?" */
  readonly question: string;
  /** What will be lost and what stays. */
  readonly detail: string;
  /** The button. */
  readonly action: string;
  /** The right that it needs; absent where only the server knows. */
  readonly act?: Act;
  /** Asked even where nothing is protected. */
  readonly isGrave: boolean;
}

/** Every command that may change a cluster passes here first. */
export async function mayChange(context: Context, connection: Connection, change: Change): Promise<boolean> {
  const { readOnly, protectedContexts } = context.settings();
  const { name, namespace } = connection.context;
  if (readOnly) {
    await context.ui.alarm('The setting petset.readOnly is on: Pets changes nothing.');
    return false;
  }
  if (change.act !== undefined && !(await mayAct(context, connection, change.act))) return false;
  const isProtected = protectedContexts.some((pattern) => matches(pattern, name));
  if (!isProtected && !change.isGrave) return true;
  const where = `Context ${name}${isProtected ? ' (protected by the setting petset.protectedContexts)' : ''}, namespace ${namespace}.`;
  const detail = [where, change.detail].filter((each) => each !== '').join('\n');
  const isAgreed = await context.ui.confirm(change.question, detail, change.action);
  if (isAgreed) context.log.info(`${change.action}: ${change.question} context ${name}, namespace ${namespace}`);
  return isAgreed;
}

/** `*` stands for anything; case does not count, since nobody spells PROD in one way. */
export function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}
