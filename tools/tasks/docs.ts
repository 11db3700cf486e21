import { join } from 'node:path';
import { ROOT } from '../build.ts';
import { run } from '../prepare.ts';

/** `npm run docs [--check]`: the page of each rule, from the rule and its pictures; the page on commands, from their schema. */
for (const page of ['rules', 'commands']) run(process.execPath, [join(ROOT, `tools/docs/${page}.ts`), ...process.argv.slice(2)]);
