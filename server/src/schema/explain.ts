import { isDirective, isPlaceholder as isFilledIn } from '../kube/form.ts';
import type { Finding } from '../rules/rule.ts';
import { formatPath, isNull, type Path, type Tree } from '../yaml/tree.ts';
import { badKey, badValue } from './badValue.ts';
import { isObject, type SchemaNode, titleOf } from './definitions.ts';
import type { SchemaError } from './generated/validators.js';
import { missing } from './missing.ts';
import { presentEntry, type Site, type Subject, schemaAt, siteOf } from './site.ts';
import { unknownField } from './unknownField.ts';
import { wrongType } from './wrongType.ts';

/** Which of several complaints about one value speaks. */
const ORDER: readonly string[] = [
  'type',
  'enum',
  'required',
  'additionalProperties',
  'propertyNames',
  'minItems',
  'minLength',
  'minimum',
  'maximum',
  'maxLength',
  'pattern',
];

/** Says in the user's words what the validator said in JSON Schema's: one finding for one cause. */
export function explain(subject: Subject, errors: readonly SchemaError[]): Finding[] {
  const sorted = [...errors].sort((a, b) => ORDER.indexOf(a.keyword) - ORDER.indexOf(b.keyword));
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const error of sorted) {
    const found = explainOne(subject, error);
    const key = found && `${found.span.start}-${found.span.end} ${found.path ? formatPath(found.path) : ''}`;
    if (!found || key === undefined || seen.has(key)) continue;
    seen.add(key);
    findings.push(found);
  }
  return withoutEchoes(findings);
}

/** A misspelt or misplaced key that is required is also missing where it belongs; that is the same mistake. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const meant = findings.flatMap((f) => (f.rule === 'unknown-field' && f.path ? [f.path] : []));
  const isEcho = (path: Path): boolean => meant.some((m) => path.every((step, i) => m[i] === step));
  // For an unknown field, `path` was used to say what was meant.
  return findings
    .filter((f) => !(f.rule === 'missing-field' && f.path && isEcho(f.path)))
    .map(({ path, ...f }) => (f.rule === 'unknown-field' || !path ? f : { ...f, path }));
}

function explainOne(subject: Subject, error: SchemaError): Finding | undefined {
  const site = siteOf(subject, error.instancePath);
  const node = site && schemaAt(subject, site.steps);
  if (!site || !node) return undefined;
  switch (error.keyword) {
    case 'additionalProperties':
      return isDirective(String(error.params.additionalProperty)) || isFilledIn(String(error.params.additionalProperty))
        ? undefined
        : unknownField(subject, site, node, String(error.params.additionalProperty));
    case 'required':
      if (isOverwritten(site)) return undefined;
      return required(subject, site, node, String(error.params.missingProperty));
    case 'propertyNames':
      return badKey(subject, site, node, String(error.params.propertyName));
    case 'type':
      return type(subject, site, node);
    case 'minItems':
      return missing(subject, site.steps.slice(0, -1), String(site.steps.at(-1)), `At least one item is needed.`);
    default:
      return isPlaceholder(site.tree, subject.chunk, site.steps.at(-1) === 'subPathExpr') || isAbsent(subject, site) || isOverwritten(site)
        ? undefined
        : badValue(subject, site, node, error.keyword);
  }
}

function required(subject: Subject, site: Site, node: SchemaNode, key: string): Finding | undefined {
  const present = presentEntry(subject, site, node, key);
  if (present && !isNull(present.value)) return undefined;
  return missing(subject, site.steps, key, `${node.name ? `A ${node.name}` : 'This'} needs it.`);
}

function type(subject: Subject, site: Site, node: SchemaNode): Finding | undefined {
  if (isPlaceholder(site.tree, subject.chunk)) return undefined;
  if (!isNull(site.tree)) return wrongType(subject, site, node);
  // A null among items or map values: nobody minds today (it becomes an empty value), the old reader refused it.
  const isItem = typeof site.steps.at(-1) === 'number';
  const required = node.schema.required ?? [];
  const isNeeded = required.length > 0 || node.name === 'PersistentVolumeClaim';
  if (isItem && isObject(node) && isNeeded && (subject.json || subject.version > 4)) {
    return {
      ...wrongType(subject, site, node),
      rule: 'missing-field',
      message: `This item is empty, where ${titleOf(node)} is needed.`,
    };
  }
  if (isItem && subject.version > 4 && isBadWhenEmpty(node)) return { ...wrongType(subject, site, node), rule: 'bad-value' };
  return subject.version <= 4 && !subject.json ? wrongType(subject, site, node) : undefined;
}

/** The empty string that a null item becomes is judged like any other. */
function isBadWhenEmpty({ schema }: SchemaNode): boolean {
  if (schema.type !== 'string') return false;
  return (schema.pattern !== undefined && !new RegExp(schema.pattern).test('')) || schema.minLength !== undefined || schema.enum !== undefined;
}

/** The empty string is what Go reads where nothing stands, so it counts as absent unless the field is needed. */
function isAbsent(subject: Subject, site: Site): boolean {
  if (site.tree.kind !== 'scalar' || site.tree.value !== '') return false;
  const last = site.steps.at(-1);
  const parent: Path = site.steps.slice(0, -1);
  const node = schemaAt(subject, parent);
  // Go tells an empty string from none where the field is a pointer.
  if (schemaAt(subject, site.steps)?.schema.minLength !== undefined) return false;
  return typeof last === 'string' && node?.schema.properties !== undefined && !(node.schema.required ?? []).includes(last);
}

const OVERWRITTEN = /^spec\.(template\.metadata\.(name|namespace|generateName|ownerReferences)|volumeClaimTemplates\.\d+\.metadata\.namespace)\b/;

/** What the controller overwrites: a pet has the name, namespace and owner that the set gives it, and a claim the namespace. */
function isOverwritten(site: Site): boolean {
  return OVERWRITTEN.test(site.steps.join('.'));
}

/** A value that another tool fills in before Kubernetes sees it. In a field that the kubelet expands, `$(NAME)` is the value. */
function isPlaceholder(tree: Tree, chunk: string, isExpanded = false): boolean {
  if (tree.kind === 'map') return chunk.startsWith('{{', tree.span.start);
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return false;
  return isExpanded ? /\$\{|\{\{/.test(tree.value.slice(0, 2000)) : isFilledIn(tree.value);
}
