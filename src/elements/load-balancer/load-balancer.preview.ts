/** What the first picture of load balancing needs. */
import { loadBalancerConfig, loadBalancerDefaults as defaults } from '../../models/load-balancer/config.ts';
import { loadBalancerScenarios } from '../../models/load-balancer/scenarios.ts';
import { startBalancing } from '../../models/load-balancer/start.ts';
import { algorithms } from '../../models/load-balancer/state.ts';
import type { LoadBalancerConfig, LoadBalancerState } from '../../models/load-balancer/state.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { nodeMarks } from '../../scene/flat/nodes.ts';
import { paintMarks } from '../../scene/flat/paint.ts';
import { solidMarks } from '../../scene/flat/solids.ts';
import type { Adjustment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawBalancing } from './load-balancer.picture.ts';
import { loadBalancerStrings, subtitle } from './load-balancer.strings.ts';

/** Attributes of load balancing; what each means is said at the properties of `DsLoadBalancer`. */
export const own = {
  backends: { kind: 'integer', fallback: defaults.backends, min: 0, max: 16, change: 'live' },
  algorithm: { kind: 'enum', fallback: defaults.algorithm, words: algorithms, change: 'live' },
  weights: { kind: 'list', fallback: defaults.weights, items: 16, number: { min: 0, max: 256, fallback: 1 }, change: 'live' },
  capacity: { kind: 'list', fallback: defaults.capacity, items: 16, number: { min: 1, max: 1000, fallback: 8 }, change: 'live' },
  serviceTime: { kind: 'list', fallback: defaults.serviceTime, items: 16, change: 'live' },
  requestRate: { kind: 'number', fallback: defaults.requestRate, min: 0, max: 200, change: 'live' },
  clients: { kind: 'integer', fallback: defaults.clients, min: 1, max: 24, change: 'live' },
  longLived: { kind: 'share', fallback: defaults.longLived, change: 'live' },
  queue: { kind: 'integer', fallback: defaults.queue, min: 0, max: 100, change: 'live' },
  layer: { kind: 'enum', fallback: String(defaults.layer), words: ['4', '7'], change: 'live' },
  routes: { kind: 'list', fallback: defaults.routes, items: 16, change: 'live' },
  sticky: { kind: 'boolean', change: 'live' },
  healthPath: { kind: 'string', fallback: defaults.healthPath, change: 'live' },
  healthInterval: { kind: 'duration', fallback: defaults.healthInterval, min: 1, max: 3_600_000, change: 'live' },
  healthTimeout: { kind: 'duration', fallback: defaults.healthTimeout, min: 1, max: 3_600_000, change: 'live' },
  unhealthyAfter: { kind: 'integer', fallback: defaults.unhealthyAfter, min: 1, max: 10, change: 'live' },
  healthyAfter: { kind: 'integer', fallback: defaults.healthyAfter, min: 1, max: 10, change: 'live' },
  passiveErrors: { kind: 'integer', fallback: defaults.passiveErrors, min: 0, max: 100, change: 'live' },
  slowStart: { kind: 'duration', fallback: defaults.slowStart, min: 0, max: 3_600_000, change: 'live' },
  drain: { kind: 'duration', fallback: defaults.drain, min: 0, max: 3_600_000, change: 'live' },
  balancers: { kind: 'integer', fallback: defaults.balancers, min: 1, max: 3, change: 'live' },
  latency: { kind: 'duration', fallback: defaults.latency, min: 0, max: 10_000, change: 'live' },
  jitter: { kind: 'duration', fallback: defaults.jitter, min: 0, max: 10_000, change: 'live' },
  loss: { kind: 'share', fallback: defaults.loss, change: 'live' },
} as const satisfies SettingTable;

/** Why settings give way; keys of their translations. */
export type LoadBalancerAdvice =
  | 'a probe is waited for until the next one at most'
  | 'layer 4 sees addresses and ports, not paths'
  | 'layer 4 sees addresses and ports, not cookies';

/** A probe cannot be waited for past the next one; layer 4 reads neither paths nor cookies. */
function reconcile(settings: SettingValues): readonly Adjustment<LoadBalancerAdvice>[] {
  const { healthInterval, healthTimeout, layer, routes, sticky } = settings;
  const blind = Number(layer) === 4;
  return [
    ...(Number(healthTimeout) > Number(healthInterval) ? [{ name: 'healthTimeout', used: Number(healthInterval), reason: 'a probe is waited for until the next one at most' as const }] : []),
    ...(blind && routes !== '' ? [{ name: 'routes', used: '', reason: 'layer 4 sees addresses and ports, not paths' as const }] : []),
    ...(blind && sticky === true ? [{ name: 'sticky', used: false, reason: 'layer 4 sees addresses and ports, not cookies' as const }] : []),
  ];
}

export const preview: Preview<LoadBalancerConfig, LoadBalancerState> = {
  slug: 'load-balancer',
  pace: 250,
  model: { create: startBalancing },
  settings: own,
  configure: loadBalancerConfig,
  reconcile,
  scenarios: loadBalancerScenarios,
  draw: drawBalancing,
  marks: [nodeMarks, solidMarks, paintMarks, linkMarks],
  subtitle,
  nodes: (state) => [...state.balancers.keys(), ...state.backends.keys(), ...state.clients.keys()],
  defaultName: (id) => (id === 'm1' ? 'LB' : id.replace(/^m/, 'LB').toUpperCase()),
  givenName: (state, id) => state.backends.get(id)?.name ?? null,
  strings: loadBalancerStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
