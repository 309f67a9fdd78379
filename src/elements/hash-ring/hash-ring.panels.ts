/** What the ring's panels say: cards, table, inspector. Fetched after the first picture. */
import { liveServers, serverId, turnOf } from '../../models/hash-ring/state.ts';
import type { Card, Inspection, Table } from '../base/concept.ts';
import { ownerRole, shares, tokenCount } from './hash-ring.picture.ts';
import { changeToldUs, facts, keyShares, percentOf, position } from './hash-ring.words.ts';
import type { RingMoment } from './hash-ring.words.ts';

export { hashRingPanelsStrings as strings } from './hash-ring.panels.strings.ts';

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
