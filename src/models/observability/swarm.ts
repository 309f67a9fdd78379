/** Random systems under random faults, changes of sampling and of labels. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { Swarm } from '../kernel/testing.ts';
import { observability } from './model.ts';
import { labelsOf } from './series.ts';
import { collectorId, tailSamplings } from './state.ts';
import type { ObservabilityConfig, ObservabilityState } from './state.ts';

const names = ['gateway', 'cart', 'catalog', 'payment', 'db', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
const labelLists = ['route:4,status:3', '', 'status:2', 'route:4,status:3,user:800', 'user:10000'];

function draw(random: RandomStream): ObservabilityConfig {
  return {
    services: names.slice(0, pick(random, [2, 3, 5, 8, 12])),
    requestRate: pick(random, [1, 5, 20, 100]),
    errorRate: pick(random, [0, 0.02, 0.5, 1]),
    sampling: pick(random, [0, 0.1, 0.5, 1, 1]),
    tailSampling: pick(random, tailSamplings),
    labels: labelsOf(pick(random, labelLists)),
    logFormat: pick(random, ['json', 'json', 'text'] as const),
    exemplars: random.chance(0.8),
    latencyUs: pick(random, [0, 1_000, 20_000, 100_000]),
    jitterUs: pick(random, [0, 0, 10_000, 60_000]),
    loss: pick(random, [0, 0, 0, 0.02]),
  };
}

/** Settings that may change while the system runs, and to what. */
const live: readonly (readonly [name: string, values: readonly Plain[]])[] = [
  ['requestRate', [0, 5, 20, 100]], ['errorRate', [0, 0.3]], ['sampling', [0, 0.3, 1]], ['tailSampling', tailSamplings], ['labels', labelLists],
  ['logFormat', ['json', 'text']], ['exemplars', [true, false]], ['loss', [0, 0.1]], ['latencyUs', [1_000, 40_000]],
];

function disturb(state: ObservabilityState, random: RandomStream): Action {
  const services = [...state.services.keys()];
  const target = pick(random, services);
  const [name, values] = pick(random, live);
  const faulty = { nodes: [...services, collectorId], messages: [...state.network.inFlight.keys()] };
  return pick<() => Action>(random, [
    () => drawFault(random, faulty), () => drawFault(random, faulty),
    () => ({ action: 'request', args: { count: pick(random, [1, 3, 20]) } }),
    () => ({ action: 'fail', target, args: { share: pick(random, [0, 0.3, 1]) } }),
    () => ({ action: 'slow', target, args: { factor: 15, share: 0.2 } }),
    () => ({ action: 'strip-context', target }),
    () => ({ action: 'slow', target: collectorId, args: { factor: pick(random, [1, 20, 200]) } }),
    () => ({ action: 'recover' }), () => ({ action: 'recover', target }), () => ({ action: 'heal' }),
    () => ({ action: 'set', args: { name, value: pick(random, values) } }),
  ])();
}

/** The live settings that a schedule changes. */
export function reconfigure(config: ObservabilityConfig, name: string, value: Plain | undefined): ObservabilityConfig {
  if (name === 'labels') return { ...config, labels: labelsOf(String(value)) };
  return name in config && Reflect.get(config, name) !== value ? { ...config, [name]: value } : config;
}

const quiet = { loss: 0, latencyUs: 1_000, jitterUs: 0, requestRate: 20, errorRate: 0, sampling: 1, tailSampling: 'none' } as const;

export const observabilitySwarm: Swarm<ObservabilityConfig, ObservabilityState> = {
  model: observability(),
  draw,
  disturb,
  repair: ({ services }) => [
    { action: 'heal' },
    ...[collectorId, ...services.keys()].flatMap((target): Action[] => [{ action: 'thaw', target }, { action: 'recover', target }]),
    ...Object.entries(quiet).map(([name, value]): Action => ({ action: 'set', args: { name, value } })),
  ],
  progress: ({ stats }) => stats.kept,
  progressWithinUs: 30_000_000,
  calm: 40,
  reconfigure,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(observabilitySwarm);
