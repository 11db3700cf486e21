import { below, each, type Field, isTrue, keySpanOf, spanOf, textOf } from '../../kube/field.ts';
import { entries } from '../../yaml/tree.ts';
import type { Report } from '../rule.ts';

/** What the keys of one kind of volume ask of each other: core validation.go, validateFCVolumeSource and its neighbours. */
export function judgeSource(volume: Field, version: number, report: Report): void {
  const source = (key: string): Field | undefined => below(volume, key);
  fibreChannel(source('fc'), version, report);
  azureDisk(source('azureDisk'), version, report);
  flocker(source('flocker'), version, report);
  const iscsi = source('iscsi');
  const chap = ['chapAuthDiscovery', 'chapAuthSession'].map((key) => below(iscsi, key)).find(isTrue);
  if (chap && !below(iscsi, 'secretRef')) report({ span: keySpanOf(chap), message: 'CHAP needs a secretRef beside it: no pod can be created.' });
  const options = below(source('flexVolume'), 'options');
  for (const { key, keySpan } of options && version > 4 ? entries(options.tree) : []) {
    if (/(^|\.)(kubernetes|k8s)\.io(\/|$)/i.test(key))
      report({ span: keySpan, message: "Names of kubernetes.io and k8s.io are Kubernetes' own: no pod can be created." });
  }
  for (const key of ['configMap', 'secret', 'downwardAPI'])
    overlaps(
      each(source(key), 'items').flatMap((i) => below(i, 'path') ?? []),
      report,
    );
}

function fibreChannel(fc: Field | undefined, version: number, report: Report): void {
  if (!fc) return;
  const [targets, ids] = [below(fc, 'targetWWNs'), each(fc, 'wwids')];
  const targeted = each(targets).length > 0;
  if (!targeted && (version <= 4 || ids.length === 0))
    report({
      span: keySpanOf(targets ?? fc),
      path: [...fc.path, 'targetWWNs'],
      message: `targetWWNs ${version > 4 ? 'or wwids ' : ''}is needed here: no pod can be created.`,
    });
  if (targets && targeted && ids.length > 0 && version > 4)
    report({ span: keySpanOf(targets), message: 'targetWWNs does not go with wwids: no pod can be created.' });
  if (targeted && version > 4 && !below(fc, 'lun'))
    report({ span: keySpanOf(fc), path: [...fc.path, 'lun'], message: 'targetWWNs needs a lun: no pod can be created.' });
}

/** Of a kind that is not said, the server takes Shared. */
function azureDisk(disk: Field | undefined, version: number, report: Report): void {
  const uri = below(disk, 'diskURI');
  const written = textOf(uri);
  if (!uri || !written || version <= 7) return;
  const kind = textOf(below(disk, 'kind')) ?? 'Shared';
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (!written.startsWith(start)) report({ span: spanOf(uri), message: `The diskURI of a disk of kind ${kind} starts with ${start}: no pod can be created.` });
}

function flocker(volume: Field | undefined, version: number, report: Report): void {
  if (!volume) return;
  const [name, id] = [below(volume, 'datasetName'), version > 4 ? below(volume, 'datasetUUID') : undefined];
  if (name && textOf(name) !== '' && id && textOf(id) !== '')
    report({ span: keySpanOf(id), message: 'datasetName does not go with datasetUUID: no pod can be created.' });
  if ((!name || textOf(name) === '') && (!id || textOf(id) === ''))
    report({ span: keySpanOf(volume), path: [...volume.path, 'datasetName'], message: 'datasetName is needed here: no pod can be created.' });
}

/** Only a warning: the later file wins. */
export function overlaps(paths: readonly Field[], report: Report): void {
  const plain = (place: Field): string => (textOf(place) ?? '').replace(/(?<!\/)\/+$/, '');
  for (const [i, path] of paths.entries()) {
    const mine = plain(path);
    const other = paths
      .slice(0, i)
      .find((p) => mine !== '' && plain(p) !== '' && (`${mine}/`.startsWith(`${plain(p)}/`) || `${plain(p)}/`.startsWith(`${mine}/`)));
    if (!other) continue;
    const message =
      plain(other) === mine
        ? `Another item is put at ${mine}: only one of them is seen.`
        : `${mine} and ${plain(other)} cannot both be: one is a file, and the other has it for a folder.`;
    report({ level: 'warning', span: spanOf(path), message });
  }
}
