import { type Budget, charge } from '../budget.ts';

/** Steps of a matcher that cost as much as a command of a script. */
const stepsPerUnit = 128;

/** Charges steps of a matcher to the budget of an analysis, some hundreds at a time. */
export class Meter {
  readonly #budget: Budget;
  #steps = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  add(steps: number): void {
    this.#steps += steps;
    if (this.#steps >= 16 * stepsPerUnit) this.settle();
  }

  settle(): void {
    const units = this.#steps / stepsPerUnit;
    this.#steps = 0;
    charge(this.#budget, units);
  }
}
