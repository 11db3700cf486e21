import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { analyze, DEFAULT_SETTINGS, findingsOf } from '../../../server/src/analyze.ts';
import { analyzeInit } from '../../../server/src/idempotence/analyzeInit.ts';
import { type Case, loadSet, stepOf } from './truth.ts';

const interpreted =
  /^(rerun-fails|clobbers|accumulates|changes-every-run|not-crash-safe|unknown-command|sh-c-extra-args|dash-bashism|shell-syntax|peers-dependent)/;

/** A manifest that runs a case as its init container; the claims of the case are claim templates. */
function manifest(c: Case, form: 'field' | 'annotation'): object {
  const container = {
    name: 'init',
    image: c.image ?? 'debian:12',
    ...(c.command ? { command: c.command } : {}),
    ...(c.args ? { args: c.args } : {}),
    ...(c.workingDir === undefined ? {} : { workingDir: c.workingDir }),
    env: Object.entries(c.env ?? {}).map(([name, value]) => ({ name, value: String(value) })),
    ...(c.runAsUser === undefined ? {} : { securityContext: { runAsUser: c.runAsUser } }),
    volumeMounts: c.mounts.map((m) => ({
      name: m.name,
      mountPath: m.path,
      ...(m.subPath === undefined ? {} : { subPath: m.subPath }),
      ...(m.readOnly ? { readOnly: true } : {}),
    })),
  };
  const kinds = new Map(c.mounts.map((m) => [m.name, m.kind]));
  const volumes = [...kinds]
    .filter(([, kind]) => kind !== 'pvc')
    .map(([name, kind]) => ({
      name,
      ...(kind === 'emptyDir' ? { emptyDir: {} } : kind === 'hostPath' ? { hostPath: { path: '/x' } } : { secret: { secretName: 's' } }),
    }));
  const claims = [...kinds].filter(([, kind]) => kind === 'pvc').map(([name]) => ({ metadata: { name }, spec: {} }));
  const annotated = form === 'annotation';
  return {
    apiVersion: annotated ? 'apps/v1alpha1' : 'apps/v1',
    kind: annotated ? 'PetSet' : 'StatefulSet',
    metadata: { name: 'web' },
    spec: {
      serviceName: 'web',
      template: {
        metadata: {
          labels: { app: 'web' },
          annotations: annotated ? { 'pod.beta.kubernetes.io/init-containers': JSON.stringify([container], null, 1) } : {},
        },
        spec: { ...(annotated ? {} : { initContainers: [container] }), containers: [{ name: 'web', image: 'x' }], volumes },
      },
      volumeClaimTemplates: claims,
    },
  };
}

const styles: Readonly<Record<string, (c: Case) => string>> = {
  'block scalars': (c) => stringify(manifest(c, 'field'), { blockQuote: 'literal', lineWidth: 0 }),
  'folded and wrapped': (c) => stringify(manifest(c, 'field'), { blockQuote: 'folded', lineWidth: 60 }),
  'double quotes': (c) => stringify(manifest(c, 'field'), { defaultStringType: 'QUOTE_DOUBLE', blockQuote: false, lineWidth: 0 }),
  'single quotes': (c) => stringify(manifest(c, 'field'), { defaultStringType: 'QUOTE_SINGLE', singleQuote: true, blockQuote: false, lineWidth: 0 }),
  JSON: (c) => JSON.stringify(manifest(c, 'field'), null, 2),
  'JSON of an annotation in a block': (c) => stringify(manifest(c, 'annotation'), { blockQuote: 'literal', lineWidth: 0 }),
  'JSON of an annotation in quotes': (c) => stringify(manifest(c, 'annotation'), { defaultStringType: 'QUOTE_DOUBLE', blockQuote: false, lineWidth: 0 }),
  'CRLF line ends': (c) => stringify(manifest(c, 'field'), { defaultStringType: 'QUOTE_DOUBLE', blockQuote: false, lineWidth: 0 }).replaceAll('\n', '\r\n'),
};

const cases = ['patterns', 'random-dev', 'realistic-dev'].flatMap((name) => loadSet(name));

for (const [style, write] of Object.entries(styles)) {
  test(`the verdicts on ${cases.length} scripts are the same in ${style}`, () => {
    for (const c of cases) {
      const found = analyze(write(c), DEFAULT_SETTINGS)
        .chunks.flatMap(findingsOf)
        .filter((f) => interpreted.test(f.rule))
        .map((f) => `${f.level} ${f.rule}: ${f.message}`)
        .sort();
      const direct = analyzeInit([{ ...stepOf(c), name: 'init' }]).map((v) => `${v.level} ${v.rule}: ${v.message}`);
      assert.deepEqual([...new Set(found)], [...new Set(direct)].sort(), c.id);
    }
  });
}
