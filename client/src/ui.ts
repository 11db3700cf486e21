/** What commands need of the editor's face. A port, because prompts must also be answered by tests, inside the editor and outside. */
export interface Ui {
  /** undefined when the user turned away. */
  pick<T>(question: Question<T>): Promise<T | undefined>;
  /** A line of text; undefined when the user turned away. `check` says what is wrong with it, while it is typed. */
  input(question: InputQuestion): Promise<string | undefined>;
  /** In the way of everything else, with one button beside Cancel. */
  confirm(question: string, detail: string, action: string): Promise<boolean>;
  copy(text: string): Promise<void>;
  inform(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  alarm(message: string, ...actions: readonly string[]): Promise<string | undefined>;
  /** Shown while the task runs; the user's Cancel arrives as an abort. */
  progress<T>(title: string, task: (signal: AbortSignal) => Promise<T>): Promise<T>;
  terminal(name: string, program: TerminalProgram): void;
  /** A read-only text. Without `text` it begins empty and grows, and the view follows its end while the cursor stands there. */
  document(name: string, text?: string): Promise<LiveDocument>;
  /** Two read-only texts side by side. */
  diff(title: string, left: NamedText, right: NamedText): Promise<void>;
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface Question<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
}

export interface InputQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly check: (text: string) => string | undefined;
}

export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The far side of a terminal: it draws on a screen and hears keys. */
export interface TerminalProgram {
  start(screen: Screen, size: TerminalSize): void;
  input(text: string): void;
  resize(size: TerminalSize): void;
  /** The user closed the terminal. */
  stop(): void;
}

export interface Screen {
  write(text: string): void;
  close(): void;
}

export interface LiveDocument {
  append(text: string): void;
  /** Aborted when the user closes the document: nobody reads on. */
  readonly closed: AbortSignal;
}
