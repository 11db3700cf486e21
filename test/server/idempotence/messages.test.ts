import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { check, marked, mount, rules, step } from './help.ts';

const guide = (flags: string): string => `for d in usr lib etc; do cp ${flags} /$d/* /\${d}mnt; done;`;
const volumes = ['/usrmnt:claim:usr', '/libmnt:claim:lib', '/etcmnt:claim:etc'];

test("the guide's copy is silent with -n and one finding without", () => {
  assert.deepEqual(rules(guide('-vnpr'), ...volumes), []);
  const verdicts = check(guide('-vpr'), ...volumes);
  assert.deepEqual(
    verdicts.map((v) => v.rule),
    ['clobbers'],
  );
  assert.equal(marked(guide('-vpr'), verdicts[0]), 'cp -vpr /$d/* /${d}mnt');
  for (const text of ['/usrmnt', '/libmnt', '/etcmnt', 'claim usr', 'claim lib', 'claim etc']) assert.match(verdicts[0]?.message ?? '', new RegExp(text));
});

test('a failing start names the path, the volume and the reason', () => {
  const script = 'set -e\nmkdir /d/db\necho ok';
  const [verdict] = check(script);
  assert.equal(verdict?.level, 'error');
  assert.equal(verdict?.message, '`mkdir /d/db` fails when the pod starts again: /d/db on claim d already exists');
  assert.equal(marked(script, verdict), 'mkdir /d/db');
});

test('an emptyDir is one level milder', () => {
  assert.deepEqual(
    check('mkdir /e/x').map((v) => [v.rule, v.level]),
    [['rerun-fails', 'warning']],
  );
  assert.deepEqual(
    check('echo a >> /e/x').map((v) => [v.rule, v.level]),
    [['accumulates', 'information']],
  );
  assert.deepEqual(rules('mkdir /tmp/x; echo a >> /opt/y'), []);
});

test('a place leads back through the expansion of the kubelet', () => {
  const script = 'echo $(WHERE) && mkdir $(WHERE)/x';
  const verdicts = analyzeInit([{ ...step(script), env: [{ name: 'WHERE', value: '/d/very/long/../..' }] }]);
  assert.equal(marked(script, verdicts[0]), 'mkdir $(WHERE)/x');
  assert.match(verdicts[0]?.message ?? '', /\/d\/x on claim d already exists/);
});

test('a command without a shell is judged, its place is the first string', () => {
  const verdicts = analyzeInit([{ ...step(''), command: ['mkdir'], args: ['/d/x'] }]);
  assert.deepEqual(
    verdicts.map((v) => [v.rule, v.place.list, v.place.index, v.fixes.length]),
    [['rerun-fails', 'command', 0, 0]],
  );
});

test('only the first string after -c is run', () => {
  const verdicts = analyzeInit([{ ...step(''), command: ['sh', '-c', 'mkdir -p /d/a'], args: ['cp /s/f /d/a && true'] }]);
  assert.deepEqual(
    verdicts.map((v) => [v.rule, v.place.list]),
    [['sh-c-extra-args', 'args']],
  );
  assert.deepEqual(analyzeInit([{ ...step(''), command: ['sh', '-c', 'mkdir -p "$@"', 'sh', '/d/a'] }]), []);
});

test('an unknown program is a hint when nothing else was found', () => {
  assert.deepEqual(
    check('frobnicate --all /d').map((v) => [v.rule, v.level, v.message]),
    [['unknown-command', 'hint', 'not analysed: frobnicate']],
  );
  assert.deepEqual(check('frobnicate', '/tmp/in:input'), []);
});

test('state goes from one container to the next, whatever path each mounts a volume at', () => {
  const first = { ...step('mkdir -p /a/seed'), mounts: [mount('/a:claim:data')] };
  const second = { ...step('[ -d /b/seed ] || exit 1\nmkdir /b/seed'), mounts: [mount('/b:claim:data')] };
  assert.deepEqual(
    analyzeInit([first, { ...second, command: ['sh', '-c', 'set -e\nmkdir /b/other'] }]).map((v) => [v.step, v.rule]),
    [[1, 'rerun-fails']],
  );
  assert.deepEqual(analyzeInit([first, { ...second, command: ['sh', '-c', 'set -e\n[ -d /b/seed ] || mkdir /b/seed/x'] }]), []);
});

test('what an interruption leaves behind is told with the command before which it happened', () => {
  const script = 'set -e\n[ -e /d/.done ] && exit 0\ntouch /d/.done\ncp /s/app.conf /d/';
  const verdict = check(script).find((v) => v.rule === 'not-crash-safe');
  assert.equal(marked(script, verdict), 'cp /s/app.conf /d/');
  assert.equal(verdict?.level, 'information');
});

test('a script of a ConfigMap is followed', () => {
  const base = { ...step(''), command: ['sh', '/scripts/init.sh'] };
  assert.deepEqual(
    analyzeInit([base]).map((v) => v.rule),
    ['unknown-command'],
  );
  assert.deepEqual(
    analyzeInit([base], { files: (_, path) => (path === '/scripts/init.sh' ? 'mkdir /d/x\n' : undefined) }).map((v) => v.rule),
    ['rerun-fails'],
  );
});

test("peer-finder's script is judged at its place", () => {
  const arg = '-on-start=""readarray PEERS; echo $(hostname) > /www/index.html; echo "${PEERS[0]}" > /conf/nginx.conf""';
  const verdicts = analyzeInit([
    {
      ...step(''),
      image: 'gcr.io/google_containers/peer-finder:0.1',
      command: undefined,
      args: [arg, '-service=nginx'],
      mounts: [mount('/www:claim'), mount('/conf:emptyDir')],
    },
  ]);
  assert.deepEqual(
    verdicts.map((v) => [v.rule, arg.slice(v.place.span.start, v.place.span.end)]),
    [['clobbers-managed', 'echo $(hostname) > /www/index.html']],
  );
});

test('a script that does not parse says where', () => {
  const verdicts = check('if true; then\n  echo a\n');
  assert.equal(verdicts[0]?.rule, 'shell-syntax');
});

test('a decision by the number of peers is its own finding', () => {
  const script = 'readarray -t PEERS\nif [ 1 = $' + '{#PEERS[@]} ]; then echo master > /conf/role; else echo replica > /conf/role; fi';
  const verdicts = analyzeInit([{ ...step(''), command: ['/peer-finder'], args: [`-on-start=${script}`, '-service=x'], mounts: [mount('/conf:emptyDir')] }]);
  assert.deepEqual(
    verdicts.map((v) => [v.rule, v.level]),
    [['peers-dependent', 'warning']],
  );
});

test('a download to the layer of the image succeeds wherever it stands', () => {
  for (const script of [
    'wget -O /tmp/a.zip http://x/a.zip && unzip /tmp/a.zip -d /d',
    'if curl -o /tmp/a.zip http://x/a.zip; then unzip /tmp/a.zip -d /d; fi',
  ]) {
    assert.deepEqual(rules(script), ['rerun-fails'], script);
  }
});

test('a guard of two names holds for the tree that is copied behind it', () => {
  assert.deepEqual(rules('if [ ! -e index.php ] && [ ! -e /d/wp/version.php ]; then cp -r /src/. /d/; fi'), []);
  assert.deepEqual(rules('if [ ! -e /x ]; then cp -r /src/. /d/; fi'), ['clobbers']);
});

test('relative names lie in the WORKDIR of the image, where it is known', () => {
  const found = (image: string): readonly string[] =>
    analyzeInit([{ ...step('cp -r conf/. /d/ && rm -rf plugins/*', '/d:claim', '/plugins:claim'), image }]).map((v) => v.message);
  assert.ok(found('busybox').some((m) => m.includes('/plugins/*')));
  assert.ok(!found('elasticsearch:8').some((m) => m.includes('/plugins/*')));
  assert.ok(!found('acme/tool').some((m) => m.includes('/plugins/*')));
});

test('emptying a folder of temporary files is a hint', () => {
  const levels = (script: string): readonly string[] =>
    check(script)
      .filter((v) => v.rule === 'clobbers')
      .map((v) => v.level);
  assert.deepEqual(levels('mkdir -p /d/tmp; rm -rf /d/tmp/*'), ['hint']);
  assert.deepEqual(levels('mkdir -p /d/db; rm -rf /d/db/*'), ['warning']);
});

test('where the first start already ends, that is said and nothing else', () => {
  const script = 'cat /d/seed.sql > /d/a || exit 1\nfalse\nmkdir /d/x\nexit 3';
  const [verdict, ...others] = check(script);
  assert.deepEqual(others, []);
  assert.deepEqual([verdict?.rule, verdict?.level], ['unknown-command', 'hint']);
  assert.match(verdict?.message ?? '', /the first start already ends .* status 3/);
  assert.equal(marked(script, verdict), 'exit 3');
});

test('what only bash has is told where sh is another shell, and what follows is judged as it really runs', () => {
  const found = (script: string, image: string): readonly string[] => analyzeInit([{ ...step(script), image }]).map((v) => `${v.rule} ${marked(script, v)}`);
  assert.deepEqual(found('[[ -e /d/x ]] || cp -r /app/. /d', 'debian:12'), ['dash-bashism [[ -e /d/x ]]', 'clobbers cp -r /app/. /d']);
  assert.deepEqual(found('[[ -e /d/x ]] || cp -r /app/. /d', 'busybox'), []);
  assert.deepEqual(found('for i in $' + '{NODES//,/ }; do mkdir /d/$i; done', 'redis:7'), ['dash-bashism $' + '{NODES//,/ }']);
  assert.deepEqual(found('a=(1 2)\nmkdir /d/x', 'alpine:3'), ['dash-bashism a=(1 2)']);
  assert.deepEqual(found('source /lib.sh\nmkdir -p /d/x', 'redis:7'), ['dash-bashism source /lib.sh']);
});
