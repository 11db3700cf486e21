import { ask } from '../asking.ts';
import { chooseConnection } from '../choosing.ts';
import type { Connection } from '../cluster/index.ts';
import type { Context } from '../context.ts';
import { defineCommand } from './command.ts';

export const pickNamespace = defineCommand({
  id: 'petset.pickNamespace',
  needsTrust: true,
  run: async (context, given) => {
    const connection = await chooseConnection(context, given);
    if (connection === undefined) return;
    const namespace = await chooseNamespace(context, connection);
    if (namespace === undefined || namespace === connection.context.namespace) return;
    context.connections.changeNamespace(connection, namespace);
    context.log.info(`namespace of context ${connection.context.name}: ${namespace} (here only, the kubeconfig stays as it is)`);
  },
});

/** Many users may work in namespaces that they may not list: those type the name. */
async function chooseNamespace(context: Context, connection: Connection): Promise<string | undefined> {
  const { name, namespace } = connection.context;
  const title = `Pets: Namespace in ${name}`;
  const list = await context.ui.progress('Reading the namespaces', (signal) => connection.namespaces(signal));
  if (list.ok) {
    const choices = list.value.map((each) => ({ label: each, description: each === namespace ? 'shown now' : '', value: each }));
    return await context.ui.pick({ title, placeholder: 'The kubeconfig stays as it is', choices });
  }
  if (list.failure.kind !== 'forbidden') return await ask(context, 'Reading the namespaces', async () => list);
  const check = (text: string): string | undefined =>
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text) ? undefined : 'Lower-case letters, digits and dashes.';
  return await context.ui.input({ title, prompt: 'You may not list namespaces: type the name of yours.', value: namespace, check });
}
