/**
 * Consistent hashing with virtual nodes, beside hash mod N, over the same keys.
 *
 * Rules: Karger et al., "Consistent Hashing and Random Trees" (STOC 1997); several tokens a server and preference lists:
 * DeCandia et al., "Dynamo" (SOSP 2007), §4.2–4.3. Simplified: all clients know the members at once, and copying a key's
 * data takes a fixed time that holds nothing up.
 */
import type { Action, ActionResult, Model, Scheduled, World } from '../kernel/model.ts';
import { check } from './checks.ts';
import { hash32 } from './hashes.ts';
import { drawKey } from './keys.ts';
import { movedKeys } from './ledger.ts';
import { circle, numberLimit, ownedLengths, preferenceList, tokenAt } from './ring.ts';
import { ledgerOf, liveServers, place, serverId, tokensOf, turnOf, usualName } from './state.ts';
import type { Change, HandOver, HashRingConfig, HashRingState, Placement, Server, Walk } from './state.ts';

/** A key's walk at the pace of 1,000 ms a second is watched for 900–1,600 ms. */
const walkLeastUs = 900_000;
const walkMostUs = 1_600_000;
const restUs = 1_200_000;
const betweenLookupsUs = 1_900_000;
const handOverUs = 900_000;
const handOverSpreadUs = 1_400_000;
/** Hand-overs shown singly; the ledger counts them all. */
const shownHandOvers = 36;
export const serverLimit = 64;

const ok: ActionResult = { ok: true };
const refuse = (reason: string): ActionResult => ({ ok: false, reason });

function newServer(number: number, config: HashRingConfig, name: string | null, weight?: number): Server {
  return { number, name, weight: weight ?? config.weights[number - 1] ?? 1, up: true, pinned: null };
}

function create(config: HashRingConfig, world: World): HashRingState {
  const servers = Array.from({ length: config.servers }, (_, at) => newServer(at + 1, config, null));
  const seed = { config, servers, addedKeys: [], pinnedKeys: new Map<string, number>() };
  world.schedule(400_000, 'lookup', null);
  return { ...seed, nextServer: config.servers + 1, placement: place(seed), walks: [], nextWalk: 1, handOvers: [], lastChange: null, lastMove: null, lastLookup: null, lookups: 0 };
}

/** Where a walk from a position ends: turns to the owner's token, possibly beyond 1, and the owner. */
function destination(state: HashRingState, from: number, position: number, key: string): { readonly to: number; readonly owner: number } {
  const { ring, modulo, keys } = state.placement;
  if (ring.positions.length === 0) return { to: from, owner: 0 };
  if (state.config.algorithm === 'modulo') {
    const known = keys.names.indexOf(key);
    const live = liveServers(state.servers);
    return { to: from, owner: known >= 0 ? modulo[known]! : live[position % live.length]!.number };
  }
  const token = tokenAt(ring, position);
  const at = turnOf(ring.positions[token]!);
  return { to: at < from ? at + 1 : at, owner: ring.owners[token]! };
}

const walkUs = (turns: number): number => walkLeastUs + Math.floor((walkMostUs - walkLeastUs) * Math.min(1, turns * 3));

function startWalk(state: HashRingState, key: string, world: World): void {
  const position = positionOf(state, key);
  const from = turnOf(position);
  const { to, owner } = destination(state, from, position, key);
  const endUs = world.nowUs + walkUs(to - from);
  const walk: Walk = { id: `w${state.nextWalk}`, key, from, to, owner, startUs: world.nowUs, endUs, arrived: false, forgetUs: endUs + restUs };
  state.nextWalk += 1;
  state.walks = [...state.walks.filter((other) => other.key !== key), walk].slice(-6);
  world.schedule(endUs - world.nowUs, 'arrive', walk.id);
}

/** 32-bit position of any key: pinned, or hashed. */
export function positionOf(state: HashRingState, key: string): number {
  const pinned = state.pinnedKeys.get(key);
  return pinned === undefined ? hash32(state.config.hash, key) : Math.floor(pinned * circle);
}

function arrive(state: HashRingState, id: string, world: World): void {
  const walk = state.walks.find((item) => item.id === id);
  if (!walk || walk.arrived || walk.endUs > world.nowUs) return;
  state.walks = state.walks.map((item) => (item === walk ? { ...walk, arrived: true } : item));
  const position = positionOf(state, walk.key);
  const owners = ownersOf(state, position, walk.owner).map(serverId);
  state.lookups += 1;
  state.lastLookup = { key: walk.key, position: turnOf(position), token: walk.to >= 1 ? walk.to - 1 : walk.to, owners };
  world.emit('ring.lookup', { ...(owners[0] === undefined ? {} : { node: owners[0] }), key: walk.key, position: turnOf(position), owners, passed: Math.max(0, owners.length - 1) });
  world.schedule(walk.forgetUs - world.nowUs, 'forget', id);
}

/** Servers that hold a key: its owner first, then, on a ring, the next distinct ones clockwise. */
export function ownersOf(state: HashRingState, position: number, owner: number): number[] {
  if (owner === 0) return [];
  if (state.config.algorithm === 'ring') return preferenceList(state.placement.ring, position, state.config.replicas);
  const live = liveServers(state.servers).map(({ number }) => number);
  const start = live.indexOf(owner);
  return Array.from({ length: Math.min(state.config.replicas, live.length) }, (_, n) => live[(start + n) % live.length]!);
}

/** Replaces servers, keys or settings, accounts for what moved, and lets it be seen. Returns how many keys moved; none of a new set. */
function change(state: HashRingState, next: Partial<Pick<HashRingState, 'config' | 'servers' | 'addedKeys' | 'pinnedKeys'>>, what: Omit<Change, 'atUs' | 'retokened'>, world: World): number {
  const before = state.placement;
  const serversBefore = liveServers(state.servers).length;
  const after = place({ config: state.config, servers: state.servers, addedKeys: state.addedKeys, pinnedKeys: state.pinnedKeys, ...next }, { state, placement: before });
  Object.assign(state, next);
  state.placement = after;
  const sameKeys = before.keys === after.keys;
  if (sameKeys) {
    state.lastChange = { ...what, retokened: before.vnodes !== after.vnodes, atUs: world.nowUs };
    state.lastMove = ledgerOf(before, after, state.config.algorithm, serversBefore, liveServers(state.servers).length);
    state.handOvers = handOvers(before, after, world);
  } else {
    state.handOvers = [];
  }
  redirect(state, world);
  return sameKeys ? state.lastMove!.count : 0;
}

function handOvers(before: Placement, after: Placement, world: World): HandOver[] {
  const moved = movedKeys(before.owners, after.owners);
  const every = Math.max(1, Math.ceil(moved.length / shownHandOvers));
  const shown = moved.filter((_, at) => at % every === 0);
  return shown.map((key, at) => {
    const startUs = world.nowUs + Math.floor((handOverSpreadUs * at) / Math.max(1, shown.length));
    return { key, from: before.owners[key]!, to: after.owners[key]!, startUs, endUs: startUs + handOverUs };
  });
}

/** Walks under way head for the owner that holds now. */
function redirect(state: HashRingState, world: World): void {
  state.walks = state.walks.map((walk) => {
    if (walk.arrived) return walk;
    const { to, owner } = destination(state, walk.from, positionOf(state, walk.key), walk.key);
    if (to === walk.to && owner === walk.owner) return walk;
    const endUs = Math.max(world.nowUs, walk.startUs + walkUs(to - walk.from));
    world.schedule(endUs - world.nowUs, 'arrive', walk.id);
    return { ...walk, to, owner, endUs, forgetUs: endUs + restUs };
  });
}

/** A server that has left is known by its name no more, so what tells of it carries it. */
const named = ({ name }: Server): { readonly name?: string } => (name === null ? {} : { name });

function join(state: HashRingState, server: Server, kind: 'join' | 'recover', servers: readonly Server[], world: World): void {
  change(state, { servers }, { kind, server: server.number, ...named(server) }, world);
  const { count, pairs } = state.lastMove!;
  const tokens = server.pinned === null ? tokensOf(server, state.placement.vnodes) : 1;
  world.emit('ring.join', { node: serverId(server.number), ...named(server), server: serverId(server.number), tokens, moved: count, from: pairs.flatMap(({ from }) => from ?? []) });
}

function leave(state: HashRingState, server: Server, kind: 'leave' | 'crash', servers: readonly Server[], world: World): void {
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

function add(state: HashRingState, name: string | null, weight: number | undefined, world: World): ActionResult {
  if (state.servers.length >= serverLimit) return refuse(`a ring holds at most ${serverLimit} servers`);
  if (state.nextServer > numberLimit) return refuse(`a run numbers at most ${numberLimit} servers`);
  const server = newServer(state.nextServer, state.config, name === null ? null : distinct(state, name), weight);
  state.nextServer += 1;
  join(state, server, 'join', [...state.servers, server], world);
  return ok;
}

function remove(state: HashRingState, server: Server, world: World): ActionResult {
  leave(state, server, 'leave', state.servers.filter((other) => other !== server), world);
  return ok;
}

const replaced = (state: HashRingState, server: Server, by: Server): readonly Server[] => state.servers.map((other) => (other === server ? by : other));

function crash(state: HashRingState, server: Server, world: World): ActionResult {
  if (!server.up) return refuse(`${serverId(server.number)} is down already`);
  leave(state, server, 'crash', replaced(state, server, { ...server, up: false }), world);
  world.emit('fault.crash', { node: serverId(server.number) });
  return ok;
}

function recover(state: HashRingState, server: Server, world: World): ActionResult {
  if (server.up) return refuse(`${serverId(server.number)} is up`);
  const up = { ...server, up: true };
  join(state, up, 'recover', replaced(state, server, up), world);
  world.emit('fault.recover', { node: serverId(server.number) });
  return ok;
}

function pin(state: HashRingState, server: Server, at: unknown, world: World): ActionResult {
  if (typeof at !== 'number' || !(at >= 0 && at < 1)) return refuse('a position is a number from 0 up to 1');
  change(state, { servers: replaced(state, server, { ...server, pinned: at }) }, { kind: 'rebuild', server: 0 }, world);
  return ok;
}

/** The server of an id, a name, or a role: `random`, `first`, `last`, `largest`. Ids win over names. */
function findServer(state: HashRingState, target: string | undefined, wantUp: boolean, world: World): Server | null {
  const { servers } = state;
  const exact = servers.find(({ number }) => serverId(number) === target) ?? servers.find(({ name }) => name !== null && name === target);
  if (exact) return exact;
  const candidates = servers.filter(({ up }) => up === wantUp);
  if (candidates.length === 0) return null;
  if (target === 'first') return candidates[0]!;
  if (target === undefined || target === 'last') return candidates.at(-1)!;
  if (target === 'random') return candidates[world.random('targets').integer(0, candidates.length - 1)]!;
  if (target !== 'largest') return null;
  const lengths = ownedLengths(state.placement.ring);
  return candidates.reduce((best, server) => ((lengths.get(server.number) ?? 0) > (lengths.get(best.number) ?? 0) ? server : best));
}

function act(state: HashRingState, { action, target, args = {} }: Action, world: World): ActionResult {
  const text = (name: string): string | undefined => (typeof args[name] === 'string' || typeof args[name] === 'number' ? String(args[name]).slice(0, 64) : undefined);
  switch (action) {
    case 'add': {
      const weight = args['weight'] === undefined ? undefined : Number(args['weight']);
      if (weight !== undefined && !(weight > 0 && weight <= 1024)) return refuse('a weight is a number above 0, at most 1,024');
      return add(state, target?.slice(0, 64) ?? text('name') ?? null, weight, world);
    }
    case 'lookup':
    case 'add-key': {
      const key = target ?? text('key') ?? state.placement.keys.names[drawKey(state.placement.keys, world.random('lookups'))];
      if (key === undefined) return refuse('there is no key to look up');
      if (action === 'add-key') return addKey(state, key.slice(0, 64), args['at'], world);
      startWalk(state, key.slice(0, 64), world);
      return ok;
    }
  }
  const server = findServer(state, target, action !== 'recover', world);
  if (!['remove', 'crash', 'recover', 'pin'].includes(action)) return refuse(`a hash ring does not know the action ${action.slice(0, 40)}`);
  if (!server) return refuse(target === undefined ? 'there is no such server' : `there is no server ${target.slice(0, 40)}`);
  if (action === 'remove') return remove(state, server, world);
  if (action === 'pin') return pin(state, server, args['at'], world);
  return action === 'crash' ? crash(state, server, world) : recover(state, server, world);
}

function addKey(state: HashRingState, key: string, at: unknown, world: World): ActionResult {
  if (state.placement.keys.names.length >= 10_000) return refuse('a ring holds at most 10,000 keys');
  const pinned = typeof at === 'number' && at >= 0 && at < 1;
  const known = state.placement.keys.names.includes(key);
  if (known && !pinned) return refuse(`${key} is there already`);
  change(state, {
    ...(known ? {} : { addedKeys: [...state.addedKeys, key] }),
    ...(pinned ? { pinnedKeys: new Map([...state.pinnedKeys, [key, at]]) } : {}),
  }, { kind: 'rebuild', server: 0 }, world);
  startWalk(state, key, world);
  return ok;
}

function configure(state: HashRingState, config: HashRingConfig, changed: string, world: World): void {
  if (changed === 'servers') {
    state.config = config;
    while (state.servers.length < config.servers && add(state, null, undefined, world).ok);
    while (state.servers.length > config.servers) remove(state, state.servers.at(-1)!, world);
    return;
  }
  const servers = changed === 'weights' ? state.servers.map((server) => ({ ...server, weight: config.weights[server.number - 1] ?? 1 })) : state.servers;
  const moved = change(state, { config, servers }, { kind: 'rebuild', server: 0 }, world);
  if (changed !== 'replicas') world.emit('ring.rebuild', { reason: changed, moved });
}

function handle(state: HashRingState, event: Scheduled, world: World): void {
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

export const hashRing: Model<HashRingConfig, HashRingState> = { slug: 'hash-ring', create, handle, act, configure, copy, check };
