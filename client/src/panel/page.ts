/** Runs inside the panel. Takes each new body and changes only what differs, so that focus, scrolling and a screen reader's place stay. */
interface Host {
  postMessage(message: unknown): void;
}

declare const acquireVsCodeApi: () => Host;

const host = acquireVsCodeApi();
const main = document.querySelector('main');

window.addEventListener('message', ({ data }: MessageEvent<{ readonly body?: unknown }>) => {
  if (main === null || typeof data.body !== 'string') return;
  const next = new DOMParser().parseFromString(data.body, 'text/html').body;
  match(main, next);
});

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  const { action, pet } = button?.dataset ?? {};
  if (action !== undefined) host.postMessage({ action, pet });
});

/** Makes the children of `old` like those of `next`, keeping elements of the same name and key. */
function match(old: Element, next: Element): void {
  const before = [...old.childNodes];
  // A copy: nodes that are moved over are not in `next` any more.
  const wanted = [...next.childNodes];
  for (const [index, node] of wanted.entries()) {
    const known = before[index];
    if (known === undefined) old.append(node);
    else if (!isSame(known, node)) known.replaceWith(node);
    else if (known instanceof Element && node instanceof Element) renew(known, node);
    else if (known.nodeValue !== node.nodeValue) known.nodeValue = node.nodeValue;
  }
  for (const extra of before.slice(wanted.length)) extra.remove();
}

function renew(old: Element, next: Element): void {
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  match(old, next);
}

const keyOf = (node: Node): string => (node instanceof HTMLElement ? (node.dataset.key ?? '') : '');

const isSame = (a: Node, b: Node): boolean => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

host.postMessage({ action: 'ready' });
