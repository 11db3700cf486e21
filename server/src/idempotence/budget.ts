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
const namesPerUnit = 32;

/** Charges a text that an expansion made; short ones are part of the command. */
export function chargeText(budget: Budget, text: string): void {
  if (text.length > charactersPerUnit) charge(budget, text.length / charactersPerUnit);
}

/** Charges the words of an expansion; a few are part of the command. */
export function chargeWords(budget: Budget, words: readonly string[]): void {
  if (words.length > wordsPerUnit) charge(budget, words.length / wordsPerUnit);
  for (const word of words) chargeText(budget, word);
}

/** Charges a look at that many names of the abstract file system. */
export function chargeNames(budget: Budget, count: number): void {
  charge(budget, count / namesPerUnit);
}

export function chargeParsing(budget: Budget, text: string): void {
  charge(budget, text.length / parsedPerUnit);
}

export function charge(budget: Budget, units: number): void {
  budget.left -= units;
  if (budget.left < 0) throw new OutOfBudget('budget');
}
