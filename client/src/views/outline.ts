import type { Node } from './node.ts';

/** The whole tree as indented text, every line opened: what a test compares and what a person can paste into an issue. */
export async function outline(nodes: readonly Node[], indent = ''): Promise<string> {
  let text = '';
  for (const node of nodes) {
    const about = node.description === '' ? '' : `  ${node.description}`;
    text += `${indent}[${node.icon.name}] ${node.label}${about}\n`;
    if (node.children !== undefined) text += await outline(await node.children(), `${indent}  `);
  }
  return text;
}
