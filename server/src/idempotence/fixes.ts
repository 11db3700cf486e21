import { draftsFor } from './fixDrafts.ts';
import { targetOf } from './fixTarget.ts';
import type { Fix } from './program.ts';
import type { Finding } from './verdict.ts';
import type { Speaker } from './wording.ts';

/** The edits that may end a finding, the best first; `preferred` where they keep the author's intent. Not proved yet: see `proof.ts`. */
export function fixesFor(s: Speaker, finding: Finding): readonly Fix[] {
  const target = targetOf(s, finding);
  if (!target) return [];
  const { source } = target.site;
  return draftsFor(finding, target).map((draft) => ({
    template: draft.template,
    title: draft.title,
    preferred: draft.keepsIntent,
    edits: draft.edits.map(({ start, end, text }) => ({ place: source.place(start, end), text: forKubelet(text) })),
  }));
}

/** The kubelet makes one dollar sign of two before the shell sees the text. */
function forKubelet(text: string): string {
  return text.replaceAll('$$', '$$$$$$$$');
}
