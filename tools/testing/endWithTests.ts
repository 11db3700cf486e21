// Loaded into each process that runs a test file: a test that failed may leave a server or a socket open, and its process would never end.
// (node:test has --test-force-exit for this; it ends a process before its last results have been written, and they are lost.)

import { after } from 'node:test';

/** How long a process may live after its last test, in ms. */
const graceMs = 5_000;

after(() => {
  setTimeout(() => process.exit(), graceMs).unref();
});
