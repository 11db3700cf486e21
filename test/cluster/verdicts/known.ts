import { formatPath } from '../../../server/src/yaml/tree.ts';
import type { Compared } from './compare.ts';

/** Where we differ from the server of 1.34 and mean to: a row is path, value, why. */
const KNOWN: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /divisor|sizeLimit|limits|requests|capacity|allocatedResources/,
    /"( 1|Gi)"/,
    'A quantity with a blank or without a digit is read as some number, which nobody means.',
  ],
  [/resources\.limits$/, /"-1"/, 'Nobody reads the limits of a claim.'],
  [/spec\.dataSource(Ref)?(\.|$)/, /./, 'The server drops a source that it does not take, and the volume is empty: worse than a refusal.'],
  [/seLinuxChangePolicy|securityContext/, /MountOption/, 'Refused while its gate is off, and a later version has it on.'],
  [/image\.pullPolicy$/, /./, 'The gate of image volumes is off in 1.34 and on in 1.35.'],
  [/ownerReferences/, /./, 'Of the owners in a template nobody says anything.'],
  [/status\.conditions|metadata\.generation/, /./, 'Nobody writes them.'],
  [/^spec$/, /^\{"template"/, 'A set without selector and labels is taken for a patch.'],
  [/matchLabels$/, /null/, 'A null label of a selector is an empty one.'],
  [/^(data|binaryData)$/, /\[\]/, 'Bytes as a list of numbers, which nobody writes.'],
  [/clusterIPs/, /null/, 'An address that is null.'],
  [/limits$/, /9999999999999999999/, 'More bytes than anything has.'],
];

export function isKnown({ variant }: Compared): boolean {
  const path = formatPath(variant.path);
  return KNOWN.some(([where, what]) => where.test(path) && what.test(variant.what));
}
