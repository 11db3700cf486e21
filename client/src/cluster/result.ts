/** Everything that can go wrong between here and a pet, as a value: the user reads it, nobody catches it. */
export type FailureKind =
  | 'noKubeconfig'
  | 'badKubeconfig'
  | 'unknownContext'
  | 'plugin'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'gone'
  | 'conflict'
  | 'invalid'
  | 'timeout'
  | 'cancelled'
  | 'server';

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  /** Which fields the server refused, where it says so. */
  readonly causes?: readonly Cause[];
}

interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

export const failed = (kind: FailureKind, message: string): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { kind, message },
});

export const cancelled = failed('cancelled', 'Cancelled.');

/** Carries a Failure through code that can only throw: the authentication hooks of client-node. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

const unreachableCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EPIPE', 'EADDRNOTAVAIL']);
const tlsCode = /^(?:CERT_|ERR_TLS|ERR_SSL|ERR_OSSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/;

export function failureOf(error: unknown, server: string): Failure {
  if (error instanceof FailureError) return error.failure;
  const { code, message } = codeOf(error);
  if (code === 'ECONNREFUSED') return { kind: 'refused', message: `${server} refused the connection. Is the cluster running?` };
  if (code === 'ETIMEDOUT') return { kind: 'timeout', message: `${server} did not answer in time.` };
  if (unreachableCodes.has(code)) return { kind: 'unreachable', message: `${server} cannot be reached (${code}).` };
  if (tlsCode.test(code)) return { kind: 'tls', message: `The certificates of ${server} and the kubeconfig do not fit: ${message} (${code}).` };
  return { kind: 'server', message: `${server}: ${message}` };
}

/** Node tries IPv6 and IPv4 in turn and then reports an AggregateError whose own message is empty. */
function codeOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, message: error.message === '' ? code : error.message };
}

export function failureOfStatus(status: number, body: string, server: string): Failure {
  const causes = causesOf(body);
  return { ...kindOfStatus(status, body, server), ...(causes.length === 0 ? {} : { causes }) };
}

function causesOf(body: string): readonly Cause[] {
  try {
    const { details } = JSON.parse(body) as { readonly details?: { readonly causes?: readonly Partial<Cause>[] } };
    return (details?.causes ?? []).map(({ reason = '', message = '', field = '' }) => ({ reason, message, field }));
  } catch {
    return [];
  }
}

function kindOfStatus(status: number, body: string, server: string): Failure {
  const said = statusMessage(body);
  const tail = said === '' ? '' : ` ${said}`;
  if (status === 401) return { kind: 'unauthorized', message: `${server} does not accept the credentials of this context (401).${tail}` };
  if (status === 403) return { kind: 'forbidden', message: `Forbidden (403).${tail}` };
  if (status === 404) return { kind: 'notFound', message: said === '' ? 'Not found (404).' : said };
  if (status === 410) return { kind: 'gone', message: said === '' ? 'Gone (410).' : said };
  if (status === 409) return { kind: 'conflict', message: said === '' ? 'Conflict (409).' : said };
  // A typed patch that does not fit is told with 500.
  const kind = status === 400 || status === 422 || /typed patch object/.test(said) ? 'invalid' : 'server';
  return { kind, message: said === '' ? `${server} answered ${status}.` : `${said} (${status})` };
}

/** A Status object in JSON; from Kubernetes 1.4 also bare text (401, 403). Cut, because proxies answer with whole pages. */
function statusMessage(body: string): string {
  try {
    const status: unknown = JSON.parse(body);
    if (typeof status === 'object' && status !== null && 'message' in status && typeof status.message === 'string') return status.message;
  } catch {
    // not JSON: fall through to the text itself
  }
  return body.trim().startsWith('<') ? '' : body.trim().slice(0, 300);
}
