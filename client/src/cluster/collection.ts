import { StringDecoder } from 'node:string_decoder';

/** What a watch knows: the objects by name (it looks at one namespace), and the version of the collection to go on from. */
export interface Collection<T> {
  readonly items: ReadonlyMap<string, T>;
  readonly version: string;
}

/** An event of a watch, or the Status that some servers answer with instead of one. */
export interface WireWatchEvent {
  readonly type?: string;
  readonly kind?: string;
  readonly code?: number;
  readonly message?: string;
  readonly object?: {
    readonly metadata?: { readonly name?: string; readonly resourceVersion?: string };
    readonly code?: number;
    readonly message?: string;
  };
}

export interface Step<T> {
  readonly collection: Collection<T>;
  /** The stream is of no use any more: too old a version (list again), or something else that the server says. */
  readonly end?: { readonly kind: 'gone' } | { readonly kind: 'failed'; readonly message: string };
}

/** One copy for a whole batch: ten thousand pods that change together must not be ten thousand copies of ten thousand. */
export function reduce<T>(before: Collection<T>, events: readonly WireWatchEvent[], toItem: (object: unknown) => T): Step<T> {
  const items = new Map(before.items);
  let { version } = before;
  for (const event of events) {
    const end = endOf(event);
    if (end !== undefined) return { collection: { items, version }, end };
    const { name, resourceVersion } = event.object?.metadata ?? {};
    version = resourceVersion ?? version;
    if (name === undefined || event.type === 'BOOKMARK') continue;
    if (event.type === 'DELETED') items.delete(name);
    else if (event.type === 'ADDED' || event.type === 'MODIFIED') items.set(name, toItem(event.object));
  }
  return { collection: { items, version } };
}

/** The code decides: the reason is Gone or Expired, by server and storage. */
function endOf(event: WireWatchEvent): Step<unknown>['end'] {
  const status = event.type === 'ERROR' ? event.object : event.type === undefined && event.kind === 'Status' ? event : undefined;
  if (status === undefined) return event.type === undefined ? { kind: 'failed', message: 'The server sent something that is no event.' } : undefined;
  return status.code === 410 ? { kind: 'gone' } : { kind: 'failed', message: status.message ?? 'The server ended the watch without a reason.' };
}

/** Bytes as they come, lines of JSON as they were sent. A line that is no JSON is an event that `reduce` refuses. */
export class EventLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest: string[] = [];

  push(chunk: Buffer): readonly WireWatchEvent[] {
    const lines = this.#decoder.write(chunk).split('\n');
    const last = lines.pop() ?? '';
    if (lines.length === 0) {
      // Pieces are joined only when their line ends: a big object comes in many.
      this.#rest.push(last);
      return [];
    }
    lines[0] = `${this.#rest.join('')}${lines[0] ?? ''}`;
    this.#rest = [last];
    return lines.filter((line) => line.trim() !== '').map(parse);
  }
}

function parse(line: string): WireWatchEvent {
  try {
    const event: unknown = JSON.parse(line);
    return typeof event === 'object' && event !== null ? event : {};
  } catch {
    return {};
  }
}
