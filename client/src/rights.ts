import type { Act } from './cluster/access.ts';
import type { Connection } from './cluster/index.ts';
import type { Context } from './context.ts';

const words: Readonly<Record<Act, string>> = {
  exec: 'run anything in pods',
  logs: 'read logs',
  forward: 'forward ports',
  delete: 'delete pods',
  annotate: 'change pods',
  scale: 'scale sets',
};

/** Says why not, before anything is asked. What nobody knows is tried. */
export async function mayAct(context: Context, connection: Connection, act: Act): Promise<boolean> {
  const right = (await connection.denied()).get(act);
  if (right === undefined) return true;
  const { user, namespace, name } = connection.context;
  await context.ui.alarm(
    `${user === '' ? 'This user' : user} may not ${words[act]} in namespace ${namespace} of ${name}: the right "${right}" is missing there (RBAC).`,
  );
  return false;
}

/** `petset.denied.exec` and so on: true when no connection allows it, so that menus do not offer it. */
export async function deniedKeys(open: readonly Connection[]): Promise<ReadonlyMap<string, boolean>> {
  const all = await Promise.all(open.map((connection) => connection.denied()));
  return new Map(Object.keys(words).map((act) => [`petset.denied.${act}`, all.length > 0 && all.every((denied) => denied.has(act as Act))]));
}
