import { ask } from './asking.ts';
import type { Connection } from './cluster/index.ts';
import type { ContextInfo } from './cluster/kubeconfig.ts';
import type { Context } from './context.ts';
import type { Choice } from './ui.ts';

/** Reads the kubeconfig (the user asked for it), lets the user choose a context, and connects. Nothing in the kubeconfig is changed. */
export async function connectByPrompt(context: Context): Promise<Connection | undefined> {
  const kubeconfig = await ask(context, 'Reading the kubeconfig', async () => await context.connections.readKubeconfig());
  if (kubeconfig === undefined) return undefined;
  context.log.info(`kubeconfig: ${kubeconfig.files.join(', ')}`);
  const isOpen = (info: ContextInfo): boolean => context.connections.open.some((each) => each.context.name === info.name);
  const choices = kubeconfig.contexts.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)).map((info) => toChoice(info, isOpen(info)));
  const title = 'Connect to a Kubernetes context';
  if (choices.length === 0) {
    const message = `There are no contexts in ${kubeconfig.files.join(', ')}.`;
    if (context.connections.open.length === 0) context.connections.show({ kind: 'error', message });
    await context.ui.alarm(message);
    return undefined;
  }
  // Asked even when there is but one: the user shall see where this goes before it goes there.
  const info = await context.ui.pick({ title, placeholder: 'The current context stays as it is', choices });
  if (info === undefined) return undefined;
  context.log.info(
    `connecting: context ${info.name}, user ${info.user}, server ${info.server}, from ${info.file}${info.plugin === undefined ? '' : `, plugin ${info.plugin}`}`,
  );
  const connection = await ask(context, `Connecting to ${info.name}`, (signal) => context.connections.connect(kubeconfig, info.name, signal));
  if (connection !== undefined) context.log.info(`connected: ${info.name}, Kubernetes ${connection.dialect.serverVersion}, namespace ${info.namespace}`);
  return connection;
}

function toChoice(info: ContextInfo, isOpen: boolean): Choice<ContextInfo> {
  const marks = [...(info.isCurrent ? ['current'] : []), ...(isOpen ? ['connected'] : [])];
  const plugin = info.plugin === undefined ? '' : `, runs ${info.plugin}`;
  return {
    label: info.name,
    description: [`namespace ${info.namespace}`, ...marks].join(' · '),
    detail: `${info.server} as ${info.user === '' ? 'nobody' : info.user}${plugin}, from ${info.file}`,
    value: info,
  };
}
