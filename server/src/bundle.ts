/** What the one server bundle offers to the small files in bin/ and to the extension. */
export { main as lint } from './cli.ts';
export { main as serve } from './main.ts';
