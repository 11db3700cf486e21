import type { Span } from '../text/span.ts';
import { endOfValue, skipBlank } from './jsonStream.ts';
import type { Problem } from './problem.ts';

/**
 * What the parser's complaints come from, in words of the one who wrote the file. One mistake upsets everything behind it, and kubectl
 * stops at the first: so that is what is said, or the lines that are no YAML at all. `isWhole` tells whether the text in front of an offset
 * is good for itself.
 */
export function explainProblems(text: string, problems: readonly Problem[], isWhole: (end: number) => boolean): readonly Problem[] {
  const [first] = problems;
  if (!first) return problems;
  const start = skipBlank(text, 0);
  if (text[start] === '{') return ofJson(text, start, first, isWhole);
  const strays = straysOf(text);
  return strays.length > 0 ? strays : [reworded(text, first)];
}

interface Stray {
  readonly line: RegExp;
  readonly message: string;
  /** What the line becomes; undefined where nobody can say. */
  readonly fix?: readonly [title: string, text: string];
  readonly upsets?: true;
}

const REMOVE = ['Remove the line', ''] as const;

/** Lines that come from somewhere else. */
const STRAYS: readonly Stray[] = [
  { line: /^(?:-{2}|-{4,})[ \t]*$/, message: 'This separates nothing: it takes three dashes.', fix: ['Write ---', '---'], upsets: true },
  {
    line: /^[ \t]+---[ \t]*$/,
    message: 'This separates nothing: --- must stand at the start of its line.',
    fix: ['Write --- at the start of the line', '---'],
    upsets: true,
  },
  { line: /^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$/, message: 'A merge conflict is left in the file: kubectl refuses it.' },
  { line: /^[ \t]*(?:```|~~~)[ \t]*\w*[ \t]*$/, message: 'The fence of a code block is left in the file: kubectl refuses it.', fix: REMOVE },
  { line: /^(?:EOF|EOT|EOD|EOL|EOS|END)[ \t]*$/, message: 'The end of a here-document is left in the file: kubectl refuses it.', fix: REMOVE },
  {
    line: /^(?:[$#] )?(?:cat|kubectl|oc|tee|helm|sudo|echo)[ \t]+[^:]*$/,
    message: 'A command of a shell is left in the file: kubectl refuses it.',
    fix: REMOVE,
  },
];

/** Longer lines are data. What is looked for in a line may take the square of its length, in UTF-16 code units. */
const longestLine = 1_000;

function straysOf(text: string): readonly Problem[] {
  const found: Problem[] = [];
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    const line = text.slice(start, end).replace(/\r$/, '');
    const stray = line.length > longestLine ? undefined : STRAYS.find((s) => s.line.test(line));
    if (stray) found.push(problemOf(stray, line, start, stray.fix?.[1] === '' ? end + 1 : start + line.length, text.length));
    start = end + 1;
  }
  return found;
}

function problemOf({ message, fix, upsets }: Stray, line: string, start: number, end: number, length: number): Problem {
  const span = { start: start + (line.length - line.trimStart().length), end: start + line.trimEnd().length };
  const edits = fix ? [{ span: { start, end: Math.min(end, length) }, text: fix[1] }] : [];
  return { code: 'syntax', message, span, ...(fix ? { fix: { title: fix[0], edits } } : {}), ...(upsets ? { upsets } : {}) };
}

/** A document that begins with a brace: what is wrong in the object, else what stands behind it. */
function ofJson(text: string, start: number, first: Problem, isWhole: (end: number) => boolean): readonly Problem[] {
  const end = endOfValue(text, start);
  if (end === undefined) {
    const last = text.trimEnd().length;
    const append = { title: 'Append }', edits: [{ span: { start: last, end: last }, text: '\n}' }] };
    return [
      /end with a/.test(first.message)
        ? { code: 'syntax', message: 'The last } is missing: kubectl refuses the file.', span: at(last - 1), fix: append }
        : reworded(text, first),
    ];
  }
  if (!isWhole(end)) return [reworded(text, first)];
  const behind = skipBlank(text, end);
  const c = text[behind];
  // The objects of a JSON stream need nothing between them.
  if (c === '{' || c === undefined) return [];
  const remove = { title: `Remove ${c}`, edits: [{ span: at(behind), text: '' }] };
  if (c === ',')
    return [{ code: 'syntax', span: at(behind), message: 'A comma between objects: kubectl takes the one above and refuses what follows.', fix: remove }];
  if (c === '}' || c === ']')
    return [{ code: 'syntax', span: at(behind), message: `One ${c} too many: kubectl takes the object above and refuses what follows.`, fix: remove }];
  return [reworded(text, first)];
}

function at(start: number): Span {
  return { start, end: start + 1 };
}

interface Rewording {
  readonly said: RegExp;
  /** What the line of it must look like. */
  readonly line?: (line: string) => boolean;
  readonly message: string;
  readonly code?: Problem['code'];
  readonly fix?: (line: string, start: number, text: string) => Problem['fix'];
}

/** Dashes, key, and a value without quotes. */
const VALUE = /^([ \t]*(?:- +)*(?:[^\s:#]+:[ \t]+)?)([^\s"'{[#].*?)[ \t]*(?: #.*)?$/;
const EQUALS = /^([ \t]*(?:- +)*[\w.-]+) *= *(?=\S)/;
const TIGHT = /^([ \t]*(?:- +)*[\w.-]+:)(?=[^\s:/]\S*[ \t]*$)/;
const INVISIBLE = /[\u200b-\u200d\u2060]|.\ufeff/;
const HARD_BLANK = /^[ \t-]*\u00a0/;

/** The parser's words, and ours; the first row that fits. */
const WORDS: readonly Rewording[] = [
  { said: /^Tabs are not allowed/, message: 'A tab: lines of YAML are indented by blanks only.' },
  {
    said: /./,
    line: (line) => HARD_BLANK.test(line),
    message: 'A no-break space (U+00A0), which looks like a blank and is none: lines of YAML are indented by blanks only.',
    fix: (_line, _start, text) => ({ title: 'Make blanks of all no-break spaces in front of lines', edits: hardBlanks(text) }),
  },
  {
    said: /./,
    line: (line) => INVISIBLE.test(line),
    message: 'A character that nobody sees (a zero-width space or the like) stands in this line, and YAML takes it for text.',
    fix: (line, start) => ({
      title: 'Remove what nobody sees',
      edits: [...line.matchAll(/[\u200b-\u200d\u2060\ufeff]/g)].map((c) => ({ span: at(start + c.index), text: '' })),
    }),
  },
  {
    said: /reserved character|directive indicator|^Alias cannot be an empty/,
    message: 'A value cannot begin with this character: put the value in quotes.',
    code: 'quotes',
    fix: quoted,
  },
  {
    said: /^Implicit/,
    line: (line) => EQUALS.test(line),
    message: 'A key is followed by a colon and a blank, not by =.',
    fix: (line, start) => replaced(EQUALS, 'Write a colon', ': ', line, start),
  },
  {
    said: /^Implicit/,
    line: (line) => TIGHT.test(line),
    message: 'There is no blank behind the colon of this key.',
    fix: (line, start) => replaced(TIGHT, 'Insert a blank', ' ', line, start),
  },
  { said: /^(Implicit|Nested|Block collections)/, line: isOpen, message: 'What { or [ opens in this line is not closed.' },
  { said: /^Implicit/, line: (line) => !line.includes(':'), message: 'This line is no `key: value`, and no value above goes on here.' },
  {
    said: /^Nested|^Implicit/,
    line: (line) => /:(?:[ \t]|$)/.test(VALUE.exec(line)?.[2] ?? ''),
    message: 'Two colons in one line: put the value in quotes.',
    code: 'quotes',
    fix: quoted,
  },
  { said: /^Nested|^Implicit|same column/, message: 'This line is in no column of the lines above it: it is indented too much or too little.' },
  { said: /directives-end marker/, message: 'Only blanks or a comment may stand behind ---: kubectl refuses the file.' },
  { said: /^Missing closing/, message: 'This quote is not closed.', code: 'quotes' },
  { said: /^Unexpected scalar at node end/, line: (line) => /["']/.test(line), message: 'There is text behind the closing quote.', code: 'quotes' },
  { said: /^Unexpected .* at node end/, message: 'This is no part of the value above.' },
  { said: /^Sequence item without/, message: 'This stands in the column of a list, and no dash is in front of it.' },
  { said: /end with a \}/, message: 'What { opens is not closed by }.' },
  { said: /end with a \]/, message: 'What [ opens is not closed by ].' },
  { said: /^A block sequence may not/, message: 'The items of this list do not stand below their key.' },
];

function reworded(text: string, problem: Problem): Problem {
  const start = text.lastIndexOf('\n', problem.span.start - 1) + 1;
  const end = text.indexOf('\n', start);
  const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '');
  const looked = line.slice(0, longestLine);
  const found = WORDS.find((w) => w.said.test(problem.message) && (w.line?.(looked) ?? true));
  const fix = looked === line ? found?.fix?.(line, start, text) : undefined;
  return found ? { ...problem, code: found.code ?? problem.code, message: found.message, ...(fix ? { fix } : {}) } : problem;
}

function isOpen(line: string): boolean {
  const bare = line.replace(/"[^"]*"|'[^']*'|#.*$/g, '');
  return (bare.match(/[{[]/g) ?? []).length > (bare.match(/[}\]]/g) ?? []).length;
}

function quoted(line: string, start: number): Problem['fix'] {
  const [, lead = '', value] = VALUE.exec(line) ?? [];
  if (value === undefined) return undefined;
  const from = start + lead.length;
  return { title: 'Put it in quotes', edits: [{ span: { start: from, end: from + value.length }, text: JSON.stringify(value) }] };
}

/** In place of what the pattern takes behind its first group. */
function replaced(pattern: RegExp, title: string, by: string, line: string, start: number): Problem['fix'] {
  const [whole, lead = ''] = pattern.exec(line) ?? [];
  return whole === undefined ? undefined : { title, edits: [{ span: { start: start + lead.length, end: start + whole.length }, text: by }] };
}

function hardBlanks(text: string): { readonly span: Span; readonly text: string }[] {
  return [...text.matchAll(/^[ \t\u00a0-]*\u00a0[ \t\u00a0-]*/gm)].flatMap((lead) =>
    [...lead[0].matchAll(/\u00a0/g)].map((c) => ({ span: at(lead.index + c.index), text: ' ' })),
  );
}
