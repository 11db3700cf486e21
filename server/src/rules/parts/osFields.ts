import { below, type Field, isTrue, keySpanOf, textOf } from '../../kube/field.ts';
import type { Report } from '../rule.ts';

const BOTH = ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'runAsUser', 'runAsGroup'];
const OF_POD = [...BOTH, 'fsGroup', 'fsGroupChangePolicy', 'sysctls', 'supplementalGroups', 'supplementalGroupsPolicy'];
const OF_CONTAINER = [...BOTH, 'capabilities', 'readOnlyRootFilesystem', 'privileged', 'allowPrivilegeEscalation', 'procMount'];
const OF_SPEC = ['hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace'];

/** What one operating system has and the other has not, once `os.name` says which it is; and host processes. */
export function windowsFields(spec: Field, containers: readonly Field[], report: Report): void {
  const os = textOf(below(spec, 'os', 'name'));
  const places = [spec, ...containers];
  if (os === 'windows') for (const [i, place] of places.entries()) linuxOnly(place, i === 0, report);
  for (const place of places) {
    const options = below(place, 'securityContext', 'windowsOptions');
    if (!options) continue;
    if (os === 'linux') report({ span: keySpanOf(options), message: 'windowsOptions cannot be set for a pod with os linux: refused.' });
    const host = below(options, 'hostProcess');
    if (host && isTrue(host) && !isTrue(below(spec, 'hostNetwork')))
      report({ span: keySpanOf(host), message: 'A host process of Windows needs hostNetwork: true: refused.' });
  }
}

function linuxOnly(place: Field, isPod: boolean, report: Report): void {
  const context = below(place, 'securityContext');
  const keys = (isPod ? OF_POD : OF_CONTAINER).map((key) => below(context, key));
  for (const found of [...(isPod ? OF_SPEC.map((key) => below(place, key)) : []), ...keys]) {
    if (found) report({ span: keySpanOf(found), message: `${String(found.path.at(-1))} cannot be set for a pod with os windows: refused.` });
  }
}
