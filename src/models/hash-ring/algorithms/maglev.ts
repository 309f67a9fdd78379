/**
 * Maglev: Eisenbud et al., "Maglev: a fast and reliable software network load balancer" (2016), §3.4, with the permutation
 * of Envoy: offset and skip by xxh64 of the server's id, seeds 0 and 1. A key's entry is its hash mod the table's size.
 */
import { xxh64 } from '../hashes-64.ts';
import type { KeySet } from '../keys.ts';
import { changedEntries, countOf, noRing, noTable } from './way.ts';
import type { Placed, Way } from './way.ts';

/** Entries of the table: a prime, as Envoy's. */
export const tableSize = 65537;

/**
 * Servers take turns in claiming the next free entry of their own permutation, until none is free. One of half the largest
 * weight has a turn every other round.
 *
 * @param size - A prime.
 * @returns Index of the server of each entry; empty without servers.
 */
export function maglevTable(servers: readonly { readonly id: string; readonly weight: number }[], size: number): Int32Array {
  const most = Math.max(...servers.map(({ weight }) => weight));
  const turns = servers.map(({ id, weight }) => ({
    at: Number(xxh64(id, 0n) % BigInt(size)), skip: Number(xxh64(id, 1n) % BigInt(size - 1)) + 1, weight, due: 0,
  }));
  const table = new Int32Array(servers.length === 0 ? 0 : size).fill(-1);
  for (let taken = 0, round = 1; taken < table.length; round += 1) {
    for (let server = 0; server < turns.length && taken < size; server += 1) {
      const turn = turns[server]!;
      if (round * turn.weight < turn.due) continue;
      turn.due += most;
      while (table[turn.at] !== -1) turn.at = (turn.at + turn.skip) % size;
      table[turn.at] = server;
      taken += 1;
    }
  }
  return table;
}

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
