import assert from 'node:assert/strict';
import type { ClusterHalf } from '../../client/src/clusterLoader.ts';
import { runCommand } from '../../client/src/commands/command.ts';
import { commands } from '../../client/src/commands/index.ts';
import { Connections } from '../../client/src/connections.ts';
import type { Context } from '../../client/src/context.ts';
import type { Manifest, ManifestPlace, Mark } from '../../client/src/manifests.ts';
import type { Settings } from '../../client/src/settings.ts';
import { ScriptedUi } from '../../client/src/testing.ts';
import type { Screen, TerminalProgram } from '../../client/src/ui.ts';
import type { Node } from '../../client/src/views/node.ts';
import { rootNodes } from '../../client/src/views/root.ts';

/** A context without an editor: prompts answered from a list, documents and log kept as text. */
export interface TestContext extends Context {
  readonly ui: ScriptedUi;
  readonly documents: Map<string, string>;
  readonly lines: string[];
  readonly counts: { forwards: number; refreshed: number; restarted: number; logShown: number };
  /** Names of the sets whose panel was opened. */
  readonly panels: string[];
  /** Files that were opened. */
  readonly shown: string[];
  /** What servers said of manifests. */
  readonly marks: (Mark & { readonly source: string })[];
  /** What was changed in open files. */
  readonly edits: { readonly uri: string; readonly texts: readonly string[] }[];
  /** Descriptions of clusters that manifests shall be judged by. */
  readonly apis: { readonly name: string; readonly text: string }[];
  /** What was shown side by side. */
  readonly diffs: { readonly title: string; readonly left: string; readonly right: string }[];
  readonly programs: TerminalProgram[];
  /** How often the terminals were closed from inside. */
  readonly closed: string[];
}

export interface TestContextOptions {
  readonly load: () => Promise<ClusterHalf>;
  readonly kubeconfig: string;
  readonly isTrusted?: boolean;
  readonly settings?: Partial<Settings>;
  /** Where the workspace declares a set. */
  readonly places?: readonly ManifestPlace[];
  /** What the language server answers, by request; a function is asked with what was asked. */
  readonly answers?: Readonly<Record<string, unknown>>;
  /** The file in front of the user. */
  readonly manifest?: Manifest;
}

export function testContext(options: TestContextOptions): TestContext {
  const documents = new Map<string, string>();
  const lines: string[] = [];
  const counts = { forwards: 0, refreshed: 0, restarted: 0, logShown: 0 };
  const panels: string[] = [];
  const shown: string[] = [];
  const marks: TestContext['marks'] = [];
  const edits: TestContext['edits'] = [];
  const apis: TestContext['apis'] = [];
  const diffs: TestContext['diffs'] = [];
  const programs: TerminalProgram[] = [];
  const closed: string[] = [];
  const ui = new ScriptedUi({
    progress: async (_title, task) => await task(new AbortController().signal),
    document: async (name, text = '') => {
      documents.set(name, text);
      return { append: (more) => void documents.set(name, (documents.get(name) ?? '') + more), closed: new AbortController().signal };
    },
    diff: async (title, left, right) => void diffs.push({ title, left: left.text, right: right.text }),
    terminal: (name, program) => {
      programs.push(program);
      const screen: Screen = { write: () => undefined, close: () => void closed.push(name) };
      program.start(screen, { columns: 90, rows: 20 });
    },
  });
  return {
    ui,
    documents,
    lines,
    counts,
    panels,
    marks,
    shown,
    diffs,
    apis,
    edits,
    programs,
    closed,
    log: { info: (text) => void lines.push(text), error: (text) => void lines.push(`error: ${text}`), show: () => void counts.logShown++ },
    connections: new Connections(options.load, () => ({ setting: options.kubeconfig, env: {}, home: '/nowhere' })),
    server: {
      restart: async () => void counts.restarted++,
      stop: async () => undefined,
      explain: async () => undefined,
      ask: async <T>(method: string, _uri: string, more?: object) => {
        const answer = options.answers?.[method];
        return (typeof answer === 'function' ? answer(more) : answer) as T | undefined;
      },
    },
    manifests: {
      find: async () => options.places ?? [],
      show: async ({ file }) => void shown.push(file),
      edit: async ({ uri }, list) => void edits.push({ uri, texts: list.map((each) => each.newText) }),
      active: async () => options.manifest,
      mark: async (_manifest, source, all) => void marks.push(...all.map((mark) => ({ ...mark, source }))),
    },
    firstLook: { openExample: async () => void shown.push('the example'), show: async () => void shown.push('the first look') },
    apiFiles: {
      use: async (name, text) => void apis.push({ name, text }),
      forget: async () => apis.splice(0).length > 0,
    },
    settings: () => ({
      kubeconfig: options.kubeconfig,
      shell: '',
      protectedContexts: [],
      readOnly: false,
      savedCommands: [],
      peerFinder: '',
      ...options.settings,
    }),
    isTrusted: () => options.isTrusted ?? true,
    refreshTree: () => void counts.refreshed++,
    forwardsChanged: () => void counts.forwards++,
    revealSet: async ({ set }) => void panels.push(`reveal ${set.name}`),
    showPanel: ({ set }) => void panels.push(set.name),
  };
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Runs a command by its id, as the palette does, or as the tree does with the clicked line. */
export function runner(context: TestContext): (id: string, argument?: unknown) => Promise<void> {
  return async (id, argument) => {
    const command = commands.find((each) => each.id === id);
    assert.ok(command, id);
    await runCommand(context, command, argument);
  };
}

/** The line of the tree that the labels lead to, read anew. */
export async function nodeAt(context: TestContext, ...labels: readonly string[]): Promise<Node> {
  let nodes = await rootNodes(context.connections);
  let at: Node | undefined;
  for (const label of labels) {
    at = nodes.find((node) => node.label === label);
    assert.ok(at, label);
    nodes = (await at.children?.()) ?? [];
  }
  assert.ok(at);
  return at;
}
