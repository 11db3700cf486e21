import type { Finding, Fix } from '../rules/rule.ts';
import { at, child, entries, entryOf, type Path, str } from '../yaml/tree.ts';
import { headSpan, type Subject, siteOf } from './site.ts';

/** A key that must be there and is not (or is there without a value). `tail` is what to add below the place, if that is more than the key. */
export function missing(subject: Subject, steps: Path, key: string, why: string, tail: Path = [key]): Finding {
  const site = siteOf(subject, steps.map((s) => `/${String(s).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')) ?? {
    steps,
    tree: subject.tree,
    entry: undefined,
  };
  const present = entryOf(site.tree, key);
  const fix = present ? undefined : insertion(subject, steps, key);
  return {
    rule: 'missing-field',
    level: 'error',
    span: present?.keySpan ?? headSpan(site),
    path: [...subject.path, ...steps, ...tail],
    message: `${present ? `\`${key}\` has no value` : `\`${tail.join('.')}\` is missing`}. ${why}`,
    ...(fix ? { fixes: [fix] } : {}),
  };
}

/** Only where the rest of the manifest says what the value is. */
function insertion(subject: Subject, steps: Path, key: string): Fix | undefined {
  const parent = at(subject.tree, ...steps);
  const first = parent?.kind === 'map' && !parent.flow ? parent.entries.find((e) => !e.merged) : undefined;
  if (!first || subject.json || steps.join('.') !== 'spec') return undefined;
  const line = subject.chunk.lastIndexOf('\n', first.keySpan.start - 1) + 1;
  const indent = subject.chunk.slice(line, first.keySpan.start);
  if (indent.trim() !== '') return undefined;
  const text = key === 'serviceName' ? serviceName(subject) : key === 'selector' ? selector(subject, indent) : undefined;
  if (text === undefined) return undefined;
  return { title: `Add \`${key}\``, edits: [{ span: { start: line, end: line }, text: `${indent}${text}\n` }], preferred: true };
}

function serviceName(subject: Subject): string | undefined {
  const name = str(at(subject.tree, 'metadata', 'name'));
  return name === undefined ? undefined : `serviceName: ${name}`;
}

function selector(subject: Subject, indent: string): string | undefined {
  const labels = child(at(subject.tree, 'spec', 'template', 'metadata'), 'labels');
  const rows = entries(labels).flatMap((e) => (str(e.value) === undefined ? [] : [`${indent}    ${subject.chunk.slice(e.span.start, e.span.end)}`]));
  return rows.length > 0 ? ['selector:', `${indent}  matchLabels:`, ...rows].join('\n') : undefined;
}
