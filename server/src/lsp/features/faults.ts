import { faultsOf } from '../../faults.ts';
import { parseVersion } from '../../kube/version.ts';
import { type Feature, withDocument } from '../feature.ts';

interface FaultsParams {
  readonly textDocument: { readonly uri: string };
  /** The line on which the YAML document begins, as `petset/objects` told it. */
  readonly line: number;
  /** The object that a server would hold, as plain data. */
  readonly value: unknown;
  /** The version of that server, such as v1.4.4. */
  readonly kubernetes: string;
}

/**
 * Our own request `petset/faults`: why an object that would be made of a document is invalid by our rules. For clients that merge a document
 * into a live object and send it to a server that does not look. Settings and suppressions are those of the document. Null for a file that is not open.
 */
export const faults: Feature = {
  capabilities: {},
  register: (server) => {
    server.connection.onRequest('petset/faults', ({ textDocument, line, value, kubernetes }: FaultsParams, token) =>
      withDocument(server, textDocument.uri, token, ({ analysis }) => {
        const placed = analysis.chunks.find((each) => each.line === line);
        const suppressed = new Set(placed?.chunk.suppressions.flatMap(({ rules }) => rules));
        return faultsOf(value, parseVersion(kubernetes.split(/[+-]/)[0]), analysis.settings, suppressed);
      }),
    );
  },
};
