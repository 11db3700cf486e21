const TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const NULL = new Set(['', '~', 'null', 'Null', 'NULL']);
const INTEGER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const ODD_FLOAT = new Map([
  ['.inf', Infinity],
  ['.Inf', Infinity],
  ['.INF', Infinity],
  ['+.inf', Infinity],
  ['-.inf', -Infinity],
  ['.nan', NaN],
  ['.NaN', NaN],
  ['.NAN', NaN],
]);

/**
 * What Kubernetes makes of a plain scalar. Its reader follows YAML 1.1 (observed on 1.4.4 and 1.34.4: `y` and `on` are booleans,
 * `0644` is 420, `1_0` is 10, `0x50` is 80, an unquoted date stays a string; docs/facts/yaml.md#plain-values).
 */
export function resolvePlain(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Most scalars are words: look at the first letter before any table.
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!mayBeNumber) {
    if (text.length > 5) return text;
    if (NULL.has(text)) return null;
    if (TRUE.has(text)) return true;
    return FALSE.has(text) ? false : text;
  }
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (INTEGER.test(digits)) return integer(digits);
  if (FLOAT.test(digits)) return Number(digits);
  return ODD_FLOAT.get(text) ?? text;
}

function integer(digits: string): number {
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[-+]/, '');
  if (/^0[xXbBoO]/.test(bare)) return sign * Number(bare);
  // A leading zero means octal; 08 is not octal and is read as a decimal.
  return sign * (/^0[0-7]+$/.test(bare) ? Number.parseInt(bare, 8) : Number(bare));
}
