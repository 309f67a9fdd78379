import type { HashName } from './hashes.ts';
import type { KeySet } from './keys.ts';
import { makeKeys, keyName } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { makeLedger } from './ledger.ts';
import { buildRing, circle, moduloOwners, ringOwners, tokenLimit } from './ring.ts';
import type { Member, Ring } from './ring.ts';

/** How a key finds its server. */
export type Algorithm = 'ring' | 'modulo';

export interface HashRingConfig {
  /** 0–64. */
  readonly servers: number;
  /** Tokens of a server of weight 1, 1–1,024; lowered so that all servers together stay within 16,384. */
  readonly vnodes: number;
  /** 0–10,000. */
  readonly keys: number;
  readonly algorithm: Algorithm;
  readonly hash: HashName;
  /** Distinct servers that hold each key, 1–7. */
  readonly replicas: number;
  /** Weight of each server in order, > 0; 1 for those not named. */
  readonly weights: readonly number[];
  /** Exponent of Zipf's law, 0–2. */
  readonly keySkew: number;
}

export interface Server {
  /** Id `s<number>`; from 1, never reused in a run. */
  readonly number: number;
  readonly name: string | null;
  readonly weight: number;
  /** A crashed server keeps its place in the list, not on the ring. */
  readonly up: boolean;
  /** Pinned position, 0 up to 1, of its single token; null when hashed. */
  readonly pinned: number | null;
}

/** A key on its way round the circle. Turns are counted clockwise from 0. */
export interface Walk {
  readonly id: string;
  readonly key: string;
  readonly from: number;
  /** Where its owner's token stands; may exceed 1. */
  readonly to: number;
  /** Server number; 0 when there is none. */
  readonly owner: number;
  readonly startUs: number;
  readonly endUs: number;
  /** Whether its arrival was counted: a change of owners can lead it there twice. */
  readonly arrived: boolean;
  /** Forgotten then; until `forgetUs` it rests at its token. */
  readonly forgetUs: number;
}

/** A key handed from one server to another after a change. */
export interface HandOver {
  readonly key: number;
  readonly from: number;
  readonly to: number;
  readonly startUs: number;
  readonly endUs: number;
}

export interface Change {
  readonly kind: 'join' | 'leave' | 'crash' | 'recover' | 'rebuild';
  /** Server number; 0 for a rebuild. */
  readonly server: number;
  /** Its name, where `add` gave it one. */
  readonly name?: string;
  /** Whether every server's tokens were counted anew, because all together reached the limit: then third parties' keys move too. */
  readonly retokened: boolean;
  readonly atUs: number;
}

/** What follows from servers, keys and settings; replaced as a whole, never changed. */
export interface Placement {
  readonly ring: Ring;
  readonly keys: KeySet;
  /** Owner of each key by the chosen algorithm; 0 = nobody. */
  readonly owners: Uint16Array;
  /** The same by hash mod N. */
  readonly modulo: Uint16Array;
  /** Tokens that a server of weight 1 really has. */
  readonly vnodes: number;
}

export interface HashRingState {
  config: HashRingConfig;
  servers: readonly Server[];
  nextServer: number;
  /** Keys that a reader or scenario added, after the generated ones. */
  addedKeys: readonly string[];
  /** Positions that replace the hash of a key. */
  pinnedKeys: ReadonlyMap<string, number>;
  placement: Placement;
  walks: readonly Walk[];
  nextWalk: number;
  handOvers: readonly HandOver[];
  lastChange: Change | null;
  lastMove: Ledger | null;
  lastLookup: { readonly key: string; readonly position: number; readonly token: number; readonly owners: readonly string[] } | null;
  lookups: number;
}

export const serverId = (number: number): string => `s${number}`;

/** What a server is called that nobody named: A, B, …, Z, then A1, B1, … */
export function usualName(number: number): string {
  const round = Math.floor((number - 1) / 26);
  return String.fromCharCode(65 + ((number - 1) % 26)) + (round === 0 ? '' : String(round));
}

/** Servers on the ring, in order of their numbers. */
export const liveServers = (servers: readonly Server[]): readonly Server[] => servers.filter(({ up }) => up);

/** Tokens that fit a server of weight 1, so that all have 16,384 at most. Below 1 where weights are large. */
export function effectiveVnodes(vnodes: number, servers: readonly Server[]): number {
  const total = (of: number): number => servers.reduce((sum, server) => sum + tokensOf(server, of), 0);
  if (total(vnodes) <= tokenLimit) return vnodes;
  const weight = servers.reduce((sum, server) => sum + server.weight, 0);
  const whole = Math.floor(tokenLimit / weight);
  // Each server has one token at least and its tokens are rounded, so a share of one for each is set aside.
  return whole >= 1 && total(whole) <= tokenLimit ? whole : (tokenLimit - servers.length) / weight;
}

/** Tokens of a server: in proportion to its weight, whole, at least one, at most 1,024 for the weightiest. */
export const tokensOf = (server: Server, vnodes: number): number => Math.max(1, Math.min(1024, Math.round(vnodes * server.weight)));

function sameKeys(a: HashRingConfig, b: HashRingConfig): boolean {
  return a.keys === b.keys && a.hash === b.hash && a.keySkew === b.keySkew;
}

/** Where everything belongs now. Reuses the keys of `before` when nothing about them changed. */
export function place(state: Pick<HashRingState, 'config' | 'servers' | 'addedKeys' | 'pinnedKeys'>, before?: { readonly state: Pick<HashRingState, 'config' | 'addedKeys' | 'pinnedKeys'>; readonly placement: Placement }): Placement {
  const { config, servers, addedKeys, pinnedKeys } = state;
  const vnodes = effectiveVnodes(config.vnodes, servers);
  const live = liveServers(servers);
  const members = live.map((server): Member => ({ number: server.number, tokens: tokensOf(server, vnodes), pinned: server.pinned }));
  const reuse = before && sameKeys(before.state.config, config) && before.state.addedKeys === addedKeys && before.state.pinnedKeys === pinnedKeys;
  const keys = reuse ? before.placement.keys : makeKeys([...Array.from({ length: config.keys }, (_, rank) => keyName(rank)), ...addedKeys], config.hash, config.keySkew, pinnedKeys);
  const ring = buildRing(members, config.hash);
  const modulo = moduloOwners(live.map(({ number }) => number), keys.hashes);
  return { ring, keys, vnodes, modulo, owners: config.algorithm === 'modulo' ? modulo : ringOwners(ring, keys.hashes) };
}

/**
 * Share of the tokens, old and new, that came or went. One of a server that has others, before and after, moves nothing
 * where the next token is its own: one time in as many as there are servers.
 */
function changedTokens(before: Ring, after: Ring, servers: number): number {
  const counts = new Map<number, { before: number; after: number }>();
  for (const [ring, side] of [[before, 'before'], [after, 'after']] as const) {
    for (const owner of ring.owners) {
      const count = counts.get(owner) ?? { before: 0, after: 0 };
      count[side] += 1;
      counts.set(owner, count);
    }
  }
  let all = 0;
  let moving = 0;
  for (const count of counts.values()) {
    all += Math.max(count.before, count.after);
    moving += Math.abs(count.after - count.before) * (count.before > 0 && count.after > 0 ? 1 - 1 / servers : 1);
  }
  return all === 0 ? 0 : moving / all;
}

/** The ledger of a change of servers: both placements must be over the same keys. */
export function ledgerOf(before: Placement, after: Placement, algorithm: Algorithm, serversBefore: number, serversAfter: number): Ledger {
  const many = Math.max(serversBefore, serversAfter, 1);
  // hash mod N keeps a key when both remainders agree: one in the larger number of servers, for coprime neighbours.
  const predicted = algorithm === 'ring' ? changedTokens(before.ring, after.ring, many) : serversBefore === serversAfter ? 0 : (many - 1) / many;
  return makeLedger(before.owners, after.owners, before.modulo, after.modulo, predicted);
}

/** Share of the circle per server number, 0–1; empty on an empty ring. */
export const turnOf = (position: number): number => position / circle;
