/** What the ring's panels say: cards, table, inspector. Fetched after the first picture. */
import { ranked } from '../../models/hash-ring/algorithms/rendezvous.ts';
import { slotAt } from '../../models/hash-ring/algorithms/slots.ts';
import { tableSize } from '../../models/kernel/maglev.ts';
import { countOf } from '../../models/hash-ring/algorithms/way.ts';
import { murmur3x64 } from '../../models/kernel/hashes-64.ts';
import { rankOf } from '../../models/hash-ring/keys.ts';
import type { Ledger } from '../../models/hash-ring/ledger.ts';
import { findKey, positionOf } from '../../models/hash-ring/lookups.ts';
import { comparedMeasures, dueShare, loads, measures } from '../../models/hash-ring/measures.ts';
import type { HashRingState, Lookup, Server } from '../../models/hash-ring/state.ts';
import { liveServers, serverId, turnOf, wayOf } from '../../models/hash-ring/state.ts';
import type { Card, Inspection, Table } from '../base/concept.ts';
import { formatNumber } from '../base/ui/format.ts';
import { ownerRole } from './hash-ring.columns.ts';
import { changeToldUs, facts, movedBy, percentOf, position } from './hash-ring.words.ts';
import type { RingMoment } from './hash-ring.words.ts';

export { hashRingPanelsStrings as strings } from './hash-ring.panels.strings.ts';

/** Servers in the card; the table has all. */
const shownServers = 8;

function shareCard({ state, text, name }: RingMoment): Card {
  const { of, shares } = loads(state);
  const { servers } = state;
  const due = new Map(servers.map((server) => [server, dueShare(state, server)]));
  const ideals = new Set(liveServers(servers).map((server) => due.get(server)!));
  const scale = Math.max(0.01, ...[...due.values()].map((share) => share * 1.6), ...shares.values());
  const [ideal = 0] = ideals;
  const notes = [ideals.size > 1 ? text('hash-ring.ideal-by-weight') : text('hash-ring.ideal', { percent: percentOf(ideal) })];
  if (servers.length > shownServers) notes.push(text('hash-ring.first-of', { shown: shownServers, servers: servers.length }));
  return {
    kind: 'bars',
    title: text(`hash-ring.share-${of}`),
    note: notes.join(' · '),
    rows: servers.slice(0, shownServers).map((server) => {
      const part = shares.get(server.number) ?? 0;
      const value = server.up ? text('hash-ring.percent', { percent: percentOf(part) }) : text('hash-ring.down');
      return { label: name(serverId(server.number)), role: server.up ? ownerRole(server.number) : 'crashed', share: part / scale, ...(server.up ? { mark: due.get(server)! / scale } : {}), value };
    }),
  };
}

/** The share that moved against what was to be expected, and against the other way of placing keys. */
function changeRest({ state, text }: RingMoment, { share, predicted, modulo }: Ledger): string {
  const values = { share: percentOf(share), predicted: percentOf(predicted ?? 0), modulo: percentOf(modulo) };
  if (state.lastChange?.kind === 'rebuild') return text('hash-ring.moved-rest-rebuild', values);
  if (state.config.algorithm === 'modulo') return text('hash-ring.moved-rest-modulo', { ...values, ring: percentOf(1 - (predicted ?? 0)) });
  return text(predicted === null ? 'hash-ring.moved-rest-unforeseen' : 'hash-ring.moved-rest', values);
}

function changeCard(moment: RingMoment, ledger: Ledger): Card {
  const { state, text } = moment;
  const both = movedBy(state, text);
  const keys = state.placement.keys.names.length;
  return {
    kind: 'text', title: text('hash-ring.last-change'),
    strong: both ? text('hash-ring.moved-of-both', { moved: both.value, keys }) : text('hash-ring.moved', { count: ledger.count, keys }),
    rest: both ? `${both.note}. ${changeRest(moment, ledger)}` : changeRest(moment, ledger),
  };
}

/** By what a key found its server. */
function lookupRest({ state, text, name }: RingMoment, lookup: Lookup): string {
  const { config: { algorithm }, servers } = state;
  const at = positionOf(state, lookup.key);
  const values = {
    position: position(lookup.position, text), servers: liveServers(servers).length, slot: slotAt(at), entry: at % tableSize,
    token: lookup.token === null ? '–' : position(lookup.token, text), full: lookup.full.map(name).join(text.comma),
  };
  if (lookup.full.length > 0) return text('hash-ring.lookup-rest-passed', values);
  return text(wayOf(state).tokens ? 'hash-ring.lookup-rest' : `hash-ring.lookup-rest-${algorithm}`, values);
}

export function cards(moment: RingMoment): readonly Card[] {
  const { state, text, name } = moment;
  const { lastMove, lastLookup, lastChange } = state;
  const made: Card[] = [...(state.servers.length === 0 ? [] : [shareCard(moment)]), { kind: 'facts', facts: facts(moment).slice(1) }];
  // There is room for one more: what moved, while that is news, else the last lookup.
  if (lastMove && lastChange && (lastChange.kind !== 'rebuild' || lastMove.count > 0) && (lastLookup === null || moment.nowUs - lastChange.atUs <= changeToldUs)) {
    made.push(changeCard(moment, lastMove));
  } else if (lastLookup) {
    const owner = lastLookup.owners[0];
    made.push({
      kind: 'text', title: text('hash-ring.last-lookup'), strong: text('hash-ring.to', { key: lastLookup.key, owner: owner ? text('hash-ring.server', { name: name(owner) }) : text('hash-ring.nobody') }),
      ...(owner ? { role: ownerRole(Number(owner.slice(1))) } : {}),
      rest: lookupRest(moment, lastLookup),
    });
  }
  return made;
}

/** A column of the table: what it is called, and what it says of a server. */
type Column = readonly [name: string, value: (server: Server) => string];

function columnsOf({ state, text }: RingMoment): readonly Column[] {
  const { shares, keyShares, keys, tokens } = measures(state);
  const percent = (share = 0): string => text('hash-ring.percent', { percent: percentOf(share) });
  const count = (value = 0): string => text('{count}', { count: value });
  const { of, tokens: hasTokens } = wayOf(state);
  const entries = countOf(state.placement.table);
  const { room, members } = state.placement;
  const beside = comparedMeasures(state);
  // No server has what its algorithm knows nothing of.
  return [
    ['state', ({ up }) => text(up ? 'hash-ring.up' : 'hash-ring.down')],
    ...(hasTokens ? [['tokens', ({ number }) => count(tokens.get(number))] as Column] : []),
    ...(of === 'circle' ? [['ring', ({ number }) => percent(shares.get(number))] as Column] : []),
    ...(of === 'slots' || of === 'table' ? [[of, ({ number }) => count(entries.get(number))] as Column] : []),
    ['keys', ({ number }) => count(keys.get(number))],
    ...(room.length > 0 ? [['room', ({ number }) => count(room[members.findIndex((member) => member.number === number)])] as Column] : []),
    ['key-share', ({ number }) => percent(keyShares.get(number))],
    ...(beside ? [['compared', ({ number }) => count(beside.keys.get(number))] as Column] : []),
  ];
}

export function table(moment: RingMoment): Table {
  const { state, text, name } = moment;
  const columns = columnsOf(moment);
  const other = text(`hash-ring.by-${state.config.compare}`);
  return {
    caption: text(wayOf(state).tokens ? 'hash-ring.table' : 'hash-ring.table-servers', { by: text(`hash-ring.by-${state.config.algorithm}`) }),
    columns: [text('hash-ring.column.server'), ...columns.map(([column]) => text(`hash-ring.column.${column}`, { other }))],
    rows: state.servers.map((server) => [name(serverId(server.number)), ...columns.map(([, value]) => value(server))]),
  };
}

export function inspect(moment: RingMoment, kind: string, id: string): Inspection | null {
  if (kind === 'message') return inspectKey(moment, id);
  // A column of the second row is the same server by another algorithm.
  const server = kind === 'node' ? moment.state.servers.find(({ number }) => serverId(number) === id.split('/').at(-1)) : undefined;
  return server ? inspectServer(moment, server, id.includes('/')) : null;
}

function inspectServer(moment: RingMoment, server: Server, again: boolean): Inspection {
  const { state: { servers, lastMove, placement: { ring } }, text, name } = moment;
  const id = serverId(server.number);
  const { columns, rows } = table(moment);
  const row = rows[servers.indexOf(server)]!;
  const first: string[] = [];
  for (let at = 0; at < ring.owners.length && first.length < 4; at += 1) if (ring.owners[at] === server.number) first.push(position(turnOf(ring.positions[at]!), text));
  const moved = (end: 'from' | 'to'): number => (lastMove?.pairs ?? []).reduce((sum, pair) => sum + (pair[end] === id ? pair.count : 0), 0);
  return {
    title: text('hash-ring.server', { name: name(id) }),
    fields: [
      ...columns.slice(1).map((label, at) => ({ label, value: row[at + 1]! })),
      { label: text('hash-ring.weight'), value: text('{weight}', { weight: server.weight }) },
      ...(wayOf(moment.state).tokens ? [{ label: text('hash-ring.first-tokens'), value: first.join(text.comma) || '–' }] : []),
      ...(lastMove ? [{ label: text('hash-ring.last-change'), value: text('hash-ring.took-gave', { took: moved('to'), gave: moved('from') }) }] : []),
    ],
    actions: again ? [] : server.up ? ['crash', 'remove'] : ['recover', 'remove'],
  };
}

interface Field { readonly label: string; readonly value: string }

/** What the algorithm makes of a key: its hash and where that leads. */
function keyFields({ state, text, name }: RingMoment, key: string): Field[] {
  const { config: { algorithm }, placement: { members } } = state;
  const at = positionOf(state, key);
  const field = (label: string, value: string): Field => ({ label: text(`hash-ring.${label}`), value });
  switch (algorithm) {
    case 'jump': return [field('hash', murmur3x64(key).toString(16).padStart(16, '0'))];
    case 'slots': return [field('slot', text('{count}', { count: slotAt(at) }))];
    case 'rendezvous': return [field('scores', ranked(members, key).slice(0, 4).map(({ number, score }) => `${name(serverId(number))} ${formatNumber(score, text.tag, 3)}`).join(text.comma) || '–')];
    case 'maglev': return [field('hash', at.toString(16).padStart(8, '0')), field('entry', text('{count}', { count: at % tableSize }))];
    default: return [field('hash', at.toString(16).padStart(8, '0')), field('position', position(turnOf(at), text))];
  }
}

/** A key on its way to its server, or from one server to another after a change. */
function inspectKey(moment: RingMoment, id: string): Inspection | null {
  const { state, text, name } = moment;
  const walk = state.walks.find((each) => each.id === id);
  const handed = handedOver(state, id);
  const key = walk?.key ?? (handed && state.placement.keys.names[handed.key]);
  if (key === undefined) return null;
  const server = (number: number): string => (number === 0 ? text('hash-ring.nobody') : name(serverId(number)));
  const { owners, full } = findKey(state, key);
  // A key handed over in the second row belongs where that algorithm has it.
  const compared = handed && id.startsWith('c') ? state.placement.compared?.owners[rankOf(state.placement.keys, key)] : undefined;
  return {
    title: text('hash-ring.key-title', { key }),
    fields: [
      ...(compared === undefined ? keyFields(moment, key) : []),
      ...(walk && wayOf(state).tokens && walk.owner !== 0 ? [{ label: text('hash-ring.token'), value: position(walk.to, text) }] : []),
      ...(compared === undefined && full.length > 0 ? [{ label: text('hash-ring.passed'), value: full.map(server).join(text.comma) }] : []),
      ...(handed ? [{ label: text('hash-ring.from'), value: server(handed.from) }] : []),
      { label: text('hash-ring.kept-by'), value: (compared === undefined ? owners : [compared]).map(server).join(text.comma) || server(0) },
    ],
    actions: [],
  };
}

function handedOver({ handOvers, comparedHandOvers }: HashRingState, id: string): { readonly key: number; readonly from: number } | undefined {
  return handOvers.find(({ key }) => `h${key}` === id) ?? comparedHandOvers.find(({ key }) => `c${key}` === id);
}
