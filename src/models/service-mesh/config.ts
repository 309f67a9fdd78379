/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import type { Match, Policy, ServiceMeshConfig, Weight } from './state.ts';

/** Values by the names of the element's properties; durations in ms, lists as canonical text. */
export type ServiceMeshSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-service-mesh`. Envoy's own: 1024 requests and waiting ones, a sweep every 10 s, 30 s out, 10 % of hosts; Istio's certificates last 24 h. */
export const serviceMeshDefaults = {
  services: 'web,cart,payment,stock', mode: 'sidecar', mtls: 'strict', certTtl: 60_000, breaker: 'envoy', retries: 2, retryBackoff: 25, retryBudget: '20%',
  timeout: 1000, maxRequests: 16, maxPending: 16, outlierErrors: 5, outlierInterval: 1000, ejectionTime: 3000, maxEjection: 0.5,
  split: 'v1:90,v2:10', match: '', faultDelay: '', faultAbort: '', requestRate: 10, latency: 40, jitter: 0, loss: 0,
} as const;

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));
const items = (text: string): string[] => text.split(text.includes(',') ? /\s*,\s*/ : /\s+/).map((item) => item.trim()).filter((item) => item !== '');
const factors: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
const most = 4;

/** A share from `0.2` or `20%`, at most 1; null when it is neither. */
export function shareOf(text: string): number | null {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim()) ?? [];
  return digits === undefined ? null : Math.min(1, Number(digits) / (percent === '%' ? 100 : 1));
}

/** `v1:90,v2:10` as weights; of at most four versions. All at 0: all equal. Items that are none are left out. */
export function splitOf(text: string): readonly Weight[] {
  const read = items(text).flatMap((item): Weight[] => {
    const [, version, weight] = /^([A-Za-z0-9._-]{1,16}):(\d{1,6}(?:\.\d+)?)%?$/.exec(item) ?? [];
    return version === undefined ? [] : [{ version, weight: Number(weight) }];
  });
  const weights = read.filter(({ version }, at) => read.findIndex((each) => each.version === version) === at).slice(0, most);
  if (weights.length === 0) return [{ version: 'v1', weight: 1 }];
  return weights.every(({ weight }) => weight === 0) ? weights.map(({ version }) => ({ version, weight: 1 })) : weights;
}

/** `header=value:version`; null when it is not of that form or the split has no such version. */
export function matchOf(text: string, split: readonly Weight[]): Match | null {
  const [, header, value, version] = /^\s*([A-Za-z0-9-]{1,32})=([^:]{1,32}):([A-Za-z0-9._-]{1,16})\s*$/.exec(text) ?? [];
  if (header === undefined || value === undefined || !split.some((each) => each.version === version)) return null;
  return { header: header.toLowerCase(), value, version: version! };
}

/** `400ms@10%`; null when it is not of that form. */
export function faultDelayOf(text: string): Policy['faultDelay'] {
  const [, digits, unit = '', share] = /^\s*(\d+(?:\.\d+)?)(ms|s|min|h)?@([\d.]+%?)\s*$/.exec(text) ?? [];
  const part = share === undefined ? null : shareOf(share);
  return part === null ? null : { us: microseconds(Number(digits) * factors[unit]!), share: part };
}

/** `503@10%`; null when it is not of that form or the status is no HTTP status from 200 to 599. */
export function faultAbortOf(text: string): Policy['faultAbort'] {
  const [, status, share] = /^\s*([2-5]\d\d)@([\d.]+%?)\s*$/.exec(text) ?? [];
  const part = share === undefined ? null : shareOf(share);
  return part === null ? null : { status: Number(status), share: part };
}

const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word => words.find((word) => word === value) ?? words[0]!;

/** Names of services: 2 to 10 of them. */
export function servicesOf(text: string): readonly string[] {
  const names = items(text).map((name) => name.slice(0, 64)).slice(0, 10);
  return names.length < 2 ? items(serviceMeshDefaults.services) : names;
}

export function serviceMeshConfig(settings: ServiceMeshSettings = {}): ServiceMeshConfig {
  const values: ServiceMeshSettings = { ...serviceMeshDefaults, ...settings };
  const split = splitOf(String(values.split));
  return {
    services: servicesOf(String(values.services)),
    mode: oneOf(['sidecar', 'ambient'], values.mode),
    certTtlUs: Math.max(1000, microseconds(Number(values.certTtl))),
    requestRate: Number(values.requestRate),
    latencyUs: microseconds(Number(values.latency)),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
    policy: {
      mtls: oneOf(['strict', 'permissive', 'off'], values.mtls),
      breaker: oneOf(['envoy', 'classic'], values.breaker),
      retries: Number(values.retries),
      backoffUs: Math.max(1, microseconds(Number(values.retryBackoff))),
      budget: values.retryBudget === 'none' ? null : shareOf(String(values.retryBudget)) ?? 0.2,
      timeoutUs: Math.max(1000, microseconds(Number(values.timeout))),
      maxRequests: Number(values.maxRequests),
      maxPending: Number(values.maxPending),
      outlierErrors: Number(values.outlierErrors),
      outlierIntervalUs: Math.max(1000, microseconds(Number(values.outlierInterval))),
      ejectionUs: Math.max(1000, microseconds(Number(values.ejectionTime))),
      maxEjection: Number(values.maxEjection),
      split,
      match: matchOf(String(values.match), split),
      faultDelay: faultDelayOf(String(values.faultDelay)),
      faultAbort: faultAbortOf(String(values.faultAbort)),
    },
  };
}
