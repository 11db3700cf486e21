/**
 * The environment of an editor that we start, with `more` added. The editor must not take us for its parent editor, nor for a part of the
 * test run that started it, and there is no gallery of extensions to ask.
 */
export function editorEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_|^NODE_(OPTIONS|TEST_CONTEXT|V8_COVERAGE)$/.test(name));
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', ...more };
}
