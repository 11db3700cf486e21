import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

/** How long a browser may take to show all of it, in ms: the first window of a slow machine loads 20 MB of editor. */
const patienceMs = 90_000;

/** What a person must see after `npm start`, as Playwright selectors, each with its name. */
const expected: readonly (readonly [name: string, selector: string])[] = [
  ['the workbench', '.monaco-workbench'],
  ['the example', '.tab >> text=pets.yaml'],
  ['the finding, underlined', '.view-overlays .squiggly-warning'],
  ['the finding, in words', '.markers-panel >> text=/clobbers/'],
  ['what to try next', '.gettingStartedContainer >> text=A set that loses its data'],
  ['the view Pets', '.pane-body >> text=/nothing connects until/'],
];

/**
 * Opens the address in a headless browser and waits until everything is seen that `npm start` promises, then asks for the fixes at the cursor.
 * Saves a picture. Throws with the name of the first thing that is missing.
 */
export async function checkFirstLook(address: string, picture: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(patienceMs);
    await page.goto(address);
    try {
      for (const [name, selector] of expected) await found(name, page.locator(selector).first().waitFor());
      await found('a fix', fixes(page));
    } finally {
      await page.screenshot({ path: picture });
    }
  } finally {
    await browser.close();
  }
}

async function found(name: string, wait: Promise<unknown>): Promise<void> {
  await wait.catch((error: unknown) => {
    throw new Error(`The editor does not show ${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  });
}

/** Asks for the fixes by the keyboard, again while the editor is still moving its focus. A click would scroll the parts of the editor to reach its target. */
async function fixes(page: Page): Promise<void> {
  const first = page.locator('.action-widget .monaco-list-row.action').first();
  for (const end = Date.now() + patienceMs; ; ) {
    await page.keyboard.press('Control+.');
    const isShown = await first.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (isShown) return;
    if (Date.now() > end) throw new Error('Control+. shows no fix');
    await page.keyboard.press('Escape');
  }
}
