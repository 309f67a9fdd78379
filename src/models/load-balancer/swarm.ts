/** Random sites under random faults, changes of the pool and of settings. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { Swarm } from '../kernel/testing.ts';
import { loadBalancer } from './model.ts';
import { algorithms } from './state.ts';
import type { LoadBalancerConfig, LoadBalancerState } from './state.ts';

function draw(random: RandomStream): LoadBalancerConfig {
  const layer = pick(random, [4, 7, 7] as const);
  const healthIntervalUs = pick(random, [100_000, 400_000, 2_000_000]);
  return {
    backends: pick(random, [0, 1, 2, 3, 4, 5, 8, 16]),
    algorithm: pick(random, algorithms),
    weights: pick(random, [[1], [5, 1, 1], [3, 0, 1], [0], [1, 2, 3, 4]]),
    capacity: pick(random, [[1], [8], [2, 4]]),
    serviceTimeUs: pick(random, [[1_000], [200_000], [50_000, 400_000]]),
    requestRate: pick(random, [2, 10, 50, 200]),
    clients: pick(random, [1, 6, 24]),
    longLived: pick(random, [0, 0, 0.2]),
    queue: pick(random, [0, 1, 16]),
    layer,
    routes: layer === 7 ? pick(random, [[], [], [{ prefix: '/api', backends: ['b1', 'b2'] }, { prefix: '/api/v2', backends: ['b3'] }]]) : [],
    sticky: layer === 7 && random.chance(0.3),
    healthPath: '/health',
    healthIntervalUs,
    healthTimeoutUs: Math.floor(healthIntervalUs / pick(random, [1, 2])),
    unhealthyAfter: pick(random, [1, 2, 3, 5]),
    healthyAfter: pick(random, [1, 2, 3]),
    passiveErrors: pick(random, [0, 1, 5]),
    slowStartUs: pick(random, [0, 0, 3_000_000]),
    drainUs: pick(random, [0, 500_000, 5_000_000]),
    balancers: pick(random, [1, 1, 2, 3]),
    latencyUs: pick(random, [0, 1_000, 20_000, 100_000]),
    jitterUs: pick(random, [0, 0, 30_000]),
    loss: pick(random, [0, 0, 0, 0.02]),
    addresses: pick(random, [[], ['10.0.1.7', '10.0.1.9', '10.0.1.201']]),
    warmUpUs: pick(random, [0, 2_000_000]),
  };
}

/** Settings that may change while the site runs, and to what. */
const live: readonly (readonly [name: string, values: readonly Plain[]])[] = [
  ['requestRate', [0, 5, 50, 200]], ['backends', [0, 1, 3, 6]], ['balancers', [1, 2, 3]], ['clients', [1, 5, 12]], ['weights', [[1], [2, 1], [0], [1, 0, 4]]],
  ['capacity', [[1], [3], [8, 1]]], ['queue', [0, 2, 16]], ['unhealthyAfter', [1, 3, 4]], ['healthyAfter', [1, 2, 4]], ['passiveErrors', [0, 2]],
  ['healthIntervalUs', [100_000, 1_000_000]], ['slowStartUs', [0, 2_000_000]], ['drainUs', [0, 1_000_000]], ['longLived', [0, 0.5]], ['loss', [0, 0.1]],
];

function disturb(state: LoadBalancerState, random: RandomStream): Action {
  const backends = [...state.backends.keys()];
  const nodes = [...backends, ...backends, ...state.balancers.keys()];
  const target = backends.length > 0 ? pick(random, backends) : 'b1';
  const [name, values] = pick(random, live);
  return pick<() => Action>(random, [
    () => drawFault(random, { nodes, messages: [...state.network.inFlight.keys()] }),
    () => drawFault(random, { nodes, messages: [...state.network.inFlight.keys()] }),
    () => ({ action: 'request', args: { count: pick(random, [1, 3, 30]) } }),
    () => ({ action: 'add' }), () => ({ action: 'add' }), () => ({ action: 'remove', target }), () => ({ action: 'drain', target }),
    () => ({ action: 'fail-probe', target, args: { count: random.integer(1, 6) } }),
    () => ({ action: 'fail-probe', target }),
    () => ({ action: 'recover' }), () => ({ action: 'recover', target: 'draining' }), () => ({ action: 'heal' }),
    () => ({ action: 'set-algorithm', target: pick(random, algorithms) }),
    () => ({ action: 'set', args: { name, value: pick(random, values) } }),
  ])();
}

/** The live settings that a schedule changes. */
export function reconfigure(config: LoadBalancerConfig, name: string, value: Plain | undefined): LoadBalancerConfig {
  return name in config && Reflect.get(config, name) !== value ? { ...config, [name]: value } : config;
}

const quiet = { loss: 0, latencyUs: 1_000, jitterUs: 0, requestRate: 20, backends: 4, weights: [1], capacity: [8], serviceTimeUs: [50_000], routes: [], healthIntervalUs: 500_000, healthTimeoutUs: 400_000 } as const;

export const loadBalancerSwarm: Swarm<LoadBalancerConfig, LoadBalancerState> = {
  model: loadBalancer(),
  draw,
  disturb,
  repair: ({ balancers, backends }) => [
    { action: 'heal' }, { action: 'recover' },
    ...[...balancers.keys(), ...backends.keys()].flatMap((target): Action[] => [{ action: 'thaw', target }, { action: 'slow', target, args: { factor: 1 } }]),
    ...Object.entries(quiet).map(([name, value]): Action => ({ action: 'set', args: { name, value } })),
  ],
  progress: ({ stats }) => stats.responses - stats.errors,
  progressWithinUs: 60_000_000,
  calm: 40,
  reconfigure,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(loadBalancerSwarm);
