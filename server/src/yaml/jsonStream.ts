/** The offset behind the bracketed value that begins at `at`; undefined where it is not closed. Strings of JSON and of YAML's flow style, and comments, are skipped. */
export function endOfValue(text: string, at: number): number | undefined {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || (c === "'" && /[{[,:][ \t\r\n]*$/.test(text.slice(Math.max(0, i - 40), i)))) i = endOfString(text, i);
    else if (c === '#' && /[ \t\n]/.test(text[i - 1] ?? '\n')) i = endOfLine(text, i);
    else if (c === '{' || c === '[') depth++;
    else if ((c === '}' || c === ']') && --depth === 0) return i + 1;
  }
  return undefined;
}

/** The offset of the first character that is no white space. */
export function skipBlank(text: string, at: number): number {
  let i = at;
  while (i < text.length && /[ \t\r\n\ufeff]/.test(text[i] ?? '')) i++;
  return i;
}

/**
 * Where further objects of a JSON stream begin, each at the start of its line: kubectl reads them one after the other. Of those with a comma
 * in front it refuses what follows; they are documents here all the same.
 */
export function objectStarts(text: string): number[] {
  const starts: number[] = [];
  let at = skipBlank(text, 0);
  while (text[at] === '{') {
    const end = endOfValue(text, at);
    if (end === undefined) break;
    at = skipBlank(text, end);
    if (text[at] === ',') at = skipBlank(text, at + 1);
    const newline = text.slice(end, at).lastIndexOf('\n');
    if (text[at] === '{' && newline >= 0) starts.push(end + newline + 1);
  }
  return starts;
}

function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\' && text[at] === '"') i++;
    else if (text[i] === text[at]) return i;
  }
  return text.length;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
