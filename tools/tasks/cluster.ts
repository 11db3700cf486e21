import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../build.ts';

/** `npm run cluster up|down|status`: a real Kubernetes to play with. */
const done = spawnSync(process.execPath, [join(ROOT, 'test/cluster/cluster.ts'), ...process.argv.slice(2)], { cwd: ROOT, stdio: 'inherit' });
process.exit(done.status ?? 1);
