import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { choosePet } from '../choosing.ts';
import { defineCommand } from './command.ts';

const annotation = 'pod.alpha.kubernetes.io/initialized';

/** The debug switch of PetSets: while it is false on a pet, the controller makes no pet after it. StatefulSets have none. */
export const setInitialized = defineCommand({
  id: 'petset.setInitialized',
  needsTrust: true,
  run: async (context, given) => {
    const target = await choosePet(context, given);
    if (target === undefined) return;
    const { connection, set, pet } = target;
    if (set.kind !== 'PetSet') return void (await context.ui.inform(`${set.name} is a StatefulSet: the annotation ${annotation} means nothing to it.`));
    const { pod } = pet;
    if (pod === undefined) return void (await context.ui.inform(`${pet.name} does not exist.`));
    const isOn = await context.ui.pick({
      title: `Pets: Initialized, ${pet.name}`,
      placeholder: `Now: ${pod.initialized === undefined ? 'not set' : String(pod.initialized)}`,
      choices: [
        { label: 'true', description: 'the set goes on to the next pet when this one is ready', value: true },
        { label: 'false', description: 'the set stops after this pet, so that you can look into it', value: false },
      ],
    });
    if (isOn === undefined || isOn === pod.initialized) return;
    const change = { question: `Set initialized of ${pet.name} to ${isOn}?`, detail: '', action: 'Set', act: 'annotate', isGrave: false } as const;
    if (!(await mayChange(context, connection, change))) return;
    const place = { namespace: set.namespace, name: pet.name, uid: pod.uid };
    await ask(context, `Annotating ${pet.name}`, (signal) => connection.annotatePod(place, { [annotation]: String(isOn) }, signal));
  },
});
