/** What the panels of replication say: cards and table here, the inspector beside. Fetched after the first picture. */
import { lagOf } from '../../models/replication/lag.ts';
import { endOf } from '../../models/replication/log.ts';
import type { Card, Table } from '../base/concept.ts';
import { cellsOf, divergent, firstShown, isOver, standingOf } from './lanes.ts';
import { facts, ruleWords } from './replication.words.ts';
import type { ReplicationMoment } from './replication.words.ts';

export { inspect } from './replication.inspector.ts';
export { replicationPanelsStrings as strings } from './replication.panels.strings.ts';

/** Bars are full at this lag at least, so that a single record does not look like a calamity. */
const FULL = 8;

export function cards(moment: ReplicationMoment): readonly Card[] {
  const { state, nowUs, text, name } = moment;
  const lags = [...state.servers.values()].filter(({ id }) => id !== state.primary).map((server) => ({ server, lag: lagOf(state, server, nowUs) }));
  const full = Math.max(FULL, ...lags.map(({ lag }) => lag.entries));
  return [
    { kind: 'facts', facts: facts(moment).slice(0, 2) },
    ...(lags.length === 0 ? [] : [{
      kind: 'bars' as const, title: text('replication.lag'), note: text('replication.lag-unit'),
      rows: lags.map(({ server, lag }) => ({
        label: name(server.id), role: !server.up ? 'idle' as const : isOver(lag) ? 'fail' as const : 'replica' as const, share: Math.min(1, lag.entries / full),
        value: text('replication.lag-value', { entries: lag.entries, ms: Math.round(lag.ms) }),
      })),
    }]),
    { kind: 'text', title: text('replication.confirmed-when'), strong: ruleWords(moment), rest: '' },
  ];
}

/** Positions in the window that a server has, one mark each: what the tiles of the picture say. */
function logWords(moment: ReplicationMoment, id: string): string {
  const { state, text } = moment;
  const server = state.servers.get(id)!;
  const first = firstShown(state, 11);
  const runs: string[] = [];
  let [from, kind] = [first, ''];
  const cells = cellsOf(state, server, first, 11);
  for (let at = 0; at <= cells.length; at += 1) {
    const cell = cells[at];
    const now = cell === undefined || cell.state === 'missing' ? '' : cell.role === 'fail' ? 'diverged' : cell.state;
    if (now === kind) continue;
    if (kind !== '') runs.push(text(`replication.run.${kind}`, { range: from === first + at - 1 ? `${from}` : `${from}–${first + at - 1}` }));
    [from, kind] = [first + at, now];
  }
  return runs.join(text.comma) || '–';
}

export function table(moment: ReplicationMoment): Table {
  const { state, text, name, nowUs } = moment;
  return {
    caption: text('replication.table'),
    columns: ['server', 'state', 'follows', 'received', 'flushed', 'applied', 'lag', 'ms', 'log'].map((column) => text(`replication.column.${column}`)),
    rows: [...state.servers.values()].map((server) => {
      const number = (value: number): string => text('{value}', { value });
      const { entries, ms } = lagOf(state, server, nowUs);
      const isPrimary = server.id === state.primary;
      const tail = divergent(state, server);
      return [
        name(server.id), text(`replication.standing.${standingOf(state, server)}`) + (tail > 0 ? ` (${text('replication.row.tail', { count: tail })})` : ''),
        server.upstream === null ? '–' : name(server.upstream), number(endOf(server.log)), number(server.flushed), number(server.applied),
        isPrimary ? '–' : number(entries), isPrimary ? '–' : number(Math.round(ms)), logWords(moment, server.id),
      ];
    }),
  };
}
