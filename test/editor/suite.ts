import { editorPage } from './page.ts';

/** The last line of a suite that passed. */
export const allPassed = '# all passed';

export type Tests = Readonly<Record<string, () => Promise<void>>>;

/**
 * Makes the `run` that VS Code calls out of named tests: all of them run, each has a line "ok" or "not ok" in the log,
 * and a failure leaves a picture of the window.
 */
export function suite(tests: Tests): () => Promise<void> {
  return async () => {
    const failed: string[] = [];
    for (const [name, test] of Object.entries(tests)) {
      if (!(await passes(name, test))) failed.push(name);
    }
    // No test at all would pass silently, so it does not pass.
    if (Object.keys(tests).length === 0) throw new Error('The suite has no tests.');
    if (failed.length > 0) throw new Error(`${failed.length} failed: ${failed.join('; ')}`);
    console.log(allPassed);
  };
}

/** Tries an assertion until it holds: what a click or a server changes arrives in the extension host a little later. */
export async function eventually(assertion: () => unknown, patienceMs = 10_000): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return void (await assertion());
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function passes(name: string, test: () => Promise<void>): Promise<boolean> {
  const start = performance.now();
  try {
    await test();
    console.log(`ok ${name} (${Math.round(performance.now() - start)} ms)`);
    return true;
  } catch (error) {
    console.log(`not ok ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    await editorPage()
      ?.screenshot(`failed-${name}`)
      .catch(() => undefined);
    return false;
  }
}
