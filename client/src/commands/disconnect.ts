import { chooseConnection } from '../choosing.ts';
import { defineCommand } from './command.ts';

export const disconnect = defineCommand({
  id: 'petset.disconnect',
  needsTrust: false,
  run: async (context, target) => {
    // Without this the picker would offer to connect first.
    if (context.connections.open.length === 0) return;
    const connection = await chooseConnection(context, target);
    if (connection === undefined) return;
    context.connections.disconnect(connection);
    context.log.info(`disconnected: ${connection.context.name}`);
  },
});
