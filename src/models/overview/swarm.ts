/** Random systems under random faults, outages and changes of settings; every invariant after every event. */
import type { Action, Plain, RandomStream } from '../kernel/model.ts';
import { drawFault, pick, swarmOf } from '../kernel/testing.ts';
import type { Swarm } from '../kernel/testing.ts';
import type { OverviewConfig } from './config.ts';
import { overviewConfig } from './config.ts';
import { overview } from './model.ts';
import type { OverviewState } from './state.ts';
import { idOf } from './topology.ts';

function draw(random: RandomStream): OverviewConfig {
  return overviewConfig({
    nodes: pick(random, [4, 5, 9, 24, 64]), regions: random.integer(1, 8), degree: random.integer(1, 12), mttf: pick(random, [100, 5000, 60_000, 3_600_000]), mttr: pick(random, [50, 3000, 20_000]),
    replicas: random.integer(1, 7), requestRate: pick(random, [8, 50, 200]), heartbeat: pick(random, [100, 1000]), suspectAfter: pick(random, [0, 150, 3000]),
    latency: pick(random, [0, 20, 400]), jitter: pick(random, [0, 0, 300]), loss: pick(random, [0, 0, 0.1, 0.6]),
  });
}

function disturb(state: OverviewState, random: RandomStream): Action {
  const { nodes, regions } = state.config;
  const ids = Array.from({ length: nodes }, (_, node) => idOf(node));
  if (random.chance(0.6)) return drawFault(random, { nodes: ids, messages: [...state.network.inFlight.keys()] });
  const set = (name: string, value: Plain): Action => ({ action: 'set', args: { name, value } });
  return pick<Action>(random, [
    { action: 'fail-region', target: `${random.integer(1, regions)}` }, { action: 'recover' }, { action: 'crash', target: 'random' }, { action: 'cut' }, { action: 'request' },
    { action: 'capacity', args: { requests: pick(random, [0, 0, 1, 3]) } }, { action: 'recover', target: 'crashed' }, { action: 'crash', target: 'suspected' },
    set('mttfUs', pick(random, [500_000, 20_000_000])), set('mttrUs', pick(random, [100_000, 5_000_000])), set('heartbeatUs', pick(random, [50_000, 800_000])),
    set('suspectAfterUs', pick(random, [100_000, 2_000_000])), set('replicas', random.integer(1, 4)), set('requestRate', pick(random, [8, 100])), set('loss', pick(random, [0, 0.2])),
  ]);
}

export function reconfigure(config: OverviewConfig, name: string, value: Plain | undefined): OverviewConfig {
  return name in config && value !== undefined ? { ...config, [name]: value } : config;
}

function repair({ config }: OverviewState): readonly Action[] {
  const ids = Array.from({ length: config.nodes }, (_, node) => idOf(node));
  return [
    { action: 'heal' }, { action: 'capacity', args: { requests: 0 } },
    ...([['loss', 0], ['jitterUs', 0], ['latencyUs', 1000], ['mttfUs', 3_600_000_000], ['requestRate', 20]] as const).map(([name, value]) => ({ action: 'set', args: { name, value } })),
    { action: 'recover' }, ...ids.map((target) => ({ action: 'thaw', target })), ...ids.map((target) => ({ action: 'slow', target, args: { factor: 1 } })),
  ];
}

export const overviewSwarm: Swarm<OverviewConfig, OverviewState> = {
  model: overview(), draw, disturb, repair, progress: ({ stats }) => stats.served, progressWithinUs: 20_000_000, reconfigure,
};

/** Runs the swarm over a range of seeds. */
export const runSwarm = swarmOf(overviewSwarm);
