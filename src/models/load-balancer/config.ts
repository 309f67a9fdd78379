/** Settings as pages write them, in ms, and the configuration of the model, in µs. */
import { algorithms } from './state.ts';
import type { LoadBalancerConfig, Route } from './state.ts';

/** Values by the names of the element's properties; durations in ms, lists as canonical text. */
export type LoadBalancerSettings = { readonly [name: string]: string | number | boolean };

/** Defaults of `ds-load-balancer`. Probes are HAProxy's: every 2 s, down after 3, up after 2. */
export const loadBalancerDefaults = {
  backends: 4, algorithm: 'round-robin', weights: '1', capacity: '8', serviceTime: '200ms', requestRate: 10, clients: 6, longLived: 0, queue: 16,
  layer: 7, routes: '', sticky: false, healthPath: '/health', healthInterval: 2000, healthTimeout: 1000, unhealthyAfter: 3, healthyAfter: 2,
  passiveErrors: 5, slowStart: 0, drain: 0, balancers: 1, latency: 100, jitter: 0, loss: 0,
} as const;

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));
const items = (text: string): string[] => text.split(/[\s,]+/).filter((item) => item !== '');
const factors: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

function milliseconds(item: string): number {
  const [, digits = '0', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|min|h)?$/.exec(item) ?? [];
  return Number(digits) * (factors[unit] ?? 1);
}

/** Numbers of a list that are not below `least`, rounded; `otherwise` where none is left. */
function wholes(value: unknown, least: number, most: number, otherwise: number): readonly number[] {
  const numbers = items(String(value)).map(Number).filter((number) => Number.isFinite(number)).map((number) => Math.max(least, Math.min(most, Math.round(number))));
  return numbers.length > 0 ? numbers : [otherwise];
}

/**
 * `/api:b1+b2 /beta:b4` as routes. Ids of one route are joined by `+`; items that name no backend, or have no prefix that
 * begins with `/`, are left out.
 */
export function routesOf(text: string): readonly Route[] {
  return items(text).flatMap((item) => {
    const at = item.lastIndexOf(':');
    const prefix = item.slice(0, Math.max(0, at));
    const backends = item.slice(at + 1).split('+').filter((id) => /^b[1-9]\d*$/.test(id));
    return prefix.startsWith('/') && backends.length > 0 ? [{ prefix, backends }] : [];
  });
}

export function loadBalancerConfig(settings: LoadBalancerSettings = {}): LoadBalancerConfig {
  const values = { ...loadBalancerDefaults, ...settings };
  const layer = Number(values.layer) === 4 ? 4 : 7;
  const healthIntervalUs = Math.max(1000, microseconds(Number(values.healthInterval)));
  return {
    backends: Number(values.backends),
    algorithm: algorithms.find((each) => each === values.algorithm) ?? 'round-robin',
    weights: wholes(values.weights, 0, 256, 1),
    capacity: wholes(values.capacity, 1, 1000, 8),
    serviceTimeUs: items(String(values.serviceTime)).map((item) => microseconds(milliseconds(item))),
    requestRate: Number(values.requestRate),
    clients: Number(values.clients),
    longLived: Number(values.longLived),
    queue: Number(values.queue),
    layer,
    routes: layer === 7 ? routesOf(String(values.routes)) : [],
    sticky: layer === 7 && Boolean(values.sticky),
    healthPath: String(values.healthPath),
    healthIntervalUs,
    healthTimeoutUs: Math.max(1, Math.min(healthIntervalUs, microseconds(Number(values.healthTimeout)))),
    unhealthyAfter: Number(values.unhealthyAfter),
    healthyAfter: Number(values.healthyAfter),
    passiveErrors: Number(values.passiveErrors),
    slowStartUs: microseconds(Number(values.slowStart)),
    drainUs: microseconds(Number(values.drain)),
    balancers: Number(values.balancers),
    latencyUs: microseconds(Number(values.latency)),
    jitterUs: microseconds(Number(values.jitter)),
    loss: Number(values.loss),
    addresses: [],
    warmUpUs: 0,
  };
}
