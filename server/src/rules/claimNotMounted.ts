import { podsOf } from '../kube/pods.ts';
import { word } from '../kube/read.ts';
import { child, items } from '../yaml/tree.ts';
import { defineRule } from './rule.ts';

/** docs/facts/petset.md#claim-template-without-a-mount: the type comment of claim templates demands a mount, and nobody checks it. */
export const claimNotMounted = defineRule({
  id: 'claim-not-mounted',
  level: 'information',
  summary: 'No container mounts the claim template: storage is provisioned and paid for, and never used.',
  source: 'The API asks for a mount in words only; accepted in silence by 1.4.4 and 1.34.4.',
  check(document, report) {
    for (const { owner, template } of podsOf(document)) {
      if (owner.type !== 'set') continue;
      // All init containers count, also those that this cluster ignores: the claim is meant for them.
      const containers = [...template.initContainers, ...template.containers];
      if (containers.length === 0) continue;
      const used = new Set(
        containers.flatMap((c) => [...c.mounts.map((m) => m.name?.text), ...items(child(c.tree, 'volumeDevices')).map((d) => word(child(d, 'name'))?.text)]),
      );
      const known = new Set([...template.volumes, ...owner.claimTemplates].map((v) => v.name?.text));
      // A name that does not exist is an error of its own, and may be this claim misspelt.
      if ([...used].some((name) => name !== undefined && !known.has(name))) continue;
      for (const { name } of owner.claimTemplates) {
        if (!name || used.has(name.text)) continue;
        report({ span: name.span, message: `No container mounts claim ${name.text}: each pet gets the storage and never uses it.` });
      }
    }
  },
});
