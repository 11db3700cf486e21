/**
 * What an editor inserts when the user accepts every default: `${1:x}`, `${1|a,b|}`, `$1` (a mirror), `$0`, and `\$`, `\}`, `\\`.
 * Variables and transformations are not used by our snippets and are refused, so that a slip of the pen is seen.
 */
export function expand(body: readonly string[]): string {
  const text = body.join('\n');
  const defaults = new Map<string, string>();
  for (const found of text.matchAll(/(?<!\\)\$\{(\d+)(?::((?:\\.|[^}\\])*)|\|((?:\\.|[^|\\])*)\|)\}/g)) {
    const [, number = '', value, choices] = found;
    const first = value ?? choices?.split(/(?<!\\),/)[0] ?? '';
    if (defaults.has(number)) throw new Error(`Placeholder ${number} has two defaults`);
    defaults.set(number, plain(first));
  }
  return text.replace(/\\([$}\\])|\$\{(\d+)[^}]*\}|\$(\d+)|\$(?=[{\w])/g, (all, escaped?: string, held?: string, mirror?: string) => {
    if (escaped !== undefined) return escaped;
    const number = held ?? mirror;
    if (number === undefined) throw new Error(`Not a placeholder: ${text.slice(text.indexOf(all), text.indexOf(all) + 20)}`);
    if (number !== '0' && !defaults.has(number)) throw new Error(`Placeholder ${number} has no default`);
    return defaults.get(number) ?? '';
  });
}

function plain(text: string): string {
  return text.replace(/\\([$}\\|,])/g, '$1');
}
