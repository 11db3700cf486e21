/** One place where two objects differ. `before` and `after` are undefined where there is nothing. */
export interface Change {
  /** As Kubernetes writes it: spec.containers[0].image. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Comparison {
  /** `all`: every difference. `declared`: only what `after` says; what it leaves out stays as it is, defaults for example. */
  readonly scope: 'all' | 'declared';
  /** How lists are merged, where it is known. */
  readonly keys?: Keys | undefined;
}

/** What tells the items of a merged list apart, by field. */
export interface Keys {
  field(name: string): Keys;
  readonly merges: boolean;
  readonly key: string | undefined;
}

/** Items of merged lists are compared with those of the same key; of other lists with those of the same name where all have one, else by position. */
export function changesBetween(before: unknown, after: unknown, comparison: Comparison, path = ''): readonly Change[] {
  const { scope } = comparison;
  if (isSame(before, after, path)) return [];
  if (isRecord(before) && isRecord(after)) return ofRecords(before, after, comparison, path);
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(before, after, comparison, path);
  const inside = scope === 'declared' && isRewritten.test(path) ? parsedAlike(before, after) : undefined;
  if (inside !== undefined) return changesBetween(inside.before, inside.after, { scope }, path).map((change) => ({ ...change, path }));
  return [{ path, before, after }];
}

function ofRecords(before: Wire, after: Wire, comparison: Comparison, path: string): readonly Change[] {
  const { scope } = comparison;
  const names = scope === 'all' ? new Set([...Object.keys(before), ...Object.keys(after)]) : Object.keys(after);
  // A label of no value is a label: of these maps each key counts, elsewhere nothing and empty are the same.
  const counts = (key: string): boolean => freeMaps.test(path) && Object.hasOwn(before, key) !== Object.hasOwn(after, key);
  return [...names].flatMap((key) =>
    counts(key)
      ? [{ path: join(path, key), before: fieldOf(before, key), after: fieldOf(after, key) }]
      : changesBetween(fieldOf(before, key), fieldOf(after, key), { scope, keys: comparison.keys?.field(key) }, join(path, key)),
  );
}

/** A field of its own: a ConfigMap may have a key `constructor`, and every object answers to that name. */
export const fieldOf = (object: Wire, name: string): unknown => (Object.hasOwn(object, name) ? object[name] : undefined);

const freeMaps = /(^|\.)(labels|annotations|data|stringData|matchLabels|nodeSelector|selector)$/;

function ofLists(before: readonly unknown[], after: readonly unknown[], { scope, keys }: Comparison, path: string): readonly Change[] {
  const label = [keys?.merges === true ? keys.key : undefined, 'name'].find((each) => each !== undefined && isKeyed(before, each) && isKeyed(after, each));
  const same = (item: unknown) => (each: unknown) => String(valueAt(each, label)) === String(valueAt(item, label));
  const pairs = after.map((item, index) => ({ item, index, other: label === undefined ? before[index] : before.find(same(item)) }));
  const inside = keys === undefined ? { scope } : { scope, keys: { ...keys, merges: false } };
  const changed = pairs.flatMap(({ item, index, other }) => changesBetween(other, item, inside, `${path}[${index}]`));
  const kept = new Set(pairs.map(({ other }) => other));
  // An item that is not there any more has no place in the new list: the list itself is it.
  const gone = before.filter((item) => !kept.has(item)).map((item): Change => ({ path, before: labelled(item, label), after: undefined }));
  return [...changed, ...gone];
}

/** The part of a live object that a manifest speaks of, in the manifest's order. */
export function onlyDeclared(live: unknown, declared: unknown): unknown {
  if (isSame(live, declared)) return declared;
  if (isRecord(live) && isRecord(declared))
    return Object.fromEntries(Object.keys(declared).flatMap((key) => (key in live ? [[key, onlyDeclared(live[key], declared[key])]] : [])));
  if (Array.isArray(live) && Array.isArray(declared)) {
    const byName = isKeyed(live, 'name') && isKeyed(declared, 'name');
    const pairs = declared.map((item, index) => ({ item, other: byName ? live.find((each) => nameOf(each) === nameOf(item)) : live[index] }));
    const rest = live.filter((item) => !pairs.some(({ other }) => other === item));
    return [...pairs.flatMap(({ item, other }) => (other === undefined ? [] : [onlyDeclared(other, item)])), ...rest];
  }
  return changesBetween(live, declared, { scope: 'declared' }).length === 0 ? declared : live;
}

const nameOf = (item: unknown): unknown => (isRecord(item) ? item.name : undefined);

/** What tells an item from its neighbours, for a reader. */
const labelled = (item: unknown, label = 'name'): unknown => (label === 'name' ? (nameOf(item) ?? item) : { [label]: valueAt(item, label) });

const valueAt = (item: unknown, key = ''): unknown => (isRecord(item) ? item[key] : undefined);

/** True when every item has the key, each with a value of its own. */
export const isKeyed = (list: readonly unknown[], key: string): boolean => {
  const keys = list.map((item) => valueAt(item, key));
  return keys.every((each) => each !== undefined && each !== null) && new Set(keys.map(String)).size === keys.length;
};

/** The only JSON in an annotation that servers of 1.3 to 1.7 write again, with defaults. */
const isRewritten = /(^|\[)pod\.(alpha|beta)\.kubernetes\.io\/init-containers\]?$/;

/** Two texts of JSON as data; undefined where one of them is none. */
export function parsedAlike(before: unknown, after: unknown): { readonly before: unknown; readonly after: unknown } | undefined {
  if (typeof before !== 'string' || typeof after !== 'string' || !/^\s*[[{]/.test(before) || !/^\s*[[{]/.test(after)) return undefined;
  try {
    return { before: JSON.parse(before), after: JSON.parse(after) };
  } catch {
    return undefined;
  }
}

const isAmount = /(^|\.)(limits|requests|capacity|hard|default|defaultRequest|max|min|maxLimitRequestRatio)([.[]|$)|(^|\.)(sizeLimit|divisor)$/;

/** `path` as Kubernetes writes it, or its end: where sizes are, 1Gi and 1024Mi are the same. */
export function isSame(a: unknown, b: unknown, path = ''): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true;
  if (isRecord(a) || isRecord(b) || Array.isArray(a) || Array.isArray(b)) return false;
  // 80 and "80" are the same port; in a ConfigMap or a variable, 1.0 and 1 are not the same.
  return String(a) === String(b) || (isAmount.test(path) && isSameQuantity(String(a), String(b)));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0) || (isRecord(value) && Object.keys(value).length === 0);

const units: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

const isSameQuantity = (a: string, b: string): boolean => amountOf(a) === amountOf(b);

export const isMore = (a: string, b: string): boolean => amountOf(a) > amountOf(b);

/** Of a quantity such as 500m or 1Gi; NaN of anything else. */
export function amountOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([KMGTPE]i|[numkMGTPE])?$/.exec(text) ?? [];
  return Number.parseFloat(number) * (units[unit] ?? Number.NaN);
}

/** An object of the API, or a part of one. */
export type Wire = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Wire => typeof value === 'object' && value !== null && !Array.isArray(value);

export const join = (path: string, key: string): string => (/^[\w-]+$/.test(key) ? (path === '' ? key : `${path}.${key}`) : `${path}[${key}]`);
