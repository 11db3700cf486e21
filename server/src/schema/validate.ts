import { believedEnd, type Document } from '../kube/document.ts';
import type { Resource } from '../kube/resource.ts';
import type { Finding } from '../rules/rule.ts';
import { child, isNull, type Tree } from '../yaml/tree.ts';
import { apiFor } from './catalog.ts';
import { nodeAt } from './definitions.ts';
import { explain } from './explain.ts';
import { type SchemaError, VALIDATORS } from './generated/validators.js';
import { interpret } from './interpret.ts';
import { judgeKind } from './kinds.ts';
import { missing } from './missing.ts';
import type { Subject } from './site.ts';
import { tooNew } from './tooNew.ts';
import { judgeInitContainers, judgePodSpec } from './unions.ts';
import { toValue } from './value.ts';

/** Judges every object of a known apiVersion and kind, and the JSON of init-container annotations. Objects of other kinds are left alone. */
export function validate(document: Document): Finding[] {
  const findings = document.resources.flatMap((resource) => judgeResource(document, resource));
  for (const json of document.embedded) {
    // A key that the cluster does not read cannot do harm by its content.
    if (!json.active || !json.root || json.problems.length > 0) continue;
    const address = apiFor(document).initContainersOf(document.version);
    const subject: Subject = { tree: json.root, path: json.path, address, version: document.version, chunk: document.text, json: json.map };
    findings.push(...judge(subject), ...judgeInitContainers(subject));
  }
  const end = believedEnd(document);
  return findings.filter((f) => end === Number.POSITIVE_INFINITY || (f.rule !== 'missing-field' && f.span.end < end));
}

function judgeResource(document: Document, resource: Resource): Finding[] {
  const api = apiFor(document);
  const findings = judgeKind(resource, document.version, api);
  const kind = api.kindOf(resource.apiVersion?.text, resource.kind?.text);
  if (!kind) return findings;
  // A kind that the cluster does not serve is still judged, as by the nearest one that did.
  const version = Math.min(Math.max(document.version, kind.served[0]), kind.served[1]);
  const subject: Subject = { tree: resource.tree, path: resource.path, address: api.schemaOf(kind, version), version, chunk: document.text };
  const pod = resource.type === 'set' ? ['spec', 'template', 'spec'] : resource.type === 'pod' ? ['spec'] : undefined;
  return [...findings, ...judge(subject), ...tooNew(subject), ...judgeNames(subject), ...(pod ? judgePodSpec(subject, pod) : [])];
}

/** The JSON of another annotation, by the schema of the field that took over. */
export function judgeAnnotated(what: 'affinity' | 'toleration', document: Document, subject: Pick<Subject, 'tree' | 'path' | 'json'>): Finding[] {
  const { version, text: chunk } = document;
  return judge({ ...subject, version, chunk, address: apiFor(document).annotatedOf(what, version) });
}

function judge(subject: Subject): Finding[] {
  const errors = errorsOf(subject.address, toValue(subject.tree));
  return errors.length === 0 ? [] : explain(subject, errors);
}

function errorsOf(address: string, value: unknown): readonly SchemaError[] {
  const validator = VALIDATORS[address];
  if (!validator) return interpret(nodeAt(address), value);
  return validator(value) ? [] : (validator.errors ?? []);
}

/** A name may be left out where generateName stands, which a schema says badly. */
function judgeNames(subject: Subject): Finding[] {
  const metadata = child(subject.tree, 'metadata');
  if (metadata?.kind !== 'map' || !isUnset(child(metadata, 'name')) || !isUnset(child(metadata, 'generateName'))) return [];
  return [missing(subject, ['metadata'], 'name', 'The server refuses an object without a name.')];
}

function isUnset(tree: Tree | undefined): boolean {
  return isNull(tree) || (tree?.kind === 'scalar' && tree.value === '');
}
