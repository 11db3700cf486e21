/** What the one server bundle offers to the small files in bin/. Each half comes in when it is asked for: neither pays for the other's start. */
export async function lint(argv: readonly string[]): Promise<number> {
  return (await import('./cli.ts')).main(argv);
}

export async function serve(): Promise<void> {
  (await import('./main.ts')).main();
}
