import http from 'node:http';
import https from 'node:https';

/** The address of a path below the server's own. */
export function addressOf(link: { readonly server: string }, call: { readonly path: string; readonly query?: Readonly<Record<string, string>> }): URL {
  const url = new URL(link.server);
  url.pathname = `${url.pathname.replace(/\/$/, '')}${call.path}`;
  url.search = new URLSearchParams(call.query ?? {}).toString();
  return url;
}

/** Whether the server answers, whatever it says: refusing us is a sign of life too. The answer is thrown away. Never fails. */
export async function reaches(server: string, apply: (options: https.RequestOptions) => Promise<void>, limitMs: number): Promise<boolean> {
  const options: https.RequestOptions = { method: 'GET', headers: { Accept: 'application/json, */*' } };
  try {
    await apply(options);
  } catch {
    return false;
  }
  return await new Promise((resolve) => {
    const url = addressOf({ server }, { path: '/version' });
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    const settle = (isThere: boolean): void => {
      clearTimeout(timer);
      resolve(isThere);
      if (!isThere) request.destroy();
    };
    const timer = setTimeout(() => settle(false), limitMs);
    request.on('error', () => settle(false));
    request.on('response', (response) => {
      response.resume();
      settle((response.statusCode ?? 0) < 500);
    });
    request.end();
  });
}
