import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../build.ts';
import { hasCode, openForPeople, openInCode } from '../editor/serve.ts';
import { vsix } from '../vsix.ts';

/** `npm start`: what the linter says about the examples, then a real VS Code on them with the extension installed. */
const { file } = await vsix();
const folder = join(ROOT, 'examples');
console.log('\n$ petset-lint examples');
spawnSync(process.execPath, [join(ROOT, 'bin/petset-lint.cjs'), 'examples'], { cwd: ROOT, stdio: 'inherit' });
console.log('');
if (process.argv.includes('--no-editor')) process.exit(0);
if (hasCode()) await openInCode({ folder, vsix: file });
else await openForPeople({ folder, vsix: file });
