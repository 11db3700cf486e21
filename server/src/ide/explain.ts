import { type Explained, type Explanation, explainInit, type Start } from '../idempotence/explain.ts';
import { type Around, type InitGroup, initGroups, spanOf } from '../initSteps.ts';
import type { Document } from '../kube/document.ts';
import { titleOf } from '../kube/pod.ts';
import type { Span } from '../text/span.ts';
import { touches } from '../text/span.ts';

interface Explaining {
  readonly group: InitGroup;
  readonly explanation: Explanation;
}

/** The init containers around an offset, explained; undefined when the offset is in none, or it is too involved. */
function explainAt(document: Document, offset: number, around: Around = {}): Explaining | undefined {
  const group = initGroups(document, around.config).find((g) => g.containers.some((c) => touches(c.tree.span, offset)));
  const explanation = group ? explainInit(group.steps, { files: (step, path) => group.files(step.name, path), commands: around.commands }) : undefined;
  return group && explanation ? { group, explanation } : undefined;
}

/** What the command at an offset of an init script does to which volume, at each start. */
export function hoverCommand(document: Document, offset: number, around: Around = {}): { readonly span: Span; readonly markdown: string } | undefined {
  const found = explainAt(document, offset, around);
  if (!found) return undefined;
  const { explanation, group } = found;
  const spans = (explanation.starts[0]?.commands ?? []).flatMap((c) => {
    const container = group.containers[c.step];
    return container ? [spanOf(c.place, container, document.text)] : [];
  });
  const span = spans.filter((s) => touches(s, offset)).sort((a, b) => a.end - a.start - (b.end - b.start))[0];
  if (!span) return undefined;
  const here = (c: Explained): boolean => {
    const container = group.containers[c.step];
    const at = container ? spanOf(c.place, container, document.text) : undefined;
    return at?.start === span.start && at.end === span.end;
  };
  const lines = explanation.starts.map((s) => `* ${s.title}: ${sentence(s, here)}`);
  return { span, markdown: lines.join('\n') };
}

function sentence(start: Start, here: (c: Explained) => boolean): string {
  const runs = start.commands.filter(here);
  if (runs.length === 0) return 'not run';
  const effects = [...new Set(runs.flatMap((r) => r.effects))];
  return effects.length > 0 ? effects.join('; ') : 'changes nothing on a volume';
}

/** The trace of all starts as a readable Markdown document. */
export function explainDocument(document: Document, offset: number, around: Around = {}): string | undefined {
  const found = explainAt(document, offset, around);
  if (!found) return undefined;
  const { group, explanation } = found;
  const names = group.containers.map(titleOf);
  const intro = `# What ${names.length === 1 ? `init container ${names[0]} does` : `the init containers ${names.join(', ')} do`}, start after start

The commands are interpreted, not run: the likely way through the script, first on empty volumes, then again.
`;
  return [intro, ...explanation.starts.map((start) => section(start, names))].join('\n');
}

function section(start: Start, names: readonly string[]): string {
  const lines = start.commands.map(
    (c) => `${names.length > 1 ? `${names[c.step]}: ` : ''}${c.text}${c.effects.length > 0 ? `\n   * ${c.effects.join('\n   * ')}` : ''}`,
  );
  return `## ${start.title}

${start.before.length > 0 ? `On the volumes before:\n\n${list(start.before)}\n` : ''}${lines.map((line, i) => `${i + 1}. ${line}`).join('\n') || 'No command is run.'}

${start.failure ? `**The start ends here: ${start.failure}**\n\n` : ''}On the volumes after:

${start.after.length > 0 ? list(start.after) : '* nothing\n'}`;
}

function list(lines: readonly string[]): string {
  return `${lines.map((l) => `* ${l}`).join('\n')}\n`;
}
