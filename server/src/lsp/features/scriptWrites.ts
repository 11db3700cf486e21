import type { ScriptQuestion } from '../../idempotence/writes.ts';
import { scriptWrites as writesOf } from '../../idempotence/writes.ts';
import type { Feature } from '../feature.ts';

/**
 * Our own request `petset/scriptWrites`: which files a script of peer-finder writes, for a client that is about to run it. It is about no document:
 * `script` is all that must be given; see `ScriptQuestion`. Null when nothing was asked that can be answered.
 */
export const scriptWrites: Feature = {
  capabilities: {},
  register: (server) => {
    server.connection.onRequest('petset/scriptWrites', async (params: Partial<ScriptQuestion> | null) => {
      const question = questionIn(params);
      return question === undefined ? null : writesOf({ ...question, commands: (await server.documents.settingsOf(anywhere)).commands });
    });
  },
};

/** The script is in no file: the settings of the user count. */
const anywhere = 'untitled:script';

/** Any client may ask; what has another form than it should is left out. */
function questionIn(params: Partial<ScriptQuestion> | null): ScriptQuestion | undefined {
  const { script, image, workingDir, mounts, files } = params ?? {};
  if (typeof script !== 'string') return undefined;
  const texts =
    typeof files === 'object' && files !== null ? Object.entries(files).filter((each): each is [string, string] => typeof each[1] === 'string') : [];
  return {
    script,
    image: typeof image === 'string' ? image : undefined,
    workingDir: typeof workingDir === 'string' && workingDir.startsWith('/') ? workingDir : undefined,
    mounts: Array.isArray(mounts) ? mounts.filter((each): each is string => typeof each === 'string' && each.startsWith('/')) : [],
    files: Object.fromEntries(texts),
  };
}
