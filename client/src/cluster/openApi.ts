import type { Link } from './link.ts';
import { getJson } from './request.ts';
import { type Failure, failed, type Result, success } from './result.ts';

/** What a server says of its API. */
export interface ApiDescription {
  /** OpenAPI as one JSON text: version 3 put together in one `components`, or version 2 of servers that have no other. */
  readonly text: string;
  /** Groups that could not be read, as when the program behind them is down. */
  readonly missing: readonly string[];
}

interface About {
  readonly title: string;
  readonly version: string;
}

interface Described {
  readonly definitions?: Schemas;
  readonly components?: { readonly schemas?: Schemas };
}

type Schemas = Readonly<Record<string, { readonly 'x-kubernetes-group-version-kind'?: unknown }>>;

const atOnce = 4;

/**
 * Reads the description of every group that the server has. Version 3 (Kubernetes 1.24) says of custom resources what the server fills
 * in by itself, version 2 does not; before 1.10 it stands at another address. `about` is written into the text, for whoever reads it.
 */
export async function readApiDescription(link: Link, about: About, signal: AbortSignal | undefined): Promise<Result<ApiDescription>> {
  const groups = await getJson<{ readonly paths?: Readonly<Record<string, unknown>> }>(link, { path: '/openapi/v3', signal });
  if (groups.ok) return await readGroups(link, about, groupsOf(groups.value.paths ?? {}), signal);
  if (groups.failure.kind !== 'notFound') return groups;
  for (const path of ['/openapi/v2', '/swagger.json']) {
    const whole = await getJson<Described>(link, { path, signal });
    if (whole.ok) return describe(link, about, { definitions: whole.value.definitions ?? {} }, []);
    if (whole.failure.kind !== 'notFound') return whole;
  }
  return failed('notFound', `${link.server} does not describe its API.`);
}

/** `api/v1` and `apis/GROUP/VERSION`: the others list versions. */
const groupsOf = (paths: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(paths).filter((path) => /^(api\/v\d\w*|apis\/[^/]+\/[^/]+)$/.test(path));

async function readGroups(link: Link, about: About, groups: readonly string[], signal: AbortSignal | undefined): Promise<Result<ApiDescription>> {
  const schemas: Record<string, Schemas[string]> = {};
  const missing: string[] = [];
  const rest = [...groups];
  let failure: Failure | undefined;
  const work = async (): Promise<void> => {
    for (let group = rest.shift(); group !== undefined && failure === undefined; group = rest.shift()) {
      const read = await getJson<Described>(link, { path: `/openapi/v3/${group}`, signal });
      if (read.ok) Object.assign(schemas, read.value.components?.schemas);
      else if (isOfOneGroup(read.failure)) missing.push(group.replace(/^apis?\//, ''));
      else failure = read.failure;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failure === undefined ? describe(link, about, { components: { schemas } }, missing.sort()) : { ok: false, failure };
}

/** The server itself answered: a group may be that of a program beside it that does not. */
const isOfOneGroup = ({ kind }: Failure): boolean => kind === 'server' || kind === 'notFound' || kind === 'forbidden';

function describe(link: Link, info: About, described: Described, missing: readonly string[]): Result<ApiDescription> {
  const schemas = Object.values(described.definitions ?? described.components?.schemas ?? {});
  // Servers before 1.6 describe models and do not say which kinds they are.
  if (!schemas.some((each) => each['x-kubernetes-group-version-kind'] !== undefined))
    return failed('notFound', `${link.server} (${info.version}) does not say which kinds its API has.`);
  return success({ text: JSON.stringify({ info, ...described }), missing });
}
