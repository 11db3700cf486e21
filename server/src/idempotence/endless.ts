import type { Command, Pipeline } from '../shell/ast.ts';

type Member = Pipeline['commands'][number];

const endlessFiles = /^\/dev\/(u?random|zero|full)$/;
/** Commands that read as much as they are told to. */
const limited = /^(head|dd|od|hexdump|xxd|openssl|shuf|read)$/;

/**
 * Does a member of the pipeline print without end, so that the one that takes its first part kills it? Then its status is that of
 * SIGPIPE, which only `pipefail` looks at (executed: `tr -dc a-z < /dev/urandom | head -c 20` ends with 141 each time).
 */
export function isCutOff(node: Pipeline): boolean {
  const [first, ...rest] = node.commands;
  return first !== undefined && isEndless(first) && rest.some((member) => member.type === 'Command' && nameOf(member) === 'head');
}

function isEndless(member: Member): boolean {
  if (member.type !== 'Command') return false;
  const name = nameOf(member);
  if (name === 'yes') return true;
  if (limited.test(name)) return false;
  const read = member.redirects.some((one) => one.type === 'Redirect' && one.operator === '<' && endlessFiles.test(one.target?.value ?? ''));
  return read || member.args.some((arg) => arg.type === 'Word' && endlessFiles.test(arg.value));
}

function nameOf(command: Command): string {
  return (command.name?.value ?? '').replace(/.*\//, '');
}
