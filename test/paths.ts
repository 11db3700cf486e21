/** The steps of a path as Kubernetes or we write it. */
export function steps(path: string): readonly string[] {
  return path
    .replace(/["'…]/g, '')
    .split(/[./[\]]+/)
    .filter((step) => step !== '');
}

/** The same path, or one that leaves out a level or two, as the server often does. */
export function isNear(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  if (length === 0 || Math.abs(a.length - b.length) > 2) return false;
  return Array.from({ length }, (_, i) => i).every((i) => a[i] === b[i] || a[a.length - 1 - i] === b[b.length - 1 - i]);
}
