import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Facts and who cites them. A fact is a heading of a page in docs/facts; a comment cites it by page and anchor, such as
 * docs/facts/petset.md#pause-switch, and the page of a rule gets its links from these comments.
 */

const ROOT = join(import.meta.dirname, '..', '..');

/** A fact as a comment names it; without an anchor the whole page is meant. */
export interface Citation {
  /** File name below docs/facts. */
  readonly page: string;
  readonly anchor: string | undefined;
}

export function citationsIn(text: string): readonly Citation[] {
  return [...text.matchAll(/docs\/facts\/([\w-]+\.md)(?:#([\w-]+))?/g)].map(([, page = '', anchor]) => ({ page, anchor }));
}

/** Headings of a Markdown text by their anchors. Lines in fenced code are not headings. */
export function headingsOf(markdown: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const prose = markdown.replace(/^(```+)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, '');
  for (const [, heading = ''] of prose.matchAll(/^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*\r?$/gm)) {
    const title = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const anchor = anchorOf(title);
    let unique = anchor;
    for (let n = 1; found.has(unique); n++) unique = `${anchor}-${n}`;
    found.set(unique, title);
  }
  return found;
}

/** GitHub's rule: lower case, letters, digits, `_` and `-` stay, spaces become `-`, everything else goes. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}

/** Links to the facts that each rule cites, as Markdown for a page in docs/rules, by the id of the rule. Throws when a fact does not exist. */
export function factLinks(): ReadonlyMap<string, readonly string[]> {
  const pages = new Map(globSync('docs/facts/*.md', { cwd: ROOT }).map((file) => [file.replace(/.*[\\/]/, ''), headingsOf(read(file))] as const));
  const links = new Map<string, readonly string[]>();
  for (const file of globSync('server/src/rules/*.ts', { cwd: ROOT }).sort()) {
    for (const [rule, citations] of citationsByRule(read(file))) {
      const all = citations.map(({ page, anchor }) => {
        const headings = pages.get(page);
        const title = anchor === undefined ? headings?.values().next().value : headings?.get(anchor);
        if (title === undefined) throw new Error(`${file} cites docs/facts/${page}${anchor === undefined ? '' : `#${anchor}`}, which does not exist`);
        return `[${title}](../facts/${page}${anchor === undefined ? '' : `#${anchor}`})`;
      });
      links.set(rule, [...new Set(all)]);
    }
  }
  return links;
}

/** A citation belongs to the rule whose id follows it, in the comment above the rule; after the last id, to that last rule. */
function citationsByRule(source: string): ReadonlyMap<string, readonly Citation[]> {
  const ids = [...source.matchAll(/\bdefineRule\(\{\s*id: '([^']+)'/g)];
  return new Map(
    ids.map((match, i) => {
      const previous = ids[i - 1]?.index ?? 0;
      const end = i === ids.length - 1 ? source.length : match.index;
      return [match[1] ?? '', citationsIn(source.slice(previous, end))] as const;
    }),
  );
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
