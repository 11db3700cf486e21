/** How often work that takes long gives a sign of life, in ms. */
const beatMs = 20_000;

/** Work that is over sooner than this needs no closing line, in ms. */
const worthTellingMs = 2_000;

export type Tell = (detail: string) => void;

/**
 * Says what takes long, about how long it takes, that it still runs, and when it is done. Everything goes to stderr,
 * because stdout belongs to what a task prints. `work` gets a function that names what it is doing right now.
 * @param what "Building Kubernetes"; @param estimate "about 7 minutes, once"
 */
export async function step<T>(what: string, estimate: string, work: (tell: Tell) => Promise<T>): Promise<T> {
  const start = performance.now();
  let detail = '';
  say(`${what} (${estimate})`);
  const beat = setInterval(() => say(`${what}: ${duration(performance.now() - start)}${detail === '' ? '' : `, ${detail}`}`), beatMs);
  try {
    const result = await work((text) => {
      detail = text;
    });
    const took = performance.now() - start;
    if (took >= worthTellingMs) say(`${what}: done in ${duration(took)}`);
    return result;
  } catch (error) {
    say(`${what}: failed after ${duration(performance.now() - start)}`);
    throw error;
  } finally {
    clearInterval(beat);
  }
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** "48 s", "2 min 31 s"; `ms` is a duration. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
