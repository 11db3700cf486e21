import type { Page } from 'playwright-core';

export type EditorRun = {
  /** The extension under test: a folder with its package.json and its built entry point. */
  readonly extensionDir: string;
  /** A bundled CommonJS module (`.cjs`) that exports a `run` made by `suite()`; it runs in the extension host. */
  readonly testsFile: string;
  /** The workspace folder that the editor opens. */
  readonly folder: string;
  readonly timeoutMs: number;
  /** User settings, on top of the quiet ones in `settings.ts`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the extension host. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In Restricted Mode. Browser only. */
  readonly restricted?: boolean;
  /** Where the pictures go that a suite takes through the page channel. */
  readonly screenshots?: string;
  /** Runs beside the suite, with the workbench as a Playwright page; its failure fails the run. Browser only. */
  readonly withPage?: (page: Page) => Promise<void>;
};

export type EditorResult = {
  readonly launcher: Launcher;
  /** 0 when tests ran and passed; `timedOut` when it did not end in time. */
  readonly exitCode: number;
  /** What the suite and the extension host printed. */
  readonly log: string;
};

export type Launcher = 'desktop' | 'browser';

/** As timeout(1) says it. */
export const timedOut = 124;
