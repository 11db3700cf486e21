// Programs that die in the middle of their work, once: what they were writing is half as long, and nothing of the container goes on.

import type { Files } from './case.ts';
import { probe } from './starts.ts';

const programs = ['cp', 'git', 'curl', 'wget', 'openssl', 'install', 'base64', 'od', 'cat', 'head', 'ssh-keygen'];

/** They stand in front of the real ones in PATH; busybox starts its applets itself, so this is for Debian. */
export function tornPrograms(volume: string): Files {
  return Object.fromEntries(programs.map((name) => [`/usr/local/bin/${name}`, program(name, volume)]));
}

function program(name: string, volume: string): string {
  return `#!/bin/bash
if [ -e ${probe.path}/done ]; then exec /usr/bin/${name} "$@"; fi
/usr/bin/touch ${probe.path}/start
/usr/bin/sleep 0.05
/usr/bin/${name} "$@"
/usr/bin/touch ${probe.path}/done
/usr/bin/find ${volume} -type f -newer ${probe.path}/start -size +0 | while read -r file; do
  /usr/bin/truncate -s $(($(/usr/bin/stat -c %s "$file") / 2)) "$file"
done
kill -9 -1
`;
}
