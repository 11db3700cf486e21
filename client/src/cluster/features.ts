/** What a server can do, by its version: one of 2016 takes any parameter and does not say that it ignored it. */
export interface Features {
  /** Server-side apply, dry run and strict validation. A server without them CARRIES OUT what was meant as a trial (docs/facts/petset.md#requests-that-are-carried-out). */
  readonly canTry: boolean;
  /** Port-forward over WebSockets; before, only the protocol SPDY. */
  readonly canForward: boolean;
  /** The description of the API says how lists are merged. */
  readonly saysMergeKeys: boolean;
  /** Strategic merge patches may order lists, delete plain values of them and retain keys. */
  readonly knowsDirectives: boolean;
  /** Users may ask what they may do. */
  readonly canReview: boolean;
}

/** `serverVersion` as /version says it, such as v1.34.4+k3s1; of an unknown version nothing is believed that could do harm. */
export function featuresOf(serverVersion: string): Features {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(serverVersion) ?? [];
  const isAtLeast = (wanted: number): boolean => minor !== undefined && (Number(major) > 1 || Number(minor) >= wanted);
  // Dry run is on by default from 1.13 (stable in 1.18), server-side apply from 1.16; the rules review came with 1.8, WebSocket port-forward with 1.7.
  // Merge keys are in the OpenAPI of 1.7 (kubernetes/kubernetes#44121), the last of the directives, $retainKeys, is known to 1.8 (#44597).
  return { canTry: isAtLeast(18), canForward: isAtLeast(7), canReview: isAtLeast(8), saysMergeKeys: isAtLeast(7), knowsDirectives: isAtLeast(8) };
}
