import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { step } from './help.ts';
import { labelOf } from './truth.ts';

/** The single commands behind the executed facts: /d is a claim, /s lies in the image. */
const scripts: Readonly<Record<string, string>> = {
  'cp f D/f': 'cp /s/f.txt /d/f',
  'cp f D (dir)': 'cp /s/f.txt /d',
  'cp -n f D/f': 'cp -n /s/f.txt /d/f',
  'cp -i </dev/null': 'cp -i /s/f.txt /d/f </dev/null',
  'yes n|cp -i': 'yes n | cp -i /s/f.txt /d/f',
  'cp -u f D/f': 'cp -u /s/f.txt /d/f',
  'cp -f f D/f': 'cp -f /s/f.txt /d/f',
  'cp -r t D/t': 'cp -r /s/t /d/t',
  'cp -r t/ D/t': 'cp -r /s/t/ /d/t',
  'cp -r t/. D/t': 'cp -r /s/t/. /d/t',
  'cp -r t/* D/t (dir exists)': 'mkdir -p /d/t; cp -r /s/t/* /d/t',
  'cp -rT t D/t': 'cp -rT /s/t /d/t',
  'cp -rn t D': 'cp -rn /s/t /d',
  'cp -a t D': 'cp -a /s/t /d',
  'mv f D/f': 'mv /s/f.txt /d/f',
  'mv -n f D/f': 'mv -n /s/f.txt /d/f',
  'mv D/f D/g (volume-internal)': 'mv /d/f /d/g',
  'mkdir D/x': 'mkdir /d/x',
  'mkdir -p D/x': 'mkdir -p /d/x',
  'mkdir -p -m700': 'mkdir -p -m700 /d/x',
  'rmdir D/x': 'rmdir /d/x',
  'ln -s s D/l': 'ln -s /s/f.txt /d/l',
  'ln -sf s D/l': 'ln -sf /s/f.txt /d/l',
  'ln -sfn dir D/l': 'ln -sfn /s/t /d/l',
  'ln f D/h': 'ln /d/src /d/h',
  'rm D/f': 'rm /d/f',
  'rm -f D/f': 'rm -f /d/f',
  'rm -rf D/t': 'rm -rf /d/t',
  'rm -rf D/*': 'rm -rf /d/*',
  'rm -r D/t': 'rm -r /d/t',
  unlink: 'unlink /d/f',
  touch: 'touch /d/f',
  '> f': 'echo x > /d/f',
  '>> f': 'echo x >> /d/f',
  tee: 'echo x | tee /d/f',
  'tee -a': 'echo x | tee -a /d/f',
  'set -C; > f': 'set -C; echo x > /d/f',
  'truncate -s0': 'echo x > /tmp/f; truncate -s0 /d/f',
  'dd of=': 'dd if=/s/f.txt of=/d/f',
  'install f': 'install /s/f.txt /d/f',
  'install -d': 'install -d /d/x',
  'install -D': 'install -D /s/f.txt /d/x/y/f',
  'sed -i fixpoint': "sed -i 's/^k=.*/k=v/' /d/f",
  'sed -i nonfix': "sed -i 's/k=/kk=/' /d/f",
  'sed -i insert': "sed -i '1i top' /d/f",
  'sed -i append': "sed -i '$a end' /d/f",
  'tar xf -C': 'tar xf /s/x.tar -C /d',
  'tar xkf -C': 'tar xkf /s/x.tar -C /d',
  'tar --skip-old-files': 'tar --skip-old-files -xf /s/x.tar -C /d',
  'tar --overwrite': 'tar --overwrite -xf /s/x.tar -C /d',
  unzip: 'unzip /s/x.zip -d /d',
  'unzip -o': 'unzip -o /s/x.zip -d /d',
  'unzip -n': 'unzip -n /s/x.zip -d /d',
  'chmod -R': 'chmod -R 700 /d',
  'chown -R': 'chown -R 1:1 /d',
  mkfifo: 'mkfifo /d/p',
  mknod: 'mknod /d/p p',
  'mktemp -d': 'mktemp -d -p /d',
  'useradd/adduser': 'useradd x',
  'git clone': 'git clone /s/repo /d/repo',
  'git init': 'git init /d/repo',
  'openssl genrsa -out': 'openssl genrsa -out /d/k 512',
  'wget -O': 'wget -O /d/f http://h/f',
  'wget (no -O)': 'cd /d && wget http://h/f',
  'wget -nc': 'cd /d && wget -nc http://h/f',
  'wget -P': 'wget -P /d http://h/f',
  'curl -o': 'curl -o /d/f http://h/f',
  'curl -O': 'cd /d && curl -O http://h/f',
};

const wanted: Readonly<Record<string, string>> = {
  'CLOBBERS-app': 'clobbers',
  idempotent: 'idempotent',
  ACCUMULATES: 'accumulates',
  'FAILS-2nd': 'fails-on-rerun',
  CHANGES: 'clobbers',
};

interface Fact {
  readonly verdict: string;
}

const facts = JSON.parse(readFileSync(new URL('./data/idempotence-command-facts.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, { readonly deb: Fact; readonly bb: Fact }>
>;

for (const [name, script] of Object.entries(scripts)) {
  for (const [userland, image] of [
    ['deb', 'debian:12'],
    ['bb', 'busybox:1.35'],
  ] as const) {
    const label = wanted[facts[name]?.[userland].verdict ?? ''];
    if (label === undefined) continue;
    test(`${name} on ${userland}: ${label}`, () => {
      assert.equal(labelOf(analyzeInit([{ ...step(script), image }]), false), label);
    });
  }
}
