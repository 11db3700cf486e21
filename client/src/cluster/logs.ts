import { StringDecoder } from 'node:string_decoder';
import type { ContainerTarget } from './exec.ts';
import type { Link } from './link.ts';
import { getStream } from './request.ts';
import type { Result } from './result.ts';

export interface LogOptions {
  /** Goes on until the container ends or `signal` says so. */
  readonly follow: boolean;
  /** Of the run before the last restart. */
  readonly previous: boolean;
  readonly tailLines: number;
  readonly signal?: AbortSignal | undefined;
}

export async function readLogs(link: Link, target: ContainerTarget, options: LogOptions, onText: (text: string) => void): Promise<Result<undefined>> {
  const decoder = new StringDecoder('utf8');
  const path = `/api/v1/namespaces/${encodeURIComponent(target.namespace)}/pods/${encodeURIComponent(target.pod)}/log`;
  const query = {
    container: target.container,
    tailLines: String(options.tailLines),
    ...(options.follow ? { follow: 'true' } : {}),
    ...(options.previous ? { previous: 'true' } : {}),
  };
  const within = options.follow ? 'connection' : 'body';
  const get = { path, query, within, signal: options.signal } as const;
  return await getStream(link, get, (chunk) => onText(decoder.write(chunk)));
}
