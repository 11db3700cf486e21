import { analyzeInit } from './idempotence/analyzeInit.ts';
import type { UserCommands } from './idempotence/commands/schema.ts';
import type { InitStep, Place, Verdict } from './idempotence/program.ts';
import { type Around, initGroups, spanOf, wordOf } from './initSteps.ts';
import type { Document } from './kube/document.ts';
import type { Container } from './kube/pod.ts';
import type { Edit, Finding, Fix, Related } from './rules/rule.ts';
import { editInScalar } from './yaml/encode.ts';

/** Runs the interpreter over the init containers of every pod template and brings its verdicts back to the words of the manifest. */
export function initFindings(document: Document, around: Around = {}): Finding[] {
  return initGroups(document, around.config).flatMap(({ containers, steps, files }) =>
    verdictsOf(steps, files, around.commands).flatMap((v) => finding(v, containers, document.text)),
  );
}

const MEMORY = 200;

interface Known {
  readonly commands: UserCommands | undefined;
  readonly verdicts: readonly Verdict[];
  /** What was asked of ConfigMaps, and what was answered. */
  readonly asked: readonly { readonly step: string; readonly path: string; readonly text: string | undefined }[];
}

const remembered = new Map<string, Known>();

/** The interpreter is a pure function of the steps and the files it asks for; most keystrokes change something else, and copies of a set share their scripts. */
function verdictsOf(
  steps: readonly InitStep[],
  files: (step: string, path: string) => string | undefined,
  commands: UserCommands | undefined,
): readonly Verdict[] {
  const key = JSON.stringify(steps);
  const known = remembered.get(key);
  if (known && known.commands === commands && known.asked.every((a) => files(a.step, a.path) === a.text)) return known.verdicts;
  const asked: { step: string; path: string; text: string | undefined }[] = [];
  const verdicts = analyzeInit(steps, {
    files: (step, path) => {
      const text = files(step.name, path);
      asked.push({ step: step.name, path, text });
      return text;
    },
    commands,
  });
  remembered.delete(key);
  remembered.set(key, { commands, verdicts, asked });
  const oldest = remembered.size > MEMORY ? remembered.keys().next().value : undefined;
  if (oldest !== undefined) remembered.delete(oldest);
  return verdicts;
}

function finding(verdict: Verdict, containers: readonly Container[], chunk: string): Finding[] {
  const container = containers[verdict.step];
  if (!container) return [];
  const related = verdict.related.flatMap((r): Related[] => {
    const other = containers[r.step];
    return other ? [{ span: spanOf(r.place, other, chunk), message: r.message }] : [];
  });
  let fixes: readonly Fix[] | undefined;
  return [
    {
      rule: verdict.rule,
      level: verdict.level,
      span: spanOf(verdict.place, container, chunk),
      message: verdict.message,
      related,
      // Worked out when somebody asks.
      get fixes() {
        fixes ??= fixesOf(verdict, container, chunk);
        return fixes;
      },
    },
  ];
}

function fixesOf(verdict: Verdict, container: Container, chunk: string): readonly Fix[] {
  return verdict.fixes.flatMap((fix): Fix[] => {
    const edits = fix.edits.map((e) => edit(e.place, e.text, container, chunk));
    return edits.every((e) => e !== undefined) ? [{ title: fix.title, edits, preferred: fix.preferred }] : [];
  });
}

function edit(place: Place, text: string, container: Container, chunk: string): Edit | undefined {
  const word = wordOf(place, container);
  return word ? editInScalar(word.tree, chunk, place.span, text) : undefined;
}
