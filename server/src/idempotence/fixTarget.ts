import type { Command, Pipeline, Redirect, Statement, Word } from '../shell/ast.ts';
import { parseShell } from '../shell/parse.ts';
import { type Key, volumeOf } from './mounts.ts';
import type { Site } from './source.ts';
import type { Finding } from './verdict.ts';
import type { Speaker } from './wording.ts';

/** UTF-16 offsets in a script. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** A simple command of a script. All offsets, also those of its words, count in the text of the script. */
export interface Target {
  readonly site: Site;
  readonly script: string;
  readonly statements: readonly Statement[];
  readonly name: string;
  readonly nameEnd: number;
  readonly words: readonly Word[];
  readonly operands: readonly Word[];
  /** Redirections of the standard output. */
  readonly redirects: readonly Redirect[];
  /** The command, or the pipeline that it is the last member of: what runs as a whole or not at all. */
  readonly whole: Range;
  /** Is the command a member of a pipeline of several? */
  readonly piped: boolean;
  /** Does a list, a negation or the background surround it, so that more than one command needs braces? */
  readonly inList: boolean;
  readonly image: string | undefined;
  /** Variables of the container whose value the manifest states. */
  readonly env: ReadonlyMap<string, string>;
  isMountRoot(key: Key): boolean;
}

type Node = { readonly type: string; readonly pos: number; readonly end: number };

/** The command of a finding, when it is shell text of the manifest: nothing else can be edited. */
export function targetOf(s: Speaker, finding: Finding): Target | undefined {
  const { site } = finding;
  const prepared = s.steps[finding.step];
  const program = prepared?.program;
  if (!prepared || !program || program.scripts.get(site.source.text) !== site.source || program.words[0] === site.source.text) return undefined;
  const script = site.source.text;
  const { commands: statements } = parseShell(script);
  const path = pathTo(statements, site);
  const node = path.at(-1);
  if (!isCommand(node) || !node.name) return undefined;
  const words = node.args.filter((arg): arg is Word => arg.type === 'Word');
  const pipeline = path.findLast(isPipeline);
  const member = pipeline !== undefined && pipeline.commands.length > 1 && pipeline.commands.includes(node);
  const env = prepared.step.env.flatMap((e) => (e.value === undefined ? [] : [[e.name, e.value] as const]));
  const roots = new Set(prepared.table.entries.map((entry) => entry.prefix));
  return {
    site,
    script,
    statements,
    name: nameOf(node),
    nameEnd: node.name.end,
    words,
    operands: operandsOf(nameOf(node), words),
    redirects: node.redirects.filter(isOutput),
    whole: member ? rangeOf(pipeline.commands) : { start: node.pos, end: node.end },
    piped: member,
    inList: isSurrounded(path.at(member ? path.lastIndexOf(pipeline) - 1 : -2), member ? pipeline : undefined),
    image: prepared.step.image,
    env: new Map(env),
    isMountRoot: (key) => roots.has(key) || key === `${volumeOf(key)}:`,
  };
}

/** The nodes around a range, outermost first; the last is the command with exactly that range. */
function pathTo(statements: readonly Statement[], range: Range): readonly Node[] {
  const path: Node[] = [];
  const visit = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(visit);
    if (typeof value !== 'object' || value === null) return false;
    const inside = isNode(value);
    // A compound that is not closed ends at 0.
    if (inside && (value.pos > range.start || (value.end > 0 && value.end < range.end))) return false;
    if (inside) path.push(value);
    if (inside && isCommand(value) && value.pos === range.start && value.end === range.end) return true;
    for (const part of Object.values(value)) if (visit(part)) return true;
    if (inside) path.pop();
    return false;
  };
  return visit(statements) ? path : [];
}

function isSurrounded(around: Node | undefined, pipeline: Pipeline | undefined): boolean {
  if (pipeline && pipeline.prefixes.length > 0) return true;
  return around !== undefined && (around.type === 'AndOr' || around.type === 'Pipeline' || (isStatement(around) && around.background === true));
}

function rangeOf(commands: readonly Node[]): Range {
  return { start: commands[0]?.pos ?? 0, end: commands.at(-1)?.end ?? 0 };
}

/** Options whose value is the next word. */
const valued: Readonly<Record<string, RegExp>> = {
  install: /^-[A-Za-z]*[mogS]$/,
  mkdir: /^-[a-z]*m$/,
  mkfifo: /^-m$/,
  mknod: /^-m$/,
  cp: /^-[A-Za-z]*[tS]$/,
  ln: /^-[A-Za-z]*[tS]$/,
  git: /^(-[bocuj]|--branch|--depth|--origin|--config|--reference|--upload-pack|--jobs|--filter)$/,
};

function operandsOf(name: string, words: readonly Word[]): readonly Word[] {
  const takes = valued[name];
  return words.filter((word, i) => !word.value.startsWith('-') && !takes?.test(words[i - 1]?.value ?? ''));
}

function nameOf(node: Command): string {
  const value = node.name?.value ?? '';
  return value.slice(value.lastIndexOf('/') + 1);
}

function isOutput(redirect: Command['redirects'][number]): redirect is Redirect {
  return (
    redirect.type === 'Redirect' && (redirect.descriptor === undefined || (redirect.descriptor.type === 'FileDescriptor' && redirect.descriptor.value === 1))
  );
}

function isNode(value: object): value is Node {
  return (
    'type' in value && typeof value.type === 'string' && 'pos' in value && typeof value.pos === 'number' && 'end' in value && typeof value.end === 'number'
  );
}

function isCommand(node: Node | undefined): node is Command {
  return node?.type === 'Command';
}

function isPipeline(node: Node): node is Pipeline {
  return node.type === 'Pipeline';
}

function isStatement(node: Node): node is Statement {
  return node.type === 'Statement';
}
