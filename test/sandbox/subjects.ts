// What each template of a fix mends. A template without a row fails the test.

import type { Template } from '../../server/src/idempotence/program.ts';
import type { Subject } from './surroundings.ts';

const url = 'http://127.0.0.1/m.bin';

export const subjects: Readonly<Record<Template, readonly Subject[]>> = {
  'mkdir -p': [{ command: 'mkdir V/x' }, { command: 'mkdir -m 750 V/x' }, { command: 'mkdir V/x V/y' }, { setup: 'mkdir V/w', command: 'mkdir V/w/x' }],
  'ln -f': [{ setup: '[ -e V/a ] || echo 1 > V/a', command: 'ln V/a V/b' }],
  'ln -fn': [
    { command: 'ln -s /s/t V/l' },
    { command: 'ln -s f V/l' },
    { command: 'ln -s /s/t/ta V/' },
    { setup: 'mkdir -p V/real', command: 'ln -s real V/l' },
    { command: 'ln --symbolic /s/t V/l', userland: 'deb' },
    { command: 'ln -sT /s/t V/l', userland: 'deb' },
  ],
  'rm -f': [
    { command: 'rm V/old', there: { old: '1\n' } },
    { command: 'rm V/old V/older', there: { old: '1\n', older: '2\n' } },
    { command: 'rm -r V/tree', there: { 'tree/a': '1\n' } },
  ],
  'rmdir guard': [{ command: 'rmdir V/old', there: { 'old/': '' } }],
  'mkfifo guard': [{ command: 'mkfifo V/p' }, { command: 'mkfifo -m 600 V/p' }],
  'mknod guard': [{ command: 'mknod V/p p' }, { command: 'mknod -m 640 V/p p' }],
  'mv guard': [
    { command: 'mv V/a V/b', there: { a: '1\n' } },
    { command: 'mv V/a V/dir/', there: { a: '1\n', 'dir/': '' } },
  ],
  'mv skip': [
    { setup: 'cp -r /s/t /tmp/t', command: 'mv /tmp/t V/t' },
    { setup: 'cp -r /s/t /tmp/u', command: 'mv /tmp/u V/t' },
    { setup: 'cp /s/f /tmp/f', command: 'mv /tmp/f V/f' },
    { setup: 'cp /s/f /tmp/f', command: 'mv /tmp/f V/' },
  ],
  'cp -f': [
    { setup: 'set -e', command: 'cp /s/f V/f && chmod 400 V/f', user: 1001 },
    { command: 'cp /s/f V/key && chmod 0444 V/key', user: 1001 },
  ],
  'cp -T': [{ command: 'cp -r /s/t V/c' }, { command: 'cp -a /s/t V/c' }, { command: 'cp -R /s/t V/c/' }],
  'copy aside': [
    { command: 'cp /s/f V/f' },
    { command: 'cp /s/f V/' },
    { command: 'cp -p /s/f V/copy' },
    { setup: 'mkdir -p V/conf', command: 'cp /s/f V/conf' },
    { setup: 'd=V', command: 'cp /s/f "$d/"' },
    { setup: 'p=V/f', command: 'cp /s/f $p' },
    { command: 'install -m 600 /s/f V/f', userland: 'deb' },
  ],
  'copy tree aside': [{ command: 'cp -r /s/t V/c' }, { command: 'cp -a /s/t V/c/' }, { command: 'cp -R /s/t "V/c"' }],
  'tar without -k': [
    { command: 'tar xkf /s/x.tar -C V', userland: 'deb' },
    { command: 'tar -xk -f /s/x.tar -C V', userland: 'deb' },
  ],
  'rsync --ignore-existing': [
    { command: 'rsync -a /s/t/ V/', userland: 'deb' },
    { command: 'rsync -r /s/f V/', userland: 'deb' },
  ],
  'clone aside': [
    { command: 'git clone -q /s/r.bundle V/r', userland: 'deb' },
    { command: 'git clone -q --depth 1 /s/r.bundle V/r/', userland: 'deb' },
    { command: 'git clone -q -b main /s/r.bundle "V/r"', userland: 'deb' },
    { setup: 'cd V', command: 'git clone -q /s/r.bundle', userland: 'deb' },
  ],
  'key aside': [
    { command: 'ssh-keygen -q -t ed25519 -N "" -f V/k', userland: 'deb' },
    { command: 'ssh-keygen -q -t ed25519 -N "" -C app -f "V/k"', userland: 'deb' },
  ],
  'download aside': [
    { command: `wget -q -O V/m ${url}` },
    { command: `curl -fsSo V/m ${url}`, userland: 'deb' },
    { command: `curl -fsS -o V/m.bin ${url}`, userland: 'deb' },
    { setup: 'cd V', command: `wget -q ${url}`, userland: 'deb' },
  ],
  'output aside': [
    { command: 'openssl rand -hex -out V/k 16', userland: 'deb' },
    { command: 'openssl genrsa -out V/k 1024', userland: 'deb' },
  ],
  'write aside': [
    { command: 'head -c 32 /dev/urandom | base64 > V/k' },
    { command: 'head -c 16 /dev/urandom | od -An -tx1 | tr -d " \\n" > V/k' },
    { command: 'cat /proc/sys/kernel/random/uuid > V/id' },
    { command: 'openssl rand -hex 16 > V/k', userland: 'deb' },
    { command: 'head -c 32 /dev/urandom | tee /e/k > V/k' },
    { command: '< /dev/urandom tr -dc a-f0-9 | head -c 20 > "V/k"' },
  ],
  'append once': [
    { command: 'echo a=1 >> V/conf' },
    { command: 'echo "name=an app" >> V/conf' },
    { command: 'echo "role=$ROLE" >> V/conf' },
    { setup: 'port=80', command: 'echo port=$port >> V/conf' },
  ],
  'write over': [{ command: 'echo a=1 >> V/conf' }, { command: 'hostname >> V/h' }, { command: 'cat /s/f >> V/f' }],
  'tee without -a': [{ command: 'hostname | tee -a V/n' }, { command: 'echo a | tee -a V/n > /dev/null' }],
  bash: [
    { command: '[[ -e V/x ]] || mkdir V/x', userland: 'deb' },
    { command: 'if [[ ! -e V/x ]]; then mkdir V/x; fi', userland: 'deb' },
    { command: 'cat <<< "$ROLE" > V/role', userland: 'deb' },
  ],
};
