/** What the ring says of itself: facts, sentence, read-outs. */
import { ways } from '../../models/hash-ring/algorithms/index.ts';
import { ranked } from '../../models/hash-ring/algorithms/rendezvous.ts';
import { slotAt } from '../../models/hash-ring/algorithms/slots.ts';
import { tableSize } from '../../models/kernel/maglev.ts';
import type { Ledger } from '../../models/hash-ring/ledger.ts';
import { findKey, positionOf } from '../../models/hash-ring/lookups.ts';
import { comparedMeasures, largest, loads, measures, spread } from '../../models/hash-ring/measures.ts';
import type { HashRingState, Walk } from '../../models/hash-ring/state.ts';
import { liveServers, serverId } from '../../models/hash-ring/state.ts';
import type { Plain } from '../../models/kernel/model.ts';
import type { Fact, Moment, Sentence } from '../base/concept.ts';
import { formatNumber } from '../base/ui/format.ts';
import { ownerRole } from './hash-ring.columns.ts';

export type RingMoment = Moment<HashRingState>;

/** A change is what the sentence is about for this long. */
export const changeToldUs = 5_500_000;

export const percentOf = (share: number): number => Math.round(share * 1000) / 10;
export const position = (turn: number, { tag }: RingMoment['text']): string => formatNumber(Math.round((turn % 1) * 1000) / 1000, tag, 3);

/** How many servers hold each key, where that is more than one or fewer than asked for. */
function copiesNote({ config, servers }: HashRingState, text: RingMoment['text']): { readonly note?: string } {
  const live = liveServers(servers).length;
  if (config.replicas === 1 || live === 0) return {};
  return { note: config.replicas > live ? text('hash-ring.copies-all', { copies: live, replicas: config.replicas }) : text('hash-ring.copies', { copies: config.replicas }) };
}

/** How many keys both algorithms moved by the last change of servers; nothing else is to be compared. */
export function movedBy({ config: { algorithm, compare }, lastChange, lastMove, lastCompared }: HashRingState, text: RingMoment['text']): { readonly value: string; readonly note: string } | null {
  if (compare === 'none' || !lastMove || !lastCompared || lastChange?.kind === 'rebuild') return null;
  return { value: text('hash-ring.moved-both', { first: lastMove.count, second: lastCompared.count }), note: text('hash-ring.moved-both-by', { first: text(`hash-ring.by-${algorithm}`), second: text(`hash-ring.by-${compare}`) }) };
}

export function facts({ state, text, name }: RingMoment): readonly Fact[] {
  const { shares } = loads(state);
  const most = largest(shares);
  const even = spread(state, shares);
  const moved = movedBy(state, text);
  return [
    { label: text('hash-ring.largest'), value: most ? text('hash-ring.largest-value', { name: name(serverId(most.number)), percent: Math.round(most.share * 100) }) : '–', ...(most ? { role: ownerRole(most.number) } : {}) },
    ...(moved ? [{ label: text('hash-ring.moved-fact'), ...moved }] : [{ label: text('hash-ring.imbalance'), value: even ? text('hash-ring.imbalance-value', { percent: Math.round(even.fromDue * 100) }) : '–' }]),
    { label: text('hash-ring.keys'), value: text('{count}', { count: state.placement.keys.names.length }), ...copiesNote(state, text) },
  ];
}

/** Why so many keys moved, by what the algorithm promises and what really happened. */
function changeRest(state: HashRingState, ledger: Ledger, text: RingMoment['text']): string {
  const { config: { algorithm, compare }, lastChange, lastCompared } = state;
  const values = { modulo: Math.round(ledger.modulo * state.placement.keys.names.length) };
  if (compare !== 'none' && lastCompared) return text('hash-ring.compared-rest', { other: text(`hash-ring.by-${compare}`), count: lastCompared.count });
  if (algorithm === 'modulo') return text('hash-ring.modulo-changed-rest');
  if (ways[algorithm].tokens && lastChange!.retokened) return text('hash-ring.retokened', values);
  const came = lastChange!.kind === 'join' || lastChange!.kind === 'recover';
  const others = ledger.pairs.reduce((sum, pair) => sum + ((came ? pair.to : pair.from) === serverId(lastChange!.server) ? 0 : pair.count), 0);
  if (others > 0) return text('hash-ring.others-rest', { ...values, others });
  return text(`hash-ring.${came ? 'joined-rest' : algorithm === 'ring' ? 'left-rest' : 'left-own-rest'}`, values);
}

function changeSentence({ state, nowUs, text, name }: RingMoment): Sentence | null {
  const { lastChange, lastMove, config: { algorithm } } = state;
  if (!lastChange || !lastMove || lastChange.kind === 'rebuild' || nowUs - lastChange.atUs > changeToldUs) return null;
  const values = { name: lastChange.name ?? name(serverId(lastChange.server)), count: lastMove.count, keys: state.placement.keys.names.length };
  const strong = algorithm === 'modulo' ? 'modulo-changed' : ({ join: 'joined', recover: 'back', leave: 'left', crash: 'crashed' } as const)[lastChange.kind];
  return { strong: text(`hash-ring.${strong}`, values), rest: changeRest(state, lastMove, text) };
}

/** Why a key belongs where it goes, by algorithm. */
function reason({ state, text, name }: RingMoment, walk: Walk, arrived: boolean): string {
  const { config: { algorithm }, placement: { members } } = state;
  const owner = name(serverId(walk.owner));
  const at = positionOf(state, walk.key);
  const values = { owner, position: position(walk.from, text), token: position(walk.to, text), servers: members.length };
  if (algorithm === 'rendezvous') return text('hash-ring.walking-rendezvous', { owner, score: formatNumber(ranked(members, walk.key)[0]!.score, text.tag, 3) });
  if (algorithm === 'jump') return text('hash-ring.walking-jump', { ...values, place: 1 + members.findIndex(({ number }) => number === walk.owner) });
  if (algorithm === 'maglev') return text('hash-ring.walking-maglev', { owner, entry: at % tableSize });
  if (algorithm === 'slots') return text('hash-ring.walking-slots', { owner, slot: slotAt(at) });
  if (algorithm === 'modulo') return text('hash-ring.walking-modulo', values);
  const { full } = findKey(state, walk.key);
  if (full.length > 0) return text('hash-ring.passed-rest', { owner, full: full.map((number) => name(serverId(number))).join(text.comma) });
  return text(arrived ? 'hash-ring.arrived-rest' : 'hash-ring.walking-rest', values);
}

function walkSentence(moment: RingMoment): Sentence | null {
  const { state, nowUs, text, name } = moment;
  const walk = state.walks.filter(({ forgetUs }) => nowUs < forgetUs).at(-1);
  if (!walk || walk.owner === 0) return null;
  const arrived = nowUs >= walk.endUs;
  const owners = arrived && state.lastLookup?.key === walk.key ? state.lastLookup.owners : [];
  const values = { key: walk.key, owner: name(serverId(walk.owner)), position: position(walk.from, text), owners: owners.map(name).join(text.comma) };
  // Rendezvous, jump and slots ask other hashes than the one that gives a key its place on the circle.
  const hashed = ways[state.config.algorithm].tokens || ['modulo', 'maglev'].includes(state.config.algorithm);
  const strong = text(`hash-ring.${arrived ? 'arrived' : hashed ? 'walking' : 'looked-up'}`, values);
  if (owners.length > 1) return { strong, rest: text(ways[state.config.algorithm].tokens ? 'hash-ring.replicas-rest' : 'hash-ring.replicas-order-rest', values) };
  return { strong, rest: reason(moment, walk, arrived) };
}

/** What there is to say while nothing happens: how even the shares are, and why. */
function quietSentence({ state, text, name }: RingMoment): Sentence {
  const { of, shares } = loads(state);
  const most = largest(shares);
  const live = liveServers(state.servers);
  const { config: { algorithm, loadFactor }, placement: { vnodes, keys } } = state;
  const values = {
    servers: live.length, vnodes, imbalance: Math.round((spread(state, shares)?.fromDue ?? 0) * 100), factor: loadFactor,
    key: keys.names[0] ?? '', percent: Math.round((keys.popularity[0] ?? 0) * 100),
  };
  const weighted = ways[algorithm].weighs && live.some(({ weight }) => weight !== live[0]!.weight);
  const why = of === 'lookups' && most ? 'skewed' : algorithm !== 'ring' ? algorithm : weighted ? 'weighted' : vnodes === 1 ? 'one' : 'many';
  return {
    strong: most ? text(`hash-ring.quiet-${of}`, { largest: name(serverId(most.number)), percent: Math.round(most.share * 100) }) : text('hash-ring.no-keys'),
    rest: text(`hash-ring.quiet-rest-${why}`, values),
  };
}

export function sentence(moment: RingMoment): Sentence {
  const { state, text } = moment;
  if (liveServers(state.servers).length === 0) return { strong: text('hash-ring.empty'), rest: text('hash-ring.empty-rest') };
  return changeSentence(moment) ?? walkSentence(moment) ?? quietSentence(moment);
}

/** A ledger as a read-out. */
const ledgerOut = (ledger: Ledger | null): Plain => (ledger === null ? null : { ...ledger, pairs: ledger.pairs.map((pair) => ({ ...pair })) });

/** What the docstring of the element lists. */
export function readouts({ state }: RingMoment): { readonly [key: string]: Plain } {
  const { shares, keyShares } = measures(state);
  const byId = (sums: ReadonlyMap<number, number>): { readonly [id: string]: number } => Object.fromEntries(state.servers.map(({ number }) => [serverId(number), sums.get(number) ?? 0]));
  const even = spread(state);
  const { placement, config } = state;
  const beside = comparedMeasures(state);
  return {
    ringShare: byId(shares), keyShare: byId(keyShares), maxOverMean: even?.maxOverMean ?? null, standardDeviation: even?.standardDeviation ?? null,
    lastMove: ledgerOut(state.lastMove), compared: beside && { algorithm: config.compare, keyShare: byId(beside.keyShares), lastMove: ledgerOut(state.lastCompared) },
    servers: placement.members.length, tokens: placement.ring.owners.length, keys: placement.keys.names.length, lookups: state.lookups, replicasPerKey: Math.min(config.replicas, placement.members.length),
    room: placement.room.length === 0 ? null : Object.fromEntries(placement.members.map(({ number }, n) => [serverId(number), placement.room[n]!])),
  };
}
