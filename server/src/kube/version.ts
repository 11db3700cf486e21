/** A Kubernetes version as its minor number: 1.4 is 4. All versions this product knows are 1.x. */
export type Minor = number;

export const OLDEST: Minor = 3;
/** The version that bundled modern schemas and observed facts are of (1.34.4). */
export const CURRENT: Minor = 34;

/** `1.4`, `v1.4.4` and `4`-less nonsense: undefined when it is not a version. */
export function parseVersion(text: string | undefined): Minor | undefined {
  const found = /^v?1\.(\d{1,3})(?:\.\d+)?$/.exec(text?.trim() ?? '');
  return found ? Number(found[1]) : undefined;
}

/** The newest version that serves the kind (docs/facts/statefulset.md#versions-that-serve-the-kind), which is the best guess when the user names none. */
export function impliedVersion(apiVersion: string | undefined, kind: string | undefined): Minor | undefined {
  if (apiVersion === 'apps/v1alpha1' && kind === 'PetSet') return 4;
  if (apiVersion === 'apps/v1beta1' || apiVersion === 'apps/v1beta2') return kind === 'StatefulSet' ? 15 : undefined;
  return undefined;
}

const MODELINE = /^[ \t]*#[ \t]*petset:(?:[ \t].*?)?kubernetes=(\S+)/m;

/** `# petset: kubernetes=1.4` anywhere in the text on a line of its own. */
export function modelineVersion(text: string): Minor | undefined {
  return text.includes('petset:') ? parseVersion(MODELINE.exec(text)?.[1]) : undefined;
}
