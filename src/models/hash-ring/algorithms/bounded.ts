/**
 * Consistent hashing with bounded loads: Mirrokni, Thorup and Zadimoghaddam (2016). Keys are placed one after the other, each
 * with the first server clockwise that has room: none holds more than the load factor times what it is due, rounded up.
 */
import { buildRing, preferenceList, tokenAt } from '../ring.ts';
import type { Member, Ring } from '../ring.ts';
import { rankOf } from '../keys.ts';
import { countOf, noTable } from './way.ts';
import type { Given, Placed, Way } from './way.ts';

/** Keys that each server holds at most. What it is due is the mean, or its part by weight. */
export function roomOf(members: readonly Member[], keys: number, loadFactor: number): number[] {
  const weight = members.reduce((sum, member) => sum + member.weight, 0) / Math.max(1, members.length);
  return members.map((member) => Math.ceil(loadFactor * (keys / members.length) * (member.weight / weight)));
}

interface Step { readonly token: number; readonly full: readonly number[] }

/** Token of the first server clockwise that passes; −1 when none does. */
function walk({ positions, owners }: Ring, from: number, hasRoom: (server: number) => boolean): number {
  for (let step = 0; from >= 0 && step < owners.length; step += 1) {
    const token = (from + step) % positions.length;
    if (hasRoom(owners[token]!)) return token;
  }
  return -1;
}

function place({ members, keys, hash, loadFactor }: Given): Placed {
  const ring = buildRing(members, hash);
  const room = roomOf(members, keys.names.length, loadFactor);
  const left = new Map(members.map(({ number }, at) => [number, room[at]!]));
  const owners = Uint16Array.from(keys.hashes, (position) => {
    const token = walk(ring, tokenAt(ring, position), (server) => left.get(server)! > 0);
    if (token < 0) return 0;
    const owner = ring.owners[token]!;
    left.set(owner, left.get(owner)! - 1);
    return owner;
  });
  return { members, ring, owners, positions: keys.hashes, table: noTable, room };
}

/** Where a key goes, and the full servers it passes: to its place, or as a stranger to the first server with room. */
function step({ ring, owners, members, room }: Placed, known: number, position: number): Step {
  const counts = countOf(owners);
  const most = new Map(members.map(({ number }, at) => [number, room[at]!]));
  const from = tokenAt(ring, position);
  const free = walk(ring, from, (server) => (known > 0 ? server === known : (counts.get(server) ?? 0) < most.get(server)!));
  // Without keys there is room for none, and the first server takes a stranger.
  const token = free < 0 ? from : free;
  const full = new Set<number>();
  for (let at = from; at !== token; at = (at + 1) % ring.owners.length) full.add(ring.owners[at]!);
  return { token, full: [...full] };
}

export const boundedWay: Way = {
  of: 'keys',
  tokens: true,
  weighs: true,
  minimal: 'never',
  place,
  /** Copies go to the next distinct servers, full or not: room is counted by owners. */
  find(placed, keys, key, position, replicas) {
    const { ring, owners } = placed;
    if (ring.positions.length === 0) return { owners: [], token: null, full: [] };
    const { token, full } = step(placed, owners[rankOf(keys, key)] ?? 0, position);
    return { owners: preferenceList(ring, ring.positions[token]!, replicas, ring.owners[token]!), token: ring.positions[token]!, full };
  },
  predicted: () => null,
  wrong({ ring, owners, members, room, positions }, keys) {
    const counts = countOf(owners);
    const over = members.findIndex(({ number }, at) => (counts.get(number) ?? 0) > room[at]!);
    if (over >= 0) return `s${members[over]!.number} holds ${counts.get(members[over]!.number)} keys of ${room[over]} at most`;
    const full = new Set(members.filter(({ number }, at) => counts.get(number) === room[at]).map(({ number }) => number));
    // Whoever is passed was full then and is so now: servers only fill.
    for (let key = 0; key < owners.length; key += Math.max(1, Math.floor(owners.length / 16))) {
      const met = walk(ring, tokenAt(ring, positions[key]!), (server) => server === owners[key] || !full.has(server));
      if (met >= 0 && ring.owners[met] !== owners[key]) return `${keys.names[key]} passed s${ring.owners[met]}, which has room`;
    }
    return null;
  },
};

