/** What the ring says of itself: facts, cards, sentence, table, inspector, read-outs. */
import type { HashRingState } from '../../models/hash-ring/state.ts';
import { liveServers, serverId, turnOf } from '../../models/hash-ring/state.ts';
import type { Plain } from '../../models/kernel/model.ts';
import type { Card, Fact, Inspection, Moment, Sentence, Table } from '../base/concept.ts';
import { ownerRole, shares, tokenCount } from './hash-ring.picture.ts';

type RingMoment = Moment<HashRingState>;

/** A change is what the sentence is about for this long. */
const changeToldUs = 5_500_000;

const percentOf = (share: number): number => Math.round(share * 1000) / 10;
const position = (turn: number): string => (Math.round((turn % 1) * 1000) / 1000).toFixed(3);

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
function keyShares(state: HashRingState): Map<number, number> {
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

function shareCard({ state, text, name }: RingMoment): Card {
  const share = shares(state);
  const live = liveServers(state.servers);
  const ideal = 1 / Math.max(1, live.length);
  const scale = Math.max(ideal * 1.6, ...share.values());
  const shown = state.servers.slice(0, 8);
  return {
    kind: 'bars',
    title: text(state.config.algorithm === 'modulo' ? 'hash-ring.share-modulo' : 'hash-ring.share'),
    note: text('hash-ring.ideal', { percent: percentOf(ideal) }),
    rows: shown.map(({ number, up }) => {
      const part = share.get(number) ?? 0;
      return { label: name(serverId(number)), role: up ? ownerRole(number) : 'crashed', share: part / scale, mark: ideal / scale, value: up ? text('hash-ring.percent', { percent: percentOf(part) }) : text('hash-ring.down') };
    }),
  };
}

export function cards(moment: RingMoment): readonly Card[] {
  const { state, text, name } = moment;
  const { lastMove, lastLookup, lastChange } = state;
  const made: Card[] = [shareCard(moment), { kind: 'facts', facts: facts(moment).slice(1) }];
  // There is room for one more: what moved, while that is news, else the last lookup.
  if (lastMove && lastChange && (lastLookup === null || moment.nowUs - lastChange.atUs <= changeToldUs)) {
    made.push({
      kind: 'text', title: text('hash-ring.last-change'), strong: text('hash-ring.moved', { count: lastMove.count, keys: state.placement.keys.names.length }),
      rest: text('hash-ring.moved-rest', { share: percentOf(lastMove.share), predicted: percentOf(lastMove.predicted), modulo: percentOf(lastMove.modulo) }),
    });
  } else if (lastLookup) {
    const owner = lastLookup.owners[0];
    made.push({
      kind: 'text', title: text('hash-ring.last-lookup'), strong: text('hash-ring.to', { key: lastLookup.key, owner: owner ? text('hash-ring.server', { name: name(owner) }) : text('hash-ring.nobody') }),
      ...(owner ? { role: ownerRole(Number(owner.slice(1))) } : {}),
      rest: state.config.algorithm === 'modulo' ? text('hash-ring.lookup-rest-modulo', { position: position(lastLookup.position), servers: liveServers(state.servers).length }) : text('hash-ring.lookup-rest', { position: position(lastLookup.position), token: position(lastLookup.token) }),
    });
  }
  return made;
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

export function table({ state, text, name }: RingMoment): Table {
  const ring = shares(state);
  const keys = keyShares(state);
  return {
    caption: text('hash-ring.table'),
    columns: ['server', 'state', 'tokens', 'ring', 'keys'].map((column) => text(`hash-ring.column.${column}`)),
    rows: state.servers.map(({ number, up }) => [
      name(serverId(number)), text(up ? 'hash-ring.up' : 'hash-ring.down'), text('{count}', { count: tokenCount(state, number) }),
      text('hash-ring.percent', { percent: percentOf(ring.get(number) ?? 0) }), text('hash-ring.percent', { percent: percentOf(keys.get(number) ?? 0) }),
    ]),
  };
}

export function inspect(moment: RingMoment, kind: string, id: string): Inspection | null {
  const { state, text, name } = moment;
  const server = kind === 'node' ? state.servers.find(({ number }) => serverId(number) === id) : undefined;
  if (!server) return null;
  const { positions, owners } = state.placement.ring;
  const tokens = Array.from(positions).filter((_, at) => owners[at] === server.number);
  const [columns, row] = [table(moment).columns, table(moment).rows[state.servers.indexOf(server)]!];
  return {
    title: text('hash-ring.server', { name: name(id) }),
    fields: [
      ...columns.slice(1).map((label, at) => ({ label, value: row[at + 1]! })),
      { label: text('hash-ring.weight'), value: text('{weight}', { weight: server.weight }) },
      { label: text('hash-ring.first-tokens'), value: tokens.slice(0, 4).map((token) => position(turnOf(token))).join(', ') || '–' },
    ],
    actions: server.up ? ['crash', 'remove'] : ['recover', 'remove'],
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
