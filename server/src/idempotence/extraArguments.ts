import { scriptIndex } from './decode.ts';
import type { Prepared } from './prepared.ts';
import type { Verdict } from './program.ts';

/** `sh -c A B`: B is $0 of A and is never run. Scripts that use their parameters mean it so. */
export function extraArguments(prepared: Prepared): readonly Verdict[] {
  const { program } = prepared;
  if (!program) return [];
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
