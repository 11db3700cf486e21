import { eolOf } from '../yaml/edit.ts';
import { fix } from './parts/fix.ts';
import { defineRule } from './rule.ts';

/** docs/facts/yaml.md#separator-lines. The versions between 1.4 and 1.34 were not tried. */
export const separatorIgnored = defineRule({
  id: 'separator-ignored',
  level: 'warning',
  summary: 'The separator line holds more than ---: old kubectl does not split there and loses what follows, new kubectl refuses text behind it.',
  source: 'kubectl 1.4.4 splits only at lines that are exactly ---; 1.34.4 answers `invalid Yaml document separator` to text behind it (observed).',
  check(document, report) {
    const found = /^---([ \t]+)([^\r\n]*)/.exec(document.text);
    if (!found) return;
    const [line, blanks = '', rest = ''] = found;
    const span = { start: 0, end: line.length };
    const comment = rest === '' || rest.startsWith('#');
    const edit = { span: { start: 3, end: line.length }, text: rest === '' ? '' : `${eolOf(document.text)}${rest}` };
    const fixes = comment ? fix(rest === '' ? 'Remove the blanks' : 'Put the comment on a line of its own', [edit]) : [];
    if (document.version <= 4) {
      const what = rest === '' ? `${blanks.length === 1 ? 'a blank' : 'blanks'} behind ---` : 'text behind ---';
      report({
        span,
        message: `kubectl 1.${document.version} does not split at ${what}: what follows belongs to the document above and is lost in silence.`,
        fixes,
      });
    } else if (!comment) {
      report({ level: 'error', span, message: 'kubectl refuses the file: only blanks or a comment may stand behind ---.' });
    }
  },
});
