import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { choosePet } from '../choosing.ts';
import type { Forward } from '../cluster/forward.ts';
import type { Pet } from '../cluster/pets.ts';
import type { Context } from '../context.ts';
import { defineCommand } from './command.ts';

export const forward = defineCommand({
  id: 'petset.forward',
  needsTrust: true,
  run: async (context, given) => {
    const target = await choosePet(context, given);
    if (target === undefined) return;
    const { connection, set, pet } = target;
    if (!connection.canForward) {
      const { serverVersion } = connection.dialect;
      return void (await context.ui.inform(
        `Kubernetes ${serverVersion} forwards ports by SPDY only, which Pets does not speak: use kubectl port-forward ${pet.name}.`,
      ));
    }
    const port = await choosePort(context, pet);
    if (port === undefined) return;
    const change = { question: `Forward port ${port} of ${pet.name} to this machine?`, detail: '', action: 'Forward', act: 'forward', isGrave: false } as const;
    if (!(await mayChange(context, connection, change))) return;
    const onFault = (message: string): void => context.log.error(`port ${port} of ${pet.name}: ${message}`);
    const opened = await ask(context, `Forwarding port ${port} of ${pet.name}`, () =>
      connection.forward({ namespace: set.namespace, pod: pet.name, port }, onFault),
    );
    if (opened === undefined) return;
    context.forwardsChanged();
    const action = await context.ui.inform(`Port ${port} of ${pet.name} is ${addressOf(opened)} on this machine until you stop it.`, 'Copy Address', 'Stop');
    if (action === 'Copy Address') await context.ui.copy(addressOf(opened));
    if (action === 'Stop') stop(context, opened);
  },
});

export const stopForward = defineCommand({
  id: 'petset.stopForward',
  needsTrust: false,
  run: async (context, given) => {
    const forwards = context.connections.open.flatMap((connection) => connection.forwards);
    const choices = forwards.map((each) => ({ label: forwardText(each), value: each }));
    if (forwards.length === 0) return void (await context.ui.inform('No ports are forwarded.'));
    const chosen = given.forward ?? (await context.ui.pick({ title: 'Pets: Stop Forwarding', placeholder: 'Which port', choices }));
    if (chosen !== undefined) stop(context, chosen);
  },
});

function stop(context: Context, forward: Forward): void {
  forward.stop();
  context.forwardsChanged();
}

const addressOf = ({ localPort }: Forward): string => `localhost:${localPort}`;

const forwardText = ({ target, localPort }: Forward): string => `localhost:${localPort} is port ${target.port} of ${target.pod}`;

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

async function choosePort(context: Context, pet: Pet): Promise<number | undefined> {
  const title = `Pets: Port of ${pet.name}`;
  const containers = pet.pod?.containers ?? [];
  const known = containers.flatMap(({ name, ports }) =>
    ports.map((port) => ({ label: String(port.port), description: [port.name, name].filter((each) => each !== '').join(' of '), value: port.port })),
  );
  const other = { label: 'Another port...', value: 0 };
  const chosen = known.length === 0 ? 0 : await context.ui.pick({ title, placeholder: 'Ports that the containers name', choices: [...known, other] });
  if (chosen !== 0) return chosen;
  const text = await context.ui.input({
    title,
    prompt: 'A TCP port on which the pet listens',
    value: '',
    check: (text) => (isPort(text.trim()) ? undefined : 'A number from 1 to 65535.'),
  });
  return text === undefined ? undefined : Number(text);
}
