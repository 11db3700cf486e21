import type { Settings } from '../analyze.ts';
import type { InputFile } from './inputs.ts';
import { judgeAlone, judgeTogether, type LintFinding, objectsOf, report } from './judge.ts';
import { patchesAmong } from './patches.ts';

export interface LintOptions {
  readonly settings: Settings;
  /** Judge each file alone instead of all given files as one workspace. */
  readonly isolate: boolean;
}

export interface LintResult {
  readonly file: InputFile;
  readonly findings: readonly LintFinding[];
}

export async function lint(files: readonly InputFile[], options: LintOptions): Promise<LintResult[]> {
  const { settings, isolate } = options;
  const patches = patchesAmong(files);
  const alone = files.map((file) => judgeAlone(file, patches.has(file.name) ? { ...settings, form: 'patch' } : settings, isolate));
  const all = objectsOf(isolate ? [] : alone);
  return files.flatMap((file, i) => {
    const analysis = alone[i];
    return analysis ? [{ file, findings: report(isolate ? analysis : judgeTogether(analysis, all, settings)) }] : [];
  });
}
