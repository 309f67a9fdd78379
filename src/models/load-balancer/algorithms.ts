/**
 * The ways to choose a backend, as pure as they can be: they see candidates and change at most the turns of round robin.
 *
 * Sources: nginx's `ngx_http_upstream_round_robin`, `…_least_conn` and `…_ip_hash` modules (smooth weighted round robin is
 * nginx's; HAProxy deals the same shares in another order: 5, 1, 1 gives `aabacaa` here and `aaabaac` there); Mitzenmacher,
 * "The Power of Two Choices in Randomized Load Balancing" (1996), with the load of Envoy's `LEAST_REQUEST`; Finagle's
 * `PeakEwma`; Eisenbud et al., "Maglev" (2016).
 */
import { exp } from '../kernel/exact-math.ts';
import { xxh64 } from '../kernel/hashes-64.ts';
import { maglevTable, tableSize } from '../kernel/maglev.ts';
import type { RandomStream } from '../kernel/model.ts';

/** A backend as a balancer sees it when it chooses. */
export interface Candidate {
  readonly id: string;
  /** As configured; all 1 where all are 0. */
  readonly weight: number;
  /** 256; less, but 1 at least, while the backend starts slowly. */
  readonly ramp: number;
  /** Weight × ramp: what counts for those who heed slow start. */
  readonly ramped: number;
  /** Open requests of this balancer. */
  readonly active: number;
  /** Whether it may be chosen: up, not draining. */
  readonly usable: boolean;
  /** Decayed peak latency in µs; null: not known. */
  readonly latencyUs: number | null;
}

/** Current values of smooth weighted round robin; those absent are 0. */
export type Turns = Map<string, number>;

/** Those that may be chosen at all. */
export const choosable = (candidates: readonly Candidate[]): readonly Candidate[] => candidates.filter(({ usable, weight }) => usable && weight > 0);

/** Adds its weight to each current value, picks the largest, the first of equals, and subtracts the total from it. */
export function smoothWeighted(turns: Turns, candidates: readonly Candidate[], weightOf: (candidate: Candidate) => number): Candidate | null {
  let best: Candidate | null = null;
  let total = 0;
  for (const candidate of candidates) {
    const weight = weightOf(candidate);
    const current = (turns.get(candidate.id) ?? 0) + weight;
    turns.set(candidate.id, current);
    total += weight;
    if (best === null || current > turns.get(best.id)!) best = candidate;
  }
  if (best !== null) turns.set(best.id, turns.get(best.id)! - total);
  return best;
}

/** Compares active ÷ weight without dividing, as nginx does. Negative: `a` has less. */
export const compareLoad = (a: Candidate, b: Candidate): number => a.active * b.ramped - b.active * a.ramped;

/** Those with the least active ÷ weight; smooth weighted round robin among them when they are several. */
export function leastConnections(turns: Turns, candidates: readonly Candidate[]): Candidate | null {
  const least = candidates.reduce<Candidate | null>((best, each) => (best === null || compareLoad(each, best) < 0 ? each : best), null);
  if (least === null) return null;
  const tied = candidates.filter((each) => compareLoad(each, least) === 0);
  return tied.length === 1 ? least : smoothWeighted(turns, tied, ({ ramped }) => ramped);
}

/** Octets of an IPv4 address that nginx hashes: the first three. */
export const hashedOctets = (address: string): readonly number[] => address.split('.').slice(0, 3).map(Number);

const ipHashTries = 20;

/**
 * nginx's `ip_hash`: a hash below 6271, spread over the weights. When the backend found may not be chosen the hash is carried
 * on and another one is looked for, 20 times; then null: nginx takes turns instead. Weights of backends that are down count,
 * so that nobody else's clients move.
 */
export function ipHash(octets: readonly number[], candidates: readonly Candidate[]): Candidate | null {
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  let hash = 89;
  for (let tried = 0; tried <= ipHashTries; tried += 1) {
    for (const octet of octets) hash = (hash * 113 + octet) % 6271;
    let rest = hash % total;
    const found = candidates.find(({ weight }) => {
      if (rest < weight) return true;
      rest -= weight;
      return false;
    });
    if (found?.usable) return found;
  }
  return null;
}

/** One by chance, in proportion to the weights. */
export function weightedRandom(random: RandomStream, candidates: readonly Candidate[]): Candidate | null {
  let rest = random.next() * candidates.reduce((sum, { weight }) => sum + weight, 0);
  for (const candidate of candidates) {
    if (rest < candidate.weight) return candidate;
    rest -= candidate.weight;
  }
  return candidates.at(-1) ?? null;
}

/** Two different ones by chance, evenly, and the one of lower cost; the first of equals. */
export function betterOfTwo(random: RandomStream, candidates: readonly Candidate[], cost: (candidate: Candidate) => number): Candidate | null {
  if (candidates.length < 2) return candidates[0] ?? null;
  const at = random.integer(0, candidates.length - 1);
  const other = random.integer(0, candidates.length - 2);
  const first = candidates[at]!;
  const second = candidates[other < at ? other : other + 1]!;
  return cost(second) < cost(first) ? second : first;
}

/** Open requests for its weight, the new one included (Envoy). */
export const loadOf = ({ active, ramped }: Candidate): number => (active + 1) / ramped;

/** Decayed peak latency × (active + 1). One that never answered is tried once, and then waited for (Finagle). */
export function ewmaCost({ latencyUs, active }: Candidate): number {
  if (latencyUs === null) return active === 0 ? 0 : 1e12 + active;
  return latencyUs * (active + 1);
}

/** Time in which an observed latency fades to 1/e; Finagle's default. */
export const ewmaDecayUs = 10_000_000;

export type Peak = { readonly us: number; readonly atUs: number };

/** What is left of a peak. */
export const decayed = ({ us, atUs }: Peak, nowUs: number): number => us * exp((atUs - nowUs) / ewmaDecayUs);

/** A higher latency is believed at once, a lower one little by little. */
export function observed(peak: Peak | null, latencyUs: number, nowUs: number): Peak {
  if (peak === null || latencyUs > peak.us) return { us: latencyUs, atUs: nowUs };
  const keep = exp((peak.atUs - nowUs) / ewmaDecayUs);
  return { us: peak.us * keep + latencyUs * (1 - keep), atUs: nowUs };
}

/** Tables lately used. They follow from ids and weights alone, so nobody can tell whether one was kept. */
const tables = new Map<string, Int32Array>();

/** The backend of the table's entry for this address. (At layer 4 most hash the ports as well; here a client has one address.) */
export function maglev(address: string, candidates: readonly Candidate[]): Candidate | null {
  if (candidates.length === 0) return null;
  const key = candidates.map(({ id, weight }) => `${id} ${weight}`).join();
  let table = tables.get(key);
  if (table === undefined) {
    table = maglevTable(candidates, tableSize);
    if (tables.size >= 32) tables.delete(tables.keys().next().value!);
    tables.set(key, table);
  }
  return candidates[table[Number(xxh64(address) % BigInt(tableSize))]!] ?? null;
}
