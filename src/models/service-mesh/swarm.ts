/** Random meshes under random faults, changes of policy and of settings. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { Swarm } from '../kernel/testing.ts';
import { serviceMesh } from './model.ts';
import type { Policy, ServiceMeshConfig, ServiceMeshState } from './state.ts';

const names = ['web', 'cart', 'payment', 'stock', 'mail', 'search', 'user', 'price', 'tax', 'log'];
const splits = [[{ version: 'v1', weight: 90 }, { version: 'v2', weight: 10 }], [{ version: 'v1', weight: 1 }], [{ version: 'v1', weight: 1 }, { version: 'v2', weight: 1 }, { version: 'v3', weight: 0 }]];

function draw(random: RandomStream): ServiceMeshConfig {
  const split = pick(random, splits);
  return {
    services: names.slice(0, pick(random, [2, 3, 4, 4, 6, 10])),
    mode: pick(random, ['sidecar', 'sidecar', 'ambient'] as const),
    certTtlUs: pick(random, [2_000_000, 10_000_000, 60_000_000]),
    requestRate: pick(random, [2, 10, 40, 150]),
    latencyUs: pick(random, [0, 1000, 40_000]),
    jitterUs: pick(random, [0, 0, 20_000]),
    loss: pick(random, [0, 0, 0, 0.02]),
    policy: {
      mtls: pick(random, ['strict', 'strict', 'permissive', 'off'] as const),
      breaker: pick(random, ['envoy', 'envoy', 'classic'] as const),
      retries: pick(random, [0, 1, 2, 5, 10]),
      backoffUs: pick(random, [1000, 25_000, 100_000]),
      budget: pick(random, [null, 0.2, 0.2, 0.5]),
      timeoutUs: pick(random, [200_000, 1_000_000, 3_000_000]),
      maxRequests: pick(random, [1, 4, 16, 1024]),
      maxPending: pick(random, [1, 4, 16]),
      outlierErrors: pick(random, [1, 3, 5]),
      outlierIntervalUs: pick(random, [200_000, 1_000_000]),
      ejectionUs: pick(random, [300_000, 3_000_000]),
      maxEjection: pick(random, [0, 0.1, 0.5, 1]),
      split,
      match: pick(random, [null, { header: 'user', value: 'beta', version: split.at(-1)!.version }]),
      faultDelay: pick(random, [null, null, { us: 300_000, share: 0.2 }]),
      faultAbort: pick(random, [null, null, { status: 503, share: 0.1 }]),
    },
  };
}

/** Policies and settings that may change while the mesh runs, and to what. */
const live: readonly (readonly [name: string, values: readonly Plain[]])[] = [
  ['requestRate', [5, 40, 150]], ['latencyUs', [0, 40_000]], ['loss', [0, 0.05]], ['certTtlUs', [1_000_000, 20_000_000]], ['mtls', ['strict', 'permissive', 'off']], ['breaker', ['envoy', 'classic']],
  ['retries', [0, 2, 6]], ['budget', [null, 0.2]], ['timeoutUs', [300_000, 1_000_000]], ['maxRequests', [1, 8]], ['maxPending', [1, 8]], ['outlierErrors', [1, 5]],
  ['outlierIntervalUs', [300_000, 1_000_000]], ['ejectionUs', [500_000, 2_000_000]], ['maxEjection', [0.1, 0.5, 1]], ['split', splits as unknown as readonly Plain[]],
];

function disturb(state: ServiceMeshState, random: RandomStream): Action {
  const hosts = [...state.hosts.keys()];
  const split = hosts.filter((id) => state.hosts.get(id)!.version !== '');
  const nodes = [...hosts, ...split, 'p1', ...(state.config.mode === 'ambient' ? state.proxies.keys() : [])];
  const [name, values] = pick(random, live);
  const target = pick(random, [...hosts, ...split]);
  const fault = (): Action => drawFault(random, { nodes, messages: [...state.network.inFlight.keys()] });
  return pick<() => Action>(random, [
    fault, fault, () => ({ action: 'recover' }), () => ({ action: 'recover', target: 'failing' }),
    () => ({ action: 'fail', target, args: { share: pick(random, [0.3, 1, 1]), status: pick(random, [500, 503]) } }),
    () => ({ action: 'fail', target: 'random' }),
    () => ({ action: 'request', args: { count: pick(random, [1, 10, 60]) } }),
    () => ({ action: 'request', target, args: { plain: true } }),
    () => ({ action: 'push-config', args: { bad: random.chance(0.4) } }),
    () => ({ action: 'rotate-cert', target }), () => ({ action: 'expire-cert', target }),
    () => ({ action: 'heal' }),
    () => ({ action: 'set', args: { name, value: pick(random, values) } }),
  ])();
}

/** The settings that a schedule changes. */
export function reconfigure(config: ServiceMeshConfig, name: string, value: Plain | undefined): ServiceMeshConfig {
  if (name in config.policy) return Reflect.get(config.policy, name) === value ? config : { ...config, policy: { ...config.policy, [name]: value } as Policy };
  return name in config && Reflect.get(config, name) !== value ? { ...config, [name]: value } : config;
}

const quiet = { requestRate: 20, latencyUs: 1000, jitterUs: 0, loss: 0, certTtlUs: 60_000_000, mtls: 'strict', breaker: 'envoy', retries: 2, backoffUs: 25_000, timeoutUs: 1_000_000, maxRequests: 64, maxPending: 64, ejectionUs: 300_000, faultAbort: null } as const;

export const serviceMeshSwarm: Swarm<ServiceMeshConfig, ServiceMeshState> = {
  model: serviceMesh(),
  draw,
  disturb,
  repair: ({ hosts, proxies, config }) => {
    const nodes = [...hosts.keys(), 'p1', ...(config.mode === 'ambient' ? proxies.keys() : [])];
    return [
      { action: 'heal' }, { action: 'recover' },
      ...nodes.flatMap((target): Action[] => [{ action: 'thaw', target }, { action: 'slow', target, args: { factor: 1 } }]),
      ...Object.entries(quiet).map(([name, value]): Action => ({ action: 'set', args: { name, value } })),
      { action: 'push-config' },
      ...[...hosts.keys(), ...(config.mode === 'ambient' ? ['w1'] : [])].map((target): Action => ({ action: 'rotate-cert', target })),
    ];
  },
  progress: ({ stats }) => stats.ok,
  progressWithinUs: 60_000_000,
  calm: 40,
  reconfigure,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(serviceMeshSwarm);
