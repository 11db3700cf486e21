import { CURRENT, type Minor } from '../kube/version.ts';
import type { Finding } from '../rules/rule.ts';
import type { Entry, Path, Tree } from '../yaml/tree.ts';
import { item, keysOf, nodeAt, property, type SchemaNode } from './definitions.ts';
import { NEWEST } from './generated/definitions.js';
import type { Subject } from './site.ts';
import { consequence } from './unknownField.ts';

/**
 * Fields that later versions have (`x-since`, tools/schemas/since.ts). Nobody need have said which version the cluster is: what is only
 * newer than the newest that we were held to is a warning.
 */
export function tooNew(subject: Subject): Finding[] {
  const { version, chunk, tree, address } = subject;
  if (tree.kind !== 'map' || !mayHold(chunk, version)) return [];
  const found: Finding[] = [];
  visit(tree, nodeAt(address), [], version, (entry, since, path) => {
    const message = `\`${entry.key}\` came with Kubernetes 1.${since}, and 1.${version} does not know it: ${consequence(subject)}.`;
    found.push({ rule: 'unknown-field', level: version >= CURRENT ? 'warning' : 'error', span: entry.keySpan, path: [...subject.path, ...path], message });
  });
  return found;
}

type Report = (entry: Entry, since: Minor, path: Path) => void;

function visit(tree: Tree, node: SchemaNode, path: Path, version: Minor, report: Report): void {
  if (tree.kind === 'seq') {
    const inner = item(node);
    if (inner) tree.items.forEach((each, i) => void visit(each, inner, [...path, i], version, report));
  }
  if (tree.kind !== 'map') return;
  for (const entry of tree.entries) {
    const below = property(node, entry.key);
    if (!below) continue;
    const since = sinceOf(below);
    if (since > version) report(entry, since, [...path, entry.key]);
    else visit(entry.value, below, [...path, entry.key], version, report);
  }
}

/** First minor version that has the field; 0: as old as all. */
function sinceOf({ schema }: SchemaNode): Minor {
  return Number(schema['x-since']?.slice('1.'.length) ?? 0);
}

/** The keys of an object that a cluster of this version knows. */
export function keysIn(node: SchemaNode, version: Minor): readonly string[] {
  return keysOf(node).filter((key) => sinceOf(property(node, key) ?? node) <= version);
}

const patterns = new Map<Minor, RegExp>();

/** Most documents name no such field: the text says so faster than a walk. */
function mayHold(chunk: string, version: Minor): boolean {
  const known = patterns.get(version);
  if (known) return known.test(chunk);
  const names = Object.entries(NEWEST).flatMap(([name, since]) => (since > version ? [name] : []));
  const pattern = new RegExp(names.length > 0 ? `\\b(${names.join('|')})["']?[ \\t]*:` : '(?!)');
  patterns.set(version, pattern);
  return pattern.test(chunk);
}
