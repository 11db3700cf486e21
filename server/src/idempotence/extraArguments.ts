import type { Prepared } from './execute.ts';
import type { Verdict } from './program.ts';

/** `sh -c A B`: B is $0 of A and is never run. Scripts that use their parameters mean it so. */
export function extraArguments(prepared: Prepared): readonly Verdict[] {
  const { program } = prepared;
  if (!program || program.peers) return [];
  const at = scriptIndex(program.words);
  if (at === undefined || at + 1 >= program.words.length) return [];
  const script = program.words[at] ?? '';
  const extra = program.words.slice(at + 1);
  if (/\$[@*#0-9]|\$\{[@*#0-9!]|\bshift\b|\bset\s+--/.test(script)) return [];
  if (extra.length === 1 && /^[\w./-]*$/.test(extra[0] ?? '') && !/^-\w/.test(extra[0] ?? '')) return [];
  const first = program.sources[at + 1];
  const source = program.sources[at];
  if (!first || !source) return [];
  const place = first.place(0, first.text.length);
  return [
    {
      step: first.step,
      rule: 'sh-c-extra-args',
      level: 'warning',
      place,
      message: `only the first string after -c is run; \`${(extra[0] ?? '').split('\n')[0]}\` is merely its $0`,
      related: [{ step: source.step, place: source.place(0, source.text.length), message: 'this string is the whole script' }],
      fixes: [],
    },
  ];
}

/** The word that is the script of `sh -c`. */
export function scriptIndex(words: readonly string[]): number | undefined {
  const shell = words.findIndex((word) => /(^|\/)(ba|da|a|k)?sh$/.test(word));
  if (shell < 0 || shell > 4) return undefined;
  for (let i = shell + 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!/^[-+]/.test(word)) return undefined;
    if (/^-[a-zA-Z]*o$/.test(word)) i++;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word)) return /o$/.test(word) ? i + 1 : nextScript(words, i + 1);
  }
  return undefined;
}

function nextScript(words: readonly string[], at: number): number {
  let i = at;
  while (/^[-+][a-zA-Z]/.test(words[i] ?? '')) i += /o$/.test(words[i] ?? '') ? 2 : 1;
  if (words[i] === '--') i++;
  return i;
}
