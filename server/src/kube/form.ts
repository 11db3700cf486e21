import { cursorAt, type Tree } from '../yaml/tree.ts';
import type { Document } from './document.ts';
import type { Resource } from './resource.ts';

/** What a document is before Kubernetes sees it: a manifest; a template that a program fills in; or a patch of a manifest, which lacks fields on purpose. */
export type Form = 'manifest' | 'template' | 'patch';

/** The objects and functions that only Helm has, also inside quotes. */
const HELM = /\{\{-?\s*(?:[^{}]*[\s($])?(?:\.(?:Values|Release|Chart|Files|Capabilities|Template)\b|(?:include|tpl|required|toYaml)\s)/;
/** Braces where a value or a line begins. */
const BARE = /^[ \t]*(?:- +)*(?:[\w./-]+:[ \t]+)?\{\{/m;
/** What sed or autoconf replaces, where only a value can stand: no YAML begins a scalar with @. */
const AT_NAME = /^[ \t]*(?:- +)*(?:[\w./-]+:[ \t]+)?@[A-Z][A-Z0-9_]*@/m;
/** Encrypted: sops puts the values in and takes its own key out before anybody sends it. */
const SOPS = /^["']?sops["']?:/m;
const PATCH = /\$(?:patch|setElementOrder|retainKeys|deleteFromPrimitiveList)\b/;

const MODELINE = /^[ \t]*#[ \t]*petset:(?:[ \t].*?)?[ \t]form=(manifest|template|patch)\b/m;

/** What `# petset: form=patch` in the document says, else what it looks like; `said`: what a kustomization says of the file. */
export function formOf(document: Document, said?: Form): Form {
  const own = document.text.includes('petset:') ? MODELINE.exec(document.text)?.[1] : undefined;
  if (own !== undefined) return own as Form;
  const seen = lookOf(document);
  return seen === 'manifest' && document.resources.length > 0 ? (said ?? seen) : seen;
}

function lookOf(document: Document): Form {
  const { text } = document;
  if (text.includes('{{') && (HELM.test(text) || isBare(document))) return 'template';
  if (text.includes('@') && document.yaml.problems.length > 0 && AT_NAME.test(text)) return 'template';
  if (text.includes('ENC[') && SOPS.test(text)) return 'template';
  if (text.includes('$') && PATCH.test(text) && document.yaml.root && hasDirective(document.yaml.root)) return 'patch';
  return document.resources.some(isPartial) ? 'patch' : 'manifest';
}

/**
 * A StatefulSet that says something but neither what it selects nor what its pods are labelled can only be a patch: nobody writes a
 * set without both by mistake, and kustomize overlays are full of them (seen in strangers' repositories: all 20 of 20).
 */
function isPartial(resource: Resource): boolean {
  if (resource.type !== 'set' || resource.flavour !== 'StatefulSet' || !resource.spec || resource.spec.entries.length === 0) return false;
  return resource.selector === undefined && !resource.spec.entries.some((e) => e.key === 'selector') && resource.template?.labels.tree === undefined;
}

/** Braces in a script or another string are for somebody else. */
function isBare({ text, yaml }: Document): boolean {
  const found = BARE.exec(text);
  if (!found || yaml.problems.length > 0 || !yaml.root) return found !== null;
  const { tree, entry } = cursorAt(yaml.root, found.index + found[0].length - 1);
  return entry !== undefined || tree.kind !== 'scalar' || typeof tree.value !== 'string';
}

function hasDirective(tree: Tree): boolean {
  if (tree.kind === 'seq') return tree.items.some(hasDirective);
  return tree.kind === 'map' && tree.entries.some((e) => isDirective(e.key) || hasDirective(e.value));
}

/** A key of strategic merge patches. */
export function isDirective(key: string): boolean {
  return key.startsWith('$') && PATCH.test(key);
}

/** In a patch only what stands there can be wrong, not what is missing. */
const OF_PATCHES = /^(yaml-syntax|json-syntax|unknown-field|wrong-type|bad-value|duplicate-key|unknown-kind)$/;

/** Whether a finding of a rule means anything in a document of this form. */
export function isMeant(form: Form, rule: string): boolean {
  return form === 'manifest' || (form === 'patch' && OF_PATCHES.test(rule));
}

/** `${NAME}`, `$NAME`, `$(NAME)`, `{{ name }}`, `<NAME>`, `@NAME@`, `RELEASE-NAME`: filled in by another program or by the reader, and not judged. */
export function isPlaceholder(text: string): boolean {
  return /\$\{|\{\{|\$\(|^\$[A-Za-z_]|<[A-Za-z][\w .-]*>|@[A-Z][A-Z0-9_]*@|^RELEASE-NAME/.test(text.length > 2000 ? text.slice(0, 2000) : text);
}
