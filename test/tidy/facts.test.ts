import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { test } from 'node:test';
import { citationsIn, headingsOf } from '../../tools/docs/facts.ts';

/** Facts that comments, strings and pages name exist: docs/facts/README.md as a test. */
const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const files = (...globs: string[]): string[] => globSync(globs, { cwd: ROOT }).map((file) => file.replaceAll('\\', '/'));

/** Not this file: its samples dangle on purpose. */
const SOURCES = files('{server,client,tools,test,bin}/**/*.{ts,mjs,cjs,go}').filter(
  (file) => !/\/(generated|node_modules|dist)\//.test(file) && file !== 'test/tidy/facts.test.ts',
);
const PAGES = files('docs/facts/*.md').filter((file) => !file.endsWith('/README.md'));
const MARKDOWN = files('*.md', 'docs/**/*.md', 'examples/**/*.md', 'schemas/*.md', 'media/**/*.md');
/** Recorded answers by the version that gave them. */
const RECORDED: Readonly<Record<string, string>> = { '1.4.4': 'api-truth-dev.json', '1.34.4': 'api-truth-modern-dev.json' };

function hasHeading(page: string, anchor: string): boolean {
  return existsSync(join(ROOT, page)) && headingsOf(read(page)).has(anchor);
}

/** Names of Markdown files, each relative to the repository, its documentation, the pages of the rules, or the file that names it. */
function danglingNames(file: string, text: string): string[] {
  const names = [...text.matchAll(/(?<![\w/.-]|:(?=\/))[\w./-]*[\w-]\.md\b/g)].map(([name]) => name);
  const missing = names.filter((name) => !['', 'docs', 'docs/rules', dirname(file)].some((folder) => existsSync(join(ROOT, folder, name))));
  return missing.map((name) => `${file} names ${name}, which does not exist`);
}

function danglingCitations(file: string, text: string): string[] {
  const missing = citationsIn(text).filter(({ page, anchor }) => anchor !== undefined && !hasHeading(`docs/facts/${page}`, anchor));
  return missing.map(({ page, anchor }) => `${file} cites docs/facts/${page}#${anchor}: no such heading`);
}

/** Files of this repository that Markdown links to, with the anchor. Links in code are no links. */
function linksOf(file: string, text: string): readonly { readonly to: string; readonly anchor: string | undefined }[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].map(([, path = '', anchor]) => ({
    to: path === '' ? file : normalize(join(dirname(file), path)).replaceAll('\\', '/'),
    anchor,
  }));
}

function danglingLinks(file: string, text: string): string[] {
  const missing = linksOf(file, text).filter(({ to, anchor }) => !existsSync(join(ROOT, to)) || (anchor !== undefined && !hasHeading(to, anchor)));
  return missing.map(({ to, anchor }) => `${file} links to ${to}${anchor === undefined ? '' : `#${anchor}`}, which does not exist`);
}

/** Each section of a page needs a source; recorded answers and files of this repository that a source names exist. */
function unsupported(file: string, text: string): string[] {
  const sections = text.split(/^## /m).slice(1);
  return sections.flatMap((section) => {
    const title = `${file}, ${section.split('\n')[0]}`;
    const source = /^Source: (.+)$/m.exec(section)?.[1];
    if (source === undefined) return [`${title}: no source`];
    return [...missingAnswers(source), ...missingFiles(source)].map((problem) => `${title}: ${problem}`);
  });
}

function missingAnswers(source: string): string[] {
  return [...source.matchAll(/answers of ([\d.]+\d): ((?:`[^`]+`(?:, )?)+)/g)].flatMap(([, version = '', list = '']) => {
    const data = RECORDED[version];
    if (data === undefined) return [`no answers of ${version} are recorded`];
    const faults = faultsIn(data);
    return [...list.matchAll(/`([^`]+)`/g)].filter(([, fault = '']) => !faults.has(fault)).map(([, fault]) => `${version} has no answer ${fault}`);
  });
}

function missingFiles(source: string): string[] {
  const paths = [...source.matchAll(/`((?:test|server|client|schemas)(?:\/[^`\s]+)?)`/g)].map(([, path = '']) => path);
  return paths.filter((path) => !existsSync(join(ROOT, path))).map((path) => `${path} does not exist`);
}

const known = new Map<string, ReadonlySet<unknown>>();
function faultsIn(data: string): ReadonlySet<unknown> {
  const found = known.get(data) ?? new Set((JSON.parse(read(`test/data/${data}`)) as { readonly fault: string | null }[]).map(({ fault }) => fault));
  known.set(data, found);
  return found;
}

test('every Markdown file and every fact that a source names exists', () => {
  assert.ok(SOURCES.length > 300, 'the sources were found');
  const problems = SOURCES.flatMap((file) => [...danglingNames(file, read(file)), ...danglingCitations(file, read(file))]);
  assert.deepEqual(problems, []);
});

test('every link between pages leads to a page and a heading', () => {
  assert.ok(MARKDOWN.length > 80, 'the pages were found');
  const problems = MARKDOWN.flatMap((file) => danglingLinks(file, read(file)));
  assert.deepEqual(problems, []);
});

test('every page of facts is cited by a source and listed in its README', () => {
  const cited = new Set(SOURCES.flatMap((file) => citationsIn(read(file)).map(({ page }) => `docs/facts/${page}`)));
  const listed = new Set(linksOf('docs/facts/README.md', read('docs/facts/README.md')).map(({ to }) => to));
  assert.ok(PAGES.length > 5, 'the pages were found');
  assert.deepEqual(
    PAGES.filter((page) => !cited.has(page) || !listed.has(page)),
    [],
  );
});

test('every fact has a source; what it names here exists', () => {
  const problems = PAGES.flatMap((file) => unsupported(file, read(file)));
  assert.deepEqual(problems, []);
});

test('what a page of the extension links to is in the extension', () => {
  const shipped = read('.vscodeignore')
    .split(/\r?\n/)
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const isShipped = (file: string): boolean => shipped.some((glob) => matchesGlob(file, glob));
  const links = files('docs/**/*.md').flatMap((file) => linksOf(file, read(file)).map(({ to }) => ({ file, to })));
  assert.ok(
    links.some(({ file, to }) => file.startsWith('docs/rules/') && to.startsWith('docs/facts/')),
    'rules link to facts',
  );
  assert.deepEqual(
    links.filter(({ file, to }) => isShipped(file) && !isShipped(to)),
    [],
  );
});

test('anchors are those of GitHub', () => {
  const page = '# Of 1.34.4, `a_b` & c-d\n\n## Déjà vu?\n\n## Same\n\n```sh\n# not a heading\n```\n\n### Same ##\n\n## [Linked](x.md) word\n';
  assert.deepEqual([...headingsOf(page).keys()], ['of-1344-a_b--c-d', 'déjà-vu', 'same', 'same-1', 'linked-word']);
});

test('this gate sees dangling files, anchors, links, answers and sources', () => {
  const names = '/** petset.md 2.4; docs/facts/petset.md, restart-policy.md, https://example.org/x.md */ `${id}.md`';
  assert.deepEqual(danglingNames('server/src/x.ts', names), ['server/src/x.ts names petset.md, which does not exist']);
  assert.deepEqual(danglingCitations('server/src/x.ts', '// docs/facts/petset.md#pause-switch, docs/facts/petset.md#pause'), [
    'server/src/x.ts cites docs/facts/petset.md#pause: no such heading',
  ]);
  assert.deepEqual(danglingLinks('docs/rules/x.md', '[a](../facts/yaml.md#escapes) [b](../facts/yaml.md#none) [c](none.md) [d](https://none.md) `[e](no)`'), [
    'docs/rules/x.md links to docs/facts/yaml.md#none, which does not exist',
    'docs/rules/x.md links to docs/rules/none.md, which does not exist',
  ]);
  const page = '# P\n\n## A\n\nText.\n\n## B\n\nSource: answers of 1.4.4: `name-dot`, `gone`; answers of 1.5.0: `x`; `test/gone.test.ts`; `pkg/x.go`.\n';
  assert.deepEqual(unsupported('p', page), [
    'p, A: no source',
    'p, B: 1.4.4 has no answer gone',
    'p, B: no answers of 1.5.0 are recorded',
    'p, B: test/gone.test.ts does not exist',
  ]);
});
