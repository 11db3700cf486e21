import type { Dialect } from './gaps.ts';
import type { Userland } from './machine.ts';
import type { Program } from './prepared.ts';
import type { InitStep, Place } from './program.ts';
import { type Expanded, expandKubelet, manifestSource, type Source } from './source.ts';
import { type Symbols, withoutPrivateUse } from './symbols.ts';

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
  // An entrypoint that knows -on-start is peer-finder's.
  if (inherited && scriptFlag(words) !== undefined && sources[0]) {
    words.unshift('peer-finder');
    sources.unshift(sources[0]);
  }
  // Entrypoints of images end with exec "$@", or there is none: a shell given as args is run either way.
  const shell = /^(\/usr)?(\/bin\/)?(ba|da|a)?sh$/.test(words[0] ?? '') && (words[1] ?? '').startsWith('-');
  if (words[0] === undefined || (inherited && !shell && words[0] !== 'peer-finder')) return undefined;
  const scripts = new Map(words.map((word, i) => [word, sources[i]]).filter((pair): pair is [string, Source] => pair[1] !== undefined));
  const onStart = peerScript(words, sources);
  if (onStart) scripts.set(onStart.text, onStart);
  const at = scriptIndex(words);
  return { words, sources, scripts, script: onStart ?? (at === undefined ? undefined : sources[at]) };
}

function scriptFlag(words: readonly string[]): number | undefined {
  const at = words.findIndex((word) => /^--?on-start(=|$)/.test(word));
  return at < 0 ? undefined : at;
}

/** What peer-finder runs at its start: the value of -on-start. */
function peerScript(words: readonly string[], sources: readonly Source[]): Source | undefined {
  const at = /(^|\/)peer-finder$/.test(words[0] ?? '') ? scriptFlag(words) : undefined;
  if (at === undefined) return undefined;
  const word = words[at] ?? '';
  const equals = word.indexOf('=');
  const holder = sources[equals < 0 ? at + 1 : at];
  const text = equals < 0 ? words[at + 1] : word.slice(equals + 1);
  if (text === undefined || !holder) return undefined;
  const offset = equals < 0 ? 0 : equals + 1;
  return { step: holder.step, text, place: (start, end) => holder.place(start + offset, end + offset) };
}

/** The word that is the script of `sh -c`. */
export function scriptIndex(words: readonly string[]): number | undefined {
  const shell = words.findIndex((word) => /(^|\/)(ba|da|a|k)?sh$/.test(word));
  if (shell < 0 || shell > 4) return undefined;
  for (let i = shell + 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (!/^[-+]/.test(word)) return undefined;
    if (/^-[a-zA-Z]*o$/.test(word)) i++;
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word)) return /o$/.test(word) ? i + 1 : nextScript(words, i + 1);
  }
  return undefined;
}

function nextScript(words: readonly string[], at: number): number {
  let i = at;
  while (/^[-+][a-zA-Z]/.test(words[i] ?? '')) i += /o$/.test(words[i] ?? '') ? 2 : 1;
  if (words[i] === '--') i++;
  return i;
}

export function userlandOf(image: string | undefined): Userland {
  return image !== undefined && /busybox|alpine/.test(image) ? 'busybox' : 'gnu';
}

/** WORKDIR of official images; what an image nobody knows has set is not known either. */
const workingDirectories: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)redis(:|@|$)/, '/data'],
  [/(^|\/)(wordpress|nextcloud|php|joomla|matomo)(:|@|$)/, '/var/www/html'],
  [/(^|\/)drupal(:|@|$)/, '/opt/drupal'],
  [/(^|\/)elasticsearch(-oss)?(:|@|$)/, '/usr/share/elasticsearch'],
  [/(^|\/)kibana(-oss)?(:|@|$)/, '/usr/share/kibana'],
  [/(^|\/)logstash(-oss)?(:|@|$)/, '/usr/share/logstash'],
  [/(^|\/)tomcat(:|@|$)/, '/usr/local/tomcat'],
  [/(^|\/)httpd(:|@|$)/, '/usr/local/apache2'],
  [/(^|\/)ghost(:|@|$)/, '/var/lib/ghost'],
  [/(^|\/)neo4j(:|@|$)/, '/var/lib/neo4j'],
  [/(^|\/)solr(:|@|$)/, '/opt/solr'],
  [/busybox|alpine|debian|ubuntu|centos|fedora|ubi|bash|curl|kubectl|peer-finder|git/, '/'],
  [
    /(^|\/)(postgres|mysql|mariadb|percona|mongo|nginx|rabbitmq|cassandra|memcached|haproxy|consul|vault|etcd|python|node|ruby|golang|openjdk|eclipse-temurin|perl|buildpack-deps|influxdb|jenkins|clickhouse-server)(:|@|$)/,
    '/',
  ],
];

/** Where a container without a workingDir starts. */
export function workingDirectoryOf(image: string | undefined, symbols: Symbols): string {
  if (image === undefined) return '/';
  const known = workingDirectories.find(([name]) => name.test(image));
  return known?.[1] ?? `/${symbols.intern('workdir', { origin: 'image', filled: true, shown: 'WORKDIR' })}`;
}

/** Official images made from Debian or Ubuntu, where sh is dash. Of what a registry of somebody calls redis nobody knows. */
const debian =
  /^(docker\.io\/)?(library\/)?(debian|ubuntu|buildpack-deps|python|node|ruby|golang|postgres|redis|nginx|httpd|php|perl|mariadb|mongo|cassandra|rabbitmq|solr|elixir|haproxy|memcached|wordpress|drupal|joomla|nextcloud|ghost|tomcat|maven|gradle|neo4j|influxdb|telegraf|couchdb|rethinkdb)(:|@|$)/;
const otherBase = /ubi|rhel|centos|oracle|rocky|alma|amazon|fedora|windows/;

/** What `sh` is in an image; `sh` itself stands for "not known". */
export function dialectOf(image: string | undefined): Dialect {
  if (image === undefined) return 'sh';
  if (userlandOf(image) === 'busybox') return 'ash';
  return debian.test(image) && !otherBase.test(image) ? 'dash' : 'sh';
}
