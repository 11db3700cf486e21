import type { Link } from './link.ts';
import { getJson } from './request.ts';
import { type Result, success } from './result.ts';
import type { WireList } from './wire.ts';

/** One collection of the API, perhaps a part of it. */
export interface Place {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The form of the answer. */
  readonly accept?: string;
}

/**
 * Page by page where the server can; one of 2016 ignores `limit` and sends everything at once.
 * Never with a resourceVersion: it would allow old news, and one of the future makes an old server hang.
 * Answers with the version from which a watch goes on.
 */
export async function listPages<T>(link: Link, place: Place, onItem: (item: T) => void, signal?: AbortSignal): Promise<Result<string>> {
  for (let next = ''; ; ) {
    const page = next === '' ? {} : { continue: next };
    const list = await getJson<WireList<T>>(link, { ...place, query: { ...place.query, limit: '500', ...page }, signal });
    if (!list.ok) return list;
    for (const item of list.value.items ?? []) onItem(item);
    next = list.value.metadata?.continue ?? '';
    if (next === '') return success(list.value.metadata?.resourceVersion ?? '');
  }
}

export async function listAll<T>(link: Link, place: Place, signal?: AbortSignal): Promise<Result<readonly T[]>> {
  const items: T[] = [];
  const version = await listPages<T>(link, place, (item) => items.push(item), signal);
  return version.ok ? success(items) : version;
}
