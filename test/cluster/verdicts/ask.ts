import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { certificateFile, keyFile } from '../certificates.ts';
import { apiUrl } from '../places.ts';
import type { Value } from './samples.ts';

/** What the API server says of an object that is not kept: refused or not, the fields it names, its warnings. */
export interface Verdict {
  readonly refused: boolean;
  readonly message: string;
  readonly fields: readonly string[];
  readonly warnings: readonly string[];
}

const tls = { ca: readFileSync(certificateFile('ca')), cert: readFileSync(certificateFile('admin')), key: readFileSync(keyFile('admin')) };
const agent = new Agent({ keepAlive: true, maxSockets: 8, ...tls });

/** A dry run. */
export async function askServer(url: string, manifest: unknown, unknownFields: 'Strict' | 'Ignore' = 'Strict'): Promise<Verdict> {
  const { status, headers, body } = await post(`${url}?dryRun=All&fieldValidation=${unknownFields}`, JSON.stringify(manifest));
  const warnings = [headers.warning ?? []].flat().map(String);
  if (status < 300) return { refused: false, message: '', fields: [], warnings };
  const answer = JSON.parse(body) as { readonly message?: string; readonly details?: { readonly causes?: readonly { readonly field?: string }[] } };
  const message = answer.message ?? body;
  const named = (answer.details?.causes ?? []).flatMap((c) => c.field ?? []);
  const unknown = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map((m) => m[1] ?? '');
  return { refused: true, message: `${status} ${message}`, fields: [...named, ...unknown], warnings };
}

/** What the server would keep of an object; undefined where it refuses it. */
export async function keepServer(url: string, manifest: Value): Promise<Value | undefined> {
  const { status, body } = await post(`${url}?dryRun=All&fieldValidation=Strict`, JSON.stringify(manifest));
  return status < 300 ? (JSON.parse(body) as Value) : undefined;
}

/** Makes or deletes an object for good; what the server says against it, or ''. */
export async function makeObject(url: string, manifest: Value, method = 'POST'): Promise<string> {
  const { status, body } = await post(url, JSON.stringify(manifest), method);
  return status < 300 ? '' : `${status} ${body}`;
}

/** An object of the cluster; undefined where there is none. */
export async function readObject(url: string): Promise<Value | undefined> {
  const { status, body } = await post(url, '', 'GET');
  return status < 300 ? (JSON.parse(body) as Value) : undefined;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function post(path: string, body: string, method = 'POST'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }, timeout: 20_000 };
    const sent = request(new URL(path, apiUrl), options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer from the API server')));
    sent.on('error', reject);
    sent.end(body);
  });
}
