import { databaseCommands } from './data/databases.ts';
import { fileCommands } from './data/files.ts';
import { imageCommands } from './data/images.ts';
import { networkCommands } from './data/network.ts';
import { shellCommands } from './data/shell.ts';
import { textCommands } from './data/text.ts';
import { vendorCommands } from './data/vendors.ts';
import type { CommandTable, UserCommands } from './schema.ts';

/** Everything the analysis knows about commands. */
export const commandTable: CommandTable = new Map(
  Object.entries({ ...shellCommands, ...textCommands, ...fileCommands, ...networkCommands, ...databaseCommands, ...vendorCommands, ...imageCommands }),
);

const extended = new WeakMap<UserCommands, CommandTable>();

/** The table with the user's rows before ours; made once for each object of settings. */
export function commandsWith(own: UserCommands | undefined): CommandTable {
  if (!own) return commandTable;
  let table = extended.get(own);
  if (!table) {
    table = new Map([...commandTable, ...Object.entries(own)]);
    extended.set(own, table);
  }
  return table;
}
