import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { apply, check } from './help.ts';
import { loadSet, sets, stepOf } from './truth.ts';

const examples: readonly (readonly [string, string, string])[] = [
  ['set -e\nmkdir /d/x\necho ok', 'rerun-fails', 'set -e\nmkdir -p /d/x\necho ok'],
  ['ln -s /s/f.txt /d/l', 'rerun-fails', 'ln -sfn /s/f.txt /d/l'],
  ['rm /d/old', 'rerun-fails', 'rm -f /d/old'],
  ['git clone https://h/team/site.git /d/site', 'rerun-fails', '[ -d /d/site/.git ] || git clone https://h/team/site.git /d/site'],
  ['cd /d && git clone https://h/team/site.git && echo ok', 'rerun-fails', 'cd /d && { [ -d site/.git ] || git clone https://h/team/site.git; } && echo ok'],
  ['cp /s/app.conf /d/', 'clobbers', '[ -e /d/app.conf ] || cp /s/app.conf /d/'],
  ['cp -r /s/. /d/', 'clobbers', 'cp -n -r /s/. /d/'],
  ['cp -r /s/t /d/t', 'accumulates', '[ -e /d/t ] || cp -r /s/t /d/t'],
  ['echo a=1 >> /d/conf', 'accumulates', 'grep -qxF -- a=1 /d/conf 2>/dev/null || echo a=1 >> /d/conf'],
  ['hostname | tee -a /d/names', 'accumulates', 'hostname | tee /d/names'],
  ['openssl rand -hex 16 > /d/key', 'changes-every-run', '[ -s /d/key ] || openssl rand -hex 16 > /d/key'],
  ['wget -q -O /d/m.bin http://h/m.bin', 'clobbers', '[ -s /d/m.bin ] || wget -q -O /d/m.bin http://h/m.bin'],
  ['tar -xkf /s/a.tar -C /d', 'rerun-fails', 'tar -xf /s/a.tar -C /d --skip-old-files'],
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
  assert.ok(count > 150, String(count));
  assert.deepEqual(left, []);
});
