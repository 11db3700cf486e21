import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import type { InitStep, Verdict } from '../../../server/src/idempotence/program.ts';

const finder: InitStep = {
  name: 'peers',
  image: 'gcr.io/google_containers/peer-finder:0.1',
  command: undefined,
  args: undefined,
  workingDir: undefined,
  env: [],
  mounts: [{ path: '/conf', kind: 'emptyDir', volume: 'conf', readOnly: false, subPath: undefined }],
  runAsUser: undefined,
};

function found(step: Partial<InitStep>): Verdict[] {
  return analyzeInit([{ ...finder, ...step }]).filter((v) => v.rule === 'peers-dependent');
}

/** Alone when it is created, among all others when it is restarted: pet 0 decides otherwise then. */
const decides = ['[ $(wc -l) = 1 ] && echo master > /conf/role || echo slave > /conf/role'];

const lists = [
  'readarray -t p; echo ${#p[@]} > /conf/n',
  'while read l; do [ -z "$l" ] && continue; echo "server $l;" ; done > /conf/nginx.conf',
  'cat > /conf/peers',
  'readarray -t LINE; for l in "${LINE[@]}"; do echo "server $l" >> /tmp/x; done; cp /tmp/x /conf/x',
  'set -e; p=$(sort | head -n1); if [ "$p" = "$(hostname -f)" ]; then echo m > /conf/role; else echo s > /conf/role; fi',
  'IFS="\n"; while read l; do case $l in web-0.*) echo a;; *) echo b;; esac; done > /conf/y',
  'while read -ra LINE; do PEERS=("${PEERS[@]}" $LINE); done; for p in "${PEERS[@]}"; do echo $p; done > /conf/z',
  'echo "{" > /conf/n; while read l; do echo "upstream $l" >> /conf/n; done; echo "}" >> /conf/n',
  'PEERS=$(tr "\n" "," ); echo "seeds: ${PEERS%,}" > /conf/c.yaml',
];

for (const script of decides)
  test(`depends on how many peers there are: ${script}`, () => assert.equal(found({ args: [`-on-start=${script}`, '-service=web'] }).length, 1));
for (const script of lists) test(`only lists the peers: ${script}`, () => assert.deepEqual(found({ args: [`-on-start=${script}`, '-service=web'] }), []));

test('peer-finder is found wherever it is run: as a command, in a script, from a volume', () => {
  const script = 'test $(wc -l) = 1 && echo master > /conf/role || true';
  for (const step of [
    { command: ['/peer-finder', '-on-start', script, '-service=web'] },
    { command: ['sh', '-c', `cd /tmp; peer-finder -on-start='${script}' -service=web`] },
    { command: ['sh', '-c', `/conf/peer-finder -on-start='${script}' -service=web`] },
  ]) {
    assert.equal(found(step).length, 1, step.command.join(' '));
  }
});

test('the finding stands at the decision, inside the argument', () => {
  const [verdict] = found({ args: ['-service=web', '-on-start=readarray -t p; if [ ${#p[@]} = 1 ]; then echo m > /conf/role; fi'] });
  assert.deepEqual(verdict?.place, { list: 'args', index: 1, span: { start: 29, end: 45 } });
});
