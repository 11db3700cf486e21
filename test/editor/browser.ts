import type { Page } from 'playwright-core';
import { type Host, withHost } from './host.ts';
import { type EditorResult, type EditorRun, timedOut } from './run.ts';
import { allPassed } from './suite.ts';

const lastWordsMs = 3000;

/** VS Code's own server as the test host: the page's address names the extension and the tests. */
export function runInBrowser(run: EditorRun, profile: string): Promise<EditorResult> {
  return withHost(profile, run, async (host) => {
    const log: string[] = [];
    const exitCode = await suiteEnd(run, host, log);
    return { launcher: 'browser', exitCode, log: log.join('\n') };
  });
}

/** Resolves by whatever comes first: the suite's own exit, its time, or the death of a part. */
async function suiteEnd(run: EditorRun, { page, server, address }: Host, log: string[]): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<number>((resolve) => {
    const fail = (why: string, code = 1): void => {
      log.push(why);
      resolve(code);
    };
    timer = setTimeout(() => fail(`The suite did not end within ${run.timeoutMs} ms.`, timedOut), run.timeoutMs);
    page.once('crash', () => fail('The page with the editor crashed.'));
    // The server goes when the extension host has ended, and that may be before the page has told the exit code.
    server.process.once('close', (code) =>
      setTimeout(() => (log.some((line) => line === allPassed) ? resolve(0) : fail(`VS Code's server ended (${code}).`)), lastWordsMs),
    );
    openSuite(run, page, `${address}/?${workbenchQuery(run)}`, log).then(resolve, (error: unknown) => fail(String(error)));
  });
  const exitCode = await ended;
  clearTimeout(timer);
  return exitCode;
}

async function openSuite(run: EditorRun, page: Page, address: string, log: string[]): Promise<number> {
  await page.exposeFunction('codeAutomationLog', (_level: string, args: readonly unknown[]) => {
    const line = args.map(String).join(' ');
    if (!workbenchNoise.test(line)) log.push(line);
  });
  let finish: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => {
    finish = resolve;
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
  await page.goto(address);
  const besides = run.withPage?.(page) ?? Promise.resolve();
  // A failure beside the suite ends the run at once; so does the suite's own.
  const exitCode = await Promise.race([exit, besides.then(() => exit)]);
  if (exitCode === 0) await besides;
  return exitCode;
}

/** The workbench tells its own life through the same function as the suite; these lines say nothing about a test. */
const workbenchNoise =
  /^(Creating a socket|Creation of workbench|Resolv(ed|ing) connection|Ignoring fetching|Updating additional|\[(AccountPolicyGate|AgentHost|Service Worker|reconnection)|Timed out waiting for authentication)/;

function workbenchQuery(run: EditorRun): string {
  const remote = (path: string): string => `vscode-remote://remote${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(run.extensionDir)],
    ['extensionTestsPath', remote(run.testsFile)],
  ];
  return new URLSearchParams({ folder: run.folder, payload: JSON.stringify(payload) }).toString();
}
