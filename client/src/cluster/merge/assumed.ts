import { fieldOf, isKeyed, isRecord, type Wire } from '../changes.ts';
import type { MergeNode } from './mergeNode.ts';
import { itemLike } from './threeWay.ts';

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'];

/**
 * Of some maps only one of several keys may be there: API documentation of Probe, Lifecycle, EnvVar, EnvVarSource, Volume and of the strategies
 * of updates. By the name of the field; `all` but the keys that are named.
 */
const oneOf: Readonly<Record<string, readonly string[] | { readonly allBut: readonly string[] }>> = {
  livenessProbe: handlers,
  readinessProbe: handlers,
  startupProbe: handlers,
  postStart: handlers,
  preStop: handlers,
  env: ['value', 'valueFrom'],
  valueFrom: { allBut: [] },
  volumes: { allBut: ['name'] },
  strategy: { allBut: ['type'] },
  updateStrategy: { allBut: ['type'] },
};

/**
 * What a manifest may have said before, where nobody noted it: all items of the live lists that it speaks of, and the alternatives to what it
 * says. A merge from here leaves no second port of a name, and no probe with two handlers. Undefined where nothing is assumed.
 */
export function assumedOriginal(current: unknown, modified: unknown, node: MergeNode, name = ''): unknown {
  if (isRecord(current) && isRecord(modified)) return assumedMap(current, modified, node, name);
  if (!Array.isArray(current) || !Array.isArray(modified)) return undefined;
  const { key } = node;
  if (!node.merges || key === undefined || !isKeyed(current, key)) return node.merges && key !== undefined ? current : undefined;
  return current.map((item) => {
    const wanted = itemLike(modified, item, key);
    const assumed = wanted === undefined ? item : assumedOriginal(item, wanted, { ...node, merges: false }, name);
    return isRecord(item) && isRecord(assumed) ? { ...assumed, [key]: item[key] } : item;
  });
}

function assumedMap(current: Wire, modified: Wire, node: MergeNode, name: string): Wire {
  const inside = Object.keys(modified).flatMap((key) => {
    const assumed = assumedOriginal(fieldOf(current, key), modified[key], node.field(key), key);
    return assumed === undefined ? [] : [[key, assumed] as const];
  });
  const others = Object.keys(current).filter((key) => !Object.hasOwn(modified, key) && isAlternative(name, key, modified));
  return Object.fromEntries([...inside, ...others.map((key) => [key, current[key]] as const)]);
}

/** True when the manifest says another of the keys that exclude each other, or a strategy without parameters. */
function isAlternative(name: string, key: string, modified: Wire): boolean {
  const rule = Object.hasOwn(oneOf, name) ? oneOf[name] : undefined;
  if (rule === undefined) return false;
  const isOne = (each: string): boolean => ('allBut' in rule ? !rule.allBut.includes(each) : rule.includes(each));
  if (!isOne(key)) return false;
  return Object.keys(modified).some((each) => isOne(each)) || ('type' in modified && modified.type !== 'RollingUpdate');
}
