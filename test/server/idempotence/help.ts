import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import type { Fix, InitStep, Mount, MountKind, Verdict } from '../../../server/src/idempotence/program.ts';

/** `/data:claim` and so on; the volume is called like the path unless a third part names it. */
export function mount(text: string): Mount {
  const [path = '', kind = 'claim', volume = path.slice(1).replaceAll('/', '-')] = text.split(':');
  return { path, volume, kind: kind as MountKind, subPath: undefined, readOnly: false };
}

export function step(script: string, ...mounts: readonly string[]): InitStep {
  const list = mounts.length > 0 ? mounts : ['/d:claim', '/e:emptyDir', '/cfg:input'];
  return {
    name: 'init',
    image: 'debian:12',
    command: ['sh', '-c', script],
    args: undefined,
    workingDir: undefined,
    env: [],
    mounts: list.map(mount),
    runAsUser: undefined,
  };
}

export function check(script: string, ...mounts: readonly string[]): readonly Verdict[] {
  return analyzeInit([step(script, ...mounts)]);
}

/** The rules found, without the crash safety that most short scripts lack. */
export function rules(script: string, ...mounts: readonly string[]): readonly string[] {
  return [...new Set(check(script, ...mounts).map((verdict) => verdict.rule))].filter((rule) => rule !== 'not-crash-safe');
}

/** The exact text a verdict stands on. */
export function marked(script: string, verdict: Verdict | undefined): string | undefined {
  return verdict && script.slice(verdict.place.span.start, verdict.place.span.end);
}

export function apply(script: string, fix: Fix): string {
  const edits = fix.edits.toSorted((a, b) => b.place.span.start - a.place.span.start);
  return edits.reduce((text, edit) => text.slice(0, edit.place.span.start) + edit.text + text.slice(edit.place.span.end), script);
}
