import type { Document } from '../kube/document.ts';
import { deepestKey, headSpan } from '../kube/field.ts';
import { appendItem, insertAt, replaceScalar, type Value } from '../yaml/edit.ts';
import { at, isNull, type Path, type TreeMap } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Report } from './rule.ts';

const MODES: readonly string[] = ['ReadWriteOnce'];
const SPEC: { readonly [key: string]: Value } = { accessModes: MODES, resources: { requests: { storage: '1Gi' } } };

/**
 * docs/facts/petset.md#claim-templates-that-fail, docs/facts/petset.md#not-checked-on-create. A PetSet with such a template is accepted, and
 * its controller then fails to create claim and pod.
 */
export const claimIncomplete = defineRule({
  id: 'claim-incomplete',
  level: 'error',
  summary: 'A claim lacks its name, an access mode or the requested storage, so neither claim nor pod is created.',
  source:
    'Kubernetes claim validation: `at least 1 access mode is required`, `spec.resources[storage]: Required value` (observed on 1.4.4 as FailedCreate and on 1.34.4 as 422).',
  check(document, report) {
    for (const resource of document.resources) {
      if (resource.type === 'claim') claim({ tree: resource.tree, path: resource.path }, 'The claim', document, report);
      if (resource.type !== 'set') continue;
      for (const template of resource.claimTemplates) {
        if (isNull(at(template.tree, 'metadata', 'name'))) {
          report({
            span: deepestKey(template.tree, ['metadata', 'name'], headSpan(template.tree)),
            path: [...template.path, 'metadata', 'name'],
            message: 'The claim template has no name, by which containers would mount it: no pod can be created.',
            fixes: fix('Name it data', [insertAt(template.tree, ['metadata', 'name'], 'data', document.text, 'first')]),
          });
        }
        claim(template, `Claim template ${template.name?.text ?? '(unnamed)'}`, document, report);
      }
    }
  },
});

function claim({ tree, path }: { readonly tree: TreeMap; readonly path: Path }, what: string, { text, version }: Document, report: Report): void {
  const modes = at(tree, 'spec', 'accessModes');
  const missing = (keys: readonly string[], value: Value, message: string, title: string): void => {
    const inList = modes?.kind === 'seq' && value === MODES;
    const edit = inList ? appendItem(modes, 'ReadWriteOnce', text) : insertAt(tree, keys, value, text, value === MODES ? 'first' : 'last');
    report({ span: deepestKey(tree, keys, headSpan(tree)), path: [...path, ...keys], message, fixes: fix(title, [edit]) });
  };
  if (isNull(at(tree, 'spec'))) {
    missing(['spec'], SPEC, `${what} asks for nothing: neither it nor its pod can be created.`, 'Ask for 1Gi, ReadWriteOnce');
    return;
  }
  if (isNull(modes) || (modes?.kind === 'seq' && modes.items.length === 0)) {
    missing(['spec', 'accessModes'], MODES, `${what} has no access mode: neither it nor its pod can be created.`, 'Add accessModes: [ReadWriteOnce]');
  }
  const requests = ['spec', 'resources', 'requests'];
  const shaped = requests.every((_, i) => isNull(at(tree, ...requests.slice(0, i + 1))) || at(tree, ...requests.slice(0, i + 1))?.kind === 'map');
  const storage = at(tree, ...requests, 'storage');
  if (version > 4 && storage?.kind === 'scalar' && /^0+(\.0*)?[A-Za-z]*$/.test(String(storage.value))) {
    const message = `${what} requests no storage at all: the API server refuses it.`;
    report({ span: storage.span, message, fixes: fix('Request 1Gi of storage', [replaceScalar(storage, '1Gi', text)]) });
  }
  // `storage:` with nothing behind it passes the server of 1.4 as a request for 0.
  if (shaped && storage === undefined) {
    missing([...requests, 'storage'], '1Gi', `${what} requests no storage: neither it nor its pod can be created.`, 'Request 1Gi of storage');
  }
}
