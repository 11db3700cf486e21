import type { Span } from '../text/span.ts';
import { child, type Entry, entries, type Path, type TreeMap } from '../yaml/tree.ts';
import type { EmbeddedJson } from './embedded.ts';
import { type Labels, labels, map, maps, type Word, word, words } from './read.ts';

export type ContainerSource = 'containers' | 'initContainers' | 'alpha' | 'beta';

/** An app or init container, wherever it stands: a field of the pod spec, or the JSON of an annotation. */
export interface Container {
  readonly tree: TreeMap;
  readonly path: Path;
  readonly init: boolean;
  readonly source: ContainerSource;
  readonly name: Word | undefined;
  readonly image: Word | undefined;
  readonly command: readonly Word[] | undefined;
  readonly args: readonly Word[] | undefined;
  readonly workingDir: Word | undefined;
  readonly env: readonly EnvVar[];
  readonly mounts: readonly VolumeMount[];
}

export interface EnvVar {
  readonly name: Word | undefined;
  /** Undefined for valueFrom. */
  readonly value: Word | undefined;
}

export interface VolumeMount {
  readonly tree: TreeMap;
  readonly path: Path;
  readonly name: Word | undefined;
  readonly mountPath: Word | undefined;
  readonly subPath: Word | undefined;
  readonly readOnly: boolean;
}

export interface Volume {
  readonly tree: TreeMap;
  readonly path: Path;
  readonly name: Word | undefined;
  /** The key that says what the volume is: `emptyDir`, `configMap`, ... */
  readonly source: Entry | undefined;
}

/** A pod template (or a Pod's own metadata and spec). */
export interface PodTemplate {
  readonly tree: TreeMap;
  readonly path: Path;
  readonly labels: Labels;
  readonly annotations: readonly Entry[];
  /** Where a key of the pod spec would go. */
  readonly spec: TreeMap | undefined;
  readonly containers: readonly Container[];
  /** All that are written, in annotations and in the field; `runningInitContainers` tells which of them a cluster runs. */
  readonly initContainers: readonly Container[];
  readonly volumes: readonly Volume[];
}

function readContainer(tree: TreeMap, path: Path, source: ContainerSource): Container {
  return {
    tree,
    path,
    init: source !== 'containers',
    source,
    name: word(child(tree, 'name')),
    image: word(child(tree, 'image')),
    command: words(child(tree, 'command')),
    args: words(child(tree, 'args')),
    workingDir: word(child(tree, 'workingDir')),
    env: maps(child(tree, 'env'), [...path, 'env']).map((e) => ({ name: word(child(e.tree, 'name')), value: word(child(e.tree, 'value')) })),
    mounts: maps(child(tree, 'volumeMounts'), [...path, 'volumeMounts']).map((m) => readMount(m.tree, m.path)),
  };
}

function readMount(tree: TreeMap, path: Path): VolumeMount {
  const readOnly = child(tree, 'readOnly');
  return {
    tree,
    path,
    name: word(child(tree, 'name')),
    mountPath: word(child(tree, 'mountPath')),
    subPath: word(child(tree, 'subPath')),
    readOnly: readOnly?.kind === 'scalar' && readOnly.value === true,
  };
}

/** `embedded` are the init-container annotations of this template; `path` is that of the template. */
export function readTemplate(tree: TreeMap, path: Path, embedded: readonly EmbeddedJson[]): PodTemplate {
  const metadata = child(tree, 'metadata');
  const spec = map(child(tree, 'spec'));
  const specPath = [...path, 'spec'];
  const field = maps(child(spec, 'initContainers'), [...specPath, 'initContainers']).map((c) => readContainer(c.tree, c.path, 'initContainers'));
  const annotated = embedded.flatMap((e) => maps(e.root, e.path).map((c) => readContainer(c.tree, c.path, e.stage)));
  return {
    tree,
    path,
    labels: labels(child(metadata, 'labels')),
    annotations: entries(child(metadata, 'annotations')),
    spec,
    containers: maps(child(spec, 'containers'), [...specPath, 'containers']).map((c) => readContainer(c.tree, c.path, 'containers')),
    initContainers: [...annotated, ...field],
    volumes: maps(child(spec, 'volumes'), [...specPath, 'volumes']).map((v) => readVolume(v.tree, v.path)),
  };
}

function readVolume(tree: TreeMap, path: Path): Volume {
  return { tree, path, name: word(child(tree, 'name')), source: tree.entries.find((e) => e.key !== 'name') };
}

/** The name of a container for messages. */
export function titleOf(container: Container): string {
  return container.name?.text ?? '(unnamed)';
}

/** Where to underline something about the container as a whole: its name, else its first key. */
export function headOf(container: Container): Span {
  return container.name?.span ?? container.tree.entries[0]?.keySpan ?? container.tree.span;
}
