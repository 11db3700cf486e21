/** The work that is left for one analysis. One unit is about one command of a script, 6 µs. */
export interface Budget {
  left: number;
}

/** Ends an analysis: no verdict is better than an editor that waits. */
export class OutOfBudget extends Error {}

/** Characters of text that cost as much as a command, to make and to look through, and to parse. */
const charactersPerUnit = 128;
const parsedPerUnit = 16;
const wordsPerUnit = 16;
/** Characters of paths, to cut or to look up, and names, to list or to copy. */
const pathPerUnit = 1_024;
const namesPerUnit = 64;

/** Charges a text that an expansion made; short ones are part of the command. */
export function chargeText(budget: Budget, text: string): void {
  if (text.length > charactersPerUnit) charge(budget, text.length / charactersPerUnit);
}

/** Charges the words of an expansion; a few are part of the command. */
export function chargeWords(budget: Budget, words: readonly string[]): void {
  if (words.length > wordsPerUnit) charge(budget, words.length / wordsPerUnit);
  for (const word of words) chargeText(budget, word);
}

export function chargeParsing(budget: Budget, text: string): void {
  charge(budget, text.length / parsedPerUnit);
}

/** Charges a path that is taken apart or looked up. */
export function chargePath(budget: Budget, path: string): void {
  charge(budget, path.length / pathPerUnit);
}

/** Charges a look at each of so many names. */
export function chargeNames(budget: Budget, count: number): void {
  charge(budget, count / namesPerUnit);
}

export function charge(budget: Budget, units: number): void {
  budget.left -= units;
  if (budget.left < 0) throw new OutOfBudget('budget');
}
