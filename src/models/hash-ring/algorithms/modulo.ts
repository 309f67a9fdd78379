/** Hash mod N: the remainder is the place of the server among those that live, in order of their numbers. */
import type { Member } from '../ring.ts';
import { bare, inOrder } from './way.ts';
import type { Way } from './way.ts';

/** Owner of every key by hash mod N; 0 = nobody. */
export function moduloOwners(members: readonly Member[], hashes: Uint32Array): Uint16Array {
  return Uint16Array.from(hashes, (hash) => (members.length === 0 ? 0 : members[hash % members.length]!.number));
}

export const moduloWay: Way = {
  of: 'keys',
  tokens: false,
  weighs: false,
  minimal: 'never',
  place: (given) => bare(given, moduloOwners(given.members, given.keys.hashes)),
  find: ({ members }, _keys, _key, position, replicas) => ({ owners: members.length === 0 ? [] : inOrder(members, position % members.length, replicas), token: null, full: [] }),
  /** A key stays when both remainders agree: one in the larger number of servers, for these are coprime neighbours. */
  predicted(before, after) {
    const many = Math.max(before.members.length, after.members.length);
    return before.members.length === after.members.length ? 0 : (many - 1) / many;
  },
  wrong: ({ members, owners }, keys) => (owners.every((owner, key) => owner === (members[keys.hashes[key]! % Math.max(1, members.length)]?.number ?? 0)) ? null : 'a key is not where its remainder says'),
};
