import { assert } from '../../../test/assert.ts';
import type { Model, RandomStream, World } from './model.ts';
import { InvariantViolation } from './model.ts';
import type { NetworkState } from './network.ts';
import { arrive, copyNetwork, createNetwork, cutGroups, cutLink, delayMessage, dropMessage, heal, hold, lose, release, send } from './network.ts';
import { catches, drawFault, pick, swarmOf } from './testing.ts';
import type { Swarm } from './testing.ts';

interface Token { readonly from: string; readonly to: string; readonly number: number }
interface Config { readonly nodes: number; readonly latencyUs: number; readonly jitterUs: number; readonly loss: number }
interface State {
  readonly config: Config;
  readonly ids: readonly string[];
  readonly network: NetworkState<Token>;
  readonly frozen: Set<string>;
  /** Highest token each node has seen. */
  readonly seen: Map<string, number>;
  holder: string;
  number: number;
  passes: number;
}

/** What tests may break. */
interface Rules { readonly isOld: (number: number, seen: number) => boolean; readonly copySeen: (seen: Map<string, number>) => Map<string, number>; readonly regenerates: boolean }
const rules: Rules = { isOld: (number, seen) => number <= seen, copySeen: (seen) => new Map(seen), regenerates: true };

/** A numbered token goes round; a new one is made when the old one seems lost. A node takes each number once. */
function tokenRing({ isOld, copySeen, regenerates }: Rules): Model<Config, State> {
  const pass = (state: State, from: string, number: number, world: World): void => {
    const to = state.ids[(state.ids.indexOf(from) + 1) % state.ids.length]!;
    send(state.network, state.config, { from, to, number }, world);
  };
  return {
    slug: 'token-ring',
    create(config, world) {
      world.schedule(0, 'watch', null);
      const ids = Array.from({ length: config.nodes }, (_, at) => `n${at + 1}`);
      return { config, ids, network: createNetwork<Token>(), frozen: new Set(), seen: new Map(ids.map((id) => [id, 0])), holder: 'n1', number: 0, passes: 0 };
    },
    handle(state, event, world) {
      if (event.kind === 'network.lose') lose(state.network, event.data as string, world);
      if (event.kind === 'network.deliver') {
        const envelope = arrive(state.network, event.data as string, world);
        if (!envelope) return;
        const { to, number } = envelope.message;
        if (state.frozen.has(to)) {
          hold(state.network, envelope);
          return;
        }
        if (isOld(number, state.seen.get(to)!)) return;
        if (number <= state.seen.get(to)!) throw new InvariantViolation('each number once', `${to} took ${number} twice`);
        state.seen.set(to, number);
        state.holder = to;
        state.passes += 1;
        world.emit('token.pass', { node: to, number });
        pass(state, to, number + 1, world);
      }
      if (event.kind === 'watch') {
        world.schedule(200_000, 'watch', null);
        const highest = Math.max(...state.seen.values());
        if (highest === state.number && (regenerates || highest === 0)) pass(state, state.holder, highest + 1, world);
        state.number = highest;
      }
    },
    act(state, { action, target = '', args = {} }, world) {
      const done = { ok: true } as const;
      const { network } = state;
      switch (action) {
        case 'freeze': state.frozen.add(target); return done;
        case 'thaw': state.frozen.delete(target); release(network, target, world); return done;
        case 'slow': network.slow.set(target, Number(args['factor'])); return done;
        case 'heal': heal(network, null, world); return done;
        case 'drop': return dropMessage(network, target, world);
        case 'delay': return delayMessage(network, target, Number(args['by']) * 1000, world);
        case 'cut':
          if (target !== '') cutLink(network, target, world);
          else cutGroups(network, String(args['groups']).split('|').map((side) => side.split(',')), world);
          return done;
      }
      return { ok: false, reason: `no action ${action}` };
    },
    configure() {},
    copy: (state) => ({ ...state, network: copyNetwork(state.network), frozen: new Set(state.frozen), seen: copySeen(state.seen) as Map<string, number> }),
    check() {},
  };
}

const swarm: Swarm<Config, State> = {
  model: tokenRing(rules),
  draw: (random: RandomStream) => ({ nodes: random.integer(1, 6), latencyUs: pick(random, [0, 1000, 20_000]), jitterUs: pick(random, [0, 30_000]), loss: pick(random, [0, 0.1]) }),
  disturb: (state, random) => drawFault(random, { nodes: state.ids, messages: [...state.network.inFlight.keys()], except: ['crash', 'recover'] }),
  repair: (state) => [{ action: 'heal' }, ...state.ids.flatMap((id) => [{ action: 'thaw', target: id }, { action: 'slow', target: id, args: { factor: 1 } }])],
  progress: (state) => state.passes,
  progressWithinUs: 5_000_000,
  calm: 20,
};

describe('a swarm', () => {
  it('finds nothing in a sound model, over all its seeds and events', () => {
    const report = swarmOf(swarm)({ schedules: 40, events: 1000 });
    assert.deepEqual(report.failures, []);
    assert.equal(report.runs, 40);
    assert.ok(report.events >= 40_000, `${report.events} events`);
    assert.ok(report.actions > 500, `${report.actions} actions`);
  });

  const planted: readonly (readonly [string, Partial<Rules>, RegExp])[] = [
    ['takes an old token again', { isOld: () => false }, /each number once/],
    ['never makes a lost token anew', { regenerates: false }, /no progress/],
    ['shares state between copies', { copySeen: (seen) => seen }, /does not show what was there|is not the run|each number once/],
  ];
  for (const [what, bug, expected] of planted) {
    it(`catches a model that ${what}, and says how to see it again`, () => {
      const failure = catches(swarm, tokenRing({ ...rules, ...bug }), { schedules: 40, events: 1000 });
      assert.ok(failure);
      assert.match(failure.message, expected);
      assert.ok(failure.message.includes(`npm run test:deep -- --seeds ${failure.seed} --events 1000 token-ring`));
      assert.ok(failure.message.includes(`event ${failure.event}`));
    });
  }

  it('runs a seed the same way every time', () => {
    const once = swarmOf(swarm)({ schedules: 1, firstSeed: 7, events: 500 });
    assert.deepEqual(swarmOf(swarm)({ schedules: 1, firstSeed: 7, events: 500 }), once);
  });
});

