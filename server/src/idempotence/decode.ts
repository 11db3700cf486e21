import type { Dialect, Userland } from './machine.ts';
import type { InitStep, Place } from './program.ts';
import { type Expanded, expandKubelet, manifestSource, type Source } from './source.ts';
import { type Symbols, withoutPrivateUse } from './symbols.ts';

/** What the kubelet starts: words, each with its way back to the manifest. */
export interface Program {
  readonly words: readonly string[];
  readonly sources: readonly Source[];
  readonly scripts: ReadonlyMap<string, Source>;
  /** peer-finder feeds its script the list of peers. */
  readonly peers: boolean;
}

/** Decodes command and args of a container; undefined when the image's entrypoint decides. */
export function decode(step: InitStep, index: number, symbols: Symbols): Program | undefined {
  const env = new Map(step.env.map((item) => [item.name, item]));
  const lookup = (name: string): string | undefined => {
    const item = env.get(name);
    if (!item) return undefined;
    return item.value ?? symbols.intern(`env:${name}`, { origin: 'environment', shown: `$${name}` });
  };
  const words: string[] = [];
  const sources: Source[] = [];
  const read = (list: Place['list'], strings: readonly string[] | undefined): void => {
    strings?.forEach((text, at) => {
      const expanded: Expanded = expandKubelet(withoutPrivateUse(text), lookup);
      words.push(expanded.text);
      sources.push(manifestSource(index, list, at, expanded));
    });
  };
  read('command', step.command);
  const inherited = words.length === 0;
  read('args', step.args);
  const finder = peerFinder(words, sources, inherited);
  if (finder) return finder;
  // Entrypoints of images end with exec "$@", or there is none: a shell given as args is run either way.
  const shell = /^(\/usr)?(\/bin\/)?(ba|da|a)?sh$/.test(words[0] ?? '') && (words[1] ?? '').startsWith('-');
  if ((inherited && !shell) || words[0] === undefined) return undefined;
  return {
    words,
    sources,
    scripts: new Map(words.map((word, i) => [word, sources[i]]).filter((pair): pair is [string, Source] => pair[1] !== undefined)),
    peers: false,
  };
}

/** peer-finder runs `bash -c "echo <peers> | <script>"`. */
function peerFinder(words: readonly string[], sources: readonly Source[], inherited: boolean): Program | undefined {
  const at = words.findIndex((word) => /^--?on-start(=|$)/.test(word));
  if (at < 0 || !(inherited || /peer-finder/.test(words[0] ?? ''))) return undefined;
  const word = words[at] ?? '';
  const equals = word.indexOf('=');
  const holder = sources[equals < 0 ? at + 1 : at];
  const text = equals < 0 ? words[at + 1] : word.slice(equals + 1);
  if (text === undefined || !holder) return undefined;
  const offset = equals < 0 ? 0 : equals + 1;
  const source: Source = { step: holder.step, text, place: (start, end) => holder.place(start + offset, end + offset) };
  return { words: ['bash', '-c', text], sources: [source, source, source], scripts: new Map([[text, source]]), peers: true };
}

export function userlandOf(image: string | undefined): Userland {
  return image !== undefined && /busybox|alpine/.test(image) ? 'busybox' : 'gnu';
}

const debian =
  /(^|\/)(debian|ubuntu|buildpack-deps|python|node|ruby|golang|openjdk|postgres|redis|nginx|httpd|php|perl|mariadb|mongo|cassandra|rabbitmq|solr|elixir|haproxy|memcached|wordpress|drupal|joomla|nextcloud|ghost|tomcat|maven|gradle|kong|neo4j|influxdb|telegraf|couchdb|rethinkdb|percona)(:|@|$)/;

/** What `sh` is in an image; `sh` itself stands for "not known". */
export function dialectOf(image: string | undefined): Dialect {
  if (image === undefined) return 'sh';
  if (userlandOf(image) === 'busybox') return 'ash';
  return debian.test(image) ? 'dash' : 'sh';
}
