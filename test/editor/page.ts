/** The workbench as seen and touched from outside, for suites in the extension host. Selectors are Playwright's. */
export type EditorPage = {
  /** Saves a picture of the window, or of one element; answers its path. */
  readonly screenshot: (name: string, selector?: string) => Promise<string>;
  readonly click: (selector: string, how?: { readonly button?: 'left' | 'right'; readonly count?: number }) => Promise<void>;
  readonly hover: (selector: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** A key by its Playwright name: "Enter", "Control+Shift+P". */
  readonly press: (key: string) => Promise<void>;
  /** Waits until the selector matches, then answers the text of each match. */
  readonly texts: (selector: string) => Promise<readonly string[]>;
  /** Waits until nothing visible matches. */
  readonly gone: (selector: string) => Promise<void>;
};

export type PageVerb = 'screenshot' | 'click' | 'hover' | 'keyboard' | 'text' | 'gone';

export type PageRequest = {
  readonly selector?: string;
  readonly name?: string;
  readonly button?: 'left' | 'right';
  readonly count?: number;
  readonly text?: string;
  readonly press?: string;
};

/** Nothing on a desktop VS Code, which has no page: a suite skips its pictures and clicks there. */
export function editorPage(url: string | undefined = process.env.PETSET_TEST_PAGE): EditorPage | undefined {
  if (!url) return undefined;
  const ask = (verb: PageVerb, request: PageRequest): Promise<unknown> => post(`${url}/${verb}`, request);
  return {
    screenshot: async (name, selector) => String(await ask('screenshot', { name, ...(selector && { selector }) })),
    click: async (selector, how) => void (await ask('click', { selector, ...how })),
    hover: async (selector) => void (await ask('hover', { selector })),
    type: async (text) => void (await ask('keyboard', { text })),
    press: async (press) => void (await ask('keyboard', { press })),
    texts: async (selector) => (await ask('text', { selector })) as readonly string[],
    gone: async (selector) => void (await ask('gone', { selector })),
  };
}

async function post(url: string, request: PageRequest): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  const answer = (await response.json()) as { readonly result?: unknown; readonly error?: string };
  if (answer.error) throw new Error(answer.error);
  return answer.result;
}
