import type { Range } from 'vscode-languageserver/node';
import type { PlacedChunk } from '../../analyze.ts';
import type { Span } from '../../text/span.ts';
import { at, entryOf, str, type Tree } from '../../yaml/tree.ts';
import { toRange } from '../convert.ts';
import { type Feature, withDocument } from '../feature.ts';

interface ObjectsParams {
  readonly textDocument: { readonly uri: string };
}

interface LocateParams extends ObjectsParams {
  /** The line on which the YAML document begins, as `petset/objects` told it. */
  readonly line: number;
  /** As Kubernetes writes them: `spec.containers[0].name`, `.spec.containers[name="a"].image`, `metadata.labels[a/b]`. */
  readonly paths: readonly string[];
}

/**
 * Our own requests, for clients that compare a manifest with a cluster. `petset/objects`: the objects of a file, as the API server would read
 * them. `petset/locate`: where the fields of one of them stand; for a field that is not written, where it would belong. Null for a file that is not open.
 */
export const manifest: Feature = {
  capabilities: {},
  register: (server) => {
    server.connection.onRequest('petset/objects', (params: ObjectsParams, token) =>
      withDocument(server, params.textDocument.uri, token, ({ analysis }) => analysis.chunks.flatMap(objectIn)),
    );
    server.connection.onRequest('petset/locate', (params: LocateParams, token) =>
      withDocument(server, params.textDocument.uri, token, ({ analysis }) => {
        const placed = analysis.chunks.find((each) => each.line === params.line);
        return placed ? params.paths.map((path) => locate(placed, path)) : null;
      }),
    );
  },
};

/** Only what can be sent: a broken document, a template or a patch without a name is none. */
function objectIn(placed: PlacedChunk) {
  const { document, form } = placed.chunk;
  const { root, problems } = document.yaml;
  const [apiVersion, kind, name] = [str(at(root, 'apiVersion')), str(at(root, 'kind')), str(at(root, 'metadata', 'name'))];
  if (root?.kind !== 'map' || problems.length > 0 || form !== 'manifest' || !apiVersion || !kind || !name) return [];
  const namespace = str(at(root, 'metadata', 'namespace')) ?? '';
  const kindEntry = entryOf(root, 'kind');
  const range = toRange({ start: root.span.start, end: root.span.end }, placed);
  return [
    {
      apiVersion,
      kind,
      name,
      namespace,
      line: placed.line,
      range,
      kindRange: toRange(kindEntry?.span ?? root.span, placed),
      text: document.text,
      value: plain(root),
    },
  ];
}

/** Plain data: of a key that stands twice the last one counts, as everywhere. */
function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'seq') return tree.items.map(plain);
  return Object.fromEntries(tree.entries.map(({ key }) => [key, plain(entryOf(tree, key)?.value ?? tree)]));
}

function locate(placed: PlacedChunk, path: string): Range {
  const { root } = placed.chunk.document.yaml;
  let here = root;
  let span: Span = root?.kind === 'map' ? (entryOf(root, 'kind')?.keySpan ?? root.span) : { start: 0, end: 0 };
  for (const step of stepsOf(path)) {
    const next = below(here, step);
    if (next === undefined) break;
    here = next.tree;
    span = next.span;
  }
  return toRange(here?.kind === 'scalar' && here.span.end > here.span.start ? here.span : span, placed);
}

type Step = string | number | Readonly<Record<string, unknown>>;

/** A name after a dot, or in brackets: an index, the keys of an item, or a name with dots in it. */
function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\[((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\]|[^.[\]]+/g)].map(([whole, inside]) => {
    if (inside === undefined) return whole;
    if (/^\d+$/.test(inside)) return Number(inside);
    const keys = [...inside.matchAll(/([\w.-]+)=("(?:[^"\\]|\\.)*"|\d+)/g)].map(([, key = '', value = '']) => [key, JSON.parse(value)]);
    return keys.length > 0 ? Object.fromEntries(keys) : inside.replace(/^"(.*)"$/, '$1');
  });
}

function below(tree: Tree | undefined, step: Step): { readonly tree: Tree; readonly span: Span } | undefined {
  if (tree?.kind === 'map' && typeof step === 'string') {
    const entry = entryOf(tree, step);
    return entry && { tree: entry.value, span: entry.keySpan };
  }
  if (tree?.kind !== 'seq' || typeof step === 'string') return undefined;
  const item =
    typeof step === 'number' ? tree.items[step] : tree.items.find((each) => Object.entries(step).every(([key, value]) => valueAt(each, key) === value));
  return item && { tree: item, span: item.kind === 'map' ? (item.entries[0]?.keySpan ?? item.span) : item.span };
}

function valueAt(tree: Tree, key: string): unknown {
  const value = at(tree, key);
  return value?.kind === 'scalar' ? value.value : undefined;
}
