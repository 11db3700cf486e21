import type { Document } from '../kube/document.ts';
import type { SourceMap } from '../text/sourceMap.ts';
import { parseJson } from '../yaml/json.ts';
import { child, type Tree } from '../yaml/tree.ts';
import { defineRule, type Report } from './rule.ts';

/** docs/facts/yaml.md#directives, docs/facts/yaml.md#lists-at-the-top, docs/facts/yaml.md#escapes, docs/facts/yaml.md#old-parser. */
export const kubectlYaml = defineRule({
  id: 'kubectl-yaml',
  level: 'error',
  summary: 'YAML that other readers take and kubectl refuses, so that nothing is sent.',
  source: 'kubectl 1.4.4 and 1.34.4 (observed): directives, lists at the top, the escape \\/, and before 1.5 JSON that is not strict and colons in flow maps.',
  check(document, report) {
    const { root, problems } = document.yaml;
    const { text } = document;
    const start = cutAt(text);
    if (start !== undefined) {
      report({
        span: { start, end: start + 3 },
        message: 'kubectl cuts the file here and then misses the rest of the directive above: take the %... line out.',
      });
    }
    if (problems.length > 0 || !root) return;
    if (root.kind === 'seq' && root.items.some((i) => child(i, 'apiVersion') && child(i, 'kind'))) {
      const start = root.span.start;
      report({ span: { start, end: start + 1 }, message: 'kubectl takes one object, not a list: separate the objects by --- or wrap them in kind: List.' });
    }
    if (text.includes('\\/')) escapes(root, text, report);
    if (document.version > 4) return;
    if (/^[\s\ufeff]*\{/.test(text)) json(document, report);
    else if (/[{,][^"'\n{,:]*:[^"'\n:]*:/.test(text)) colons(root, false, report);
  },
});

/** Where the separator behind a directive begins; directives stand before everything but comments. */
function cutAt(text: string): number | undefined {
  let directive = false;
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1 || text.length) {
    if (text[at] === '%') directive = true;
    else if (!/^\ufeff?[ \t]*(#|\r?\n)/.test(text.slice(at, at + 40))) return directive && text.startsWith('---', at) ? at : undefined;
  }
  return undefined;
}

function escapes(tree: Tree, text: string, report: Report): void {
  if (tree.kind === 'scalar') {
    const at = tree.style === 'double' ? /^(?:[^\\]|\\[^/])*?(\\\/)/.exec(text.slice(tree.span.start, tree.span.end)) : null;
    // A document that is JSON may have it.
    if (!at || /^[\s\ufeff]*[{[]/.test(text)) return;
    const start = tree.span.start + at[0].length - 2;
    report({ span: { start, end: start + 2 }, message: 'kubectl does not know the escape \\/ and refuses the file: write /.' });
  } else for (const below of tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items) escapes(below, text, report);
}

/** A document that begins with a brace is JSON for old readers, to the letter. */
function json(document: Document, report: Report): void {
  const { text } = document;
  const lead = text.startsWith('\ufeff') ? 1 : 0;
  const length = text.length - lead;
  const whole: SourceMap = { text: text.slice(lead), runs: [{ at: 0, length, source: lead, sourceLength: length }], origin: lead, outer: undefined };
  const [problem] = parseJson(whole, 'json').problems;
  if (problem) report({ span: problem.span, message: `A file that begins with { must be JSON for kubectl: ${problem.message}.` });
}

function colons(tree: Tree, flow: boolean, report: Report): void {
  if (tree.kind === 'scalar') {
    const colon = flow && tree.style === 'plain' && typeof tree.value === 'string' && tree.value.includes(':');
    if (colon) report({ span: tree.span, message: 'The YAML reader of this time refuses a colon inside { } or [ ] without quotes: put the value in quotes.' });
  } else for (const below of tree.kind === 'map' ? tree.entries.map((e) => e.value) : tree.items) colons(below, flow || tree.flow, report);
}
