import { scalarText } from '../yaml/edit.ts';

/** A value as block YAML, its lines at a column; texts of several lines become block scalars. The first line has no indentation. */
export function toYaml(value: unknown, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    const items = withScript(value);
    return items.map((item) => `- ${toYaml(item, indent + 2)}`).join(`\n${pad}`);
  }
  if (typeof value === 'object' && value !== null) {
    const rows = Object.entries(value).filter(([, v]) => v !== undefined);
    if (rows.length === 0) return '{}';
    return rows.map(([key, v]) => `${/^[\w./-]+$/.test(key) ? key : JSON.stringify(key)}:${below(v, indent)}`).join(`\n${pad}`);
  }
  return typeof value === 'string' ? (block(value, indent) ?? scalarText(value)) : String(value ?? null);
}

function below(value: unknown, indent: number): string {
  const nested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return nested ? `\n${' '.repeat(indent + 2)}${toYaml(value, indent + 2)}` : ` ${toYaml(value, indent + 2)}`;
}

/** Undefined for a text that a block scalar would change. */
function block(text: string, indent: number): string | undefined {
  const body = text.replace(/\n$/, '');
  if (!body.includes('\n') || /^[\s]|\n$|[^\n\t\x20-\x7e\u00a0-\ud7ff]/.test(body)) return undefined;
  const pad = ' '.repeat(indent);
  const lines = body.split('\n').map((line) => (line === '' ? '' : pad + line));
  return `${text.endsWith('\n') ? '|' : '|-'}\n${lines.join('\n')}`;
}

/** `sh -c "a; b"` with each command on a line of its own. */
function withScript(items: readonly unknown[]): readonly unknown[] {
  const at = items.findIndex((item) => typeof item === 'string' && /^-[a-z]*c$/.test(item));
  const script = items[at + 1];
  const isShell = typeof items[0] === 'string' && /(^|\/)(ba|da|a|k|z)?sh$/.test(items[0]);
  return isShell && at > 0 && typeof script === 'string' ? items.with(at + 1, readable(script)) : items;
}

/** Breaks lines behind semicolons between commands, where that is the same script: not in quotes, comments or arithmetic. */
export function readable(script: string): string {
  if (script.includes('\n') || /(^|\s)#|\(\(|<</.test(script)) return script;
  let out = '';
  let quote = '';
  for (let i = 0; i < script.length; i++) {
    const c = script[i] ?? '';
    if (c === '\\' && quote !== "'") {
      out += c + (script[++i] ?? '');
      continue;
    }
    if (quote === '') quote = c === "'" || c === '"' || c === '`' ? c : '';
    else if (c === quote) quote = '';
    const ends = c === ';' && quote === '' && script[i + 1] === ' ' && script[i - 1] !== ';';
    if (ends) {
      out += '\n';
      while (script[i + 1] === ' ') i++;
    } else out += c;
  }
  return quote === '' ? out : script;
}
