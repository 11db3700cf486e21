import type { TextEdit } from '../../yaml/edit.ts';
import type { Fix } from '../rule.ts';

/** A fix, or none when one of its edits could not be made. The first fix of a finding is the preferred one unless told otherwise. */
export function fix(title: string, edits: readonly (TextEdit | undefined)[], preferred = true): readonly Fix[] {
  const made = edits.filter((e) => e !== undefined);
  if (made.length < edits.length || made.length === 0) return [];
  return [preferred ? { title, edits: made, preferred } : { title, edits: made }];
}
