import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze, DEFAULT_SETTINGS, findingsOf } from '../../server/src/analyze.ts';
import { lint } from '../../server/src/cli/lint.ts';
import { patchFilesOf } from '../../server/src/kube/kustomize.ts';
import { Session } from './lsp/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'petset-kustomize-'));
after(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
};

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const KUSTOMIZATION =
  'patches:\n  - path: patches/service.yaml\npatchesStrategicMerge:\n  - own.yaml\n  - |-\n    apiVersion: v1\n    kind: Service\npatchesJson6902:\n  - {path: ops.yaml, target: {kind: Service}}\n';

const patch = write('patches/service.yaml', SERVICE);
const own = write('own.yaml', SERVICE.replace('metadata', 'metdata'));
const base = write('base.yaml', SERVICE);
const kustomization = write('kustomization.yaml', KUSTOMIZATION);

const errorsOf = async (path: string): Promise<readonly string[]> => {
  const [result] = await lint([{ name: path, text: readFileSync(path, 'utf8') }], { settings: DEFAULT_SETTINGS, isolate: false });
  return (result?.findings ?? []).map((f) => f.rule);
};

test('a kustomization names files as patches; patches written in it are none', () => {
  assert.deepEqual(patchFilesOf(KUSTOMIZATION), ['patches/service.yaml', 'ops.yaml', 'own.yaml']);
  for (const broken of ['', '- a', 'patches: 1', 'patches: [', 'patches: [{target: {}}]']) assert.deepEqual(patchFilesOf(broken), []);
});

test('the linter does not miss anything in a patch that a kustomization beside or above it names, but judges what stands there', async () => {
  assert.deepEqual(await errorsOf(base), ['missing-field']);
  assert.deepEqual(await errorsOf(patch), []);
  assert.deepEqual(await errorsOf(own), ['unknown-field']);
});

test('a comment says otherwise, in both directions', () => {
  const rules = (text: string): string[] => analyze(text, { ...DEFAULT_SETTINGS, form: 'patch' }).chunks.flatMap((c) => findingsOf(c).map((f) => f.rule));
  assert.deepEqual(rules(SERVICE), []);
  assert.deepEqual(rules(`# petset: form=manifest\n${SERVICE}`), ['missing-field']);
  assert.deepEqual(rules(`# petset: kubernetes=1.34 form=template\n${SERVICE}`), []);
  assert.equal(analyze(`# petset: form=patch kubernetes=1.4\n${SERVICE}`).chunks[0]?.chunk.document.version, 4);
  assert.deepEqual(analyze(`# petset: form=patch\n${SERVICE}`).chunks[0]?.chunk.findings, []);
});

test('the language server knows the patches of the workspace, says what it took a document for, and notices when that changes', async () => {
  const session = await Session.start({ folder: pathToFileURL(folder).href });
  const uri = pathToFileURL(patch).href;
  const ask = async (): Promise<string | undefined> => {
    const answer = await session.connection.sendRequest<readonly { readonly form: string }[] | null>('petset/recognized', { textDocument: { uri } });
    return answer?.[0]?.form;
  };
  const becomes = async (form: string): Promise<void> => {
    for (let i = 0; i < 100 && (await ask()) !== form; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await ask(), form);
  };
  await session.open(uri, SERVICE);
  await becomes('patch');
  writeFileSync(kustomization, 'resources: [base.yaml]\n');
  await session.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(kustomization).href, type: 2 }] });
  await becomes('manifest');
  const lines = SERVICE.split('\n').length;
  await session.change(uri, `${SERVICE}---\nkind: Other\n`);
  const second = await session.connection.sendRequest<readonly { readonly kind: string }[]>('petset/recognized', { textDocument: { uri }, line: lines });
  assert.deepEqual(
    second.map((each) => each.kind),
    ['Other'],
  );
  await session.stop();
});
