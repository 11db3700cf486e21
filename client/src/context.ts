import type { ApiFiles } from './apiFiles.ts';
import type { Connections } from './connections.ts';
import type { FirstLook } from './firstLook.ts';
import type { Manifests } from './manifests.ts';
import type { Settings } from './settings.ts';
import type { SetTarget } from './target.ts';
import type { Ui } from './ui.ts';

/** Everything a command may touch. Commands get it as an argument and hold nothing themselves. */
export interface Context {
  readonly ui: Ui;
  readonly log: Log;
  readonly connections: Connections;
  readonly server: Server;
  readonly manifests: Manifests;
  readonly apiFiles: ApiFiles;
  readonly firstLook: FirstLook;
  readonly settings: () => Settings;
  readonly isTrusted: () => boolean;
  readonly refreshTree: () => void;
  /** A port was opened or closed: the view and the status bar show it. */
  readonly forwardsChanged: () => void;
  /** Shows a set in the view Pets. */
  readonly revealSet: (target: SetTarget) => Promise<void>;
  /** Opens the panel of a set. */
  readonly showPanel: (target: SetTarget) => void;
}

interface Log {
  info(message: string): void;
  error(message: string): void;
  show(): void;
}

export interface Server {
  restart(): Promise<void>;
  /** What the init containers at the cursor do; undefined where there are none. */
  explain(): Promise<Explanation | undefined>;
  /** One of our own requests about a document; undefined where no server runs. */
  ask<T>(method: string, uri: string, more?: object): Promise<T | undefined>;
  stop(): Promise<void>;
}

export interface Explanation {
  /** Path of the document to show it in. */
  readonly name: string;
  readonly markdown: string;
}
