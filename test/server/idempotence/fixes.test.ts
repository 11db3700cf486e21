import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import type { Verdict } from '../../../server/src/idempotence/program.ts';
import { apply, check, step } from './help.ts';
import { loadSet, sets, stepOf } from './truth.ts';

const examples: readonly (readonly [string, string, string])[] = [
  ['set -e\nmkdir /d/x\necho ok', 'rerun-fails', 'set -e\nmkdir -p /d/x\necho ok'],
  ['ln -s /s/f.txt /d/l', 'rerun-fails', 'ln -sfn /s/f.txt /d/l'],
  ['ln -sT /s/f.txt /d/l', 'rerun-fails', 'ln -sTfn /s/f.txt /d/l'],
  ['rm /d/old', 'rerun-fails', 'rm -f /d/old'],
  ['mv /d/a /d/b', 'rerun-fails', '[ ! -e /d/a ] || mv /d/a /d/b'],
  [
    'git clone https://h/team/site.git /d/site',
    'rerun-fails',
    '[ -e /d/site ] || { rm -rf /d/site.tmp && git clone https://h/team/site.git /d/site.tmp && mv /d/site.tmp /d/site; }',
  ],
  [
    'cd /d && git clone https://h/team/site.git && echo ok',
    'rerun-fails',
    'cd /d && { [ -e site ] || { rm -rf site.tmp && git clone https://h/team/site.git site.tmp && mv site.tmp site; }; } && echo ok',
  ],
  ['cp /s/app.conf /d/', 'clobbers', '[ -e /d/app.conf ] || { cp /s/app.conf /d/app.conf.tmp && mv /d/app.conf.tmp /d/app.conf; }'],
  ['install -m 600 /s/key /d/key', 'clobbers', '[ -e /d/key ] || { install -m 600 /s/key /d/key.tmp && mv /d/key.tmp /d/key; }'],
  ['cp -r /s/t /e/t', 'accumulates', 'cp -T -r /s/t /e/t'],
  ['echo a=1 >> /d/conf', 'accumulates', 'grep -qxF -- a=1 /d/conf 2>/dev/null || echo a=1 >> /d/conf'],
  ['p=8; echo "port=$p" >> /d/conf', 'accumulates', 'p=8; grep -qxF -- "port=$p" /d/conf 2>/dev/null || echo "port=$p" >> /d/conf'],
  ['openssl rand -hex 16 > /d/key', 'changes-every-run', '[ -s /d/key ] || { openssl rand -hex 16 > /d/key.tmp && mv /d/key.tmp /d/key; }'],
  [
    'set -o pipefail; head -c 32 /dev/urandom | base64 > /d/key',
    'changes-every-run',
    'set -o pipefail; [ -s /d/key ] || { head -c 32 /dev/urandom | base64 > /d/key.tmp && mv /d/key.tmp /d/key; }',
  ],
  [
    'head -c 9 /dev/urandom | od -An -tx1 > /d/k && echo ok',
    'changes-every-run',
    '{ [ -s /d/k ] || { head -c 9 /dev/urandom | od -An -tx1 > /d/k.tmp && mv /d/k.tmp /d/k; }; } && echo ok',
  ],
  ['rm -f /d/k.tmp; openssl rand 9 > /d/k', 'changes-every-run', 'rm -f /d/k.tmp; [ -s /d/k ] || { openssl rand 9 > /d/k.new && mv /d/k.new /d/k; }'],
  ['wget -q -O /d/m.bin http://h/m.bin', 'clobbers', '[ -s /d/m.bin ] || { wget -q -O /d/m.bin.tmp http://h/m.bin && mv /d/m.bin.tmp /d/m.bin; }'],
  [
    'cat > /d/f <<EOF\nid=$(openssl rand -hex 4)\nEOF\ntrue',
    'changes-every-run',
    '[ -s /d/f ] || { cat > /d/f.tmp <<EOF && mv /d/f.tmp /d/f; }\nid=$(openssl rand -hex 4)\nEOF\ntrue',
  ],
  // What the failing command hid is mended with it.
  ['set -e\nmkdir /d/a\nmkdir /d/b\nln -s /s/f /d/l', 'rerun-fails', 'set -e\nmkdir -p /d/a\nmkdir -p /d/b\nln -sfn /s/f /d/l'],
];

for (const [script, rule, fixed] of examples) {
  test(`${rule}: ${script.replaceAll('\n', '; ')}`, () => {
    const verdict = check(script).find((v) => v.rule === rule);
    const fix = verdict?.fixes.find((one) => one.preferred);
    assert.ok(fix, JSON.stringify(check(script).map((v) => [v.rule, v.message])));
    assert.equal(apply(script, fix), fixed);
    assert.deepEqual(
      check(fixed)
        .filter((v) => v.rule === rule)
        .map((v) => v.message),
      [],
    );
  });
}

/** Each was offered, and executed: the next start lost something, died, or grew the file. */
const harmful: readonly string[] = [
  'rm -rf /e/ctx/*; git clone https://h/u/r.git /e/ctx',
  'set -e\nrm -rf /d/ctx/*\ngit clone https://h/u/r.git /d/ctx',
  'git clone https://h/u/r.git /d',
  'cp -r /s/. /d/',
  'tar xf /s/a.tar -C /d',
  'tar -xkf /s/a.tar -C /d',
  'mkdir /d/a && cp -r /s/. /d/a/',
  'head -c 32 /dev/urandom | tee /e/key > /d/key',
  'echo "$(date) started" >> /d/log',
  'echo $RANDOM >> /d/log',
];

for (const script of harmful) {
  test(`no fix: ${script.replaceAll('\n', '; ')}`, () => {
    const verdicts = check(script);
    assert.notDeepEqual(verdicts, []);
    assert.deepEqual(
      verdicts.flatMap((v) => v.fixes.map((fix) => apply(script, fix))),
      [],
    );
  });
}

test('a line that another start or pod may print differently is not looked for', () => {
  const lines = ['$(hostname)', '"$HOSTNAME up"', '"$POD_IP"', "'a\\tb'", '"$1"', '$(cat /cfg/x)', '"$LIST"'];
  for (const line of lines) {
    const script = `echo ${line} >> /d/f`;
    const env = [
      { name: 'POD_IP', value: undefined },
      { name: 'LIST', value: 'a\nb' },
    ];
    const titles = analyzeInit([{ ...step(script), env }]).flatMap((v) => v.fixes.map((fix) => fix.title));
    assert.ok(!titles.includes('Append the line only when it is not there'), script);
  }
});

test('what a command hid is mended with it, and the title says so', () => {
  const [verdict] = check('echo a=1 >> /d/c\necho b=2 >> /d/c\necho c=3 >> /d/c');
  const [fix] = verdict?.fixes ?? [];
  assert.equal(fix?.title, 'Append the line only when it is not there, in 3 commands');
  assert.equal(fix?.edits.length, 3);
});

test('one that skips a copy of configuration is not preferred to one that refreshes it', () => {
  const [verdict] = check('cp -r /opt/c/d /e/d');
  assert.deepEqual(
    verdict?.fixes.map((fix) => [fix.template, fix.preferred]),
    [
      ['cp -T', true],
      ['copy tree aside', false],
    ],
  );
  assert.deepEqual(
    check('cp -r /opt/c/d /d/d').flatMap((v) => v.fixes.map((fix) => [fix.template, fix.preferred])),
    [['copy tree aside', false]],
  );
});

test('no fix of the labelled cases brings a finding', () => {
  const added: string[] = [];
  for (const c of sets.flatMap((set) => loadSet(set.name))) {
    const one = stepOf(c);
    const before = analyzeInit([one]);
    for (const { fixes } of before) {
      for (const fix of fixes) {
        const place = fix.edits[0]?.place ?? { list: 'command', index: 0 };
        const strings = (one[place.list] ?? []).map((text, i) => (i === place.index ? apply(text, fix) : text));
        for (const [rule, count] of counts(analyzeInit([{ ...one, [place.list]: strings }])))
          if (count > (counts(before).get(rule) ?? 0)) added.push(`${c.id}: ${fix.title}: ${rule}`);
      }
    }
  }
  assert.deepEqual(added, []);
});

function counts(verdicts: readonly Verdict[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { rule, level } of verdicts) if (level !== 'hint') found.set(rule, (found.get(rule) ?? 0) + 1);
  return found;
}

test('every fix of the labelled cases ends its finding', () => {
  const left: string[] = [];
  let count = 0;
  for (const c of sets.flatMap((set) => loadSet(set.name))) {
    const step = stepOf(c);
    for (const verdict of analyzeInit([step])) {
      for (const fix of verdict.fixes) {
        const { list, index } = verdict.place;
        const strings = (step[list] ?? []).map((text, i) => (i === index ? apply(text, fix) : text));
        const again = analyzeInit([{ ...step, [list]: strings }]);
        const { start, end } = verdict.place.span;
        const longer = (strings[index]?.length ?? 0) - (step[list]?.[index]?.length ?? 0);
        // The same command elsewhere in the script has a finding and a fix of its own.
        const same = (v: (typeof again)[number]): boolean =>
          v.rule === verdict.rule && v.place.span.start >= start && v.place.span.end <= end + Math.max(0, longer);
        count++;
        if (again.some(same)) left.push(`${c.id}: ${fix.title}\n${strings[index]}\n${again.map((v) => `${v.rule} ${v.message}`).join('\n')}`);
      }
    }
  }
  assert.ok(count > 120, String(count));
  assert.deepEqual(left, []);
});
