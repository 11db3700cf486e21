import type { Result } from '../../client/src/cluster/result.ts';

const patienceMs = 30_000;

/** Waits for what a watch will bring. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The value of a result that must not fail. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}
