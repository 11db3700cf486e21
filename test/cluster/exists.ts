import { access } from 'node:fs/promises';

/** Whether all of them do. */
export async function exists(...files: readonly string[]): Promise<boolean> {
  const found = await Promise.allSettled(files.map((file) => access(file)));
  return found.every((one) => one.status === 'fulfilled');
}
