import { join } from 'node:path';
import { ROOT } from '../build.ts';
import { run } from '../prepare.ts';

/** `npm run docs [--check]`: the page of each rule, from the rule and its pictures. */
run(process.execPath, [join(ROOT, 'tools/docs/rules.ts'), ...process.argv.slice(2)]);
