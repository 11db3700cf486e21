import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build.ts';
import { run } from '../prepare.ts';

/** `npm run schemas [--check]`: schemas/ anew, the old ones from their table, the modern ones from the OpenAPI of a real server. */
const args = process.argv.slice(2);
run(process.execPath, [join(ROOT, 'tools/schemas/petset.ts'), ...args]);
const dump = process.env.PETSET_OPENAPI;
if (dump && existsSync(dump)) run(process.execPath, [join(ROOT, 'tools/schemas/generate.ts'), ...args]);
else console.log('The modern schemas need an OpenAPI dump: PETSET_OPENAPI=FILE npm run schemas; `kube openapi` of the test cluster prints one.');
