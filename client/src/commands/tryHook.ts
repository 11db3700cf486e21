import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import type { ExecEnd } from '../cluster/exec.ts';
import type { Context } from '../context.ts';
import { type ContainerTarget, chooseContainer } from '../targets.ts';
import { defineCommand } from './command.ts';

/** What peer-finder would run with -on-start or -on-change: once, now, with the peers on its input. */
export const tryHook = defineCommand({
  id: 'petset.tryHook',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, (each) => each.state.kind === 'running', 'no container is running.');
    if (target === undefined) return;
    const { connection, set, pet, container } = target;
    const command = await chooseHook(context, target);
    if (command === undefined) return;
    const detail = `${command}\nIt gets the peers found now on its input, one a line, in container ${container.name}. What it changes stays changed.`;
    const change = { question: `Run this script in ${pet.name}?`, detail, action: 'Run', act: 'exec', isGrave: true } as const;
    if (!(await mayChange(context, connection, change))) return;
    const page = await context.ui.document(`${connection.context.name}/${set.namespace}/${pet.name}/hook.log`);
    page.append(`$ ${command}\n`);
    const end = await ask(context, `Running in ${pet.name}`, () =>
      connection.tryHook({ set, pet, container: container.name, command }, (text) => page.append(text), page.closed),
    );
    if (end !== undefined) page.append(`--- ${endText(end)} ---\n`);
  },
});

function endText(end: ExecEnd): string {
  if (end.kind === 'exited') return `exit status ${end.code}${end.code === 3 ? ': the pet does not find itself, so the script was not run' : ''}`;
  return end.kind === 'lost' ? `${end.message} The script may still be running` : end.message;
}

/** Those that the pet's own containers name come first. */
async function chooseHook(context: Context, { pet }: ContainerTarget): Promise<string | undefined> {
  const title = `Pets: Script of ${pet.name}`;
  const containers = [...(pet.pod?.initContainers ?? []), ...(pet.pod?.containers ?? [])];
  const known = containers.flatMap(({ name, hooks }) =>
    hooks.map((hook) => ({ label: hook.command, description: `${hook.flag} of ${name}`, value: hook.command })),
  );
  if (known.length > 0) {
    const other = { label: 'Another command...', description: '', value: '' };
    const chosen = await context.ui.pick({ title, placeholder: 'What peer-finder runs', choices: [...known, other] });
    if (chosen !== '') return chosen;
  }
  const check = (text: string): string | undefined => (text.trim() === '' ? 'A command for sh -c, such as /on-start.sh.' : undefined);
  return await context.ui.input({ title, prompt: 'Read by sh in the pet, with the peers on its input', value: '', check });
}
