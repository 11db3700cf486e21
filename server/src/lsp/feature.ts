import type { CancellationToken, Connection, Position, ServerCapabilities } from 'vscode-languageserver/node';
import type { Analysis, PlacedChunk } from '../analyze.ts';
import { chunkAt, offsetIn } from './convert.ts';
import type { Documents } from './documents.ts';

export interface Server {
  readonly connection: Connection;
  readonly documents: Documents;
  /** The page of a rule, as a URL that the editor can open. */
  readonly ruleUrl: (rule: string) => string | undefined;
  /** True when the client has the command petset.explain. */
  readonly offersExplain: boolean;
}

/** One method of the protocol: what it promises stands beside the handler that keeps it. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  readonly register: (server: Server) => void;
}

export interface Target {
  readonly uri: string;
  readonly analysis: Analysis;
}

export interface Place extends Target {
  readonly placed: PlacedChunk;
  /** UTF-16 offset of the position in the chunk. */
  readonly offset: number;
}

/** The one wrapper for cancellation, a missing document and exceptions: the user gets nothing instead of an error. */
export async function withDocument<T>(server: Server, uri: string, token: CancellationToken, run: (target: Target) => T): Promise<T | null> {
  const analysis = await server.documents.analysisOf(uri);
  if (!analysis || token.isCancellationRequested) return null;
  try {
    return run({ uri, analysis });
  } catch (error) {
    server.connection.console.error(`petset: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return null;
  }
}

export function withPlace<T>(server: Server, uri: string, position: Position, token: CancellationToken, run: (place: Place) => T): Promise<T | null> {
  return withDocument(server, uri, token, (target) => {
    const placed = chunkAt(target.analysis.chunks, position);
    return placed ? run({ ...target, placed, offset: offsetIn(placed, position) }) : null;
  }) as Promise<T | null>;
}
