import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hover } from '../../../server/src/ide/hover.ts';
import { readDocument } from '../../../server/src/kube/document.ts';

/** `§` is the cursor; `under` what the hover marks. */
interface Row {
  readonly what: string;
  readonly text: string;
  readonly under?: string;
  readonly says?: readonly RegExp[];
  readonly version?: number;
}

const PETSET = 'apiVersion: apps/v1alpha1\nkind: PetSet\n';
const SET = 'apiVersion: apps/v1\nkind: StatefulSet\n';
const ANNOTATED = `${PETSET}spec:\n  template:\n    metadata:\n      annotations:\n        `;

const ROWS: readonly Row[] = [
  {
    what: 'a key',
    text: `${PETSET}spec:\n  repl§icas: 3\n`,
    under: 'replicas',
    says: [/^\*\*replicas\*\* `integer`/, /ordinals/, /Default: `1`/],
  },
  { what: 'its value', text: `${PETSET}spec:\n  replicas: §3\n`, under: '3', says: [/\*\*replicas\*\*/] },
  { what: 'a required key', text: `${PETSET}spec:\n  service§Name: vm\n`, under: 'serviceName', says: [/Required\./, /governing Service/] },
  {
    what: 'an enum',
    text: `${SET}spec:\n  podManagementPolicy: Para§llel\n`,
    under: 'Parallel',
    says: [/Allowed: `OrderedReady`, `Parallel`/, /Since Kubernetes 1\.7/],
  },
  { what: 'claim retention', text: `${SET}spec:\n  persistentVolumeClaim§RetentionPolicy: {}\n`, says: [/with their data/, /Since Kubernetes 1\.23/] },
  {
    what: 'an item of a list',
    text: `${SET}spec:\n  template:\n    spec:\n      containers:\n      - command: [sh, §-c]\n`,
    under: '-c',
    says: [/\*\*command\*\* `list of strings`/],
  },
  {
    what: 'a list of objects',
    text: `${SET}spec:\n  template:\n    spec:\n      init§Containers: []\n`,
    says: [/list of Container/, /second run does no harm/, /Since Kubernetes 1\.6/],
  },
  {
    what: 'a key in the JSON of an annotation',
    text: `${ANNOTATED}pod.beta.kubernetes.io/init-containers: '[{"name": "a", "im§age": "b"}]'\n`,
    under: '"image"',
    says: [/\*\*image\*\* `string`/],
  },
  {
    what: 'a value in the JSON of an annotation',
    text: `${ANNOTATED}pod.beta.kubernetes.io/init-containers: '[{"name": "a", "imagePullPolicy": "Al§ways"}]'\n`,
    under: '"Always"',
    says: [/Allowed: `Always`, `IfNotPresent`, `Never`/],
  },
  {
    what: 'a key in another case',
    text: `${ANNOTATED}pod.beta.kubernetes.io/init-containers: '[{"Ima§ge": "b"}]'\n`,
    under: '"Image"',
    says: [/\*\*image\*\*/],
  },
  { what: 'the initialized annotation', text: `${ANNOTATED}pod.alpha.kubernetes.io/init§ialized: "true"\n`, says: [/debug switch/, /Kubernetes 1\.3 to 1\.5/] },
  { what: 'its value', text: `${ANNOTATED}pod.alpha.kubernetes.io/initialized: "tr§ue"\n`, under: '"true"', says: [/debug switch/] },
  {
    what: 'an annotation that this version does not read',
    text: `${ANNOTATED}pod.beta.kubernetes.io/init-§containers: '[]'\n`,
    version: 3,
    says: [/Kubernetes 1\.3 does not read it/],
  },
  {
    what: 'an annotation at the wrong level',
    text: `${PETSET}metadata:\n  annotations:\n    pod.alpha.kubernetes.io/init§ialized: "true"\n`,
    says: [/belongs on a pod template/],
  },
  {
    what: 'the tolerate annotation',
    text: 'apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n    service.alpha.kubernetes.io/tolerate-§unready-endpoints: "true"\n',
    version: 4,
    says: [/before they are ready/],
  },
  { what: 'a headless Service', text: 'apiVersion: v1\nkind: Service\nspec:\n  clusterIP: No§ne\n', under: 'None', says: [/headless/] },
  { what: 'nothing for a label', text: `${PETSET}metadata:\n  labels:\n    a§pp: x\n` },
  { what: 'nothing for an unknown key', text: `${PETSET}spec:\n  strat§egy: x\n` },
  { what: 'nothing for another kind', text: 'apiVersion: batch/v1\nkind: Job\nspec:\n  para§llelism: 1\n' },
  { what: 'nothing in an empty file', text: '§' },
];

for (const row of ROWS) {
  test(`hovers over ${row.what}`, () => {
    const offset = row.text.indexOf('§');
    const text = row.text.replace('§', '');
    const found = hover(readDocument(text, row.version), offset);
    if (!row.says) {
      assert.equal(found, undefined);
      return;
    }
    assert.ok(found);
    for (const pattern of row.says) assert.match(found.markdown, pattern);
    if (row.under !== undefined) assert.equal(text.slice(found.span.start, found.span.end), row.under);
  });
}
