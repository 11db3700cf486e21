import { analyzeInit } from './idempotence/analyzeInit.ts';
import type { InitStep, Mount, Place, Verdict } from './idempotence/program.ts';
import { type ConfigFile, configFileAt, seesConfigMaps } from './kube/configFiles.ts';
import type { Document } from './kube/document.ts';
import type { EmbeddedJson } from './kube/embedded.ts';
import { type Container, headOf, type PodTemplate, type Volume } from './kube/pod.ts';
import { number, type Word } from './kube/read.ts';
import type { Resource } from './kube/resource.ts';
import type { Edit, Finding, Fix, Related } from './rules/rule.ts';
import { toSourceSpan } from './text/sourceMap.ts';
import type { Span } from './text/span.ts';
import { editInScalar } from './yaml/encode.ts';
import { scalarMap } from './yaml/scalar.ts';
import { child, str } from './yaml/tree.ts';

/** The text of a ConfigMap's key, where the workspace has it. */
export type ReadConfig = (namespace: string | undefined, file: ConfigFile) => string | undefined;

/** True when the init commands of a document can only be judged among the documents around it. */
export function needsConfig(document: Document): boolean {
  return document.resources.some((r) => (r.type === 'set' || r.type === 'pod') && r.template !== undefined && seesConfigMaps(r.template));
}

/** Runs the interpreter over the init containers of every pod template and brings its verdicts back to the words of the manifest. */
export function initFindings(document: Document, config: ReadConfig = () => undefined): Finding[] {
  return document.resources.flatMap((resource) => {
    const template = resource.type === 'set' || resource.type === 'pod' ? resource.template : undefined;
    const containers = template ? running(template, document) : [];
    if (!template || containers.length === 0) return [];
    const kinds = volumeKinds(template, resource);
    const files = (name: string, path: string): string | undefined => {
      const container = containers.find((c) => c.name?.text === name);
      const file = container ? configFileAt(template, container, path) : undefined;
      return file ? config(resource.namespace, file) : undefined;
    };
    const verdicts = verdictsOf(
      containers.map((c) => step(c, kinds, template)),
      files,
    );
    return verdicts.flatMap((v) => finding(v, containers, document.text));
  });
}

const MEMORY = 200;

interface Known {
  readonly verdicts: readonly Verdict[];
  /** What was asked of ConfigMaps, and what was answered. */
  readonly asked: readonly { readonly step: string; readonly path: string; readonly text: string | undefined }[];
}

const remembered = new Map<string, Known>();

/** The interpreter is a pure function of the steps and the files it asks for; most keystrokes change something else, and copies of a set share their scripts. */
function verdictsOf(steps: readonly InitStep[], files: (step: string, path: string) => string | undefined): readonly Verdict[] {
  const key = JSON.stringify(steps);
  const known = remembered.get(key);
  if (known?.asked.every((a) => files(a.step, a.path) === a.text)) return known.verdicts;
  const asked: { step: string; path: string; text: string | undefined }[] = [];
  const verdicts = analyzeInit(steps, {
    files: (step, path) => {
      const text = files(step.name, path);
      asked.push({ step: step.name, path, text });
      return text;
    },
  });
  remembered.delete(key);
  remembered.set(key, { verdicts, asked });
  const oldest = remembered.size > MEMORY ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  return verdicts;
}

/** The init containers that the cluster runs: from 1.8 the field only, before that an annotation overrides it (petset.md 2.6, 6.3). */
function running(template: PodTemplate, document: Document): readonly Container[] {
  const active = new Set(document.embedded.filter((e: EmbeddedJson) => e.active).map((e) => e.stage));
  const annotated = template.initContainers.filter((c) => c.source !== 'initContainers' && active.has(c.source === 'beta' ? 'beta' : 'alpha'));
  return annotated.length > 0 ? annotated : template.initContainers.filter((c) => c.source === 'initContainers');
}

type VolumeKind = Mount['kind'];

/** How long each volume lives (idempotence.md 2). A claim template hides a volume of its name (petset.md 2.4). */
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
  // A volume without a source becomes an emptyDir (petset.md 1.7); every other kind is storage that outlives the pod.
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

function finding(verdict: Verdict, containers: readonly Container[], chunk: string): Finding[] {
  const container = containers[verdict.step];
  if (!container) return [];
  const fixes = verdict.fixes.flatMap((fix): Fix[] => {
    const edits = fix.edits.map((e) => edit(e.place, e.text, container, chunk));
    return edits.every((e) => e !== undefined) ? [{ title: fix.title, edits, preferred: fix.preferred }] : [];
  });
  const related = verdict.related.flatMap((r): Related[] => {
    const other = containers[r.step];
    return other ? [{ span: spanOf(r.place, other, chunk), message: r.message }] : [];
  });
  return [{ rule: verdict.rule, level: verdict.level, span: spanOf(verdict.place, container, chunk), message: verdict.message, fixes, related }];
}

function wordOf(place: Place, container: Container): Word | undefined {
  return (place.list === 'command' ? container.command : container.args)?.[place.index];
}

function spanOf(place: Place, container: Container, chunk: string): Span {
  const word = wordOf(place, container);
  return word ? toSourceSpan(scalarMap(word.tree, chunk), place.span) : headOf(container);
}

function edit(place: Place, text: string, container: Container, chunk: string): Edit | undefined {
  const word = wordOf(place, container);
  return word ? editInScalar(word.tree, chunk, place.span, text) : undefined;
}
