import { ask } from '../asking.ts';
import { mayChange } from '../changing.ts';
import { chooseSetTarget } from '../choosing.ts';
import type { RunResult } from '../cluster/exec.ts';
import type { Pet } from '../cluster/pets.ts';
import type { Result } from '../cluster/result.ts';
import type { Context } from '../context.ts';
import type { SetTarget, Target } from '../target.ts';
import { defineCommand } from './command.ts';

const limits = { timeoutMs: 60_000, maxChars: 100_000 };

/** On a pet's line in that pet, on a set's line in all of them; what they answered stands in one text. */
export const runInPets = defineCommand({
  id: 'petset.runInPets',
  needsTrust: true,
  run: async (context, given) => {
    const target = await chooseSetTarget(context, given);
    if (target === undefined) return;
    const { connection, set } = target;
    const pets = await runningPets(context, target, given);
    if (pets === undefined) return;
    if (pets.length === 0) return void (await context.ui.inform(`${set.name} has no running pets.`));
    const command = await chooseCommand(context);
    if (command === undefined) return;
    const where = pets.map((pet) => pet.name).join(', ');
    if (!(await mayChange(context, connection, { question: `Run in ${where}?`, detail: command, action: 'Run', act: 'exec', isGrave: false }))) return;
    const answers = await context.ui.progress(`Running in ${where}`, (signal) =>
      Promise.all(pets.map((pet) => connection.run(placeOf(target, given, pet), ['sh', '-c', command], { ...limits, signal }))),
    );
    const text = [`$ ${command}`, '', ...pets.map((pet, index) => answerText(pet, answers[index]))].join('\n');
    await context.ui.document(`${connection.context.name}/${set.namespace}/${set.name}/run.txt`, text);
  },
});

async function runningPets(context: Context, { connection, set }: SetTarget, { pet }: Target): Promise<readonly Pet[] | undefined> {
  if (pet !== undefined) return [pet];
  const pets = await ask(context, `Reading the pets of ${set.name}`, (signal) => connection.pets(set, signal));
  return pets?.filter((each) => each.pod?.containers.some((container) => container.state.kind === 'running'));
}

const placeOf = ({ set }: SetTarget, { container }: Target, pet: Pet) => ({
  namespace: set.namespace,
  pod: pet.name,
  container: container?.name ?? pet.pod?.defaultContainer ?? '',
});

const typed = Symbol('typed');

async function chooseCommand(context: Context): Promise<string | undefined> {
  const title = 'Pets: Run a Shell Command';
  const { savedCommands } = context.settings();
  if (savedCommands.length > 0) {
    const choices = [
      { label: 'Type a command...', value: typed as string | typeof typed },
      ...savedCommands.map((command) => ({ label: command, description: 'saved', value: command })),
    ];
    const chosen = await context.ui.pick({ title, placeholder: 'From the setting petset.savedCommands', choices });
    if (typeof chosen === 'string' || chosen === undefined) return chosen;
  }
  const check = (text: string): string | undefined => (text.trim() === '' ? 'A command for sh -c.' : undefined);
  return await context.ui.input({ title, prompt: 'Read by sh in the pet, without input', value: '', check });
}

function answerText(pet: Pet, answer: Result<RunResult> | undefined): string {
  const head = (about: string): string => `=== ${pet.name}: ${about} ===`;
  if (answer === undefined) return head('no answer');
  if (!answer.ok) return `${head(answer.failure.message)}\n`;
  const { end, stdout, stderr } = answer.value;
  const about = end.kind === 'exited' ? `exit status ${end.code}` : end.message;
  const errors = stderr === '' ? [] : [stderr.trimEnd().replace(/^/gm, '! ')];
  return [head(about), ...(stdout === '' ? [] : [stdout.trimEnd()]), ...errors, ''].join('\n');
}
