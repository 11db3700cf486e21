/** The parts of `npm test`, in the order in which they run. */
export const parts = ['static', 'unit', 'editor', 'cluster'] as const;
export type Part = (typeof parts)[number];

export const usage = `usage: npm test [PART ...] [-- PATH-OR-NAME ...]
  PART           ${parts.join(', ')}; all of them when none is given
  PATH-OR-NAME   part of the path of a test file, else part of the name of a test; needs a PART
examples:
  npm test unit
  npm test unit -- test/rules
  npm test unit -- "values are arguments"`;

export interface Selection {
  readonly parts: readonly Part[];
  /** Test files by part, relative to the repository. */
  readonly files: (part: Part) => readonly string[];
  /** Only tests with one of these texts in their names; all tests when empty. */
  readonly names: readonly string[];
}

/**
 * What the words after `npm test` choose; npm itself takes the `--` away. A string says what is wrong with them.
 * @param files all test files, relative to the repository, with forward slashes
 */
export function select(words: readonly string[], files: readonly string[]): Selection | string {
  const chosen = parts.filter((part) => words.includes(part));
  const filters = words.filter((word) => !isPart(word) && word !== '--');
  const [first] = filters;
  if (chosen.length === 0 && first !== undefined) return `"${first}" is not a part of the tests.`;
  const wanted = chosen.length === 0 ? parts : chosen;
  const matches = (file: string, word: string): boolean => file.includes(word.replaceAll('\\', '/').replace(/^\.\//, ''));
  const paths = filters.filter((word) => files.some((file) => matches(file, word)));
  const names = filters.filter((word) => !paths.includes(word));
  const lost = names.find((word) => /^(\.\/)?test\/|\.ts$/.test(word));
  if (lost !== undefined) return `There is no test file "${lost}".`;
  const kept = files.filter((file) => wanted.includes(partOf(file)) && (paths.length === 0 || paths.some((path) => matches(file, path))));
  if (kept.length === 0 && paths.length > 0) return `No test file of ${wanted.join(', ')} has "${paths[0]}" in its path.`;
  return { parts: wanted, files: (part) => kept.filter((file) => partOf(file) === part), names };
}

function isPart(word: string): word is Part {
  return parts.some((part) => part === word);
}

function partOf(file: string): Part {
  if (file.startsWith('test/editor/')) return 'editor';
  return file.startsWith('test/cluster/') ? 'cluster' : 'unit';
}
