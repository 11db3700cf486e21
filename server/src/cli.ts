import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatJson, formatSarif, formatText } from './cli/format.ts';
import { inputs } from './cli/inputs.ts';
import { lint } from './cli/lint.ts';
import { loadClusterApi } from './clusterApi.ts';
import type { ClusterApi } from './kube/api.ts';
import { OLDEST, parseVersion } from './kube/version.ts';
import { type ReadCommands, readCommands } from './userCommands.ts';
import { VERSION } from './version.ts';

const USAGE = `petset-lint ${VERSION}: judges PetSet and StatefulSet manifests as the cluster would, and says which init command destroys data

usage: petset-lint [options] FILE|FOLDER|GLOB|- ...
  --format text|json|sarif   how to print findings (text)
  --kubernetes VERSION       judge for this Kubernetes, for example 1.4 or 1.34 (default: by apiVersion)
  --openapi FILE             judge by this cluster's API: what "kubectl get --raw /openapi/v2" printed
  --commands FILE            what your own commands do to files, as JSON (docs/commands.md)
  --isolate                  judge each file alone, not all given files as one workspace
  --stdin-name NAME          what to call standard input (-)
  --no-color                 plain text
  --version, --help
exit status: 0 no errors, 1 errors found, 2 could not run
`;

/** The command line. Returns the exit status: 0 no errors, 1 errors found, 2 could not run. */
export async function main(argv: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parse(argv);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  if (options.help) return print(USAGE, 0);
  if (options.version) return print(`${VERSION}\n`, 0);
  if (options.paths.length === 0) return fail('no files given');
  const kubernetes = parseVersion(options.kubernetes);
  if (options.kubernetes !== undefined && (kubernetes === undefined || kubernetes < OLDEST)) return fail(`not a Kubernetes version: ${options.kubernetes}`);
  let api: ClusterApi | undefined;
  try {
    api = options.openapi === undefined ? undefined : await loadClusterApi(options.openapi);
  } catch (error) {
    return fail(`${options.openapi}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (api && kubernetes !== undefined && kubernetes !== api.version)
    return fail(`${options.openapi} is of Kubernetes 1.${api.version}, not of ${options.kubernetes}`);
  const own = readCommandsFile(options.commands);
  if (own.problems.length > 0) return fail(own.problems.join('\n'));
  const read = await inputs(options.paths, options.stdinName);
  if (read.problems.length > 0) return fail(read.problems.join('\n'));
  const results = await lint(read.files, { settings: { kubernetes, rules: {}, commands: own.commands, api }, isolate: options.isolate });
  const status = results.some((r) => r.findings.some((f) => f.level === 'error')) ? 1 : 0;
  if (options.format === 'json') return print(formatJson(results), status);
  if (options.format === 'sarif') return print(formatSarif(results, VERSION), status);
  return print(formatText(results, options.color), status);
}

interface Options {
  readonly paths: readonly string[];
  readonly format: string;
  readonly kubernetes: string | undefined;
  readonly commands: string | undefined;
  readonly openapi: string | undefined;
  readonly isolate: boolean;
  readonly stdinName: string;
  readonly color: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

function parse(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'text' },
      kubernetes: { type: 'string' },
      commands: { type: 'string' },
      openapi: { type: 'string' },
      isolate: { type: 'boolean', default: false },
      'stdin-name': { type: 'string', default: '(stdin)' },
      'no-color': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
      version: { type: 'boolean', default: false },
    },
  });
  if (!['text', 'json', 'sarif'].includes(values.format)) throw new Error(`unknown format: ${values.format}`);
  return {
    paths: positionals,
    format: values.format,
    kubernetes: values.kubernetes,
    commands: values.commands,
    openapi: values.openapi,
    isolate: values.isolate,
    stdinName: values['stdin-name'],
    color: !values['no-color'] && process.env.NO_COLOR === undefined && process.stdout.isTTY === true,
    help: values.help,
    version: values.version,
  };
}

function readCommandsFile(path: string | undefined): ReadCommands {
  if (path === undefined) return readCommands(undefined);
  try {
    const own = readCommands(JSON.parse(readFileSync(path, 'utf8')));
    return { ...own, problems: own.problems.map((problem) => `${path}: ${problem}`) };
  } catch (error) {
    return { commands: undefined, problems: [`${path}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

function print(text: string, status: number): number {
  process.stdout.write(text);
  return status;
}

function fail(message: string): number {
  process.stderr.write(`petset-lint: ${message}\n`);
  return 2;
}
