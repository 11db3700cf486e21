// Scripts that are written to keep a reader busy: patterns of many stars, repeats in repeats, loops, recursion, texts that double.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeInit } from '../../server/src/idempotence/analyzeInit.ts';
import { hostileStep } from '../bench/hostile.ts';
import { Random, randomSeed } from '../sandbox/random.ts';

const scripts = 400;

class Writer {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  script(): string {
    return this.#many(1, 6, () => this.#command(0)).join('\n');
  }

  #many<T>(least: number, most: number, make: () => T): T[] {
    return Array.from({ length: least + this.#random.below(most - least + 1) }, make);
  }

  #text(): string {
    return this.#random.pick(['a', 'ab', 'aab', '/d/x', 'b']).repeat(1 + this.#random.below(this.#random.chance(20) ? 3_000 : 30));
  }

  #glob(): string {
    return this.#many(2, 14, () => this.#random.pick(['*', '*a', '?', '[ab]', '[!b]*', 'b*', '*a*'])).join('');
  }

  #expression(depth = 0): string {
    const item = (): string => {
      const inner =
        depth < 4 && this.#random.chance(60) ? `(${this.#expression(depth + 1)})` : this.#random.pick(['a', 'b', '.', '[ab]', '(a|aa)', String.raw`\1`]);
      return inner + this.#random.pick(['', '*', '+', '?', '{1,40}', '{30}']);
    };
    return this.#many(1, 4, item).join('');
  }

  #value(depth: number): string {
    const nested = depth < 6;
    return this.#random.pick<() => string>([
      () => this.#text(),
      () => '$x$x',
      () => `\${x${this.#random.pick(['#', '##', '%', '%%'])}${this.#glob()}}`,
      () => `\${x${this.#random.pick(['/', '//', '/#', '/%'])}${this.#glob()}/${this.#random.pick(['aa', '$x'])}}`,
      () => (nested ? `\${y:-${this.#value(depth + 1)}}` : 'y'),
      () => (nested ? `$(${this.#command(depth + 2)})` : 'z'),
      () => `$((${this.#random.pick(['x', '9**9**9', '1<<60', 'i+1'])}))`,
      () => this.#random.pick(['{1..1000000}', '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', '/d/*', '/**/*']),
    ])();
  }

  #command(depth: number): string {
    const below = (most: number): number => this.#random.below(most);
    const leaf = (): string =>
      this.#random.pick<() => string>([
        () => `x=${this.#value(depth)}`,
        () => `x=$x$x; x=$x$x`,
        () => `echo ${this.#value(depth)} >> /d/${below(3)}`,
        () => `mkdir -p "/d/${this.#value(depth)}"`,
        () => `cat /d/0 /d/0 > /d/1; mv /d/1 /d/0`,
        () => `grep -E '${this.#expression()}' /d/0`,
        () => `sed -E 's/${this.#expression()}/&&/g' /d/0 > /d/2`,
        () => `[[ $x =~ ${this.#expression()} ]]`,
        () => `[[ $x == ${this.#glob()} ]]`,
        () => `seq 1 ${10 ** below(9)} | sort -u > /d/0`,
        () => `printf '%${10 ** below(9)}s' "$x" > /d/1`,
        () => `eval "$x"; f`,
        () => `a=(1 \${a[@]} \${a[@]})`,
        () => `find /d -name '${this.#glob()}' -exec rm -f {} +`,
      ])();
    if (depth > 4 || this.#random.chance(50)) return leaf();
    const body = (): string => this.#many(1, 3, () => this.#command(depth + 1)).join('; ');
    return this.#random.pick<() => string>([
      () => `while ${this.#random.pick([':', '[ -e /d/0 ]', '[ "$x" != b ]'])}; do ${body()}; done`,
      () => `for i in ${this.#value(depth)} ${this.#value(depth)}; do ${body()}; done`,
      () => `if ${leaf()}; then ${body()}; else ${body()}; fi`,
      () => `case $x in ${this.#glob()}) ${body()} ;; ${this.#glob()}|${this.#glob()}) ${body()} ;; esac`,
      () => `f() { ${body()}; f; }`,
      () => `( ${body()} ) | ( ${body()} )`,
      () => `${leaf()} && { ${body()}; } || ${leaf()}`,
      () => `sh -c '${body().replaceAll("'", '')}'`,
    ])();
  }
}

for (const seed of [7, randomSeed()]) {
  test(`seed ${seed}: every script is answered`, (t) => {
    const writer = new Writer(new Random(seed));
    let ended = 0;
    for (let i = 0; i < scripts; i++) {
      const script = writer.script();
      const verdicts = analyzeInit([hostileStep(script)]);
      assert.ok(!verdicts.some(({ message }) => /gave up/.test(message)), `a defect of ours ended the analysis of\n${script}`);
      if (verdicts.some(({ message }) => /too involved/.test(message))) ended++;
      for (const { place } of verdicts) assert.ok(place.span.start <= place.span.end, script);
    }
    t.diagnostic(`${ended} of ${scripts} ended by the budget`);
    assert.ok(ended > 0, 'none of them was hostile');
  });
}
