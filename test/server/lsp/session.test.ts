import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, Range } from 'vscode-languageserver/node';
import { description } from '../schema/description.ts';
import { Session } from './session.ts';

const SET = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      initContainers:
      - name: seed
        image: debian:12
        command: ["sh", "-c", "cp -r /seed/. /data/"]
        volumeMounts:
        - name: data
          mountPath: /data
      containers:
      - name: web
        image: nginx:1.27
        volumeMounts:
        - name: data
          mountPath: /data
  volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: ["ReadWriteOnce"]
      resources:
        requests:
          storage: 1Gi
`;

/** What a diagnostic underlines. */
function underlined(text: string, d: Diagnostic): string {
  return slice(text, d.range);
}

function slice(text: string, range: Range): string {
  const lines = text.split(/(?<=\n)/);
  const offset = (p: { line: number; character: number }): number => lines.slice(0, p.line).reduce((n, l) => n + l.length, 0) + p.character;
  return text.slice(offset(range.start), offset(range.end));
}

function of(rule: string, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter((d) => d.code === rule);
}

describe('a session over stdio', () => {
  let session: Session;
  before(async () => {
    session = await Session.start();
  });
  after(async () => {
    assert.equal(await session.stop(), 0);
  });

  test('says what is wrong at the exact word, with rule id, page and version', async () => {
    const uri = 'file:///w/exact.yaml';
    const text = SET.replace('replicas', 'replicas').replace('  selector:', '  replicsa: 3\n  selector:');
    const diagnostics = await session.open(uri, text);
    const [unknown] = of('unknown-field', diagnostics);
    assert.ok(unknown);
    assert.equal(underlined(text, unknown), 'replicsa');
    assert.match(unknown.codeDescription?.href ?? '', /docs\/rules\/unknown-field\.md$/);
    assert.equal(unknown.source, 'petset');
  });

  test('finds the command that clobbers, and follows an edit', async () => {
    const uri = 'file:///w/clobbers.yaml';
    const [clobbers] = of('clobbers', await session.open(uri, SET));
    assert.ok(clobbers);
    assert.equal(underlined(SET, clobbers), 'cp -r /seed/. /data/');
    const at = SET.slice(0, SET.indexOf('cp -r')).split('\n');
    const position = { line: at.length - 1, character: at.at(-1)?.length ?? 0 };
    const fixed = await session.change(uri, 'cp -rn', { start: position, end: { ...position, character: position.character + 5 } });
    assert.deepEqual(of('clobbers', fixed), []);
  });

  test('offers a fix that removes its finding', async () => {
    const uri = 'file:///w/fix.yaml';
    const text = SET.replace('    spec:\n      initContainers', '    spec:\n      restartPolicy: Never\n      initContainers');
    const diagnostics = await session.open(uri, text);
    const [finding] = of('restart-policy', diagnostics);
    assert.ok(finding);
    const actions = (await session.codeActions(uri, finding.range, [finding])) ?? [];
    const edit = actions.find((a) => a.isPreferred)?.edit?.changes?.[uri]?.[0];
    assert.ok(edit);
    assert.equal(slice(text, edit.range), 'Never');
    assert.deepEqual(of('restart-policy', await session.change(uri, edit.newText, edit.range)), []);
  });

  test('completes and explains fields, also inside the JSON of an annotation', async () => {
    const uri = 'file:///w/complete.yaml';
    const text = `apiVersion: apps/v1alpha1
kind: PetSet
metadata:
  name: web
spec:
  serviceName: web
  template:
    metadata:
      labels:
        app: web
      annotations:
        pod.beta.kubernetes.io/init-containers: '[{"name": "a", "image": "busybox:1.36", ""}]'
    spec:
      containers:
      - name: web
        image: nginx:1.27
`;
    await session.open(uri, text);
    const line = text.slice(0, text.indexOf('""}')).split('\n').length - 1;
    const character = (text.split('\n')[line] ?? '').indexOf('""}') + 1;
    const found = await session.completion(uri, line, character);
    const labels = (Array.isArray(found) ? found : (found?.items ?? [])).map((i) => i.label);
    assert.ok(labels.includes('volumeMounts'), labels.join(' '));
    const hover = await session.hover(uri, 5, 4);
    assert.match(JSON.stringify(hover?.contents), /serviceName|Service/);
    const outline = await session.symbols(uri);
    assert.deepEqual(
      outline?.map((s) => `${s.detail} ${s.name}: ${s.children?.map((c) => c.name).join(' ')}`),
      ['PetSet web: a web'],
    );
  });

  test('explains a command at its words, and the whole as a document', async () => {
    const uri = 'file:///w/explain.yaml';
    await session.open(uri, SET);
    const line = SET.slice(0, SET.indexOf('cp -r')).split('\n').length - 1;
    const character = (SET.split('\n')[line] ?? '').indexOf('cp -r') + 1;
    const hover = await session.hover(uri, line, character);
    assert.deepEqual(hover?.range, { start: { line, character: character - 1 }, end: { line, character: character + 19 } });
    assert.ok(hover);
    const text = (hover.contents as { value: string }).value;
    assert.match(text, /first start: writes .*on claim data\n.*same pod.*\n.*new pod.*overwrites, with what the application wrote there/s);
    const page = await session.connection.sendRequest<string | null>('petset/explain', { textDocument: { uri }, position: { line, character } });
    assert.match(page ?? '', /^# What init container seed does[\s\S]*## The first start[\s\S]*1\. `cp -r[\s\S]*## A new pod/);
    assert.equal(await session.connection.sendRequest('petset/explain', { textDocument: { uri }, position: { line: 0, character: 0 } }), null);
  });

  test('which files a script writes is answered without a document, by the commands of the user too; nonsense is null', async () => {
    const ask = async (params: unknown): Promise<unknown> => await session.connection.sendRequest('petset/scriptWrites', params);
    const file = { how: 'writes', isFolder: false, isExact: true };
    assert.deepEqual(await ask({ script: 'cat > /conf/peers; seed /x', workingDir: '/' }), { writes: [{ path: '/conf/peers', ...file }], unknown: ['seed'] });
    session.settings = { idempotence: { commands: { seed: { effects: [{ op: 'write', at: '0', content: 'network' }] } } } };
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(await ask({ script: 'seed /x', workingDir: '/' }), { writes: [{ path: '/x', ...file }], unknown: [] });
    session.settings = null;
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    for (const params of [{}, null, { script: 7 }]) assert.equal(await ask(params), null);
    assert.deepEqual(await ask({ script: 'true', mounts: 'no', files: [1], workingDir: 7, image: {} }), { writes: [], unknown: [] });
  });

  test('the settings of the user decide levels and the version', async () => {
    const uri = 'file:///w/settings.yaml';
    session.settings = { rules: { clobbers: 'off' }, kubernetesVersion: '1.34' };
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(of('clobbers', await session.open(uri, SET)), []);
    session.settings = 'nonsense';
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: 7 });
    await session.until(uri, (diagnostics) => of('clobbers', diagnostics).length === 1);
  });

  test('commands that the user describes are judged, and a wrong description is told', async () => {
    const uri = 'file:///w/own.yaml';
    session.settings = { idempotence: { commands: { cp: { effects: [] }, seed: { effects: 'none' } } } };
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    assert.deepEqual(of('clobbers', await session.open(uri, SET)), []);
    assert.deepEqual(session.messages, ['petset.idempotence.commands: seed/effects must be an array; this command is left out']);
    session.settings = null;
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await session.until(uri, (diagnostics) => of('clobbers', diagnostics).length === 1);
  });
});

describe('the API of a cluster', () => {
  let session: Session;
  const folder = mkdtempSync(join(tmpdir(), 'petset-api-'));
  const uri = 'file:///w/backup.yaml';
  const text = 'apiVersion: pets.example.com/v1\nkind: Backup\nmetadata:\n  name: a\nspec:\n  set: web\n  mode: Half\n';
  before(async () => {
    writeFileSync(join(folder, 'api.json'), description({ openapi: 3, title: 'kind-dev' }));
    session = await Session.start({ folder: pathToFileURL(folder).href });
  });
  after(async () => {
    assert.equal(await session.stop(), 0);
    rmSync(folder, { recursive: true });
  });

  const set = async (openapi: string): Promise<void> => {
    session.settings = { openapi };
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  };
  const recognized = async (): Promise<string | undefined> =>
    (await session.connection.sendRequest<readonly { readonly api: string }[]>('petset/recognized', { textDocument: { uri } }))[0]?.api;

  test('judges from the next moment on, until it is taken away; the file is named from the folder', async () => {
    assert.deepEqual(await session.open(uri, text), []);
    assert.equal(await recognized(), '');
    await set('api.json');
    await session.until(uri, (diagnostics) => of('bad-value', diagnostics).length === 1);
    assert.equal(await recognized(), 'kind-dev');
    await set('');
    await session.until(uri, (diagnostics) => diagnostics.length === 0);
  });

  test('a file that cannot be used is told once, and what comes with us judges', async () => {
    for (const name of ['one', 'two']) {
      await set('none.json');
      assert.deepEqual(await session.open(`file:///w/${name}.yaml`, text), []);
    }
    assert.deepEqual(
      session.messages.map((m) => /^petset\.openapi: .*none\.json: ENOENT.*comes with the extension$/.test(m)),
      [true],
    );
  });
});

describe('bad input', () => {
  let session: Session;
  before(async () => {
    session = await Session.start({ capabilities: {} });
  });
  after(async () => {
    assert.equal(await session.stop(), 0);
  });

  test('half a document: other documents of the file keep their findings', async () => {
    const text = `apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: [\n---\n${SET}`;
    const diagnostics = await session.open('file:///b/half.yaml', text);
    assert.ok(of('yaml-syntax', diagnostics).length > 0);
    assert.deepEqual(
      of('clobbers', diagnostics).map((d) => underlined(text, d)),
      ['cp -r /seed/. /data/'],
    );
  });

  test('broken JSON in the annotation: the finding is at the character, the rest of the document is judged', async () => {
    const text = SET.replace('apps/v1', 'apps/v1alpha1')
      .replace('StatefulSet', 'PetSet')
      .replace('      labels:\n', '      annotations:\n        pod.beta.kubernetes.io/init-containers: \'[{"name": "x",}]\'\n      labels:\n');
    const diagnostics = await session.open('file:///b/json.yaml', text);
    const [json] = of('json-syntax', diagnostics);
    assert.ok(json);
    assert.equal(json.range.start.character, (text.split('\n')[json.range.start.line] ?? '').indexOf(',}]') + 1);
    assert.ok(diagnostics.length > 1, 'serviceName is missing, initialized too');
  });

  test('CRLF and a byte order mark change no finding', async () => {
    const plain = await session.open('file:///b/plain.yaml', SET);
    const text = `\ufeff${SET.replaceAll('\n', '\r\n')}`;
    const diagnostics = await session.open('file:///b/crlf.yaml', text);
    assert.deepEqual(
      diagnostics.map((d) => [d.code, underlined(text, d)]),
      plain.map((d) => [d.code, underlined(SET, d)]),
    );
  });

  for (const [name, text] of Object.entries({
    tabs: 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n\tname: web\n',
    'an alias bomb': `apiVersion: apps/v1\nkind: StatefulSet\nx0: &x0 [a,a,a,a,a,a,a,a,a,a]\n${Array.from({ length: 9 }, (_, i) => `x${i + 1}: &x${i + 1} [${Array(10).fill(`*x${i}`).join(',')}]`).join('\n')}\n`,
    'an alias to itself': 'apiVersion: apps/v1\nkind: StatefulSet\nspec: &a\n  template: *a\n',
    'binary garbage': String.fromCharCode(...Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256)),
    'ten megabytes in one document': `apiVersion: apps/v1\nkind: StatefulSet\nx: |\n${'  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'.repeat(240_000)}`,
    'deep nesting': `apiVersion: apps/v1\nkind: StatefulSet\nx: ${'['.repeat(5000)}`,
    'ten thousand documents': SET.slice(0, 60).concat('\n---\n').repeat(10_000),
    nothing: '',
  })) {
    test(`${name}: a finding or silence, and the server answers afterwards`, async () => {
      const uri = `file:///b/${encodeURIComponent(name)}.yaml`;
      const diagnostics = await session.open(uri, text);
      if (name === 'an alias bomb')
        assert.deepEqual(
          diagnostics.map((d) => d.code),
          ['alias-bomb'],
        );
      if (name.startsWith('ten megabytes'))
        assert.deepEqual(
          diagnostics.map((d) => d.code),
          ['document-too-large'],
        );
      if (name === 'tabs') assert.ok(of('yaml-syntax', diagnostics).length > 0);
      assert.equal(of('clobbers', await session.change(uri, SET)).length, 1);
    });
  }
});

test('what pods name may be in a file of the workspace that is not open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'petset-named-'));
  const named = (kind: string, name: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
  writeFileSync(join(folder, 'others.yaml'), ['ConfigMap', 'Secret', 'ServiceAccount'].map((kind) => named(kind, 'far')).join('---\n'));
  const session = await Session.start({ folder: pathToFileURL(folder).href });
  const set = (name: string): string =>
    SET.replace('      initContainers:\n', `      serviceAccountName: ${name}\n      initContainers:\n`).replace(
      'image: debian:12\n',
      `image: debian:12\n        envFrom: [{configMapRef: {name: ${name}}}, {secretRef: {name: ${name}}}]\n`,
    );
  const text = (name: string): string => [...['ConfigMap', 'Secret', 'ServiceAccount'].map((kind) => named(kind, 'near')), set(name)].join('---\n');
  await session.open(pathToFileURL(join(folder, 'none.yaml')).href, text('none'));
  await session.until(pathToFileURL(join(folder, 'none.yaml')).href, (diagnostics) => of('config-missing', diagnostics).length === 3);
  await session.open(pathToFileURL(join(folder, 'set.yaml')).href, text('far'));
  await session.until(pathToFileURL(join(folder, 'set.yaml')).href, (diagnostics) => of('config-missing', diagnostics).length === 0);
  assert.equal(await session.stop(), 0);
  rmSync(folder, { recursive: true });
});

test('objects of other files in the workspace count, open or not', async () => {
  const session = await Session.start();
  const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  clusterIP: None\n  selector:\n    app: web\n  ports:\n  - port: 80\n';
  const set = SET.replace('spec:\n', 'spec:\n  serviceName: web\n');
  assert.equal(of('service-missing', await session.open('file:///x/set.yaml', set)).length, 1);
  await session.open('file:///x/service.yaml', service);
  await session.until('file:///x/set.yaml', (diagnostics) => of('service-missing', diagnostics).length === 0);
  await session.stop();
});
