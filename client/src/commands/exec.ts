import { mayChange } from '../changing.ts';
import { chooseContainer } from '../choosing.ts';
import { ExecTerminal } from '../execTerminal.ts';
import { defineCommand } from './command.ts';

export const exec = defineCommand({
  id: 'petset.exec',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseContainer(context, given, (each) => each.state.kind === 'running', 'no container is running.');
    if (target === undefined) return;
    const { connection, set, pet, container } = target;
    // Nobody can know what will be typed there.
    const change = { question: `Open a terminal in ${pet.name}?`, detail: '', action: 'Open Terminal', act: 'exec', isGrave: false } as const;
    if (!(await mayChange(context, connection, change))) return;
    const place = { namespace: set.namespace, pod: pet.name, container: container.name };
    const { shell } = context.settings();
    context.ui.terminal(`${pet.name} · ${container.name}`, new ExecTerminal(connection, place, shellCommand(shell)));
  },
});

/** bash where there is one, else sh. The setting is one program, run as it is and never read by a shell. */
const shellCommand = (setting: string): readonly string[] =>
  setting.trim() === '' ? ['sh', '-c', 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi'] : [setting.trim()];
