import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze, DEFAULT_SETTINGS, findingsOf } from '../../../server/src/analyze.ts';

interface Said {
  readonly message: string;
  /** One-based. */
  readonly line: number;
}

function judge(text: string): { readonly said: readonly Said[]; readonly fixed: string } {
  const { chunks } = analyze(text, DEFAULT_SETTINGS, 'a.yaml');
  const found = chunks.flatMap((placed) => findingsOf(placed).map((f) => ({ ...f, at: placed.start })));
  const said = found
    .filter((f) => f.level === 'error')
    .map((f) => ({ message: f.message, line: text.slice(0, f.at + f.span.start).split('\n').length }))
    .sort((a, b) => a.line - b.line);
  const edits = found.flatMap((f) => (f.fixes?.[0]?.edits ?? []).map((e) => ({ start: f.at + e.span.start, end: f.at + e.span.end, text: e.text })));
  const fixed = edits.sort((a, b) => b.start - a.start).reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
  return { said, fixed };
}

const service = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  clusterIP: None\n`;
const json = (name: string): string => `{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "${name}"},\n "spec": {"clusterIP": "None"}}`;

interface Case {
  readonly what: string;
  readonly text: string;
  readonly line: number;
  readonly message: RegExp;
  /** How many such; one as a rule. */
  readonly times?: number;
  /** There is no fix that makes it whole. */
  readonly unfixed?: boolean;
}

const CASES: readonly Case[] = [
  { what: 'two dashes', text: `${service('a')}--\n${service('b')}`, line: 7, message: /three dashes/ },
  { what: 'four dashes', text: `${service('a')}----\n${service('b')}`, line: 7, message: /three dashes/ },
  { what: 'indented dashes', text: `${service('a')}  ---\n${service('b')}`, line: 7, message: /start of its line/ },
  { what: 'the end of a here-document', text: `${service('a')}EOF\n`, line: 7, message: /here-document/ },
  { what: 'a command', text: `kubectl apply -f - <<EOF\n${service('a')}`, line: 1, message: /command of a shell/ },
  { what: 'fences', text: `\`\`\`yaml\n${service('a')}\`\`\`\n`, line: 1, message: /fence/, times: 2 },
  {
    what: 'a conflict',
    text: `${service('a')}<<<<<<< HEAD\n  type: ClusterIP\n=======\n>>>>>>> b\n`,
    line: 7,
    message: /merge conflict/,
    times: 3,
    unfixed: true,
  },
  { what: 'a comma between JSON objects', text: `${json('a')},\n${json('b')}\n`, line: 2, message: /comma between objects/ },
  { what: 'a comma between JSON objects of one line', text: `${json('a')}, ${json('b')}\n`, line: 2, message: /comma between objects/ },
  { what: 'a brace too many', text: `${json('a')}}\n`, line: 2, message: /One } too many/ },
  { what: 'the last brace missing', text: `${json('a').slice(0, -1)}\n`, line: 2, message: /last } is missing/ },
  {
    what: 'no-break spaces',
    text: service('a').replace('  name: a\n', '  name: a\n  labels:\n    app: a\n   \u00a0tier: b\n'),
    line: 7,
    message: /no-break space/,
  },
  { what: 'a zero-width space', text: service('a').replace('  clusterIP', '\u200b\n  clusterIP'), line: 6, message: /nobody sees/ },
  { what: 'a tab', text: service('a').replace('  clusterIP', '\tclusterIP'), line: 6, message: /tab/, unfixed: true },
  {
    what: 'no blank behind a colon',
    text: service('a').replace('  clusterIP: None', '  clusterIP:None\n  type: ClusterIP'),
    line: 6,
    message: /no blank behind the colon/,
  },
  { what: 'an equals sign', text: service('a').replace('  clusterIP: None', '  clusterIP = None\n  type: ClusterIP'), line: 6, message: /not by =/ },
  { what: 'an at sign', text: service('a').replace('None', '@none'), line: 6, message: /put the value in quotes/, unfixed: true },
  { what: 'a second colon', text: service('a').replace('  name: a\n', '  name: a\n  labels:\n    a: b: c\n'), line: 6, message: /Two colons/, unfixed: true },
  { what: 'an open bracket', text: `${service('a')}  ports: [{port: 80}\n  type: ClusterIP\n`, line: 7, message: /not closed/, unfixed: true },
  { what: 'a wrong column', text: service('a').replace('  clusterIP', '  type: ClusterIP\n   clusterIP'), line: 7, message: /column/, unfixed: true },
];

for (const { what, text, line, message, times = 1, unfixed } of CASES) {
  test(`${what}: one clear message at its line, and a fix`, () => {
    const { said, fixed } = judge(text);
    assert.equal(said.length, times, JSON.stringify(said));
    assert.match(said[0]?.message ?? '', message);
    assert.ok(Math.abs((said[0]?.line ?? 0) - line) <= (unfixed ? 1 : 0), `line ${said[0]?.line}`);
    if (!unfixed) assert.deepEqual(judge(fixed).said, [], fixed);
  });
}

test('the objects of a JSON stream are documents, as kubectl takes them', () => {
  const { chunks } = analyze(`${json('a')}\n${json('b')}\n\n  ${json('c')}{}\n`, DEFAULT_SETTINGS, 'a.json');
  assert.deepEqual(
    chunks.flatMap((c) => c.chunk.document.resources.map((r) => r.name?.text)),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(judge(`${json('a')}\n${json('b')}\n\n  ${json('c')}\n`).said, []);
});

test('a brace or comma in a string or comment ends nothing', () => {
  const text = `{"apiVersion": "v1", "kind": "Service", # }, {\n "metadata": {"name": "a", "annotations": {"a": "}},\\"{"}}, "spec": {'clusterIP': 'None'}}\n`;
  assert.deepEqual(judge(text).said, []);
});
