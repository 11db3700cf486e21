import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { PageRequest, PageVerb } from './page.ts';

type Command = (page: Page, request: PageRequest, screenshots: string) => Promise<unknown>;

const patienceMs = 10_000;

const commands: Readonly<Record<PageVerb, Command>> = {
  screenshot: async (page, { name = 'screenshot', selector }, screenshots) => {
    const path = join(screenshots, `${name.replaceAll(/[^\w.-]/g, '-')}.png`);
    const options = { path, timeout: patienceMs };
    await (selector ? locate(page, selector).first().screenshot(options) : page.screenshot(options));
    return path;
  },
  click: async (page, { selector = 'body', button = 'left', count = 1 }) => {
    await locate(page, selector).first().click({ button, clickCount: count, timeout: patienceMs });
  },
  hover: async (page, { selector = 'body' }) => {
    await locate(page, selector).first().hover({ timeout: patienceMs });
  },
  keyboard: async (page, { text, press }) => {
    if (text !== undefined) await page.keyboard.type(text);
    if (press !== undefined) await page.keyboard.press(press);
  },
  text: async (page, { selector = 'body' }) => {
    await locate(page, selector).first().waitFor({ timeout: patienceMs });
    return locate(page, selector).allInnerTexts();
  },
  gone: async (page, { selector = 'body' }) => {
    await locate(page, selector).first().waitFor({ state: 'hidden', timeout: patienceMs });
  },
};

/** Lets the suite in the extension host act on the page that shows it; `page.ts` is the other end. */
export async function servePage(page: Page, screenshots: string): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  // Unguessable, since every page of a browser on this machine can post to loopback.
  const secret = randomUUID();
  const server = createServer(async (request, response) => {
    try {
      const [, key, verb = ''] = (request.url ?? '').split('/');
      if (key !== secret || !isVerb(verb)) throw new Error(`no such command: ${verb}`);
      const result = await commands[verb](page, await readJson(request), screenshots);
      response.end(JSON.stringify({ result }));
    } catch (error) {
      response.statusCode = 500;
      response.end(JSON.stringify({ error: String(error) }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/${secret}`, close };
}

/** A webview is a page inside a frame inside a frame: `>>>` steps into a frame. */
function locate(page: Page, selector: string): Locator {
  const steps = selector.split(' >>> ');
  const last = steps.pop() ?? selector;
  const scope = steps.reduce<Page | FrameLocator>((outer, frame) => outer.frameLocator(frame), page);
  return scope.locator(last);
}

function isVerb(verb: string): verb is PageVerb {
  return Object.hasOwn(commands, verb);
}

async function readJson(request: IncomingMessage): Promise<PageRequest> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return JSON.parse(body || '{}') as PageRequest;
}
