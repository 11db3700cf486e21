import { below, each, type Field, isTrue, keySpanOf, repeated, spanOf, textOf } from '../kube/field.ts';
import { containersOf, type PodSite, podsOf } from '../kube/pods.ts';
import { child, entries } from '../yaml/tree.ts';
import { mentions } from './parts/words.ts';
import { defineRule, type Report } from './rule.ts';

const WORDS = ['mountPropagation', 'recursiveReadOnly', 'subPathExpr', 'volumeDevices', 'volumeMode'];

/**
 * core validation.go ValidateVolumeMounts, validateMountPropagation, validateMountRecursiveReadOnly, ValidateVolumeDevices.
 * docs/facts/api-validation.md#when-a-pod-template-is-checked.
 */
export const mountConflict = defineRule({
  id: 'mount-conflict',
  level: 'error',
  summary: 'Settings of a mount contradict each other, or a block device is mounted as a directory: refused, or the container never starts.',
  source: 'Kubernetes pod validation (422 on 1.34.4, observed); a claim used in the other mode fails at the node.',
  check(document, report) {
    if (document.version <= 4 || !mentions(document, WORDS)) return;
    for (const pod of podsOf(document)) {
      const block = blockClaims(pod);
      for (const container of containersOf(pod)) {
        const mounts = each(container, 'volumeMounts');
        const devices = each(container, 'volumeDevices');
        if (mounts.length + devices.length === 0) continue;
        for (const mount of mounts) if (entries(mount.tree).some((e) => WORDS.includes(e.key))) judge(mount, container, report);
        if (devices.length > 0 || [...block.values()].includes(true)) modes(mounts, devices, block, report);
        if (devices.length < 2) continue;
        const twice = (key: string, what: string): void => {
          for (const device of repeated(devices, (d) => textOf(below(d, key))))
            report({ span: spanOf(below(device, key) ?? device), message: `Another device has the same ${what}: refused.` });
        };
        twice('devicePath', 'path');
        twice('name', 'name');
      }
    }
  },
});

function judge(mount: Field, container: Field, report: Report): void {
  const propagation = below(mount, 'mountPropagation');
  const word = textOf(propagation);
  if (propagation && word === 'Bidirectional' && !isTrue(below(container, 'securityContext', 'privileged')))
    report({ span: spanOf(propagation), message: 'Bidirectional mounts need securityContext.privileged: true: refused.' });
  const recursive = below(mount, 'recursiveReadOnly');
  const wants = textOf(recursive);
  if (recursive && (wants === 'Enabled' || wants === 'IfPossible')) {
    if (!isTrue(below(mount, 'readOnly'))) report({ span: spanOf(recursive), message: 'recursiveReadOnly needs readOnly: true: refused.' });
    else if (propagation && word && word !== 'None') report({ span: spanOf(recursive), message: 'recursiveReadOnly needs mountPropagation None: refused.' });
  }
  const expression = below(mount, 'subPathExpr');
  const path = below(mount, 'subPath');
  if (expression && path && textOf(path) !== '' && textOf(expression) !== '')
    report({ span: keySpanOf(expression), message: 'subPathExpr cannot stand beside subPath: refused.' });
}

/** Claim templates by name, and whether they are block devices. */
function blockClaims(pod: PodSite): ReadonlyMap<string, boolean> {
  const claims = pod.owner.type === 'set' ? pod.owner.claimTemplates : [];
  return new Map(
    claims.flatMap((c) => {
      const mode = child(child(c.tree, 'spec'), 'volumeMode');
      return c.name ? [[c.name.text, mode?.kind === 'scalar' && mode.value === 'Block'] as const] : [];
    }),
  );
}

function modes(mounts: readonly Field[], devices: readonly Field[], block: ReadonlyMap<string, boolean>, report: Report): void {
  for (const [places, isDevice] of [
    [mounts, false],
    [devices, true],
  ] as const) {
    for (const name of places.flatMap((p) => below(p, 'name') ?? [])) {
      const said = textOf(name) ?? '';
      const is = block.get(said);
      if (is === undefined || is === isDevice) continue;
      const why = is ? 'is a block device (volumeMode: Block), which belongs in volumeDevices' : 'is a file system, which belongs in volumeMounts';
      report({ level: 'warning', span: spanOf(name), message: `${said} ${why}: accepted, and then the container never starts.` });
    }
  }
}
