/** Keys on their way to their owners. */
import type { Ways } from './algorithms/index.ts';
import type { Found } from './algorithms/way.ts';
import type { World } from '../kernel/model.ts';
import { hash32 } from './hashes.ts';
import { circle } from './ring.ts';
import { serverId, turnOf, wayOf } from './state.ts';
import type { HashRingState, Walk } from './state.ts';

/** The world, and the ways of placing keys that the model was made with. */
export interface RingWorld extends World { readonly ways: Ways }

/** A key's walk at the pace of 1,000 ms a second is watched for 900–1,600 ms. */
const walkLeastUs = 900_000;
const walkMostUs = 1_600_000;
const restUs = 1_200_000;

/** 32-bit position of any key: pinned, its slot, or hashed. */
export function positionOf(state: Pick<HashRingState, 'config' | 'pinnedKeys'>, key: string): number {
  const pinned = state.pinnedKeys.get(key);
  if (pinned !== undefined) return Math.floor(pinned * circle);
  return wayOf(state).position?.(key) ?? hash32(state.config.hash, key);
}

/** Who holds a key, known or not, and how it comes there. */
export function findKey(state: HashRingState, key: string, ways?: Ways): Found {
  const { placement, config } = state;
  return (ways?.[config.algorithm] ?? wayOf(state)).find(placement, placement.keys, key, positionOf(state, key), config.replicas);
}

/** Where a walk ends: turns to the owner's token, possibly beyond 1, and the owner. Without tokens it stays where it is. */
function destination(state: HashRingState, from: number, key: string, { ways }: RingWorld): Pick<Walk, 'to' | 'owner'> {
  const { owners, token } = findKey(state, key, ways);
  const at = token === null ? from : turnOf(token);
  return { to: at < from ? at + 1 : at, owner: Number(owners[0] ?? 0) };
}

const walkUs = (turns: number): number => walkLeastUs + Math.floor((walkMostUs - walkLeastUs) * Math.min(1, turns * 3));

export function startWalk(state: HashRingState, key: string, world: RingWorld): void {
  const from = turnOf(positionOf(state, key));
  const { to, owner } = destination(state, from, key, world);
  const endUs = world.nowUs + walkUs(to - from);
  const walk: Walk = { id: `w${state.nextWalk}`, key, from, to, owner, startUs: world.nowUs, endUs, arrived: false, forgetUs: endUs + restUs };
  state.nextWalk += 1;
  state.walks = [...state.walks.filter((other) => other.key !== key), walk].slice(-6);
  world.schedule(endUs - world.nowUs, 'arrive', walk.id);
}

export function arrive(state: HashRingState, id: string, world: RingWorld): void {
  const walk = state.walks.find((item) => item.id === id);
  if (!walk || walk.arrived || walk.endUs > world.nowUs) return;
  state.walks = state.walks.map((item) => (item === walk ? { ...walk, arrived: true } : item));
  const found = findKey(state, walk.key, world.ways);
  const owners = found.owners.map(serverId);
  const full = found.full.map(serverId);
  const node = owners[0] === undefined ? {} : { node: owners[0] };
  const position = turnOf(positionOf(state, walk.key));
  state.lookups += 1;
  state.lastLookup = { key: walk.key, position, token: found.token === null ? null : turnOf(found.token), owners, full };
  if (full.length > 0) world.emit('ring.overflow', { node: full[0]!, key: walk.key, full, owner: owners[0]! });
  world.emit('ring.lookup', { ...node, key: walk.key, position, owners, passed: full.length });
  world.schedule(walk.forgetUs - world.nowUs, 'forget', id);
}

/** Walks under way head for the owner that holds now, from where their key stands now. */
export function redirect(state: HashRingState, world: RingWorld): void {
  state.walks = state.walks.map((walk) => {
    if (walk.arrived) return walk;
    const from = turnOf(positionOf(state, walk.key));
    const { to, owner } = destination(state, from, walk.key, world);
    if (from === walk.from && to === walk.to && owner === walk.owner) return walk;
    const endUs = Math.max(world.nowUs, walk.startUs + walkUs(to - from));
    world.schedule(endUs - world.nowUs, 'arrive', walk.id);
    return { ...walk, from, to, owner, endUs, forgetUs: endUs + restUs };
  });
}
