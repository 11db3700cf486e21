import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { ensureDebian } from '../install/debian.ts';

/** Without the network, the updates and the first-run pages of a browser for people. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser: the one that PETSET_TEST_CHROMIUM names, else the system's, else Debian's package. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), args: flags });
}

/** The path of a Chromium; installs one where there is none. */
export async function ensureChromium(): Promise<string> {
  const known = [process.env.PETSET_TEST_CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = known.find((path) => path !== '' && existsSync(path));
  if (found) return found;
  await ensureDebian(['chromium'], 'A browser to test the editor in');
  return '/usr/bin/chromium';
}
