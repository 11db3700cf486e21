// What questions leave in a pet whose first process waits for nobody. The limits of the script are shortened to 1 s by its own variable.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { peersScript } from '../../../client/src/cluster/peersScript.ts';
import { noNamespaces, PetNamespace } from '../petNamespace.ts';
import { until } from '../testContext.ts';

const skip = noNamespaces();
const zone = 'web.default.svc.cluster.local';
const limits = { skip, timeout: 40_000 };

const tools: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a tool that answers': { nslookup: `echo "x service = 0 1 80 web-0.${zone}."` },
  'tools that hang': { nslookup: 'exec sleep 60', getent: 'exec sleep 60' },
  'tools that fail': { nslookup: 'exit 1', getent: 'exit 2' },
  'names one by one': { getent: `case "$*" in *web-0.${zone}) echo 10.0.0.1 ;; *) exit 2 ;; esac` },
  'no tool, and a name server that is silent': {},
  'a peer-finder that waits for nobody': { 'peer-finder': `[ "$1" != -on-start=cat ] || { ( sleep 0.1 ) & }\necho "now [web-0.${zone}]"` },
};

async function pet(t: TestContext, programs: Readonly<Record<string, string>>) {
  const namespace = await PetNamespace.make({ hostname: 'echo web-0', ...programs });
  t.after(() => namespace.end());
  const resolv = path.join(namespace.bin, 'resolv.conf');
  await writeFile(resolv, 'nameserver 127.0.0.253\nsearch default.svc.cluster.local svc.cluster.local cluster.local\n');
  const ask = (...flags: readonly string[]): ChildProcess => {
    const env = { PETSET_RESOLV_CONF: resolv, PETSET_LIMIT: '1' };
    const child = namespace.run(['sh', '-c', peersScript, 'sh', '-service=web', '-ns=default', '-pets=web-0 web-1', ...flags], env);
    child.stderr?.resume();
    t.after(() => void child.kill('SIGKILL'));
    return child;
  };
  return { namespace, ask };
}

const settled = async (namespace: PetNamespace): Promise<readonly string[]> => {
  const end = performance.now() + 15_000;
  while (namespace.left().some((each) => !each.endsWith(' Z')) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  return namespace.left();
};

for (const [name, programs] of Object.entries(tools))
  test(`three questions leave nothing: ${name}`, limits, async (t) => {
    const { namespace, ask } = await pet(t, programs);
    for (let count = 0; count < 3; count++) {
      const child = ask();
      child.stdout?.resume();
      await once(child, 'close');
      assert.deepEqual(namespace.left(), [], `after question ${count + 1}`);
    }
  });

test('a question that is cut off in the middle leaves nothing, once it has ended', limits, async (t) => {
  const { namespace, ask } = await pet(t, tools['tools that hang'] ?? {});
  const child = ask();
  await new Promise((resolve) => setTimeout(resolve, 400));
  for (const stream of child.stdio) stream?.destroy();
  assert.deepEqual(await settled(namespace), []);
});

test('following asks in one process, and leaves nothing when its input ends, between questions or in one', limits, async (t) => {
  for (const [name, isBetween] of [
    ['a tool that answers', true],
    ['tools that hang', false],
  ] as const) {
    const { namespace, ask } = await pet(t, tools[name] ?? {});
    const child = ask('-follow=yes');
    let text = '';
    child.stdout?.on('data', (more) => (text += more));
    for (let count = 1; isBetween && count <= 3; count++) {
      child.stdin?.write('web-0 web-1\n');
      await until(() => text.split(/^answered 0$/m).length > count, `answer ${count}`);
      assert.deepEqual(namespace.left().length, 1, namespace.left().join('\n'));
    }
    if (!isBetween) {
      child.stdin?.write('web-0 web-1\n');
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    for (const stream of child.stdio) stream?.destroy();
    assert.deepEqual(await settled(namespace), [], name);
  }
});

test('this test sees a zombie when there is one', { skip, timeout: 10_000 }, async (t) => {
  const namespace = await PetNamespace.make({});
  t.after(() => namespace.end());
  await once(namespace.run(['sh', '-c', '( sleep 0.2 & ) ; exit 0']), 'close');
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.deepEqual(namespace.left(), ['sleep Z'], os.platform());
});
