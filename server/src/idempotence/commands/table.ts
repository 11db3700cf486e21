import { databaseCommands } from './data/databases.ts';
import { fileCommands } from './data/files.ts';
import { networkCommands } from './data/network.ts';
import { shellCommands } from './data/shell.ts';
import { textCommands } from './data/text.ts';
import { vendorCommands } from './data/vendors.ts';
import type { CommandTable } from './schema.ts';

/** Everything the analysis knows about commands. */
export const commandTable: CommandTable = new Map(
  Object.entries({ ...shellCommands, ...textCommands, ...fileCommands, ...networkCommands, ...databaseCommands, ...vendorCommands }),
);
