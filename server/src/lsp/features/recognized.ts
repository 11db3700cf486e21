import type { PlacedChunk } from '../../analyze.ts';
import { chunkAt } from '../convert.ts';
import { type Feature, withDocument } from '../feature.ts';

/** A value that begins with one: braces inside a script are the shell's. */
const PLACEHOLDER = /:[ \t]+["']?(?:\$\{\w+\}|<[A-Za-z][\w .-]*>|RELEASE-NAME)/;

interface RecognizedParams {
  readonly textDocument: { readonly uri: string };
  /** Only of the document that holds this line; without it, of all. */
  readonly line?: number;
}

/**
 * Our own request `petset/recognized`: what each document of a file was taken for, so that an editor can show it. `form` is manifest,
 * template or patch; `kind` is empty for a document without objects; `template` is true for the objects of an OpenShift Template; `api` is the
 * cluster whose own API judges it, empty where what comes with us does.
 */
export const recognized: Feature = {
  capabilities: {},
  register: (server) => {
    server.connection.onRequest('petset/recognized', (params: RecognizedParams, token) =>
      withDocument(server, params.textDocument.uri, token, ({ analysis: { chunks, settings } }) => {
        const recognize = (placed: PlacedChunk) => describe(placed, settings.api?.name);
        if (params.line === undefined) return chunks.map(recognize);
        const placed = chunkAt(chunks, { line: params.line, character: 0 });
        return placed ? [recognize(placed)] : [];
      }),
    );
  },
};

function describe({ line, chunk }: PlacedChunk, cluster: string | undefined) {
  const { document, form, lineCount } = chunk;
  const [first] = document.resources;
  return {
    line,
    lineCount,
    form,
    version: document.version,
    api: (document.api && cluster) ?? '',
    apiVersion: first?.apiVersion?.text ?? '',
    kind: first?.kind?.text ?? '',
    objects: document.resources.length,
    template: first?.path[0] === 'objects',
    placeholders: form === 'manifest' && PLACEHOLDER.test(document.text),
  };
}
