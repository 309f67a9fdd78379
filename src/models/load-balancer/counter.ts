/** HAProxy's health counter of a backend: pure rules, and what they are called. */
import type { LoadBalancerConfig } from './state.ts';

type Thresholds = Pick<LoadBalancerConfig, 'healthyAfter' | 'unhealthyAfter'>;

export const isHealthy = (health: number, { healthyAfter }: Thresholds): boolean => health >= healthyAfter;

export const bestHealth = ({ healthyAfter, unhealthyAfter }: Thresholds): number => healthyAfter + unhealthyAfter - 1;

/** The counter after a probe. */
export function afterProbe(health: number, ok: boolean, thresholds: Thresholds): number {
  const { healthyAfter } = thresholds;
  if (ok) return health + 1 >= healthyAfter ? bestHealth(thresholds) : health + 1;
  return health > healthyAfter ? health - 1 : 0;
}

/** As HAProxy shows it: `UP`, `UP 2/3`, `UP 1/3`, `DOWN`, `DOWN 1/2`. */
export function healthLabel(health: number, thresholds: Thresholds): string {
  const { healthyAfter, unhealthyAfter } = thresholds;
  if (health >= bestHealth(thresholds)) return 'UP';
  if (health >= healthyAfter) return `UP ${health - healthyAfter + 1}/${unhealthyAfter}`;
  return health > 0 ? `DOWN ${health}/${healthyAfter}` : 'DOWN';
}

/** Probes in a row against the present state: failed ones while it is up, good ones while it is down. */
export function strikes(health: number, thresholds: Thresholds): { readonly up: boolean; readonly count: number; readonly of: number } {
  const up = isHealthy(health, thresholds);
  return up ? { up, count: bestHealth(thresholds) - health, of: thresholds.unhealthyAfter } : { up, count: health, of: thresholds.healthyAfter };
}
