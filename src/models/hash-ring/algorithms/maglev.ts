/**
 * Maglev: Eisenbud et al., "Maglev: a fast and reliable software network load balancer" (2016), §3.4, with the permutation
 * of Envoy. A key's entry is its hash mod the table's size.
 */
import { maglevTable, tableSize } from '../../kernel/maglev.ts';
import type { KeySet } from '../keys.ts';
import { changedEntries, countOf, noRing, noTable } from './way.ts';
import type { Placed, Way } from './way.ts';

const entryOf = (hash: number): number => hash % tableSize;

export const maglevWay: Way = {
  of: 'table',
  tokens: false,
  weighs: true,
  minimal: 'never',
  place({ members, keys }) {
    const servers = maglevTable(members.map(({ number, weight }) => ({ id: `s${number}`, weight })), tableSize);
    const table = members.length === 0 ? noTable : Uint16Array.from(servers, (at) => members[at]!.number);
    return { members, table, owners: Uint16Array.from(keys.hashes, (hash) => table[entryOf(hash)] ?? 0), positions: keys.hashes, ring: noRing, room: [] };
  },
  /** Copies go to the servers of the entries that follow. */
  find({ members, table }, _keys, _key, position, replicas) {
    const owners = new Set<number>();
    for (let at = entryOf(position); owners.size < Math.min(replicas, members.length); at = (at + 1) % tableSize) owners.add(table[at]!);
    return { owners: [...owners], token: null, full: [] };
  },
  predicted: changedEntries,
  wrong({ members, table, owners }: Placed, keys: KeySet) {
    if (members.length === 0) return null;
    const counts = countOf(table);
    const weight = members.reduce((sum, member) => sum + member.weight, 0);
    const even = members.every((member) => member.weight === members[0]!.weight);
    // All have had as many turns, give or take one; with weights the turns are rounded for each.
    const unfair = members.find((member) => Math.abs((counts.get(member.number) ?? 0) - (table.length * member.weight) / weight) > (even ? 1 : members.length + 2));
    if (unfair) return `s${unfair.number} has ${counts.get(unfair.number) ?? 0} of ${table.length} entries`;
    const key = owners.findIndex((owner, each) => owner !== table[entryOf(keys.hashes[each]!)]);
    return key < 0 ? null : `${keys.names[key]} is not where its entry says`;
  },
};
