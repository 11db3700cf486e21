import type { Context } from './context.ts';
import type { InputQuestion, Question, Screen, TerminalProgram, Ui } from './ui.ts';
import type { Node } from './views/node.ts';
import { outline } from './views/outline.ts';
import { rootNodes } from './views/root.ts';

/** What activate() returns in a test host (ExtensionMode.Test) and nowhere else. */
export interface TestingApi {
  readonly testing: Testing;
}

interface Testing {
  /** Answers for the next prompts, in order: a label, a pattern for one, or undefined for Escape. */
  answer(...answers: readonly Answer[]): void;
  /** Everything that was asked so far. */
  readonly prompts: readonly Prompt[];
  /** Every notification so far; none is shown, since nobody would close it. */
  readonly messages: readonly Message[];
  readonly terminals: readonly RecordedTerminal[];
  /** The tree with every line opened, as indented text, read anew. */
  tree(): Promise<string>;
  /** The lines of the root, read anew; their `children()` go on. Give one to a command as its argument. */
  nodes(): Promise<readonly Node[]>;
  /** The context key petset.state. */
  state(): string;
}

export type Answer = string | RegExp | undefined;

export interface Prompt {
  readonly title: string;
  readonly labels: readonly string[];
}

export interface Message {
  readonly level: 'info' | 'error';
  readonly text: string;
}

export interface RecordedTerminal {
  readonly name: string;
  /** Everything written to it so far, escape sequences included. */
  output(): string;
  /** As if typed. */
  type(text: string): void;
}

/** The native face, with the prompts answered from a list and everything written down. */
export class ScriptedUi implements Ui {
  readonly prompts: Prompt[] = [];
  readonly messages: Message[] = [];
  readonly terminals: RecordedTerminal[] = [];
  readonly copied: string[] = [];
  readonly #answers: Answer[] = [];
  readonly #native: Pick<Ui, 'progress' | 'terminal' | 'document' | 'diff'>;

  constructor(native: Pick<Ui, 'progress' | 'terminal' | 'document' | 'diff'>) {
    this.#native = native;
  }

  answer(...answers: readonly Answer[]): void {
    this.#answers.push(...answers);
  }

  async pick<T>({ title, choices }: Question<T>): Promise<T | undefined> {
    const labels = choices.map((choice) => choice.label);
    this.prompts.push({ title, labels });
    if (this.#answers.length === 0) throw new Error(`Nobody answers "${title}": ${labels.join(', ')}`);
    const answer = this.#answers.shift();
    if (answer === undefined) return undefined;
    const chosen = choices.find(({ label }) => (typeof answer === 'string' ? label === answer : answer.test(label)));
    if (chosen === undefined) throw new Error(`"${title}" has no choice ${answer}: ${labels.join(', ')}`);
    return chosen.value;
  }

  /** The answer is the text itself; a text that is refused is a fault of the test. */
  async input({ title, check }: InputQuestion): Promise<string | undefined> {
    this.prompts.push({ title, labels: [] });
    if (this.#answers.length === 0) throw new Error(`Nobody answers "${title}"`);
    const answer = this.#answers.shift();
    if (answer === undefined) return undefined;
    const text = String(answer);
    const wrong = check(text);
    if (wrong !== undefined) throw new Error(`"${title}" refuses ${text}: ${wrong}`);
    return text;
  }

  /** Agreed by the name of the button. */
  async confirm(question: string, detail: string, action: string): Promise<boolean> {
    this.prompts.push({ title: question, labels: [action, ...detail.split('\n')] });
    if (this.#answers.length === 0) throw new Error(`Nobody answers "${question}": ${action}`);
    return this.#answers.shift() === action;
  }

  async copy(text: string): Promise<void> {
    this.copied.push(text);
  }

  async inform(text: string): Promise<undefined> {
    this.messages.push({ level: 'info', text });
  }

  async alarm(text: string): Promise<undefined> {
    this.messages.push({ level: 'error', text });
  }

  progress: Ui['progress'] = async (title, task) => await this.#native.progress(title, task);

  diff: Ui['diff'] = async (title, left, right) => await this.#native.diff(title, left, right);

  document: Ui['document'] = async (name, text) => await this.#native.document(name, text);

  terminal(name: string, program: TerminalProgram): void {
    let output = '';
    this.terminals.push({ name, output: () => output, type: (text) => program.input(text) });
    const recorded = (screen: Screen): Screen => ({
      write: (text) => {
        output += text;
        screen.write(text);
      },
      close: () => screen.close(),
    });
    this.#native.terminal(name, {
      start: (screen, size) => program.start(recorded(screen), size),
      input: (text) => program.input(text),
      resize: (size) => program.resize(size),
      stop: () => program.stop(),
    });
  }
}

export function testingApi(ui: ScriptedUi, { connections }: Pick<Context, 'connections'>): TestingApi {
  return {
    testing: {
      answer: (...answers) => ui.answer(...answers),
      prompts: ui.prompts,
      messages: ui.messages,
      terminals: ui.terminals,
      tree: async () => await outline(await rootNodes(connections)),
      nodes: async () => await rootNodes(connections),
      state: () => connections.state.kind,
    },
  };
}
