import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { chooseContainer } from '../choosing.ts';
import type { HookEnd } from '../cluster/hook.ts';
import type { Context } from '../context.ts';
import { type HookPlan, planHook, planText } from '../hookPlan.ts';
import { mayAct } from '../rights.ts';
import type { ContainerTarget } from '../target.ts';
import type { LiveDocument } from '../ui.ts';
import { defineCommand } from './command.ts';

/** What peer-finder would run with -on-start or -on-change: once, now, with the peers on its input. */
export const tryHook = defineCommand({
  id: 'petset.tryHook',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, (each) => each.state.kind === 'running', 'no container is running.');
    if (target === undefined || !(await mayAct(context, target.connection, 'exec'))) return;
    const { connection, set, pet } = target;
    const chosen = await chooseHook(context, target);
    if (chosen === undefined) return;
    const plan = await planHook(context, target, chosen);
    if (plan === undefined) return;
    const change = { question: `Run this script in ${pet.name}?`, detail: planText(plan), action: 'Run', act: 'exec', isGrave: true } as const;
    if (!(await mayChange(context, connection, change))) return;
    const page = await context.ui.document(`${connection.context.name}/${set.namespace}/${pet.name}/hook.log`);
    page.append(`$ ${plan.command}\n`);
    const end = await runHook(context, target, plan, page);
    if (end === undefined) return;
    page.append(`--- ${endText(end, plan)} ---\n`);
    if (end.kind === 'ran' && end.kept !== undefined) await offerCopies(context, target, end.kept, page);
  },
});

async function runHook(
  context: Context,
  { connection, set, pet, container }: ContainerTarget,
  plan: HookPlan,
  page: LiveDocument,
): Promise<HookEnd | undefined> {
  const { command, runner, kept: paths } = plan;
  const question = { set, pet, container: container.name, command, runner, paths };
  return await ask(context, `Running in ${pet.name}`, (signal) =>
    connection.tryHook(question, (text) => page.append(text), AbortSignal.any([signal, page.closed])),
  );
}

function endText(end: HookEnd, { kept }: HookPlan): string {
  switch (end.kind) {
    case 'ran':
      return `exit status ${end.code}`;
    case 'notRun':
      return `not run${end.why === '' ? '' : `: ${end.why}`}`;
    case 'cut':
      return `${end.message} The pet stops the script${kept.length === 0 ? '' : ' and restores the files'}.`;
  }
}

/** Without a choice the copies stay; the log says where. */
async function offerCopies(context: Context, { connection, set, pet, container }: ContainerTarget, folder: string, page: LiveDocument): Promise<void> {
  const title = `Pets: Script Succeeded in ${pet.name}`;
  const choices = [
    { label: 'Restore the Files', description: 'undo what the script wrote', value: 'restore' },
    { label: 'Delete the Copies', description: 'keep what the script wrote', value: 'forget' },
  ] as const;
  const how = await context.ui.pick<'restore' | 'forget'>({ title, placeholder: `Copies of the previous files are in ${folder} of the pet`, choices });
  if (how === undefined) return;
  const target = { namespace: set.namespace, pod: pet.name, container: container.name };
  const done = await ask(context, how === 'restore' ? 'Restoring the files' : 'Deleting the copies', async () => {
    const settled = await connection.settleCopies(target, folder, how);
    return settled.ok ? { ok: true, value: true } : settled;
  });
  if (done === true) page.append(`--- ${how === 'restore' ? 'the files are restored' : 'the copies are deleted'} ---\n`);
}

interface Chosen {
  readonly command: string;
  /** Of the container that names it; empty for one that was typed. */
  readonly image: string;
  /** Its peer-finder, as far as its command names one. */
  readonly finder: string;
}

/** Those that the pet's own containers name come first. */
async function chooseHook(context: Context, { pet }: ContainerTarget): Promise<Chosen | undefined> {
  const title = `Pets: Script of ${pet.name}`;
  const containers = [...(pet.pod?.initContainers ?? []), ...(pet.pod?.containers ?? [])];
  const known = containers.flatMap(({ name, image, hooks }) =>
    hooks.map(({ command, flag, finder }) => ({ label: command, description: `${flag} of ${name}`, value: { command, image, finder } as Chosen | 'other' })),
  );
  if (known.length > 0) {
    const other = { label: 'Another command...', description: '', value: 'other' } as const;
    const chosen = await context.ui.pick<Chosen | 'other'>({ title, placeholder: 'What peer-finder runs', choices: [...known, other] });
    if (chosen !== 'other') return chosen;
  }
  const check = (text: string): string | undefined => (text.trim() === '' ? 'A command as -on-start takes it, such as /on-start.sh.' : undefined);
  const command = await context.ui.input({ title, prompt: 'Run in the pet as its peer-finder would, with the peers on its input', value: '', check });
  return command === undefined ? undefined : { command, image: '', finder: '' };
}
