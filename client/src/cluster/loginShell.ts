import { spawn } from 'node:child_process';

const timeoutMs = 10_000;
const marker = '_petset_environment_';

/**
 * The PATH that the user's terminal has. An editor that was started from the dock or a menu has a shorter one,
 * and credential plugins (aws, gcloud, kubelogin) are then not found. Asked only when one was not.
 */
export async function loginPath(env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const shell = env.SHELL ?? '';
  if (process.platform === 'win32' || shell === '') return undefined;
  const output = await outputOf(shell, env);
  const line = output
    .slice(output.lastIndexOf(marker))
    .split('\n')
    .find((each) => each.startsWith('PATH='));
  return line?.slice('PATH='.length);
}

/** Interactive and login: that is where people set their PATH. What such a shell prints besides goes before the marker. */
function outputOf(shell: string, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(shell, ['-i', '-l', '-c', `echo ${marker}; env`], { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    let output = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve(output);
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', done);
    child.on('close', done);
  });
}
