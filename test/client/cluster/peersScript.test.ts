import assert from 'node:assert/strict';
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { existsSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { peerNames } from '../../../client/src/cluster/peers.ts';
import { peersScript } from '../../../client/src/cluster/peersScript.ts';
import { sandboxBusybox } from '../../sandbox/roots.ts';

const zone = 'web.default.svc.cluster.local';
const search = 'nameserver 127.0.0.1\nsearch default.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n';

/** The path of a program; busybox may also come from the sandbox, which `npm test` prepares before. */
function which(name: string): string {
  const found = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).stdout.trim();
  return found === '' && name === 'busybox' && existsSync(sandboxBusybox) ? sandboxBusybox : found;
}

const needs = (name: string): string | false => (which(name) === '' ? `needs ${name}` : false);

interface Machine {
  /** Programs on its PATH: a script, or the name of a real one. */
  readonly tools: Readonly<Record<string, string>>;
  readonly real?: readonly string[];
  readonly shell?: readonly string[];
  readonly resolv?: string;
  /** What it is asked; `open` is an input that says nothing and does not end. */
  readonly input?: string;
}

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the script as a container would: with these tools and no others. */
async function runOn(machine: Machine, ...flags: readonly string[]): Promise<Said> {
  const bin = await mkdtemp(path.join(os.tmpdir(), 'petset-bin-'));
  for (const name of ['sh', 'cat', 'sleep', 'date', 'sort', ...(machine.real ?? [])]) await symlink(which(name), path.join(bin, name));
  for (const [name, body] of Object.entries({ hostname: 'echo web-0', ...machine.tools })) {
    await writeFile(path.join(bin, name), `#!${which('sh')}\n${body}\n`, { mode: 0o755 });
  }
  const resolv = path.join(bin, 'resolv.conf');
  await writeFile(resolv, machine.resolv ?? search);
  const [shell = 'sh', ...first] = machine.shell ?? [which('sh')];
  return await new Promise((resolve, reject) => {
    // busybox prefers its own applets to the PATH, and functions to both.
    const functions = Object.entries(first[0] === 'sh' ? { hostname: 'echo web-0', ...machine.tools } : {});
    const script = `${functions.map(([name, body]) => `${name}() {\n( ${body} )\n}\n`).join('')}${peersScript}`;
    const options = {
      env: { PATH: bin, PETSET_RESOLV_CONF: resolv, PETSET_LIMIT: '1', PETSET_PATIENCE: '1' },
      stdio: [machine.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    } satisfies SpawnOptions;
    const child = spawn(shell, [...first, '-c', script, 'sh', '-service=web', '-ns=default', ...flags], options);
    if (machine.input !== 'open') child.stdin?.end(machine.input);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (text) => (stdout += text));
    child.stderr?.on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** On loopback, but not where a machine's own name server listens. */
const nameServerAddress = '127.0.0.253';

async function nameServer(answer: (query: Buffer) => Buffer | undefined): Promise<Socket | undefined> {
  const server = createSocket('udp4');
  server.on('message', (query, from) => {
    const said = answer(query);
    if (said !== undefined) server.send(said, from.port, from.address);
  });
  return await new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.bind(53, nameServerAddress, () => resolve(server));
  });
}

const busyboxAnswer = `printf 'Server:\\t\\t10.0.0.10\\n\\n'; [ "$*" = "-type=srv ${zone}" ] || exit 1
for n in 1 0 10; do printf '${zone}\\tservice = 0 33 80 web-%s.${zone}\\n' $n; done`;
const bindAnswer = `for n in 1 0; do echo "${zone} service = 10 50 0 web-$n.${zone}."; done`;

const shells: Readonly<Record<string, readonly string[]>> = { sh: ['sh'], busybox: ['busybox', 'sh'], bash: ['bash', '--posix'] };

for (const [name, [program = 'sh', ...first]] of Object.entries(shells)) {
  test(`${name}: nslookup as in busybox, peers in peer-finder's lines`, { skip: needs(program) }, async () => {
    const shell = [which(program), ...first];
    const said = await runOn({ tools: { nslookup: busyboxAnswer }, shell });
    assert.equal(said.code, 0, JSON.stringify(said));
    assert.deepEqual(peerNames(said.stdout), [`web-0.${zone}`, `web-1.${zone}`, `web-10.${zone}`]);
    assert.match(said.stdout, /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d Peer list updated\nwas \[\]\nnow \[/);
    assert.equal(said.stderr, 'peers by nslookup\n');
  });
}

test('nslookup as in bind', async () => {
  const said = await runOn({ tools: { nslookup: bindAnswer } });
  assert.deepEqual(peerNames(said.stdout), [`web-0.${zone}`, `web-1.${zone}`]);
});

test('getent for each pet that the API knows, asking DNS alone', async () => {
  const getent = `case "$*" in "-s files hosts localhost") exit 0 ;; "-s dns hosts web-0.${zone}"|"-s dns hosts web-2.${zone}") echo 10.0.0.1 ;; *) exit 2 ;; esac`;
  const said = await runOn({ tools: { getent } }, '-pets=web-0 web-1 web-2');
  assert.deepEqual(peerNames(said.stdout), [`web-0.${zone}`, `web-2.${zone}`]);
  assert.match(said.stderr, /peers by getent$/m);
});

test('an old nslookup that knows no SRV records is asked name by name', async () => {
  const nslookup = `[ "$1" = "web-1.${zone}" ]`;
  const said = await runOn({ tools: { nslookup } }, '-pets=web-0 web-1');
  assert.deepEqual(peerNames(said.stdout), [`web-1.${zone}`]);
  assert.equal(said.code, 3);
  assert.match(said.stdout, /Have not found myself in list yet\./);
});

test("the image's own peer-finder goes first; when it fails, the script goes on", async () => {
  const own = await runOn({ tools: { 'peer-finder': 'echo "now [$*]"' } });
  // A folder cannot be executed, so no child is left behind.
  assert.deepEqual(peerNames(own.stdout), ['-on-start=/', '-service=web', '-ns=default']);
  const failing = await runOn({ tools: { 'peer-finder': 'echo broken; exit 1', nslookup: bindAnswer } });
  assert.deepEqual(peerNames(failing.stdout), [`web-0.${zone}`, `web-1.${zone}`]);
});

test('a tool that hangs is left, and so is a DNS server that is silent', async (t) => {
  const server = await nameServer(() => undefined);
  if (server === undefined) return t.skip('port 53 cannot be bound here');
  const before = Date.now();
  const tools = { nslookup: 'exec sleep 60', 'peer-finder': 'exec sleep 60', getent: 'exec sleep 60' };
  const resolv = search.replace('127.0.0.1', nameServerAddress);
  const said = await runOn({ tools, resolv, real: ['perl', 'bash', 'dd', 'od', 'awk'].filter((name) => needs(name) === false) }, '-pets=web-0 web-1');
  server.close();
  assert.deepEqual(peerNames(said.stdout), [], JSON.stringify(said));
  assert.ok(Date.now() - before < 20_000);
});

test('nothing to look up with is an empty list and says so', async () => {
  const said = await runOn({ tools: {} }, '-pets=web-0');
  assert.deepEqual(peerNames(said.stdout), []);
  assert.match(said.stderr, /peers by none/);
});

test('values are arguments, never shell text', async () => {
  const nslookup = `printf '%s\\n' "$2 service = 0 1 80 $2."`;
  for (const flag of ['-service=$(touch /tmp/petset-pwned)', '-ns=`exit 9`', "-pets='; exit 9; '", '-domain=a"b']) {
    const said = await runOn({ tools: { nslookup } }, flag);
    assert.match(said.stdout, /now \[/, flag);
    assert.notEqual(said.code, 9);
  }
  assert.equal(spawnSync('ls', ['/tmp/petset-pwned']).status === 0, false);
});

test('missing flags are a usage error, as with peer-finder', async () => {
  const said = await runOn({ tools: {} }, '-service=');
  assert.equal(said.code, 1);
  assert.match(said.stderr, /^Incomplete args/);
  assert.equal((await runOn({ tools: {} }, '-nonsense')).code, 2);
});

test('the domain comes from resolv.conf', async () => {
  const nslookup = 'echo "$2 service = 0 1 80 web-0.$2."';
  const said = await runOn({ tools: { nslookup }, resolv: 'search x.svc.pets.example svc.pets.example\nnameserver 127.0.0.1\n' });
  assert.deepEqual(peerNames(said.stdout), ['web-0.web.default.svc.pets.example']);
});

/** A DNS answer to the bare Service name with compressed targets, as kube-dns of 2016 gives them. */
function srvAnswer(query: Buffer, pets: readonly string[]): Buffer {
  const header = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, pets.length, 0, 0, 0, 0]);
  const question = query.subarray(12);
  const records = pets.map((pet) => {
    const target = Buffer.from([pet.length, ...Buffer.from(pet), 0xc0, 12]);
    return Buffer.from([0xc0, 12, 0, 33, 0, 1, 0, 0, 0, 30, 0, 6 + target.length, 0, 10, 0, 50, 0, 0, ...target]);
  });
  return Buffer.concat([header, question, ...records]);
}

for (const [way, real] of Object.entries({ perl: ['perl'], bash: ['bash', 'dd', 'od', 'awk'] })) {
  test(`SRV records by ${way} alone`, { skip: real.map(needs).find((reason) => reason !== false) ?? false }, async (t) => {
    const questions: string[] = [];
    const server = await nameServer((query) => {
      questions.push(query.subarray(12, query.length - 4).toString('latin1'));
      return srvAnswer(query, ['web-1', 'web-0']);
    });
    if (server === undefined) return t.skip('port 53 cannot be bound here');
    t.after(() => void server.close());
    const said = await runOn({ tools: {}, real, resolv: search.replace('127.0.0.1', nameServerAddress) });
    assert.deepEqual(peerNames(said.stdout), [`web-0.${zone}`, `web-1.${zone}`], JSON.stringify(said));
    assert.equal(questions[0], '\u0003web\u0007default\u0003svc\u0007cluster\u0005local\u0000');
    assert.match(said.stderr, new RegExp(`peers by ${way}`));
  });
}

test('one process answers each line of its input, looks for the names of that line, and ends with its input', { timeout: 20_000 }, async () => {
  const getent = `case "$*" in "-s files hosts localhost") exit 0 ;; "-s dns hosts web-0.${zone}"|"-s dns hosts web-7.${zone}") echo 10.0.0.1 ;; *) exit 2 ;; esac`;
  const said = await runOn({ tools: { getent }, input: 'web-0 web-1\nweb-0 web-7\nweb-1\n' }, '-follow=yes');
  const answers = said.stdout.split(/^answered (\d+)\n/m);
  assert.deepEqual([answers.length, said.code], [7, 0], said.stdout);
  assert.deepEqual(
    [0, 2, 4].map((at) => peerNames(answers[at] ?? '')),
    [[`web-0.${zone}`], [`web-0.${zone}`, `web-7.${zone}`], []],
  );
  assert.deepEqual(
    [1, 3, 5].map((at) => answers[at]),
    ['0', '0', '3'],
  );
});

test('a network that is gone without a word: it waits for the next question only so long, where its shell can', {
  skip: needs('bash'),
  timeout: 20_000,
}, async () => {
  const began = performance.now();
  const said = await runOn({ tools: {}, shell: [which('bash'), '--norc', '--posix'], input: 'open' }, '-follow=yes');
  assert.equal(said.code, 0, JSON.stringify(said));
  assert.ok(performance.now() - began < 10_000);
});
