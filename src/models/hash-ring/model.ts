/**
 * Keys on servers that come and go, by consistent hashing or another way, and what each change moves.
 *
 * Rules: each in a file of `algorithms`, with its source. Simplified: all clients know the members at once, and copying a
 * key's data takes a fixed time that holds nothing up.
 */
import type { Action, ActionResult, Model, Scheduled, World } from '../kernel/model.ts';
import type { Ways } from './algorithms/index.ts';
import { allWays } from './algorithms/all.ts';
import type { Placed } from './algorithms/way.ts';
import { check } from './checks.ts';
import { drawKey, rankOf } from './keys.ts';
import { comparedLedger, ledgerOf, movedKeys } from './ledger.ts';
import { arrive, redirect, startWalk } from './lookups.ts';
import type { RingWorld } from './lookups.ts';
import { measures } from './measures.ts';
import './md5.ts';
import { refused } from './reasons.ts';
import { numberLimit } from './ring.ts';
import { newServer, startRing } from './start.ts';
import { place, serverId, tokensOf, usualName } from './state.ts';
import type { Change, HandOver, HashRingConfig, HashRingState, Server } from './state.ts';

const betweenLookupsUs = 1_900_000;
const handOverUs = 900_000;
const handOverSpreadUs = 1_400_000;
/** Hand-overs shown singly; the ledger counts them all. */
const shownHandOvers = 36;
export const serverLimit = 64;

const ok: ActionResult = { ok: true };

type Settled = Partial<Pick<HashRingState, 'config' | 'servers' | 'addedKeys' | 'pinnedKeys'>>;

/** Places all keys anew by other servers, keys or settings. Returns how it was before. */
function settle(state: HashRingState, next: Settled, { ways }: RingWorld): Pick<HashRingState, 'config' | 'placement'> {
  const before = { config: state.config, placement: state.placement };
  state.placement = place({ ...state, ...next }, ways, { state: { ...state }, placement: state.placement });
  Object.assign(state, next);
  return before;
}

/** Replaces servers, keys or settings, accounts for what moved, and lets it be seen. Returns how many keys moved; none of a new set. */
function change(state: HashRingState, next: Settled, what: Omit<Change, 'atUs' | 'retokened'>, world: RingWorld): number {
  const { config: was, placement: before } = settle(state, next, world);
  const { config, placement: after } = state;
  const { ways } = world;
  const sameKeys = before.keys === after.keys;
  if (sameKeys) {
    state.lastChange = { ...what, retokened: before.vnodes !== after.vnodes, atUs: world.nowUs };
    state.lastMove = ledgerOf(before, after, [was.algorithm, config.algorithm], ways);
    state.lastCompared = comparedLedger(before, after, [was.compare, config.compare], ways);
  }
  state.handOvers = sameKeys ? handOvers(before, after, world) : [];
  state.comparedHandOvers = sameKeys && state.lastCompared ? handOvers(before.compared!, after.compared!, world) : [];
  redirect(state, world);
  return sameKeys ? state.lastMove!.count : 0;
}

function handOvers(before: Placed, after: Placed, world: RingWorld): HandOver[] {
  const moved = movedKeys(before.owners, after.owners);
  const every = Math.max(1, Math.ceil(moved.length / shownHandOvers));
  const shown = moved.filter((_, at) => at % every === 0);
  return shown.map((key, at) => {
    const startUs = world.nowUs + Math.floor((handOverSpreadUs * at) / Math.max(1, shown.length));
    return { key, from: before.owners[key]!, to: after.owners[key]!, startUs, endUs: startUs + handOverUs };
  });
}

/** A server that has left is known by its name no more, so what tells of it carries it. */
const named = ({ name }: Server): { readonly name?: string } => (name === null ? {} : { name });

function join(state: HashRingState, server: Server, kind: 'join' | 'recover', servers: readonly Server[], world: RingWorld): void {
  change(state, { servers }, { kind, server: server.number, ...named(server) }, world);
  const { count, pairs } = state.lastMove!;
  const tokens = world.ways[state.config.algorithm].tokens ? (server.pinned === null ? tokensOf(server, state.placement.vnodes) : 1) : 0;
  world.emit('ring.join', { node: serverId(server.number), ...named(server), server: serverId(server.number), tokens, moved: count, from: pairs.flatMap(({ from }) => from ?? []) });
}

function leave(state: HashRingState, server: Server, kind: 'leave' | 'crash', servers: readonly Server[], world: RingWorld): void {
  change(state, { servers }, { kind, server: server.number, ...named(server) }, world);
  const { count, pairs } = state.lastMove!;
  world.emit('ring.leave', { node: serverId(server.number), ...named(server), server: serverId(server.number), moved: count, to: pairs.flatMap(({ to }) => to ?? []) });
}

/** A name that no other server has: a second `Zed` becomes `Zed 2`. */
function distinct({ servers }: HashRingState, name: string): string {
  const used = new Set(servers.map((server) => server.name ?? usualName(server.number)));
  for (let n = 1; n <= servers.length; n += 1) {
    const tried = n === 1 ? name : `${name} ${n}`;
    if (!used.has(tried)) return tried;
  }
  return `${name} ${servers.length + 1}`;
}

function add(state: HashRingState, name: string | null, weight: number | undefined, world: RingWorld): ActionResult {
  if (state.servers.length >= serverLimit) return refused('a ring holds at most {most} servers', { most: serverLimit });
  if (state.nextServer > numberLimit) return refused('a run numbers at most {most} servers', { most: numberLimit });
  const server = newServer(state.nextServer, state.config, name === null ? null : distinct(state, name), weight);
  state.nextServer += 1;
  join(state, server, 'join', [...state.servers, server], world);
  return ok;
}

function remove(state: HashRingState, server: Server, world: RingWorld): ActionResult {
  leave(state, server, 'leave', state.servers.filter((other) => other !== server), world);
  return ok;
}

const replaced = (state: HashRingState, server: Server, by: Server): readonly Server[] => state.servers.map((other) => (other === server ? by : other));

function crash(state: HashRingState, server: Server, world: RingWorld): ActionResult {
  if (!server.up) return refused('{id} is down already', { id: serverId(server.number) });
  leave(state, server, 'crash', replaced(state, server, { ...server, up: false }), world);
  world.emit('fault.crash', { node: serverId(server.number) });
  return ok;
}

function recover(state: HashRingState, server: Server, world: RingWorld): ActionResult {
  if (server.up) return refused('{id} is up', { id: serverId(server.number) });
  const up = { ...server, up: true };
  join(state, up, 'recover', replaced(state, server, up), world);
  world.emit('fault.recover', { node: serverId(server.number) });
  return ok;
}

function pin(state: HashRingState, server: Server, at: unknown, world: RingWorld): ActionResult {
  if (typeof at !== 'number' || !(at >= 0 && at < 1)) return refused('a position is a number from 0 up to 1');
  change(state, { servers: replaced(state, server, { ...server, pinned: at }) }, { kind: 'rebuild', server: 0 }, world);
  return ok;
}

/** The server of an id, a name, or a role: `random`, `first`, `last`, `largest`, `crashed`. Ids win over names. */
function findServer(state: HashRingState, target: string | undefined, wantUp: boolean, world: RingWorld): Server | null {
  const { servers } = state;
  const exact = servers.find(({ number }) => serverId(number) === target) ?? servers.find(({ name }) => name !== null && name === target);
  if (exact) return exact;
  const candidates = servers.filter(({ up }) => up === wantUp);
  if (target === 'crashed') return servers.find(({ up }) => !up) ?? null;
  if (candidates.length === 0) return null;
  if (target === 'first') return candidates[0]!;
  if (target === 'last') return candidates.at(-1)!;
  if (target === 'random') return candidates[world.random('targets').integer(0, candidates.length - 1)]!;
  if (target !== 'largest') return null;
  const { shares } = measures(state);
  return candidates.reduce((best, server) => ((shares.get(server.number) ?? 0) > (shares.get(best.number) ?? 0) ? server : best));
}

function act(state: HashRingState, { action, target, args = {} }: Action, world: RingWorld): ActionResult {
  const text = (name: string): string | undefined => (typeof args[name] === 'string' || typeof args[name] === 'number' ? String(args[name]).slice(0, 64) : undefined);
  switch (action) {
    case 'add': {
      const weight = args['weight'] === undefined ? undefined : Number(args['weight']);
      if (weight !== undefined && !(weight > 0 && weight <= 1024)) return refused('a weight is a number above 0, at most 1,024');
      return add(state, target?.slice(0, 64) ?? text('name') ?? null, weight, world);
    }
    case 'lookup':
    case 'add-key': {
      const key = target ?? text('key') ?? state.placement.keys.names[drawKey(state.placement.keys, world.random('lookups'))];
      if (key === undefined) return refused('there is no key to look up');
      if (action === 'add-key') return addKey(state, key.slice(0, 64), args['at'], world);
      startWalk(state, key.slice(0, 64), world);
      return ok;
    }
  }
  if (!['remove', 'crash', 'recover', 'pin'].includes(action)) return refused('a hash ring does not know the action {action}', { action: action.slice(0, 40) });
  if (target === undefined) return refused('name a server');
  const server = findServer(state, target, action !== 'recover', world);
  if (!server) return refused('there is no server {target}', { target: target.slice(0, 40) });
  if (action === 'remove') return remove(state, server, world);
  if (action === 'pin') return pin(state, server, args['at'], world);
  return action === 'crash' ? crash(state, server, world) : recover(state, server, world);
}

function addKey(state: HashRingState, key: string, at: unknown, world: RingWorld): ActionResult {
  if (state.placement.keys.names.length >= 10_000) return refused('a ring holds at most 10,000 keys');
  const pinned = typeof at === 'number' && at >= 0 && at < 1;
  const known = rankOf(state.placement.keys, key) >= 0;
  if (known && !pinned) return refused('{key} is there already', { key });
  change(state, {
    ...(known ? {} : { addedKeys: [...state.addedKeys, key] }),
    ...(pinned ? { pinnedKeys: new Map([...state.pinnedKeys, [key, at]]) } : {}),
  }, { kind: 'rebuild', server: 0 }, world);
  startWalk(state, key, world);
  return ok;
}

function configure(state: HashRingState, config: HashRingConfig, changed: string, world: RingWorld): void {
  if (changed === 'servers') {
    state.config = config;
    while (state.servers.length < config.servers && add(state, null, undefined, world).ok);
    while (state.servers.length > config.servers) remove(state, state.servers.at(-1)!, world);
    return;
  }
  if (changed === 'replicas' || changed === 'compare') {
    // Nothing moves: what the last change moved stays on show, though the newly compared cannot say what it would have moved.
    settle(state, { config }, world);
    if (changed === 'compare') Object.assign(state, { lastCompared: null, comparedHandOvers: [] });
    return;
  }
  const servers = changed === 'weights' ? state.servers.map((server) => ({ ...server, weight: config.weights[server.number - 1] ?? 1 })) : state.servers;
  world.emit('ring.rebuild', { reason: changed, moved: change(state, { config, servers }, { kind: 'rebuild', server: 0 }, world) });
}

function handle(state: HashRingState, event: Scheduled, world: RingWorld): void {
  if (event.kind === 'arrive') {
    arrive(state, String(event.data), world);
    return;
  }
  if (event.kind === 'forget') {
    state.walks = state.walks.filter(({ id }) => id !== event.data);
    return;
  }
  const key = state.placement.keys.names[drawKey(state.placement.keys, world.random('lookups'))];
  if (key !== undefined && !state.walks.some((walk) => walk.key === key)) startWalk(state, key, world);
  world.schedule(betweenLookupsUs + world.random('lookup times').integer(0, 400_000), 'lookup', null);
}

/** State is a handful of references to records that never change: a shallow copy is a deep one. */
const copy = (state: HashRingState): HashRingState => ({ ...state });

/** The model, by the ways of placing keys given; tests give broken ones. */
export function hashRingOf(ways: Ways): Model<HashRingConfig, HashRingState> {
  const made = new WeakMap<World, RingWorld>();
  const within = (world: World): RingWorld => {
    const known = made.get(world) ?? (Object.create(world, { ways: { value: ways } }) as RingWorld);
    made.set(world, known);
    return known;
  };
  return {
    slug: 'hash-ring',
    create: (config, world) => startRing(config, world, ways),
    handle: (state, event, world) => { handle(state, event, within(world)); },
    act: (state, action, world) => act(state, action, within(world)),
    configure: (state, config, changed, world) => { configure(state, config, changed, within(world)); },
    copy,
    check,
  };
}

export const hashRing = hashRingOf(allWays);
