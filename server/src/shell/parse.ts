import { parse } from 'unbash';
import type { ParsedScript, Statement } from './ast.ts';

interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

export interface ParsedShell {
  readonly commands: readonly Statement[];
  readonly problems: readonly SyntaxProblem[];
}

// A script longer than this is data, not a command that somebody maintains in a manifest.
const longest = 400_000;
const deepest = 400;

/** Parses shell text. Never throws: what cannot be read is a problem, the rest of the tree stands. */
export function parseShell(text: string): ParsedShell {
  if (text.length > longest) return { commands: [], problems: [{ message: 'the script is too long to be read', offset: 0 }] };
  if (tooDeep(text)) return { commands: [], problems: [{ message: 'the script is nested too deeply to be read', offset: 0 }] };
  try {
    const script = parse(text);
    return { commands: script.commands, problems: problemsOf(script) };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'the script cannot be read';
    return { commands: [], problems: [{ message, offset: 0 }] };
  }
}

function problemsOf(script: ParsedScript): readonly SyntaxProblem[] {
  return (script.errors ?? []).map((error) => ({ message: error.message, offset: error.pos }));
}

/** Parser and interpreter are recursive: brackets beyond any human script would only exhaust the stack. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 40 || c === 123) {
      if (++depth > deepest) return true;
    } else if ((c === 41 || c === 125) && depth > 0) depth--;
  }
  return false;
}
