import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { description } from './schema/description.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'petset-cli-'));
after(() => rmSync(folder, { recursive: true }));

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  clusterIP: None\n  selector:\n    app: web\n  ports:\n  - port: 80\n';
const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  serviceName: web
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      initContainers:
      - {name: a, image: "debian:12", command: [mkdir, /data/x], volumeMounts: [{name: data, mountPath: /data}]}
      containers:
      - name: web
        image: nginx:1.27
        volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
`;
writeFileSync(join(folder, 'service.yaml'), SERVICE);
writeFileSync(join(folder, 'set.yaml'), SET);

function lint(args: readonly string[], input?: string): { readonly status: number | null; readonly out: string; readonly err: string } {
  const done = spawnSync(process.execPath, [join(ROOT, 'bin/petset-lint.cjs'), ...args], { cwd: folder, input: input ?? '', encoding: 'utf8' });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

interface Found {
  readonly file: string;
  readonly rule: string;
  readonly level: string;
  readonly message: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly path?: string;
}

function json(args: readonly string[], input?: string): Found[] {
  return JSON.parse(lint(['--format', 'json', ...args], input).out) as Found[];
}

test('findings as JSON: file, rule, level, zero-based range, path', () => {
  const [finding] = json(['set.yaml']).filter((f) => f.rule === 'rerun-fails');
  assert.ok(finding);
  const line = SET.split('\n').findIndex((l) => l.includes('mkdir'));
  const character = SET.split('\n')[line]?.indexOf('mkdir') ?? -1;
  assert.deepEqual(
    { ...finding, message: undefined },
    {
      file: 'set.yaml',
      rule: 'rerun-fails',
      level: 'error',
      message: undefined,
      range: { start: { line, character }, end: { line, character: character + 5 } },
      path: 'spec.template.spec.initContainers[0].command[0]',
    },
  );
});

test('exit status: 0 without errors, 1 with, 2 when it could not run', () => {
  assert.equal(lint(['service.yaml']).status, 0);
  assert.equal(lint(['set.yaml']).status, 1);
  for (const args of [[], ['none.yaml'], ['--format', 'xml', 'set.yaml'], ['--kubernetes', 'new', 'set.yaml'], ['--unknown', 'set.yaml']]) {
    const done = lint(args);
    assert.equal(done.status, 2, args.join(' '));
    assert.match(done.err, /^petset-lint: ./);
    assert.equal(done.out, '');
  }
});

test('files are judged as one workspace, or each alone', () => {
  const missing = (args: readonly string[]): number => json(args).filter((f) => f.rule === 'service-missing').length;
  assert.equal(missing(['set.yaml', 'service.yaml']), 0);
  assert.equal(missing(['--isolate', 'set.yaml', 'service.yaml']), 1);
  assert.equal(missing(['.']), 0);
  assert.equal(missing(['*.yaml']), 0);
});

test('standard input, a version, a path inside the annotation', () => {
  const set = SET.replace('apps/v1', 'apps/v1alpha1')
    .replace('StatefulSet', 'PetSet')
    .replace(/ {6}initContainers:\n.*\n/, '');
  const annotated = set.replace(
    '      labels:\n        app: web\n    spec',
    `      labels:\n        app: web\n      annotations:\n        pod.beta.kubernetes.io/init-containers: '[{"name": "a", "imagee": "x"}]'\n    spec`,
  );
  const found = json(['--kubernetes', '1.4', '--stdin-name', 'x.yaml', '-'], annotated);
  const [finding] = found.filter((f) => f.path?.includes('imagee'));
  assert.equal(finding?.file, 'x.yaml');
  assert.equal(finding?.path, 'spec.template.metadata.annotations["pod.beta.kubernetes.io/init-containers"][0].imagee');
});

test('commands of your own from a file; a row that is wrong stops the run', () => {
  const own = (commands: unknown): void => writeFileSync(join(folder, 'own.json'), JSON.stringify(commands));
  own({ mkdir: { effects: [] } });
  assert.equal(json(['--commands', 'own.json', 'set.yaml']).filter((f) => f.rule === 'rerun-fails').length, 0);
  own({ mkdir: { effects: [{ op: 'mkdir' }] } });
  const done = lint(['--commands', 'own.json', 'set.yaml']);
  assert.equal(done.status, 2);
  assert.match(done.err, /^petset-lint: own\.json: mkdir\/effects\/0\/op must be one of create, /);
  assert.equal(lint(['--commands', 'none.json', 'set.yaml']).status, 2);
});

test("a cluster's own API from a file, for its own version", () => {
  writeFileSync(join(folder, 'api.json'), description({ openapi: 2 }));
  writeFileSync(join(folder, 'backup.yaml'), 'apiVersion: pets.example.com/v1\nkind: Backup\nmetadata: {name: a}\nspec: {mode: Half}\n');
  assert.deepEqual(json(['backup.yaml']), []);
  assert.deepEqual(
    json(['--openapi', 'api.json', 'backup.yaml']).map((f) => `${f.rule} ${f.path}`),
    ['bad-value spec.mode'],
  );
  assert.equal(lint(['--openapi', 'api.json', '--kubernetes', '1.34', 'backup.yaml']).status, 1);
  assert.match(lint(['--openapi', 'api.json', '--kubernetes', '1.30', 'backup.yaml']).err, /api\.json is of Kubernetes 1\.34, not of 1\.30/);
  assert.match(lint(['--openapi', 'backup.yaml', 'backup.yaml']).err, /^petset-lint: backup\.yaml: .*JSON/);
});

test('text for people underlines the words; SARIF is one-based', () => {
  const { out } = lint(['set.yaml']);
  assert.match(out, /set\.yaml:\d+:\d+: error \[rerun-fails\] .*\n {2}.*mkdir.*\n +\^\^\^\^\^\n/);
  assert.match(out, /\n1 file: 1 error, /);
  const sarif = JSON.parse(lint(['--format', 'sarif', 'set.yaml']).out) as {
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[];
    }[];
  };
  const [run] = sarif.runs;
  const line = SET.split('\n').findIndex((l) => l.includes('mkdir')) + 1;
  const result = run?.results.find((r) => r.ruleId === 'rerun-fails');
  assert.equal(result?.locations[0]?.physicalLocation.region.startLine, line);
  assert.ok(run?.tool.driver.rules.some((r) => r.id === 'rerun-fails'));
});
