import { chooseContainer } from '../choosing.ts';
import type { Container } from '../cluster/containers.ts';
import type { Context } from '../context.ts';
import { mayAct } from '../rights.ts';
import { defineCommand } from './command.ts';

const tailLines = 2_000;

export const logs = defineCommand({
  id: 'petset.logs',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, () => true, 'there is no container.');
    if (target === undefined) return;
    const { connection, set, pet, container } = target;
    if (!(await mayAct(context, connection, 'logs'))) return;
    const previous = await choosePrevious(context, container);
    if (previous === undefined) return;
    const page = await context.ui.document(`${connection.context.name}/${set.namespace}/${pet.name}/${container.name}${previous ? '.previous' : ''}.log`);
    // What has ended says nothing more.
    const follow = !previous && container.state.kind !== 'terminated';
    const options = { follow, previous, tailLines, signal: page.closed };
    const place = { namespace: set.namespace, pod: pet.name, container: container.name };
    const result = await connection.logs(place, options, (text) => page.append(text));
    if (result.ok) page.append(follow ? '--- the log ends here ---\n' : '');
    else if (result.failure.kind !== 'cancelled') page.append(`--- ${result.failure.message} ---\n`);
  },
});

/** Asked only of a container that was restarted: only then is there a run before this one. */
async function choosePrevious(context: Context, container: Container): Promise<boolean | undefined> {
  if (container.restarts === 0) return false;
  return await context.ui.pick({
    title: `Pets: Logs of ${container.name}`,
    placeholder: `${container.name} was restarted (${container.restarts})`,
    choices: [
      { label: 'This run', value: false },
      { label: 'The run before', description: 'as long as the node keeps it', value: true },
    ],
  });
}
