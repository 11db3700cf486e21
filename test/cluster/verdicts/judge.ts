import { formatPath } from '../../../server/src/yaml/tree.ts';
import { Random } from '../../sandbox/random.ts';
import { BASES, type Base } from './bases.ts';
import { type Agreement, type Compared, compare } from './compare.ts';
import { type Variant, variantsOf } from './faults.ts';
import { fieldsOf, last } from './fields.ts';
import { isKnown } from './known.ts';
import { mixOf } from './mixes.ts';
import { pairsOf } from './pairs.ts';

export interface Score {
  readonly counts: Readonly<Record<Agreement, number>>;
  /** Refused by the server, for a reason that a file can tell. */
  readonly refused: number;
  readonly accepted: number;
  readonly disagreements: readonly string[];
}

/** Fields that only the server writes, whose right values are this cluster's own, or whose gate is off. */
const LEFT_OUT =
  /volumes\[1\]\.image\b|clusterTrustBundle|podCertificate|managedFields|metadata\.namespace$|ephemeralContainers\[0\]\.|^metadata\.(selfLink|resourceVersion)$/;
const AT_ONCE = 12;

/** Asks the server about manifests made from the schema of each kind: every field is visited, `count` manifests a kind in all. */
export async function judgeVerdicts(count: number, seed: number): Promise<Score> {
  const random = new Random(seed);
  const counts: Record<Agreement, number> = {
    accepted: 0,
    'about the cluster': 0,
    flagged: 0,
    elsewhere: 0,
    missed: 0,
    'false error': 0,
    warned: 0,
    'warning missed': 0,
  };
  const disagreements: string[] = [];
  for (const base of BASES) {
    for (const compared of await compareAll(base, chosen(base, count, random))) {
      if (isKnown(compared)) continue;
      counts[compared.agreement]++;
      if (DISAGREE.has(compared.agreement)) disagreements.push(tell(base, compared));
    }
  }
  const refused = counts.flagged + counts.elsewhere + counts.missed;
  return { counts, refused, accepted: counts.accepted + counts.warned + counts['false error'] + counts['warning missed'], disagreements };
}

const DISAGREE: ReadonlySet<Agreement> = new Set(['elsewhere', 'missed', 'false error', 'warning missed']);

/** Of each field one value at least; then pairs of neighbours, and mixes from all over. */
function chosen(base: Base, count: number, random: Random): readonly Variant[] {
  const fields = fieldsOf(base.address).filter((field) => !LEFT_OUT.test(formatPath(field.path)));
  const each = Math.max(1, Math.ceil(count / fields.length));
  const singles = fields.flatMap((field) => sampled(variantsOf(base.manifest, field), each, random));
  const objects = fields.filter((field) => last(field).schema.properties !== undefined);
  const pairs = objects.flatMap((field) => sampled(pairsOf(base.manifest, field), 2 * each, random));
  const mixes = Array.from({ length: Math.ceil(count / 4) }, () => mixOf(base.manifest, fields, 3, random));
  return [...singles, ...pairs, ...mixes];
}

function sampled(variants: readonly Variant[], count: number, random: Random): readonly Variant[] {
  return variants.length <= count ? variants : Array.from({ length: count }, () => random.pick(variants));
}

async function compareAll(base: Base, variants: readonly Variant[]): Promise<readonly Compared[]> {
  const done: Compared[] = [];
  const left = [...variants];
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) done.push(await compare(base.url, next));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

function tell(base: Base, { agreement, variant, verdict, errors }: Compared): string {
  const server = verdict.refused ? verdict.message : verdict.warnings.join('; ');
  const ours = errors.map((e) => `${e.path}: ${e.message}`).join('; ');
  const kind = base.url.slice(base.url.lastIndexOf('/') + 1);
  return `${agreement}: ${kind} ${formatPath(variant.path)} = ${variant.what}\n    server: ${server.slice(0, 300) || 'accepts'}\n    we: ${ours.slice(0, 300) || 'nothing'}`;
}
