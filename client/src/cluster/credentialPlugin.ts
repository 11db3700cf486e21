import { spawn } from 'node:child_process';
import path from 'node:path';
import { loginPath } from './loginShell.ts';
import { type Failure, FailureError } from './result.ts';

/** A user entry's `exec` block: a program that prints an ExecCredential. */
export interface PluginSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly installHint: string;
}

export interface Credential {
  readonly token?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly expires?: number;
}

/** Long enough for a sign-in in the browser, short enough not to hang for ever. */
const pluginTimeoutMs = 60_000;

/** Our own runner: client-node's has no time-out, sets no KUBERNETES_EXEC_INFO and shares its cache between kubeconfigs by user name. */
export async function runPlugin(spec: PluginSpec, env: Readonly<Record<string, string | undefined>>): Promise<Credential> {
  const output = await outputOf(spec, env).catch(async (error: unknown) => {
    const path = isMissing(error) ? await loginPath(env) : undefined;
    if (path === undefined || path === env.PATH) throw error;
    return await outputOf(spec, { ...env, PATH: path });
  });
  try {
    return readCredential(JSON.parse(output));
  } catch {
    throw new FailureError({ kind: 'plugin', message: `The credential plugin ${spec.command} did not print an ExecCredential.` });
  }
}

export function readPluginSpec(exec: unknown, kubeconfigFile: string): PluginSpec | undefined {
  if (!isRecord(exec) || typeof exec.command !== 'string' || exec.command === '') return undefined;
  const command = exec.command;
  const args = Array.isArray(exec.args) ? exec.args.filter((arg): arg is string => typeof arg === 'string') : [];
  const env: Record<string, string> = {};
  for (const entry of Array.isArray(exec.env) ? exec.env : []) {
    if (isRecord(entry) && typeof entry.name === 'string') env[entry.name] = String(entry.value ?? '');
  }
  // A relative path (with a separator) counts from the kubeconfig's folder, a bare name from PATH: the same as kubectl.
  const isRelative = /[\\/]/.test(command) && !path.isAbsolute(command);
  return {
    command: isRelative ? path.join(path.dirname(kubeconfigFile), command) : command,
    args,
    env,
    apiVersion: typeof exec.apiVersion === 'string' ? exec.apiVersion : 'client.authentication.k8s.io/v1',
    installHint: typeof exec.installHint === 'string' ? exec.installHint : '',
  };
}

function outputOf(spec: PluginSpec, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const info = { apiVersion: spec.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  return new Promise((resolve, reject) => {
    const child = spawn(spec.command, spec.args, {
      env: { ...env, ...spec.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    // Not spawn's own option: that timer goes on after a program that could not be started.
    const timer = setTimeout(() => child.kill(), pluginTimeoutMs);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new NotStarted({ kind: 'plugin', message: notStarted(spec, error) }, isNotFound(error)));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(stdout);
      const end = signal === null ? `exit status ${code}` : `ended by ${signal}`;
      reject(new FailureError({ kind: 'plugin', message: `The credential plugin ${spec.command} failed (${end}): ${stderr.trim().slice(0, 500)}` }));
    });
  });
}

class NotStarted extends FailureError {
  readonly isMissing: boolean;

  constructor(failure: Failure, isMissing: boolean) {
    super(failure);
    this.isMissing = isMissing;
  }
}

const isMissing = (error: unknown): boolean => error instanceof NotStarted && error.isMissing;
const isNotFound = (error: Error): boolean => 'code' in error && error.code === 'ENOENT';

function notStarted(spec: PluginSpec, error: Error): string {
  const why = isNotFound(error) ? 'was not found on the PATH of this editor or of your login shell' : `could not be started: ${error.message}`;
  return `The credential plugin ${spec.command} ${why}.${spec.installHint === '' ? '' : ` ${spec.installHint.trim()}`}`;
}

function readCredential(json: unknown): Credential {
  const status = isRecord(json) && isRecord(json.status) ? json.status : undefined;
  if (status === undefined) throw new Error('no status');
  const text = (key: string): string | undefined => (typeof status[key] === 'string' ? status[key] : undefined);
  const token = text('token');
  const certificate = text('clientCertificateData');
  const key = text('clientKeyData');
  const expires = Date.parse(text('expirationTimestamp') ?? '');
  return {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
