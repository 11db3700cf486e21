import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './lsp/serve.ts';
import { ruleUrl } from './ruleUrl.ts';
import { VERSION } from './version.ts';

/** The language server: `--stdio`, or the pipe that VS Code opens (`--node-ipc`). */
export function main(): void {
  serve(createConnection(ProposedFeatures.all), { version: VERSION, ruleUrl });
}
