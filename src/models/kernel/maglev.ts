/**
 * Maglev's table of who serves what: Eisenbud et al., "Maglev: a fast and reliable software network load balancer" (2016),
 * §3.4, with the permutation of Envoy: offset and skip by xxh64 of the server's id, seeds 0 and 1.
 */
import { xxh64 } from './hashes-64.ts';

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
