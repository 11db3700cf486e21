import type { Document } from '../kube/document.ts';
import { type Container, headOf, type PodTemplate, titleOf } from '../kube/pod.ts';
import type { Resource } from '../kube/resource.ts';
import type { Span } from '../text/span.ts';

export interface Symbol {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'object' | 'initContainer' | 'container' | 'claim' | 'volume';
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly Symbol[];
}

/** The outline: objects, and in a set its init containers in order, containers, claims. */
export function symbols(document: Document): Symbol[] {
  return document.resources.map(objectSymbol);
}

function objectSymbol(resource: Resource): Symbol {
  const head = resource.name?.span ?? resource.kind?.span ?? { start: resource.tree.span.start, end: resource.tree.span.start };
  const template = resource.type === 'set' || resource.type === 'pod' ? resource.template : undefined;
  const claims =
    resource.type === 'set'
      ? resource.claimTemplates.map((c) => leaf(c.name?.text ?? '(unnamed)', 'claim template', 'claim', c.tree.span, c.name?.span ?? c.tree.span))
      : [];
  return {
    name: resource.name?.text ?? '(unnamed)',
    detail: resource.kind?.text ?? '',
    kind: 'object',
    span: resource.tree.span,
    nameSpan: within(head, resource.tree.span),
    children: [...(template ? podSymbols(template) : []), ...claims],
  };
}

function podSymbols(template: PodTemplate): Symbol[] {
  return [
    ...template.initContainers.map((c) => containerSymbol(c, 'init container', 'initContainer')),
    ...template.containers.map((c) => containerSymbol(c, 'container', 'container')),
    ...template.volumes.map((v) => leaf(v.name?.text ?? '(unnamed)', v.source?.key ?? 'emptyDir', 'volume', v.tree.span, v.name?.span ?? v.tree.span)),
  ];
}

function containerSymbol(container: Container, detail: string, kind: Symbol['kind']): Symbol {
  return leaf(titleOf(container), container.image ? `${detail} · ${container.image.text}` : detail, kind, container.tree.span, headOf(container));
}

function leaf(name: string, detail: string, kind: Symbol['kind'], span: Span, nameSpan: Span): Symbol {
  return { name, detail, kind, span, nameSpan: within(nameSpan, span), children: [] };
}

/** The protocol demands that the name lies inside the symbol; an alias may point elsewhere. */
function within(inner: Span, outer: Span): Span {
  return inner.start >= outer.start && inner.end <= outer.end ? inner : { start: outer.start, end: outer.start };
}
