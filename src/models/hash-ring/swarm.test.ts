import { assert } from '../../../test/assert.ts';
import { catches } from '../kernel/testing.ts';
import type { Model } from '../kernel/model.ts';
import type { Algorithm } from './algorithms/index.ts';
import { allWays as ways } from './algorithms/all.ts';
import { jump } from './algorithms/jump.ts';
import { ranked } from './algorithms/rendezvous.ts';
import type { Way } from './algorithms/way.ts';
import { murmur3x64 } from '../kernel/hashes-64.ts';
import { hashRing, hashRingOf } from './model.ts';
import { ringOwners } from './ring.ts';
import { hashRingSwarm, runSwarm } from './swarm.ts';
import type { HashRingConfig, HashRingState, Placement } from './state.ts';
import { liveServers } from './state.ts';

type Ring = Model<HashRingConfig, HashRingState>;

/** The model with a placement spoilt after every action and change of a setting. */
function spoilt(spoil: (state: HashRingState, before: HashRingState) => void): Ring {
  return {
    ...hashRing,
    act(state, action, world) {
      const before = hashRing.copy(state);
      const result = hashRing.act(state, action, world);
      if (state.placement !== before.placement) spoil(state, before);
      return result;
    },
  };
}

const replace = (state: HashRingState, by: Partial<Placement>): void => { state.placement = { ...state.placement, ...by }; };

/** The model with one rule of one way of placing keys replaced. */
const broken = (algorithm: Algorithm, by: (way: Way) => Partial<Way>): Ring => hashRingOf({ ...ways, [algorithm]: { ...ways[algorithm], ...by(ways[algorithm]) } });

const bugs: Record<string, Ring> = {
  'a rendezvous at which the lowest score wins': broken('rendezvous', ({ place }) => ({
    place: (given) => ({ ...place(given), owners: Uint16Array.from(given.keys.names, (key) => ranked(given.members, key).at(-1)?.number ?? 0) }),
  })),
  'a jump that counts one server too few': broken('jump', ({ place }) => ({
    place: (given) => ({ ...place(given), owners: Uint16Array.from(given.keys.names, (key) => given.members[jump(murmur3x64(key), Math.max(Math.min(1, given.members.length), given.members.length - 1))]?.number ?? 0) }),
    predicted: () => 0,
  })),
  'a table of Maglev in which one server has another’s turns': broken('maglev', ({ place }) => ({
    place(given) {
      const placed = place(given);
      const [first, second] = given.members;
      if (!first || !second) return placed;
      let other = false;
      const table = placed.table.map((owner) => (owner === second.number && (other = !other) ? first.number : owner));
      return { ...placed, table, owners: Uint16Array.from(given.keys.hashes, (hash) => table[hash % table.length]!) };
    },
  })),
  'slots that are dealt anew at every change': broken('slots', ({ place }) => ({ place: (given) => place({ ...given, before: null }) })),
  'a slot that nobody owns': broken('slots', ({ place }) => ({
    place(given) {
      const placed = place(given);
      return { ...placed, table: placed.table.map((owner, slot) => (slot === 0 ? 0 : owner)) };
    },
  })),
  'bounded loads that bound nothing': broken('bounded', ({ place }) => ({
    place(given) {
      const placed = place(given);
      return { ...placed, owners: ringOwners(placed.ring, given.keys.hashes) };
    },
  })),
  'bounded loads that fill a server only to half': broken('bounded', ({ place }) => ({
    place: (given) => ({ ...place({ ...given, loadFactor: (1 + given.loadFactor) / 2 }), room: place(given).room }),
  })),
  'copies by rendezvous that leave out the second score': broken('rendezvous', ({ find }) => ({
    find(placed, keys, key, position, replicas) {
      const found = find(placed, keys, key, position, replicas);
      return { ...found, owners: found.owners.filter((_, at) => at !== 1) };
    },
  })),

  'an owner found one token too far': spoilt((state) => {
    const { ring, keys } = state.placement;
    if (state.config.algorithm !== 'ring' || ring.positions.length === 0) return;
    const after = (hash: number): number => ring.owners[(Math.max(0, ring.positions.findIndex((token) => token >= hash)) + 1) % ring.owners.length]!;
    replace(state, { owners: Uint16Array.from(keys.hashes, after) });
  }),
  'a crashed server that keeps its tokens': spoilt((state, before) => {
    if (state.lastChange?.kind === 'crash') replace(state, { ring: before.placement.ring, owners: before.placement.owners });
  }),
  'a removed server that keeps its keys': spoilt((state, before) => {
    if (state.lastChange?.kind === 'leave') replace(state, { owners: before.placement.owners });
  }),
  'a join that moves the key of another server': spoilt((state) => {
    const { lastChange, lastMove } = state;
    const others = liveServers(state.servers).filter(({ number }) => number !== lastChange?.server);
    if (lastChange?.kind !== 'join' || !lastMove || others.length < 2) return;
    state.lastMove = { ...lastMove, count: lastMove.count + 1, pairs: [...lastMove.pairs, { from: `s${others[0]!.number}`, to: `s${others[1]!.number}`, count: 1 }] };
  }),
  'a ledger that misses a pair': spoilt((state) => {
    if (state.lastMove && state.lastMove.pairs.length > 1) state.lastMove = { ...state.lastMove, pairs: state.lastMove.pairs.slice(1) };
  }),
  'a ring that leaves out its last token': spoilt((state) => {
    const { positions, owners } = state.placement.ring;
    replace(state, { ring: { positions: positions.slice(0, -1), owners: owners.slice(0, -1) } });
  }),
  'replicas on one server': {
    ...hashRing,
    handle(state, event, world) {
      const before = state.lastLookup;
      hashRing.handle(state, event, world);
      if (state.lastLookup && state.lastLookup !== before) state.lastLookup = { ...state.lastLookup, owners: state.lastLookup.owners.map(() => state.lastLookup!.owners[0]!) };
    },
  },
  'a lookup that dies with the first change': {
    ...hashRing,
    handle(state, event, world) {
      if (event.kind === 'lookup' && state.lastChange) return;
      hashRing.handle(state, event, world);
    },
  },
};

describe('The ring under random changes', () => {
  it('keeps every invariant, makes progress when repaired and replays the same', function () {
    this.timeout(60_000);
    const report = runSwarm({ schedules: 40, events: 2500 });
    assert.deepEqual(report.failures, []);
    assert.ok(report.events > 40 * 2400 && report.actions > 500, JSON.stringify(report));
  });

  for (const [bug, model] of Object.entries(bugs)) {
    it(`finds ${bug}`, () => {
      assert.ok(catches(hashRingSwarm, model, { schedules: 40, events: 1000 }) !== null, 'it got away');
    });
  }
});
