import { emptyVolumes, type Outcome, runAll } from './execute.ts';
import type { Files } from './files.ts';
import type { World } from './machine.ts';
import type { Key } from './mounts.ts';
import { Oracle } from './oracle.ts';
import type { Prepared } from './prepared.ts';
import { supply } from './scenarios.ts';
import type { Site } from './source.ts';
import { hostnameSymbol } from './variables.ts';

const others = 2;
const domain = '.service.namespace.svc.cluster.local';
const mostCompared = 64;

/**
 * Where the first start writes something else among peers than alone. Pet 0 is created alone and restarted among all others
 * (docs/facts/peer-finder.md#peers-at-the-first-start-and-later). Names of peers are expected to come in; a word that was written alone
 * and is missing among peers is a decision.
 */
export function peerConflicts(world: World, steps: readonly Prepared[], first: Outcome): readonly Site[] {
  if (!steps.some((step) => step.program?.words.some((word) => word.includes('peer-finder')))) return [];
  const self = hostnameSymbol(world.symbols) + domain;
  const peers = Array.from({ length: others }, (_, i) => world.symbols.intern(`peer:${i}`, { origin: 'environment', filled: true }) + domain);
  const start = (list: readonly string[]): Outcome => {
    const files = emptyVolumes(steps, world, new Set());
    for (const [key, directory] of world.given) supply(world, files, key, directory);
    const oracle = new Oracle(first.facts, []);
    const input = { files, oracle, run: 1, promised: new Set<Key>(), absent: new Set<Key>(), record: false, peers: `${list.join('\n')}\n` };
    return runAll(world, steps, input);
  };
  const alone = start([self]);
  const among = start([self, ...peers]);
  if (!alone.ok) return [];
  if (!among.ok) return among.failure ? [among.failure.site] : [];
  return conflicts(alone.files, among.files);
}

function conflicts(alone: Files, among: Files): readonly Site[] {
  const sites: Site[] = [];
  for (const [key, cell] of [...alone.cells].slice(0, mostCompared)) {
    if (cell.kind !== 'file' || !cell.by || key.startsWith(':')) continue;
    const other = among.get(key);
    const there = other?.kind === 'file' ? words(other.content) : new Set<string>();
    const decided = [...words(cell.content)].some((word) => !there.has(word));
    if (decided && !sites.some((site) => site.start === cell.by?.start && site.source === cell.by.source)) sites.push(cell.by);
  }
  return sites;
}

/** The words of a file, with every peer called alike; how many there are is a list's length and no decision. */
function words(content: string): ReadonlySet<string> {
  return new Set(
    content
      .replace(/[\ue100-\uf8ff](?:\.service(?:\.[a-z]+)*)?/g, 'peer')
      .split(/[\s,;:=()[\]{}"'`/]+/)
      .map((word) => word.replace(/^\d+$/, '1')),
  );
}
