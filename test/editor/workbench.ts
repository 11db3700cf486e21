import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type HostOptions, withHost } from './host.ts';
import { withProfile } from './profile.ts';

export type Workbench = Omit<HostOptions, 'vsix'> & {
  /** The extension as people get it. */
  readonly vsix: string;
  readonly folder: string;
};

/**
 * The packaged extension, installed, and only clicked: no suite in the extension host.
 * In test mode VS Code refuses every modal dialog, so what asks "are you sure?" is tested here.
 */
export function withWorkbench<T>(workbench: Workbench, use: (page: Page) => Promise<T>): Promise<T> {
  return withProfile((profile) =>
    withHost(profile, workbench, async ({ page, address }) => {
      await page.goto(`${address}/?${new URLSearchParams({ folder: workbench.folder }).toString()}`);
      await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
      try {
        return await use(page);
      } catch (error) {
        if (workbench.screenshots) await page.screenshot({ path: join(workbench.screenshots, 'failed-workbench.png') });
        throw error;
      }
    }),
  );
}

/** Runs a command by its title, as a person would; one that an extension brings appears a moment after the workbench. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  for (let attempt = 0; attempt < 20; attempt++) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-box input').fill(`>${title}`);
    const found = await row.waitFor({ timeout: 1000 }).then(
      () => true,
      () => false,
    );
    if (found) return row.click();
    await page.keyboard.press('Escape');
  }
  throw new Error(`The command palette has no "${title}"`);
}
