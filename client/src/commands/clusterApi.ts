import { ask } from '../asking.ts';
import { chooseConnection } from '../choosing.ts';
import { defineCommand } from './command.ts';

/** From now on manifests are judged by what this cluster serves, its custom resources too, also when nothing is connected. */
export const useClusterApi = defineCommand({
  id: 'petset.useClusterApi',
  needsTrust: true,
  run: async (context, target) => {
    const connection = await chooseConnection(context, target);
    if (connection === undefined) return;
    const { name } = connection.context;
    const api = await ask(context, `Reading the API of ${name}`, (signal) => connection.apiDescription(signal));
    if (api === undefined) return;
    await context.apiFiles.use(name, api.text);
    const missing = api.missing.length === 0 ? '' : ` Not read, as the server could not: ${api.missing.join(', ')}.`;
    await context.ui.inform(
      `Manifests are judged by the API of ${name} (Kubernetes ${connection.dialect.serverVersion}) now, its custom resources too. The setting petset.openapi says so.${missing}`,
    );
  },
});

export const useBundledApi = defineCommand({
  id: 'petset.useBundledApi',
  needsTrust: false,
  run: async ({ ui, apiFiles }) => {
    const had = await apiFiles.forget();
    await ui.inform(had ? 'Manifests are judged by what comes with the extension again.' : 'Manifests are already judged by what comes with the extension.');
  },
});
