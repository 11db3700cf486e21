import type { UserCommands } from './idempotence/commands/schema.ts';
import type { InitStep, Mount, Place } from './idempotence/program.ts';
import type { Bundle } from './kube/bundle.ts';
import { type ConfigFile, configFileAt, seesConfigMaps } from './kube/configFiles.ts';
import type { Document } from './kube/document.ts';
import { type Container, headOf, type PodTemplate, type Volume } from './kube/pod.ts';
import { runningInitContainers } from './kube/pods.ts';
import { number, type Word } from './kube/read.ts';
import type { Resource } from './kube/resource.ts';
import { toSourceSpan } from './text/sourceMap.ts';
import type { Span } from './text/span.ts';
import { scalarMap } from './yaml/scalar.ts';
import { child, str } from './yaml/tree.ts';

/** The text of a ConfigMap's key, where the workspace has it. */
export type ReadConfig = (namespace: string | undefined, file: ConfigFile) => string | undefined;

/** What init containers depend on besides their document. */
export interface Around {
  readonly config?: ReadConfig | undefined;
  readonly commands?: UserCommands | undefined;
}

/** Reads scripts from the ConfigMaps that a file sees. */
export function configIn(bundle: Bundle): ReadConfig {
  return (namespace, file) => bundle.configMap(namespace, file.configMap)?.summary.data.get(file.key);
}

/** True when the init commands of a document can only be judged among the documents around it. */
export function needsConfig(document: Document): boolean {
  return document.resources.some((r) => (r.type === 'set' || r.type === 'pod') && r.template !== undefined && seesConfigMaps(r.template));
}

/** The init containers of one pod template, in order, as the interpreter takes them. `steps[i]` is `containers[i]`. */
export interface InitGroup {
  readonly containers: readonly Container[];
  readonly steps: readonly InitStep[];
  /** The text of a file that a step sees in a ConfigMap of the workspace. */
  readonly files: (step: string, path: string) => string | undefined;
}

export function initGroups(document: Document, config: ReadConfig = () => undefined): InitGroup[] {
  return document.resources.flatMap((resource): InitGroup[] => {
    const template = resource.type === 'set' || resource.type === 'pod' ? resource.template : undefined;
    const containers = template ? runningInitContainers(document, template) : [];
    if (!template || containers.length === 0) return [];
    const kinds = volumeKinds(template, resource);
    const files = (name: string, path: string): string | undefined => {
      const container = containers.find((c) => c.name?.text === name);
      const file = container ? configFileAt(template, container, path) : undefined;
      return file ? config(resource.namespace, file) : undefined;
    };
    return [{ containers, steps: containers.map((c) => step(c, kinds, template)), files }];
  });
}

type VolumeKind = Mount['kind'];

/**
 * How long each volume lives (docs/facts/idempotence.md#how-long-a-volume-lives). A claim template hides a volume of its name
 * (docs/facts/petset.md#claim-template-as-a-volume).
 */
function volumeKinds(template: PodTemplate, resource: Resource): ReadonlyMap<string, VolumeKind> {
  const kinds = new Map<string, VolumeKind>();
  for (const volume of template.volumes) if (volume.name) kinds.set(volume.name.text, kindOf(volume));
  if (resource.type === 'set') for (const claim of resource.claimTemplates) if (claim.name) kinds.set(claim.name.text, 'claim');
  return kinds;
}

const KINDS: Readonly<Record<string, VolumeKind>> = {
  emptyDir: 'emptyDir',
  gitRepo: 'emptyDir',
  hostPath: 'hostPath',
  ephemeral: 'ephemeral',
  csi: 'ephemeral',
  configMap: 'input',
  secret: 'input',
  projected: 'input',
  downwardAPI: 'input',
  image: 'input',
};

function kindOf(volume: Volume): VolumeKind {
  // A volume without a source becomes an emptyDir (docs/facts/petset.md#volume-without-a-source); every other kind is storage that outlives the pod.
  if (!volume.source) return 'emptyDir';
  const kind = KINDS[volume.source.key] ?? 'claim';
  return kind === 'emptyDir' && str(child(volume.source.value, 'medium')) === 'Memory' ? 'memory' : kind;
}

function step(container: Container, kinds: ReadonlyMap<string, VolumeKind>, template: PodTemplate): InitStep {
  const user = child(child(container.tree, 'securityContext'), 'runAsUser') ?? child(child(template.spec, 'securityContext'), 'runAsUser');
  return {
    name: container.name?.text ?? '',
    image: container.image?.text,
    command: container.command?.map((w) => w.text),
    args: container.args?.map((w) => w.text),
    workingDir: container.workingDir?.text,
    env: container.env.flatMap((e) => (e.name ? [{ name: e.name.text, value: e.value?.text }] : [])),
    mounts: container.mounts.flatMap((m): Mount[] => {
      const kind = kinds.get(m.name?.text ?? '');
      if (!kind || !m.name || !m.mountPath) return [];
      return [{ path: m.mountPath.text, volume: m.name.text, subPath: m.subPath?.text, readOnly: m.readOnly, kind }];
    }),
    runAsUser: number(user),
  };
}

export function wordOf(place: Place, container: Container): Word | undefined {
  return (place.list === 'command' ? container.command : container.args)?.[place.index];
}

export function spanOf(place: Place, container: Container, chunk: string): Span {
  const word = wordOf(place, container);
  return word ? toSourceSpan(scalarMap(word.tree, chunk), place.span) : headOf(container);
}
