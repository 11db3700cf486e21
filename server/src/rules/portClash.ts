import { headSpan } from '../kube/field.ts';
import { isPlaceholder } from '../kube/form.ts';
import { podsOf, servicesOf } from '../kube/pods.ts';
import { word } from '../kube/read.ts';
import { insertEntry } from '../yaml/edit.ts';
import { child, items, type Path, type Tree } from '../yaml/tree.ts';
import { fix } from './parts/fix.ts';
import { defineRule, type Report } from './rule.ts';

/** docs/facts/services.md#port-names: names are unique in a container and in a Service; several Service ports need one each. */
export const portClash = defineRule({
  id: 'port-clash',
  level: 'error',
  summary: 'Two ports have the same name or take the same port of the node, or one of several Service ports has no name: refused.',
  source: 'Kubernetes pod and Service validation: `Duplicate value`, `Required value` (observed on 1.4.4 and 1.34.4).',
  check(document, report) {
    for (const service of servicesOf(document)) {
      names(service.ports, 'the API server refuses the Service', report);
      if (service.ports.length < 2) continue;
      for (const [i, { tree, path }] of service.ports.entries()) {
        if (child(tree, 'name')) continue;
        const edit = insertEntry(tree, 'name', `port-${i}`, document.text);
        const message = 'One of several ports needs a name: the API server refuses the Service.';
        report({ span: headSpan(tree), path: [...path, 'name'], message, fixes: fix(`Name it port-${i}`, [edit]) });
      }
    }
    for (const pod of podsOf(document)) {
      const no = 'no pod can be created from this template';
      const taken = new Set<string>();
      const said = new Set<string>();
      const named = new Set<string>();
      for (const container of [...pod.init, ...pod.template.containers]) {
        const ports = items(child(container.tree, 'ports')).map((tree, i) => ({ tree, path: [...container.path, 'ports', i] }));
        names(ports, no, report);
        namedBefore(ports, named, report);
        numbers(ports, said, report);
        // Init containers end before the others start.
        if (!container.init) for (const { tree } of ports) hostPort(tree, taken, no, report);
      }
    }
  },
});

function names(ports: readonly { readonly tree: Tree; readonly path: Path }[], consequence: string, report: Report): void {
  const seen = new Set<string>();
  for (const { tree } of ports) {
    const name = word(child(tree, 'name'));
    if (!name || name.text === '' || isPlaceholder(name.text)) continue;
    if (seen.has(name.text)) report({ span: name.span, message: `Another port is called ${name.text}: ${consequence}.` });
    seen.add(name.text);
  }
}

/** In another container: only a warning of the server. */
function namedBefore(ports: readonly { readonly tree: Tree }[], seen: Set<string>, report: Report): void {
  const own = ports.flatMap(({ tree }) => word(child(tree, 'name')) ?? []).filter((name) => name.text !== '');
  for (const name of own) {
    if (seen.has(name.text))
      report({
        level: 'warning',
        span: name.span,
        message: `A port of a container above is called ${name.text} too: Services and probes that name it take that one.`,
      });
  }
  for (const name of own) seen.add(name.text);
}

/** Only a warning of the server; the second says nothing new. */
function numbers(ports: readonly { readonly tree: Tree }[], seen: Set<string>, report: Report): void {
  for (const { tree } of ports) {
    const port = child(tree, 'containerPort');
    // The same port of the node is said already.
    if (port?.kind !== 'scalar' || typeof port.value !== 'number') continue;
    const key = `${port.value}/${word(child(tree, 'protocol'))?.text ?? 'TCP'}`;
    // Of two that both take a port of the node, each may be meant.
    const taken = child(tree, 'hostPort') !== undefined;
    if (taken ? seen.has(key) : seen.has(key) || seen.has(`${key} of the node`))
      report({ level: 'warning', span: port.span, message: `Port ${key} stands here twice.` });
    seen.add(taken ? `${key} of the node` : key);
  }
}

function hostPort(port: Tree, taken: Set<string>, consequence: string, report: Report): void {
  const host = child(port, 'hostPort');
  if (host?.kind !== 'scalar' || typeof host.value !== 'number' || host.value === 0) return;
  const key = [host.value, word(child(port, 'protocol'))?.text ?? 'TCP', word(child(port, 'hostIP'))?.text ?? ''].join('/');
  if (taken.has(key)) report({ span: host.span, message: `Port ${host.value} of the node is taken twice: ${consequence}.` });
  taken.add(key);
}
