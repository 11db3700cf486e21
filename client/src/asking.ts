import type { Result } from './cluster/result.ts';
import type { Context } from './context.ts';
import type { Choice } from './ui.ts';

/** A question with one answer is not asked. */
export async function chooseOne<T>(context: Context, title: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
  const [first, ...others] = choices;
  if (first !== undefined && others.length === 0) return first.value;
  return await context.ui.pick({ title: `Pets: ${title}`, placeholder: `Choose: ${title}`, choices });
}

/** Runs a request in front of the user: progress, Cancel, and a message when it fails. */
export async function ask<T>(context: Context, title: string, request: (signal: AbortSignal) => Promise<Result<T>>): Promise<T | undefined> {
  const result = await context.ui.progress(title, request);
  if (result.ok) return result.value;
  if (result.failure.kind === 'cancelled') return undefined;
  context.log.error(`${title}: ${result.failure.message}`);
  const action = await context.ui.alarm(result.failure.message, 'Show Log');
  if (action === 'Show Log') context.log.show();
  return undefined;
}
