import type { Document } from '../kube/document.ts';
import { BETA_CLASS } from '../kube/storageClass.ts';
import { scalarText } from '../yaml/edit.ts';
import { at, child, type Entry, entryOf, type Path, str } from '../yaml/tree.ts';
import { insertAnnotation, insertBlock, inTurn, removeAt, type Step } from './convertEdits.ts';

export const UNREADY = 'service.alpha.kubernetes.io/tolerate-unready-endpoints';

/** The claim of a document, or the claim templates of its set. */
export function claimsOf(document: Document): readonly Path[] {
  const [resource] = document.resources;
  if (resource?.type === 'claim') return [resource.path];
  return resource?.type === 'set' ? resource.claimTemplates.map((c) => c.path) : [];
}

export function classAnnotations(document: Document): readonly Entry[] {
  return claimsOf(document).flatMap((path) => entryOf(at(document.yaml.root, ...path, 'metadata', 'annotations'), BETA_CLASS) ?? []);
}

export function classFields(document: Document): readonly Entry[] {
  return claimsOf(document).flatMap((path) => entryOf(at(document.yaml.root, ...path, 'spec'), 'storageClassName') ?? []);
}

/** From 1.6 on (docs/facts/statefulset.md#storage-class). A class that is named twice is left alone: nobody knows which is meant. */
export const classToField: Step = (document) =>
  inTurn(
    claimsOf(document).map((path) => (d: Document) => {
      const [annotation, spec] = [str(at(d.yaml.root, ...path, 'metadata', 'annotations', BETA_CLASS)), at(d.yaml.root, ...path, 'spec')];
      const field = entryOf(spec, 'storageClassName');
      if (annotation === undefined) return d.text;
      if (spec?.kind !== 'map' || (field && str(field.value) !== annotation)) return undefined;
      const drop: Step = (now) => removeAt(now, [...path, 'metadata', 'annotations', BETA_CLASS]);
      return inTurn(field ? [drop] : [(now) => insertBlock(now, mapAt(now, [...path, 'spec']) ?? spec, 'storageClassName', annotation), drop])(d);
    }),
  )(document);

/** For 1.4 and 1.5, which know the annotation only. */
export const classToAnnotation: Step = (document) =>
  inTurn(
    claimsOf(document).map((path) => (d: Document) => {
      const name = str(at(d.yaml.root, ...path, 'spec', 'storageClassName'));
      if (name === undefined) return d.text;
      return inTurn([
        (now) => removeAt(now, [...path, 'spec', 'storageClassName']),
        (now) => insertAnnotation(now, [...path, 'metadata'], BETA_CLASS, () => scalarText(name)),
      ])(d);
    }),
  )(document);

/**
 * The field is read from 1.8 on, and does what it says from 1.11 on: between the two the annotation stays beside it
 * (docs/facts/services.md#pods-that-are-not-ready).
 */
export function unreadyToField(version: number): Step {
  return (document) => {
    const spec = mapAt(document, ['spec']);
    if (!spec || str(at(document.yaml.root, 'metadata', 'annotations', UNREADY)) !== 'true') return undefined;
    const write: Step = (d) => (entryOf(spec, 'publishNotReadyAddresses') ? d.text : insertBlock(d, spec, 'publishNotReadyAddresses', true));
    return inTurn(version < 11 ? [write] : [write, (d) => removeAt(d, ['metadata', 'annotations', UNREADY])])(document);
  };
}

/** For versions before 1.8. */
export const unreadyToAnnotation: Step = (document) => {
  const field = child(mapAt(document, ['spec']), 'publishNotReadyAddresses');
  if (field?.kind !== 'scalar' || field.value !== true) return undefined;
  return inTurn([(d) => removeAt(d, ['spec', 'publishNotReadyAddresses']), (d) => insertAnnotation(d, ['metadata'], UNREADY, () => '"true"')])(document);
};

function mapAt(document: Document, path: Path) {
  const found = at(document.yaml.root, ...path);
  return found?.kind === 'map' ? found : undefined;
}
