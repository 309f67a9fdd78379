/** How a ring begins. */
import type { World } from '../kernel/model.ts';
import type { Ways } from './algorithms/index.ts';
import { place } from './state.ts';
import type { HashRingConfig, HashRingState, Server } from './state.ts';

export function newServer(number: number, config: HashRingConfig, name: string | null, weight?: number): Server {
  return { number, name, weight: weight ?? config.weights[number - 1] ?? 1, up: true, pinned: null };
}

/** The state at time 0, with the first lookup on its way. */
export function startRing(config: HashRingConfig, world: World, ways: Ways): HashRingState {
  const servers = Array.from({ length: config.servers }, (_, at) => newServer(at + 1, config, null));
  const seed = { config, servers, addedKeys: [], pinnedKeys: new Map<string, number>() };
  world.schedule(400_000, 'lookup', null);
  return {
    ...seed, nextServer: config.servers + 1, placement: place(seed, ways), walks: [], nextWalk: 1, handOvers: [], comparedHandOvers: [],
    lastChange: null, lastMove: null, lastCompared: null, lastLookup: null, lookups: 0,
  };
}
