/** What the ring says of itself: facts, sentence, read-outs. */
import { largest, measures, spread } from '../../models/hash-ring/measures.ts';
import type { HashRingState } from '../../models/hash-ring/state.ts';
import { liveServers, serverId } from '../../models/hash-ring/state.ts';
import type { Plain } from '../../models/kernel/model.ts';
import type { Fact, Moment, Sentence } from '../base/concept.ts';
import { ownerRole } from './hash-ring.picture.ts';

export type RingMoment = Moment<HashRingState>;

/** A change is what the sentence is about for this long. */
export const changeToldUs = 5_500_000;

export const percentOf = (share: number): number => Math.round(share * 1000) / 10;
export const position = (turn: number): string => (Math.round((turn % 1) * 1000) / 1000).toFixed(3);

/** How many servers hold each key, where that is more than one or fewer than asked for. */
function copiesNote({ config, servers }: HashRingState, text: RingMoment['text']): { readonly note?: string } {
  const live = liveServers(servers).length;
  if (config.replicas === 1 || live === 0) return {};
  return { note: config.replicas > live ? text('hash-ring.copies-all', { copies: live, replicas: config.replicas }) : text('hash-ring.copies', { copies: config.replicas }) };
}

export function facts({ state, text, name }: RingMoment): readonly Fact[] {
  const most = largest(state);
  const even = spread(state);
  return [
    { label: text('hash-ring.largest'), value: most ? text('hash-ring.largest-value', { name: name(serverId(most.number)), percent: Math.round(most.share * 100) }) : '–', ...(most ? { role: ownerRole(most.number) } : {}) },
    { label: text('hash-ring.imbalance'), value: even ? text('hash-ring.imbalance-value', { percent: Math.round(even.fromDue * 100) }) : '–' },
    { label: text('hash-ring.keys'), value: text('{count}', { count: state.placement.keys.names.length }), ...copiesNote(state, text) },
  ];
}

function changeSentence({ state, nowUs, text, name }: RingMoment): Sentence | null {
  const { lastChange, lastMove } = state;
  if (!lastChange || !lastMove || lastChange.kind === 'rebuild' || nowUs - lastChange.atUs > changeToldUs) return null;
  const keys = state.placement.keys.names.length;
  const values = { name: lastChange.name ?? name(serverId(lastChange.server)), count: lastMove.count, keys, modulo: Math.round(lastMove.modulo * keys) };
  if (state.config.algorithm === 'modulo') return { strong: text('hash-ring.modulo-changed', values), rest: text('hash-ring.modulo-changed-rest') };
  const { kind, retokened } = lastChange;
  const came = kind === 'join' || kind === 'recover';
  const rest = retokened ? 'retokened' : came ? 'joined-rest' : 'left-rest';
  return { strong: text(`hash-ring.${({ join: 'joined', recover: 'back', leave: 'left', crash: 'crashed' } as const)[kind]}`, values), rest: text(`hash-ring.${rest}`, values) };
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

/** What there is to say while nothing happens: how even the shares are, and why. */
function quietSentence({ state, text, name }: RingMoment): Sentence {
  const most = largest(state);
  const live = liveServers(state.servers);
  const modulo = state.config.algorithm === 'modulo';
  const { vnodes } = state.placement;
  const values = { servers: live.length, vnodes, imbalance: Math.round((spread(state)?.fromDue ?? 0) * 100) };
  const weighted = live.some(({ weight }) => weight !== live[0]!.weight);
  const why = modulo ? 'modulo' : weighted ? 'weighted' : vnodes === 1 ? 'one' : 'many';
  return {
    strong: most ? text(modulo ? 'hash-ring.quiet-modulo' : 'hash-ring.quiet', { largest: name(serverId(most.number)), percent: Math.round(most.share * 100) }) : text('hash-ring.no-keys'),
    rest: text(`hash-ring.quiet-rest-${why}`, values),
  };
}

export function sentence(moment: RingMoment): Sentence {
  const { state, text } = moment;
  if (liveServers(state.servers).length === 0) return { strong: text('hash-ring.empty'), rest: text('hash-ring.empty-rest') };
  return changeSentence(moment) ?? walkSentence(moment) ?? quietSentence(moment);
}

/** What the docstring of the element lists. */
export function readouts({ state }: RingMoment): { readonly [key: string]: Plain } {
  const { shares, keyShares } = measures(state);
  const byId = (sums: ReadonlyMap<number, number>): { readonly [id: string]: number } => Object.fromEntries(state.servers.map(({ number }) => [serverId(number), sums.get(number) ?? 0]));
  const even = spread(state);
  return {
    ringShare: byId(shares), keyShare: byId(keyShares), maxOverMean: even?.maxOverMean ?? null, standardDeviation: even?.standardDeviation ?? null,
    lastMove: state.lastMove === null ? null : { count: state.lastMove.count, share: state.lastMove.share, predicted: state.lastMove.predicted, modulo: state.lastMove.modulo, pairs: state.lastMove.pairs.map(({ from, to, count }) => ({ from, to, count })) },
    servers: liveServers(state.servers).length, tokens: state.placement.ring.owners.length, keys: state.placement.keys.names.length, lookups: state.lookups, replicasPerKey: Math.min(state.config.replicas, liveServers(state.servers).length),
  };
}
