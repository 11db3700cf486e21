import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { type Analysis, assemble, type Chunk, placedOf, type Settings } from '../analyze.ts';
import { buildIndex, type Index, type Placed } from '../kube/bundle.ts';
import { advance, begin, type Progress } from './incremental.ts';

/** One turn of analysis; longer work is cut so that requests and keystrokes are answered in between. */
const SLICE = 12;
/** A half-read file is published at once and then at this pace, in ms. */
const PARTIAL_EVERY = 250;

interface Open {
  document: TextDocument;
  settings: Settings | undefined;
  progress: Progress | undefined;
  /** Set while the newest text is analysed. */
  analysis: Analysis | undefined;
  /** The analysis before: what did not change since is taken over. */
  last: Analysis | undefined;
  /** The objects of other files that `last` was judged among. */
  others: readonly Placed[];
  /** True until the newest text has been split and compared with what is known. */
  stale: boolean;
  published: number;
  waiting: ((analysis: Analysis | undefined) => void)[];
}

export interface Host {
  readonly settingsOf: (uri: string) => Promise<Settings>;
  /** Objects of all files that are not open. */
  readonly closedFiles: () => readonly Placed[];
  readonly publish: (uri: string, version: number, analysis: Analysis) => void;
  readonly clear: (uri: string) => void;
}

/** The version cache: open documents, their text, and the analysis of exactly that text. Nothing else caches. */
export class Documents {
  private readonly open = new Map<string, Open>();
  private readonly host: Host;
  private readonly queue: string[] = [];
  private scheduled = false;
  private objects = '';

  constructor(host: Host) {
    this.host = host;
  }

  didOpen(uri: string, languageId: string, version: number, text: string): void {
    this.open.set(uri, {
      document: TextDocument.create(uri, languageId, version, text),
      settings: undefined,
      progress: undefined,
      analysis: undefined,
      last: undefined,
      others: [],
      stale: true,
      published: 0,
      waiting: [],
    });
    this.loadSettings(uri);
  }

  didChange(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const open = this.open.get(uri);
    if (!open) return;
    TextDocument.update(open.document, [...changes], version);
    this.invalidate(uri, open);
  }

  didClose(uri: string): void {
    const open = this.open.get(uri);
    this.open.delete(uri);
    for (const done of open?.waiting ?? []) done(undefined);
    this.host.clear(uri);
    this.objectsChanged();
  }

  /** Of a document that need not be open. */
  settingsOf(uri: string): Promise<Settings> {
    return this.host.settingsOf(uri);
  }

  isOpen(uri: string): boolean {
    return this.open.has(uri);
  }

  textOf(uri: string): string | undefined {
    return this.open.get(uri)?.document.getText();
  }

  /** The analysis of the newest text, as soon as there is one; undefined when the document is not (or no longer) open. */
  analysisOf(uri: string): Promise<Analysis | undefined> {
    const open = this.open.get(uri);
    if (!open) return Promise.resolve(undefined);
    if (open.analysis && !open.stale) return Promise.resolve(open.analysis);
    return new Promise((resolve) => open.waiting.push(resolve));
  }

  settingsChanged(): void {
    for (const uri of this.open.keys()) this.loadSettings(uri);
  }

  /** Another file changed: what the documents say of each other is judged anew, the documents themselves are not. */
  objectsChanged(): void {
    for (const [uri, open] of this.open) if (open.progress) this.invalidate(uri, open);
  }

  private loadSettings(uri: string): void {
    void this.host.settingsOf(uri).then((settings) => {
      const open = this.open.get(uri);
      if (!open || open.settings === settings) return;
      open.settings = settings;
      this.invalidate(uri, open);
    });
  }

  private invalidate(uri: string, open: Open): void {
    open.stale = true;
    if (!open.settings) return;
    if (!this.queue.includes(uri)) this.queue.push(uri);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.turn();
      if (this.queue.length > 0) this.schedule();
    });
  }

  private turn(): void {
    const uri = this.queue[0];
    const open = uri === undefined ? undefined : this.open.get(uri);
    if (uri === undefined || !open?.settings) {
      this.queue.shift();
      return;
    }
    if (open.stale || !open.progress) {
      open.progress = begin(open.document.getText(), open.settings, open.progress);
      open.stale = false;
      open.analysis = undefined;
    }
    const { progress } = open;
    if (!advance(progress, SLICE)) {
      this.partial(uri, open, progress);
      return;
    }
    this.queue.shift();
    open.analysis = assemble(uri, progress.chunks.filter(isDone), this.around(uri, open), progress.settings, open.last);
    open.last = open.analysis;
    open.published = performance.now();
    this.host.publish(uri, open.document.version, open.analysis);
    for (const done of open.waiting.splice(0)) done(open.analysis);
    this.announce();
  }

  /** A large file says what it knows so far: at once the first time, then now and then. */
  private partial(uri: string, open: Open, progress: Progress): void {
    const now = performance.now();
    if (now - open.published < PARTIAL_EVERY) return;
    const known = progress.chunks.indexOf(undefined);
    open.published = now;
    this.host.publish(uri, open.document.version, assemble(uri, progress.chunks.slice(0, known).filter(isDone), undefined, progress.settings));
  }

  /** The objects of all other files; the same index as before while none of them changed, so that analyses can be taken over. */
  private around(uri: string, open: Open): Index {
    const others = this.host.closedFiles().filter((p) => !this.open.has(p.file));
    for (const [other, { last }] of this.open) if (other !== uri && last) others.push(...placedOf(last));
    const same = open.others.length === others.length && others.every((p, i) => p.summary === open.others[i]?.summary);
    if (!same || !open.last?.around) {
      open.others = others;
      return buildIndex(others);
    }
    return open.last.around;
  }

  /** Tells the other open documents when the objects of one changed; spans do not count, so that typing elsewhere stays local. */
  private announce(): void {
    if (this.open.size < 2) return;
    const objects = [...this.open.values()].flatMap((o) => o.analysis?.chunks.map((c) => c.chunk.objects) ?? []).join('\n');
    if (objects === this.objects) return;
    this.objects = objects;
    for (const [uri, open] of this.open) if (open.analysis && this.queue[0] !== uri) this.invalidate(uri, open);
  }
}

function isDone(chunk: Chunk | undefined): chunk is Chunk {
  return chunk !== undefined;
}
