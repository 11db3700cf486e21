import { GATED_FIELDS, type GatedField } from '../../../server/src/rules/parts/gatedFields.ts';
import { formatPath, type Path } from '../../../server/src/yaml/tree.ts';
import { keepServer } from './ask.ts';
import { BASES, type Base } from './bases.ts';
import { variantsOf } from './faults.ts';
import { fieldsOf } from './fields.ts';
import { isMap, type Value } from './samples.ts';

const MINOR = 34;
const AT_ONCE = 12;
/** Of each field so many values are tried, until the server takes some. */
const TRIED = 12;

/**
 * Dropped or replaced for other reasons than a gate: written by the server or for writing only, defaulted, or in another notation.
 * A claim's dataSource that names no group, and a Service's affinity without its kind, have messages of their own.
 */
const OTHERWISE =
  /^metadata\.|^stringData|^secrets\[0\]\.|ownerReferences|volumeClaimTemplates\[0\]\.(apiVersion|kind)$|sizeLimit$|divisor$|^spec\.dataSource(\.|$)|sessionAffinityConfig/;

interface Dropped {
  /** So many fields of which the server took a value. */
  readonly asked: number;
  readonly dropped: readonly string[];
  /** Dropped, and neither in the table nor below a field of it. */
  readonly surprising: readonly string[];
  /** In the table, and neither they nor a field below are dropped. */
  readonly kept: readonly string[];
}

/** Paths (`pods spec.volumes[].image`) whose values never come back from a dry run. */
export async function droppedFields(): Promise<Dropped> {
  const dropped: string[] = [];
  let asked = 0;
  for (const base of BASES) {
    const left = fieldsOf(base.address).filter((f) => !OTHERWISE.test(formatPath(f.path)));
    const found: string[] = [];
    const work = async (): Promise<void> => {
      for (let field = left.pop(); field; field = left.pop()) {
        const kept = await keeps(base, field.path, variantsOf(base.manifest, field).slice(0, TRIED));
        if (kept !== undefined) asked++;
        if (kept === false) found.push(named(base, formatPath(field.path)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    dropped.push(...new Set(found.sort()));
  }
  const expected = expectedPaths();
  return {
    asked,
    dropped,
    surprising: dropped.filter((path) => !expected.some((other) => isWithin(path, other))),
    kept: expected.filter((path) => !dropped.some((other) => isWithin(other, path))),
  };
}

/** Whether a value of the field comes back at all; undefined where the server takes none. */
async function keeps(base: Base, path: Path, variants: readonly { readonly manifest: Value }[]): Promise<boolean | undefined> {
  let dropped: boolean | undefined;
  for (const { manifest } of variants) {
    const sent = valueAt(manifest, path);
    if (isEmpty(sent)) continue;
    const answer = await keepServer(base.url, manifest);
    if (answer === undefined) continue;
    if (!isEmpty(valueAt(answer, path))) return true;
    dropped = true;
  }
  return dropped === undefined ? undefined : !dropped;
}

/** What a server leaves out of its answer anyway. */
function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  return Array.isArray(value) ? value.every((v) => isEmpty(v as Value)) : isMap(value) && Object.values(value).every(isEmpty);
}

function valueAt(value: Value, path: Path): Value | undefined {
  let here: Value | undefined = value;
  for (const step of path) {
    if (Array.isArray(here)) here = (here as readonly Value[])[Number(step)];
    else here = isMap(here) ? here[step] : undefined;
  }
  return here;
}

function named(base: Base, path: string): string {
  return `${base.url.slice(base.url.lastIndexOf('/') + 1)} ${path.replace(/\[\d+\]/g, '[]')}`;
}

function isWithin(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}

/** A set drops what its pods drop, of a template too; of claim templates the controller makes claims, and those lose it. */
function expectedPaths(): readonly string[] {
  const pod = (path: string): readonly string[] => [`pods spec.${path}`, `statefulsets spec.template.spec.${path}`];
  const pathsOf: Readonly<Record<GatedField['root'], (path: string) => readonly string[]>> = {
    set: (path) => [`statefulsets spec.${path}`],
    claim: (path) => [`persistentvolumeclaims spec.${path}`],
    pod,
    container: (path) => ['containers[]', 'initContainers[]'].flatMap((list) => pod(`${list}.${path}`)),
  };
  return GATED_FIELDS.filter((f) => f.first <= MINOR && MINOR <= f.last).flatMap(({ root, path }) => pathsOf[root](path));
}
