/** What the ring's panels say: cards, table, inspector. Fetched after the first picture. */
import { dueShare, measures } from '../../models/hash-ring/measures.ts';
import type { Ledger } from '../../models/hash-ring/ledger.ts';
import { findKey, positionOf } from '../../models/hash-ring/lookups.ts';
import type { Server } from '../../models/hash-ring/state.ts';
import { liveServers, serverId, turnOf } from '../../models/hash-ring/state.ts';
import type { Card, Inspection, Table } from '../base/concept.ts';
import { ownerRole } from './hash-ring.picture.ts';
import { changeToldUs, facts, percentOf, position } from './hash-ring.words.ts';
import type { RingMoment } from './hash-ring.words.ts';

export { hashRingPanelsStrings as strings } from './hash-ring.panels.strings.ts';

/** Servers in the card; the table has all. */
const shownServers = 8;

function shareCard({ state, text, name }: RingMoment): Card {
  const { shares } = measures(state);
  const { servers } = state;
  const due = new Map(servers.map((server) => [server, dueShare(state, server)]));
  const ideals = new Set(liveServers(servers).map((server) => due.get(server)!));
  const scale = Math.max(0.01, ...[...due.values()].map((share) => share * 1.6), ...shares.values());
  const [ideal = 0] = ideals;
  const notes = [ideals.size > 1 ? text('hash-ring.ideal-by-weight') : text('hash-ring.ideal', { percent: percentOf(ideal) })];
  if (servers.length > shownServers) notes.push(text('hash-ring.first-of', { shown: shownServers, servers: servers.length }));
  return {
    kind: 'bars',
    title: text(state.config.algorithm === 'modulo' ? 'hash-ring.share-modulo' : 'hash-ring.share'),
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
  const values = { share: percentOf(share), predicted: percentOf(predicted ?? share), modulo: percentOf(modulo) };
  if (state.lastChange?.kind === 'rebuild') return text('hash-ring.moved-rest-rebuild', values);
  if (state.config.algorithm === 'ring') return text('hash-ring.moved-rest', values);
  return text('hash-ring.moved-rest-modulo', { ...values, ring: percentOf(1 - (predicted ?? 0)) });
}

export function cards(moment: RingMoment): readonly Card[] {
  const { state, text, name } = moment;
  const { lastMove, lastLookup, lastChange } = state;
  const made: Card[] = [...(state.servers.length === 0 ? [] : [shareCard(moment)]), { kind: 'facts', facts: facts(moment).slice(1) }];
  // There is room for one more: what moved, while that is news, else the last lookup.
  if (lastMove && lastChange && (lastChange.kind !== 'rebuild' || lastMove.count > 0) && (lastLookup === null || moment.nowUs - lastChange.atUs <= changeToldUs)) {
    made.push({
      kind: 'text', title: text('hash-ring.last-change'), strong: text('hash-ring.moved', { count: lastMove.count, keys: state.placement.keys.names.length }),
      rest: changeRest(moment, lastMove),
    });
  } else if (lastLookup) {
    const owner = lastLookup.owners[0];
    made.push({
      kind: 'text', title: text('hash-ring.last-lookup'), strong: text('hash-ring.to', { key: lastLookup.key, owner: owner ? text('hash-ring.server', { name: name(owner) }) : text('hash-ring.nobody') }),
      ...(owner ? { role: ownerRole(Number(owner.slice(1))) } : {}),
      rest: state.config.algorithm === 'modulo' ? text('hash-ring.lookup-rest-modulo', { position: position(lastLookup.position), servers: liveServers(state.servers).length }) : text('hash-ring.lookup-rest', { position: position(lastLookup.position), token: position(lastLookup.token ?? 0) }),
    });
  }
  return made;
}

export function table({ state, text, name }: RingMoment): Table {
  const { shares, keyShares, keys, tokens } = measures(state);
  const percent = (share = 0): string => text('hash-ring.percent', { percent: percentOf(share) });
  const count = (value = 0): string => text('{count}', { count: value });
  // By hash mod N no server has tokens or owns a stretch of the circle.
  const ring = state.config.algorithm === 'ring';
  const row = ({ number, up }: Server): string[] => [
    name(serverId(number)), text(up ? 'hash-ring.up' : 'hash-ring.down'), ...(ring ? [count(tokens.get(number)), percent(shares.get(number))] : []), count(keys.get(number)), percent(keyShares.get(number)),
  ];
  return {
    caption: text(ring ? 'hash-ring.table' : 'hash-ring.table-modulo'),
    columns: ['server', 'state', ...(ring ? ['tokens', 'ring'] : []), 'keys', 'key-share'].map((column) => text(`hash-ring.column.${column}`)),
    rows: state.servers.map(row),
  };
}

export function inspect(moment: RingMoment, kind: string, id: string): Inspection | null {
  if (kind === 'message') return inspectKey(moment, id);
  const server = kind === 'node' ? moment.state.servers.find(({ number }) => serverId(number) === id) : undefined;
  return server ? inspectServer(moment, server) : null;
}

function inspectServer(moment: RingMoment, server: Server): Inspection {
  const { state: { servers, config, lastMove, placement: { ring } }, text, name } = moment;
  const id = serverId(server.number);
  const { columns, rows } = table(moment);
  const row = rows[servers.indexOf(server)]!;
  const first: string[] = [];
  for (let at = 0; at < ring.owners.length && first.length < 4; at += 1) if (ring.owners[at] === server.number) first.push(position(turnOf(ring.positions[at]!)));
  const moved = (end: 'from' | 'to'): number => (lastMove?.pairs ?? []).reduce((sum, pair) => sum + (pair[end] === id ? pair.count : 0), 0);
  return {
    title: text('hash-ring.server', { name: name(id) }),
    fields: [
      ...columns.slice(1).map((label, at) => ({ label, value: row[at + 1]! })),
      { label: text('hash-ring.weight'), value: text('{weight}', { weight: server.weight }) },
      ...(config.algorithm === 'ring' ? [{ label: text('hash-ring.first-tokens'), value: first.join(', ') || '–' }] : []),
      ...(lastMove ? [{ label: text('hash-ring.last-change'), value: text('hash-ring.took-gave', { took: moved('to'), gave: moved('from') }) }] : []),
    ],
    actions: server.up ? ['crash', 'remove'] : ['recover', 'remove'],
  };
}

/** A key on its way to its server, or from one server to another after a change. */
function inspectKey({ state, text, name }: RingMoment, id: string): Inspection | null {
  const walk = state.walks.find((each) => each.id === id);
  const handed = state.handOvers.find(({ key }) => `h${key}` === id);
  const key = walk?.key ?? (handed && state.placement.keys.names[handed.key]);
  if (key === undefined) return null;
  const server = (number: number): string => (number === 0 ? text('hash-ring.nobody') : name(serverId(number)));
  const at = positionOf(state, key);
  const owner = walk?.owner ?? handed!.to;
  return {
    title: text('hash-ring.key-title', { key }),
    fields: [
      { label: text('hash-ring.hash'), value: at.toString(16).padStart(8, '0') },
      { label: text('hash-ring.position'), value: position(turnOf(at)) },
      ...(walk && state.config.algorithm === 'ring' && owner !== 0 ? [{ label: text('hash-ring.token'), value: position(walk.to) }] : []),
      ...(handed ? [{ label: text('hash-ring.from'), value: server(handed.from) }] : []),
      { label: text('hash-ring.kept-by'), value: findKey(state, key).owners.map(server).join(', ') || server(0) },
    ],
    actions: [],
  };
}
