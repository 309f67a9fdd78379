/** What the ring says of itself: facts, sentence, read-outs. */
import type { HashRingState } from '../../models/hash-ring/state.ts';
import { liveServers, serverId } from '../../models/hash-ring/state.ts';
import type { Plain } from '../../models/kernel/model.ts';
import type { Fact, Moment, Sentence } from '../base/concept.ts';
import { ownerRole, shares } from './hash-ring.picture.ts';

export type RingMoment = Moment<HashRingState>;

/** A change is what the sentence is about for this long. */
export const changeToldUs = 5_500_000;

export const percentOf = (share: number): number => Math.round(share * 1000) / 10;
export const position = (turn: number): string => (Math.round((turn % 1) * 1000) / 1000).toFixed(3);

/** Largest share over the mean, and standard deviation as a share of the mean; null on an empty ring. */
export function spread(state: HashRingState): { readonly maxOverMean: number; readonly standardDeviation: number } | null {
  const live = liveServers(state.servers);
  if (live.length === 0) return null;
  const share = shares(state);
  const parts = live.map(({ number }) => (share.get(number) ?? 0) * live.length);
  const variance = parts.reduce((sum, part) => sum + (part - 1) * (part - 1), 0) / parts.length;
  return { maxOverMean: Math.max(...parts), standardDeviation: Math.sqrt(variance) };
}

/** Share of the requests for all keys that falls to each server. */
export function keyShares(state: HashRingState): Map<number, number> {
  const { keys, owners } = state.placement;
  const sums = new Map<number, number>();
  owners.forEach((owner, key) => sums.set(owner, (sums.get(owner) ?? 0) + keys.popularity[key]!));
  return sums;
}

function largest(state: HashRingState): { readonly number: number; readonly share: number } | null {
  const best = [...shares(state)].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
  return best ? { number: best[0], share: best[1] } : null;
}

export function facts({ state, text, name }: RingMoment): readonly Fact[] {
  const most = largest(state);
  const even = spread(state);
  return [
    { label: text('hash-ring.largest'), value: most ? text('hash-ring.largest-value', { name: name(serverId(most.number)), percent: Math.round(most.share * 100) }) : '–', ...(most ? { role: ownerRole(most.number) } : {}) },
    { label: text('hash-ring.imbalance'), value: even ? text('hash-ring.imbalance-value', { percent: Math.round(even.standardDeviation * 100) }) : '–' },
    { label: text('hash-ring.keys'), value: text('{count}', { count: state.placement.keys.names.length }) },
  ];
}

function changeSentence({ state, nowUs, text, name }: RingMoment): Sentence | null {
  const { lastChange, lastMove } = state;
  if (!lastChange || !lastMove || lastChange.kind === 'rebuild' || nowUs - lastChange.atUs > changeToldUs) return null;
  const keys = state.placement.keys.names.length;
  const values = { name: name(serverId(lastChange.server)), count: lastMove.count, keys, modulo: Math.round(lastMove.modulo * keys) };
  if (state.config.algorithm === 'modulo') return { strong: text('hash-ring.modulo-changed', values), rest: text('hash-ring.modulo-changed-rest') };
  const word = lastChange.kind === 'join' || lastChange.kind === 'recover' ? 'joined' : 'left';
  return { strong: text(`hash-ring.${word}`, values), rest: text(`hash-ring.${word}-rest`, values) };
}

function walkSentence({ state, nowUs, text, name }: RingMoment): Sentence | null {
  const walk = state.walks.filter(({ forgetUs }) => nowUs < forgetUs).at(-1);
  if (!walk || walk.owner === 0) return null;
  const arrived = nowUs >= walk.endUs;
  const values = { key: walk.key, owner: name(serverId(walk.owner)), position: position(walk.from), token: position(walk.to), servers: liveServers(state.servers).length };
  if (state.config.algorithm === 'modulo') return { strong: text(arrived ? 'hash-ring.arrived' : 'hash-ring.walking', values), rest: text('hash-ring.walking-modulo', values) };
  if (!arrived) return { strong: text('hash-ring.walking', values), rest: text('hash-ring.walking-rest', values) };
  const owners = state.lastLookup?.key === walk.key ? state.lastLookup.owners : [];
  const rest = owners.length > 1 ? text('hash-ring.replicas-rest', { owners: owners.map(name).join(', ') }) : text('hash-ring.arrived-rest', values);
  return { strong: text('hash-ring.arrived', values), rest };
}

export function sentence(moment: RingMoment): Sentence {
  const { state, text, name } = moment;
  const most = largest(state);
  if (!most) return { strong: text('hash-ring.empty'), rest: text('hash-ring.empty-rest') };
  return changeSentence(moment) ?? walkSentence(moment) ?? {
    strong: text('hash-ring.quiet', { largest: name(serverId(most.number)), percent: Math.round(most.share * 100) }),
    rest: text('hash-ring.quiet-rest', { vnodes: state.placement.vnodes, imbalance: Math.round((spread(state)?.standardDeviation ?? 0) * 100) }),
  };
}

/**
 * `ringShare`, `keyShare` by server id, 0–1 (keys weighted by their popularity); `maxOverMean`; `standardDeviation` of the
 * shares in units of the mean; `lastMove {count, share, predicted, modulo, pairs}`, shares 0–1; null = not known yet.
 */
export function readouts({ state }: RingMoment): { readonly [key: string]: Plain } {
  const ring = shares(state);
  const keys = keyShares(state);
  const byId = (sums: Map<number, number>): { readonly [id: string]: number } => Object.fromEntries(state.servers.map(({ number }) => [serverId(number), sums.get(number) ?? 0]));
  const even = spread(state);
  return {
    ringShare: byId(ring), keyShare: byId(keys), maxOverMean: even?.maxOverMean ?? null, standardDeviation: even?.standardDeviation ?? null,
    lastMove: state.lastMove === null ? null : { count: state.lastMove.count, share: state.lastMove.share, predicted: state.lastMove.predicted, modulo: state.lastMove.modulo, pairs: state.lastMove.pairs.map(({ from, to, count }) => ({ from, to, count })) },
    servers: liveServers(state.servers).length, tokens: state.placement.ring.owners.length, keys: state.placement.keys.names.length, lookups: state.lookups, replicasPerKey: Math.min(state.config.replicas, liveServers(state.servers).length),
  };
}
