import type { Document } from '../kube/document.ts';
import type { Minor } from '../kube/version.ts';
import { scalarText } from '../yaml/edit.ts';
import { at, child, type Entry, entries, entryOf, type Path, str } from '../yaml/tree.ts';
import { insertAnnotation, insertContext, inTurn, podOf, removeAt, type Step } from './convertEdits.ts';

interface Profiles {
  readonly field: string;
  /** First version with the field; before, the annotations are read. */
  readonly from: Minor;
  readonly pod: string | undefined;
  /** Followed by the name of a container. */
  readonly container: string;
}

/** docs/facts/statefulset.md#profiles-of-seccomp-and-apparmor: profiles of seccomp and AppArmor were annotations of the pod before they were fields. */
const PROFILES: readonly Profiles[] = [
  { field: 'seccompProfile', from: 19, pod: 'seccomp.security.alpha.kubernetes.io/pod', container: 'container.seccomp.security.alpha.kubernetes.io/' },
  { field: 'appArmorProfile', from: 30, pod: undefined, container: 'container.apparmor.security.beta.kubernetes.io/' },
];

/** Those of the annotations that a cluster of the version has fields for become fields. */
export function profilesToFields(version: Minor): Step {
  return (document) => {
    const keys = profileAnnotations(document, version).map((e) => e.key);
    return inTurn(keys.map((key) => (d: Document) => toField(d, key)))(document);
  };
}

/** Fields that a cluster of the version does not have become annotations. */
export function profilesToAnnotations(version: Minor): Step {
  return (document) =>
    inTurn(
      profileFields(document, version).map(
        ({ owner, profile }) =>
          (d: Document) =>
            toAnnotation(d, owner, profile),
      ),
    )(document);
}

export function profileAnnotations(document: Document, version: Minor): readonly Entry[] {
  const annotations = entries(at(document.yaml.root, ...annotationsOf(document)));
  return annotations.filter(
    (e) => PROFILES.some((p) => version >= p.from && (e.key === p.pod || e.key.startsWith(p.container))) && profileOf(str(e.value)) !== undefined,
  );
}

/** The fields with the path of the pod spec or container that they belong to. */
export function profileFields(document: Document, version: Minor) {
  const spec = [...(podOf(document)?.template?.path ?? []), 'spec'];
  return [spec, ...containerPaths(document)].flatMap((owner) =>
    PROFILES.filter((p) => version < p.from).flatMap((profile) => {
      const entry = entryOf(child(at(document.yaml.root, ...owner), 'securityContext'), profile.field);
      return entry ? [{ owner, profile, entry }] : [];
    }),
  );
}

function annotationsOf(document: Document): Path {
  return [...(podOf(document)?.template?.path ?? []), 'metadata', 'annotations'];
}

function containerPaths(document: Document): readonly Path[] {
  const template = podOf(document)?.template;
  const all = [...(template?.containers ?? []), ...(template?.initContainers ?? [])];
  return all.filter((c) => c.source === 'containers' || c.source === 'initContainers').map((c) => c.path);
}

function toField(document: Document, key: string): string | undefined {
  const path = [...annotationsOf(document), key];
  const value = profileOf(str(at(document.yaml.root, ...path)));
  const profile = PROFILES.find((p) => key === p.pod || key.startsWith(p.container));
  const spec: Path = [...(podOf(document)?.template?.path ?? []), 'spec'];
  const owner =
    key === profile?.pod ? spec : containerPaths(document).find((p) => str(at(document.yaml.root, ...p, 'name')) === key.slice(key.indexOf('/') + 1));
  // Of a container that is not there the annotation says nothing.
  if (!profile || !value || !owner) return document.text;
  return inTurn([(d) => insertContext(d, owner, profile.field, value), (d) => removeAt(d, path)])(document);
}

function toAnnotation(document: Document, owner: Path, profile: Profiles): string | undefined {
  const place = [...owner, 'securityContext', profile.field];
  const field = at(document.yaml.root, ...place);
  const name = str(at(document.yaml.root, ...owner, 'name'));
  const key = name === undefined ? profile.pod : profile.container + name;
  const value = written(str(child(field, 'type')), str(child(field, 'localhostProfile')));
  if (key === undefined || value === undefined) return undefined;
  const metadata = annotationsOf(document).slice(0, -1);
  return inTurn([(d) => removeAt(d, place), (d) => insertAnnotation(d, metadata, key, () => scalarText(value))])(document);
}

function profileOf(value: string | undefined): { readonly type: string; readonly localhostProfile?: string } | undefined {
  if (value === 'unconfined') return { type: 'Unconfined' };
  if (value === 'runtime/default' || value === 'docker/default') return { type: 'RuntimeDefault' };
  const local = /^localhost\/(.+)$/.exec(value ?? '')?.[1];
  return local === undefined ? undefined : { type: 'Localhost', localhostProfile: local };
}

function written(type: string | undefined, local: string | undefined): string | undefined {
  if (type === 'Unconfined') return 'unconfined';
  if (type === 'RuntimeDefault') return 'runtime/default';
  return type === 'Localhost' && local !== undefined ? `localhost/${local}` : undefined;
}
