/**
 * The rules on which a mesh rests, one pure function each. Proxies ask them, so that a test can plant a bug by replacing
 * one of them and show that a checker catches it.
 *
 * Sources: Envoy's outlier_detection.proto and circuit_breaker.proto, its router's retry documentation; Nygard, "Release
 * It!", for the classic breaker; Istio's agent for the moment at which certificates are renewed.
 */
import type { Certificate, Circuit, HostView, Policy, Weight } from './state.ts';

/** Envoy's defaults, where this model does not ask a page for them. */
export const envoy = { maxConnections: 1024, maxPendingRequests: 1024, maxRequests: 1024, maxRetries: 3, minRetryConcurrency: 3, consecutive5xx: 5, intervalMs: 10_000, baseEjectionMs: 30_000, maxEjectionMs: 300_000, maxEjectionPercent: 10, backoffMs: 25, backoffCap: 10 } as const;

/** Share of its life after which a certificate is renewed (Istio: SECRET_GRACE_PERIOD_RATIO). */
export const graceRatio = 0.5;

export interface Rules {
  /** The version that a roll in [0, 1) falls on. */
  readonly versionFor: (split: readonly Weight[], roll: number) => string;
  /** May a request wait, or be sent, beside `count` others? */
  readonly hasRoom: (count: number, limit: number) => boolean;
  /** May there be another attempt after so many? */
  readonly mayRetry: (attempts: number, retries: number) => boolean;
  /** Retries that may be under way at a time. */
  readonly allowedRetries: (budget: number | null, requests: number) => number;
  /** Bound of the wait before retry n (from 1), µs. */
  readonly backoffLimitUs: (baseUs: number, retry: number) => number;
  /** Errors in a row after an answer. */
  readonly afterAnswer: (errors: number, ok: boolean) => number;
  /** May one more of so many hosts be ejected? */
  readonly mayEject: (ejected: number, hosts: number, share: number) => boolean;
  readonly ejectionUs: (baseUs: number, times: number) => number;
  /** Does a sweep end this ejection? */
  readonly isOver: (untilUs: number, nowUs: number) => boolean;
  readonly inService: (view: HostView) => boolean;
  /** Does a proxy let an unencrypted request in? */
  readonly admitsPlain: (mtls: Policy['mtls']) => boolean;
  readonly isValid: (certificate: Certificate | null, nowUs: number) => boolean;
  /** Does a classic circuit let a call through? */
  readonly admits: (circuit: Circuit, nowUs: number) => boolean;
  /** Does a proxy take this configuration? */
  readonly accepts: (valid: boolean, version: number, current: number | null) => boolean;
  /** Is a request that ends now still waited for? */
  readonly isPending: (requests: ReadonlyMap<string, unknown>, id: string) => boolean;
}

function versionFor(split: readonly Weight[], roll: number): string {
  let left = roll * split.reduce((sum, { weight }) => sum + weight, 0);
  for (const { version, weight } of split) {
    if (left < weight) return version;
    left -= weight;
  }
  // Rounding: the roll fell on the very end.
  return split.filter(({ weight }) => weight > 0).at(-1)!.version;
}

/** Envoy's random exponential back-off: 2^n − 1 times the base, at most 10 times. n is small, so doubling is exact. */
function backoffLimitUs(baseUs: number, retry: number): number {
  let factor = 1;
  for (let at = 0; at < retry && factor <= 2 * envoy.backoffCap; at += 1) factor *= 2;
  return baseUs * Math.min(factor - 1, envoy.backoffCap);
}

export const meshRules: Rules = {
  versionFor,
  hasRoom: (count, limit) => count < limit,
  mayRetry: (attempts, retries) => attempts <= retries,
  allowedRetries: (budget, requests) => (budget === null ? Infinity : Math.max(envoy.minRetryConcurrency, Math.floor(budget * requests + 1e-9))),
  backoffLimitUs,
  afterAnswer: (errors, ok) => (ok ? 0 : errors + 1),
  mayEject: (ejected, hosts, share) => ejected === 0 || (ejected + 1) / hosts <= share + 1e-9,
  ejectionUs: (baseUs, times) => baseUs * Math.min(times, envoy.maxEjectionMs / envoy.baseEjectionMs),
  isOver: (untilUs, nowUs) => nowUs >= untilUs,
  inService: ({ ejected }) => ejected === null,
  admitsPlain: (mtls) => mtls !== 'strict',
  isValid: (certificate, nowUs) => certificate !== null && certificate.notBeforeUs <= nowUs && nowUs < certificate.notAfterUs,
  admits: ({ state, untilUs, trial }, nowUs) => state === 'closed' || (state === 'open' ? nowUs >= untilUs : trial === null),
  accepts: (valid, version, current) => valid && (current === null || version >= current),
  isPending: (requests, id) => requests.has(id),
};
