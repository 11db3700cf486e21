import { child, items, str } from '../yaml/tree.ts';
import type { Container, PodTemplate } from './pod.ts';

/** A key of a ConfigMap, seen as a file in a container. */
export interface ConfigFile {
  readonly configMap: string;
  readonly key: string;
}

/** Which key of which ConfigMap a container sees at a path; undefined where the path is in no ConfigMap volume of the template. */
export function configFileAt(template: PodTemplate, container: Container, path: string): ConfigFile | undefined {
  for (const mount of container.mounts) {
    const at = mount.mountPath?.text.replace(/\/+$/, '');
    const inside = at === undefined ? undefined : path === at ? '' : path.startsWith(`${at}/`) ? path.slice(at.length + 1) : undefined;
    const source = inside === undefined ? undefined : template.volumes.find((v) => v.name?.text === mount.name?.text)?.source;
    const configMap = source?.key === 'configMap' ? str(child(source.value, 'name')) : undefined;
    if (configMap === undefined || inside === undefined) continue;
    const file = [mount.subPath?.text, inside].filter(Boolean).join('/');
    const listed = items(child(source?.value, 'items'));
    const item = listed.find((i) => str(child(i, 'path')) === file);
    const key = listed.length > 0 ? str(child(item, 'key')) : file;
    if (key) return { configMap, key };
  }
  return undefined;
}

/** True when an init container sees a ConfigMap: what its scripts do may stand in another document. */
export function seesConfigMaps(template: PodTemplate): boolean {
  const configs = new Set(template.volumes.filter((v) => v.source?.key === 'configMap').map((v) => v.name?.text));
  return configs.size > 0 && template.initContainers.some((c) => c.mounts.some((m) => configs.has(m.name?.text)));
}
