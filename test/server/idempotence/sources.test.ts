import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseCommands } from '../../../server/src/idempotence/commands/data/databases.ts';
import { imageCommands } from '../../../server/src/idempotence/commands/data/images.ts';
import { networkCommands } from '../../../server/src/idempotence/commands/data/network.ts';
import { vendorCommands } from '../../../server/src/idempotence/commands/data/vendors.ts';

test('every tool that is not of the base system says where its behaviour is documented or was seen', () => {
  const rows = Object.entries({ ...databaseCommands, ...networkCommands, ...vendorCommands, ...imageCommands });
  assert.deepEqual(
    rows.filter(([, spec]) => !spec.source).map(([name]) => name),
    [],
  );
});
