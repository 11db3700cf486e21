// What the editor shows after any edits is what a fresh start shows, and an edit costs the documents that it touched.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Analysis, analyze, assemble, DEFAULT_SETTINGS, findingsOf, placedOf, type Settings } from '../../../server/src/analyze.ts';
import { buildIndex, type Placed } from '../../../server/src/kube/bundle.ts';
import { readDocument } from '../../../server/src/kube/document.ts';
import { INDEXED_KINDS, summarize } from '../../../server/src/kube/summary.ts';
import { Documents } from '../../../server/src/lsp/documents.ts';
import { advance, begin, type Progress } from '../../../server/src/lsp/incremental.ts';
import { Random, randomSeed } from '../../sandbox/random.ts';

const ROOT = join(import.meta.dirname, '../../..');
const pictures = globSync('test/rules/*/*.yaml', { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));

/** Rules across documents have the most to forget, so their words come often. */
const related = globSync('test/rules/{service-*,selector-*,config-missing,budget-conflict,quota-exceeded,limit-range,peers-*,claim-*}/*.yaml', { cwd: ROOT });
const relatedPictures = related.map((file) => readFileSync(join(ROOT, file), 'utf8'));
const words = ['web', 'db', 'app: web', 'None', '\n---\n', 'name', 'labels', 'data', '2', '', 'kind: Service', 'ConfigMap', 'x: {', "'", '\t', '#'];

function randomText(random: Random): string {
  const count = 1 + random.below(4);
  return Array.from({ length: count }, () => random.pick(random.chance(60) ? relatedPictures : pictures)).join('\n---\n');
}

/** Replaces a word by another one of the text or of the list: what people do with manifests. */
function randomEdit(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const word = /^\s*[\w./-]+/.exec(text.slice(at))?.[0] ?? '';
  const from = random.below(text.length + 1);
  const other = /[\w./-]+/.exec(text.slice(from))?.[0] ?? '';
  const inserted = random.chance(50) ? other : random.pick(words);
  return `${text.slice(0, at)}${inserted}${text.slice(at + (random.chance(70) ? word.length : 0))}`;
}

function told(analysis: Analysis): readonly unknown[] {
  return analysis.chunks.map((placed) => [
    placed.start,
    placed.line,
    findingsOf(placed).map(({ rule, level, span, message, related: others }) => ({ rule, level, span, message, others })),
  ]);
}

function settle(text: string, settings: Settings, previous: Progress | undefined): Progress {
  const progress = begin(text, settings, previous);
  while (!advance(progress, 1_000));
  return progress;
}

const done = ({ chunks }: Progress) => chunks.flatMap((chunk) => chunk ?? []);

const seeds = [1, 2, 3, randomSeed()];

test('one file: after random edits, what is kept and what is new is what a fresh analysis finds', (t) => {
  for (const seed of seeds) {
    t.diagnostic(`seed ${seed}`);
    const random = new Random(seed);
    for (let round = 0; round < 12; round++) {
      let text = randomText(random);
      let progress: Progress | undefined;
      let analysis: Analysis | undefined;
      for (let edit = 0; edit < 12; edit++) {
        progress = settle(text, DEFAULT_SETTINGS, progress);
        const around: ReturnType<typeof buildIndex> = analysis?.around ?? buildIndex([]);
        analysis = assemble('a.yaml', done(progress), around, DEFAULT_SETTINGS, analysis);
        assert.deepEqual(told(analysis), told(analyze(text, DEFAULT_SETTINGS, 'a.yaml')), `seed ${seed}\n${text}`);
        text = randomEdit(random, text);
      }
    }
  }
});

/** Documents as the server keeps them, with what was published last. */
function openDocuments(texts: ReadonlyMap<string, string>, closed: readonly Placed[]) {
  const published = new Map<string, { readonly version: number; readonly analysis: Analysis }>();
  const documents = new Documents({
    settingsOf: async () => DEFAULT_SETTINGS,
    closedFiles: () => [...closed],
    publish: (uri, version, analysis) => void published.set(uri, { version, analysis }),
    clear: (uri) => void published.delete(uri),
  });
  for (const [uri, text] of texts) documents.didOpen(uri, 'yaml', 1, text);
  /** Every document has been analysed, and those that an object of another concerns again. */
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; quiet++) {
      await Promise.all([...texts.keys()].map((uri) => documents.analysisOf(uri)));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { documents, published, settled };
}

test('several files: after random edits of any of them, each shows what a fresh start of all shows', async (t) => {
  for (const seed of seeds) {
    t.diagnostic(`seed ${seed}`);
    const random = new Random(seed);
    const texts = new Map(['file:///w/a.yaml', 'file:///w/b.yaml', 'file:///w/sub/c.yaml'].map((uri) => [uri, randomText(random)]));
    const closedUri = 'file:///w/closed.yaml';
    const closed = placedOf(analyze(randomText(random), DEFAULT_SETTINGS, closedUri));
    const { documents, published, settled } = openDocuments(texts, closed);
    for (let edit = 0; edit < 40; edit++) {
      await settled();
      const fresh = [...texts].map(([uri, text]) => analyze(text, DEFAULT_SETTINGS, uri));
      for (const [uri, text] of texts) {
        const others = fresh.filter((each) => each.file !== uri).flatMap((each) => placedOf(each));
        const expected = analyze(text, DEFAULT_SETTINGS, uri, [...closed, ...others]);
        const shown = published.get(uri);
        assert.ok(shown);
        assert.deepEqual(told(shown.analysis), told(expected), `seed ${seed}, edit ${edit}, ${uri}\n${[...texts].flat().join('\n=====\n')}`);
      }
      const uri = random.pick([...texts.keys()]);
      const text = randomEdit(random, texts.get(uri) ?? '');
      texts.set(uri, text);
      documents.didChange(uri, edit + 2, [{ text }]);
    }
  }
});

const document = (i: number): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: s${i}\nspec:\n  clusterIP: None\n  ports: [{port: ${i + 1}}]\n`;
const thousand = Array.from({ length: 1_000 }, (_, i) => document(i));

test('one edit in a thousand documents has one document analysed, wherever it is and whatever moves', () => {
  const text = thousand.join('---\n');
  const progress = settle(text, DEFAULT_SETTINGS, undefined);
  for (const at of [0, 499, 999]) {
    const edited = thousand.with(at, `# longer\n${document(at)}`).join('---\n');
    const next = begin(edited, DEFAULT_SETTINGS, progress);
    assert.equal(next.chunks.filter((chunk) => chunk === undefined).length, 1, `document ${at}`);
  }
  const swapped = thousand.with(1, document(998)).with(998, document(1)).join('---\n');
  assert.equal(begin(swapped, DEFAULT_SETTINGS, progress).chunks.filter((chunk) => chunk === undefined).length, 0, 'documents that changed places');
});

test('other settings and another version take nothing over', () => {
  const progress = settle(thousand.slice(0, 10).join('---\n'), DEFAULT_SETTINGS, undefined);
  const other = begin(progress.texts.join(''), { kubernetes: undefined, rules: { 'service-without-ports': 'off' } }, progress);
  assert.equal(other.chunks.filter((chunk) => chunk !== undefined).length, 0);
  const versioned = begin(`# petset: kubernetes=1.4\n${progress.texts.join('')}`, DEFAULT_SETTINGS, progress);
  assert.equal(versioned.chunks.filter((chunk) => chunk !== undefined).length, 0);
});

test('every kind that a file tells others of is one that files are searched for', () => {
  const kinds = [
    'Service',
    'StatefulSet',
    'PetSet',
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'Pod',
    'PersistentVolumeClaim',
    'Deployment',
    'PodDisruptionBudget',
  ];
  for (const kind of kinds) {
    const apiVersion = { StatefulSet: 'apps/v1', PetSet: 'apps/v1alpha1', Deployment: 'apps/v1', PodDisruptionBudget: 'policy/v1' }[kind] ?? 'v1';
    const summaries = summarize(readDocument(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: x\n`, undefined));
    assert.equal(summaries.length > 0, (INDEXED_KINDS as readonly string[]).includes(kind), kind);
  }
});
