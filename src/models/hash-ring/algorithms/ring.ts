/** Consistent hashing with virtual nodes: Karger et al. (1997); DeCandia et al., "Dynamo" (2007), §4.2–4.3. */
import { buildRing, preferenceList, ringOwners, tokenAt } from '../ring.ts';
import type { Ring } from '../ring.ts';
import { noTable, someKeys } from './way.ts';
import type { Placed, Way } from './way.ts';

/**
 * Share of the tokens, old and new, that came or went. One of a server that has others, before and after, moves nothing
 * where the next token is its own: one time in as many as there are servers.
 */
export function changedTokens(before: Placed, after: Placed): number {
  const servers = Math.max(before.members.length, after.members.length, 1);
  const counts = new Map<number, [number, number]>();
  [before.ring, after.ring].forEach((ring, side) => {
    for (const owner of ring.owners) {
      const count = counts.get(owner) ?? [0, 0];
      count[side as 0 | 1] += 1;
      counts.set(owner, count);
    }
  });
  let all = 0;
  let moving = 0;
  for (const [had, has] of counts.values()) {
    all += Math.max(had, has);
    moving += Math.abs(has - had) * (had > 0 && has > 0 ? 1 - 1 / servers : 1);
  }
  return all === 0 ? 0 : moving / all;
}

/** The first token clockwise, found by going through all. */
export function slowly({ positions, owners }: Ring, position: number): number {
  return owners[Math.max(0, positions.findIndex((token) => token >= position))] ?? 0;
}

export const ringWay: Way = {
  of: 'circle',
  tokens: true,
  weighs: true,
  minimal: 'always',
  place({ members, keys, hash }) {
    const ring = buildRing(members, hash);
    return { members, ring, owners: ringOwners(ring, keys.hashes), positions: keys.hashes, table: noTable, room: [] };
  },
  find({ ring }, _keys, _key, position, replicas) {
    const token = tokenAt(ring, position);
    return { owners: preferenceList(ring, position, replicas), token: token < 0 ? null : ring.positions[token]!, full: [] };
  },
  predicted: changedTokens,
  wrong({ ring, owners }, keys) {
    const key = someKeys(keys).find((each) => slowly(ring, keys.hashes[each]!) !== owners[each]);
    return key === undefined ? null : `${keys.names[key]} belongs to s${owners[key]}, not to the first token clockwise`;
  },
};
