import type { Algorithm, Ways } from './algorithms/index.ts';
import { ways as allWays } from './algorithms/index.ts';
import { moduloOwners } from './algorithms/modulo.ts';
import type { Placed } from './algorithms/way.ts';
import type { HashName } from './hashes.ts';
import type { KeySet } from './keys.ts';
import { makeKeys, keyName } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { circle, tokenLimit } from './ring.ts';
import type { Member } from './ring.ts';

export type { Algorithm } from './algorithms/index.ts';

export interface HashRingConfig {
  /** 0–64. */
  readonly servers: number;
  /** Tokens of a server of weight 1, 1–1,024; lowered so that all servers together stay within 16,384. */
  readonly vnodes: number;
  /** 0–10,000. */
  readonly keys: number;
  readonly algorithm: Algorithm;
  /** A second way of placing the same keys on the same servers, beside the first. */
  readonly compare: Algorithm | 'none';
  /** Of keys and tokens; rendezvous, jump and slots hash keys by what their sources say, Maglev its servers. */
  readonly hash: HashName;
  /** Distinct servers that hold each key, 1–7. */
  readonly replicas: number;
  /** Weight of each server in order, > 0; 1 for those not named. */
  readonly weights: readonly number[];
  /** Bounded loads: keys of a server at most, in units of what it is due; over 1, to 4. */
  readonly loadFactor: number;
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
export interface Placement extends Placed {
  readonly keys: KeySet;
  /** By the algorithm that it is compared with; null without one. */
  readonly compared: Placed | null;
  /** Owner of each key by hash mod N; 0 = nobody. */
  readonly modulo: Uint16Array;
  /** Tokens that a server of weight 1 really has. */
  readonly vnodes: number;
}

/** A key that has found its owner. Turns are counted clockwise from 0. */
export interface Lookup {
  readonly key: string;
  readonly position: number;
  /** Where its owner's token stands; null where no key walks. */
  readonly token: number | null;
  readonly owners: readonly string[];
  /** Full servers that it passed. */
  readonly full: readonly string[];
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
  /** The same by the algorithm that it is compared with. */
  comparedHandOvers: readonly HandOver[];
  lastChange: Change | null;
  lastMove: Ledger | null;
  /** What the algorithm that it is compared with moved by the same change. */
  lastCompared: Ledger | null;
  lastLookup: Lookup | null;
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

type Placing = Pick<HashRingState, 'config' | 'servers' | 'addedKeys' | 'pinnedKeys'>;

/** Where everything belongs now. Reuses the keys of `before` when nothing about them changed. */
export function place(state: Placing, ways: Ways, before?: { readonly state: Omit<Placing, 'servers'>; readonly placement: Placement }): Placement {
  const { config, servers, addedKeys, pinnedKeys } = state;
  const vnodes = effectiveVnodes(config.vnodes, servers);
  const members = liveServers(servers).map((server): Member => ({ number: server.number, weight: server.weight, tokens: tokensOf(server, vnodes), pinned: server.pinned }));
  const reuse = before && sameKeys(before.state.config, config) && before.state.addedKeys === addedKeys && before.state.pinnedKeys === pinnedKeys;
  const keys = reuse ? before.placement.keys : makeKeys([...Array.from({ length: config.keys }, (_, rank) => keyName(rank)), ...addedKeys], config.hash, config.keySkew, pinnedKeys);
  const earlier = (algorithm: Algorithm): Placed | null => {
    if (!before) return null;
    return before.state.config.algorithm === algorithm ? before.placement : before.state.config.compare === algorithm ? before.placement.compared : null;
  };
  const by = (algorithm: Algorithm): Placed => ways[algorithm].place({ members, keys, hash: config.hash, loadFactor: config.loadFactor, before: earlier(algorithm) });
  return { ...by(config.algorithm), keys, vnodes, compared: config.compare === 'none' ? null : by(config.compare), modulo: moduloOwners(members, keys.hashes) };
}

/** What servers share under the algorithm, and whether they do so by weight and by tokens. */
export const wayOf = ({ config }: Pick<HashRingState, 'config'>): Ways[Algorithm] => allWays[config.algorithm];

export const turnOf = (position: number): number => position / circle;
