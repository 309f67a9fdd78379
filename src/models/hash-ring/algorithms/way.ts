/** What every way of placing keys on servers offers. One file each; `index.ts` lists them. Pure: servers and keys in, owners out. */
import type { HashName } from '../hashes.ts';
import type { KeySet } from '../keys.ts';
import type { Member, Ring } from '../ring.ts';

/** What keys are placed by. */
export interface Given {
  /** Servers that live, in order of their numbers. */
  readonly members: readonly Member[];
  readonly keys: KeySet;
  readonly hash: HashName;
  /** Bounded loads: keys of a server at most, in units of what it is due; > 1. */
  readonly loadFactor: number;
  /** Where the same way placed keys until now; null at first. Only a table that is moved by hand depends on it. */
  readonly before: Placed | null;
}

/** Where keys are, and what of it can be shown. Never changes after it is made. */
export interface Placed {
  readonly members: readonly Member[];
  /** Server number of each key; 0 = nobody. */
  readonly owners: Uint16Array;
  /** Position of each key on the circle, 32 bits. */
  readonly positions: Uint32Array;
  /** Tokens; none where servers have none. */
  readonly ring: Ring;
  /** Server number of each slot or entry of a table; empty where there is none. */
  readonly table: Uint16Array;
  /** Bounded loads: keys that each server holds at most, in order of the members; empty where nothing bounds them. */
  readonly room: readonly number[];
}

export interface Found {
  /** Distinct servers that hold a key, its owner first; none where nobody lives. */
  readonly owners: readonly number[];
  /** Position of the token it walked to; null where no key walks. */
  readonly token: number | null;
  /** Full servers that it passed on the way, in order. */
  readonly full: readonly number[];
}

export interface Way {
  /** What a server has a share of. */
  readonly of: 'circle' | 'slots' | 'table' | 'keys';
  /** Servers hold tokens, in proportion to their weight. */
  readonly tokens: boolean;
  /** Weights count. */
  readonly weighs: boolean;
  /** A server that comes or goes moves no key between the others: always, only where it is the last, or not at all. */
  readonly minimal: 'always' | 'last' | 'never';
  place(given: Given): Placed;
  /** Where a key is, known or not. O(log tokens) on a ring. */
  find(placed: Placed, keys: KeySet, key: string, position: number, replicas: number): Found;
  /** Position of a key on the circle where that is not its hash. */
  position?(key: string): number;
  /** Share of the keys that was to move, 0–1; null where no law says. */
  predicted(before: Placed, after: Placed): number | null;
  /** What is wrong with a placement by the rules of this way alone; null when nothing is. */
  wrong(placed: Placed, keys: KeySet): string | null;
}

export const noRing: Ring = { positions: new Uint32Array(0), owners: new Uint16Array(0) };
export const noTable = new Uint16Array(0);

/** A placement without tokens and table. */
export const bare = (given: Given, owners: Uint16Array): Placed => ({ members: given.members, owners, positions: given.keys.hashes, ring: noRing, table: noTable, room: [] });

/** So many servers in order of their numbers, from one on, then from the first again. */
export function inOrder(members: readonly Member[], at: number, count: number): number[] {
  return Array.from({ length: Math.min(count, members.length) }, (_, n) => members[(at + n) % members.length]!.number);
}

/** The one server that came or went: its index in the longer list, and how many are in that. Null when it was not just one. */
export function difference(before: Placed, after: Placed): { readonly at: number; readonly many: number; readonly members: readonly Member[] } | null {
  const [fewer, more] = before.members.length < after.members.length ? [before.members, after.members] : [after.members, before.members];
  const numbers = new Set(fewer.map(({ number }) => number));
  const only = more.filter(({ number }) => !numbers.has(number));
  return only.length === 1 && more.length === fewer.length + 1 ? { at: more.indexOf(only[0]!), many: more.length, members: more } : null;
}

/** Share of the entries of a table that changed hands. */
export function changedEntries(before: Placed, after: Placed): number | null {
  if (before.table.length !== after.table.length) return before.members.length === after.members.length ? null : 1;
  if (after.table.length === 0) return 0;
  return after.table.reduce((sum, owner, at) => sum + (owner === before.table[at] ? 0 : 1), 0) / after.table.length;
}

/** Entries of a table or keys by server number. */
export function countOf(owners: Uint16Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
}

/** A few keys spread over all: what is looked at singly. */
export function someKeys(keys: KeySet): number[] {
  const apart = Math.max(1, Math.floor(keys.names.length / 16));
  return Array.from({ length: Math.ceil(keys.names.length / apart) }, (_, n) => n * apart);
}
