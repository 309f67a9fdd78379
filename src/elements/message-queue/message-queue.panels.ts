/** What the panels of event streaming say: cards and table here, the inspector beside. Fetched after the first picture. */
import { groupReadout, lagOf, partitionReadout, readouts as readoutsOf } from '../../models/message-queue/measures.ts';
import type { Card, Table } from '../base/concept.ts';
import { groupRole } from './looks.ts';
import { facts, lagInAll, membersOf } from './message-queue.words.ts';
import type { QueueWordsMoment } from './message-queue.words.ts';

export { inspect } from './message-queue.inspector.ts';
export { messageQueuePanelsStrings as strings } from './message-queue.panels.strings.ts';

/** Bars are full at this lag at least, so that a single record does not look like a calamity. */
const FULL = 12;
/** Partitions whose lag stands in a row of numbers. */
const NAMED = 6;

const count = ({ text }: QueueWordsMoment, value: number): string => text('{value}', { value });
/** `1.2 s` of ms; a dash where it is not known yet. */
const seconds = ({ text }: QueueWordsMoment, ms: number | null): string => (ms === null ? '–' : text('message-queue.seconds', { seconds: Math.round(ms / 100) / 10 }));

export function cards(moment: QueueWordsMoment): readonly Card[] {
  const { state, text } = moment;
  const { config } = state;
  const read = readoutsOf(state);
  const { losses, duplicates } = read;
  const bars: Card = config.mode === 'queue' ? queueBars(moment) : lagBars(moment);
  return [
    { kind: 'facts', facts: [facts(moment)[0]!, { label: text('message-queue.p50'), value: seconds(moment, read.latencyP50) }] },
    bars,
    {
      kind: 'facts', facts: [
        { label: text('message-queue.lost'), value: count(moment, losses), ...(losses > 0 ? { role: 'fail' as const } : {}) },
        { label: text('message-queue.twice'), value: count(moment, duplicates), ...(duplicates > 0 ? { role: 'warn' as const } : {}) },
      ],
    },
    { kind: 'facts', facts: [{ label: text('message-queue.delivery'), value: text(`message-queue.go.${config.delivery}`) }] },
  ];
}

function lagBars(moment: QueueWordsMoment): Card {
  const { state, text } = moment;
  const groups = [...state.groups.values()].filter(({ name }) => membersOf(state, name).length > 0).slice(0, 5);
  const lags = groups.map(({ name }) => lagInAll(state, name));
  const full = Math.max(FULL, ...lags);
  const { partitions } = state.config;
  return {
    kind: 'bars', title: text('message-queue.lag'), note: text(partitions <= NAMED && partitions > 1 ? 'message-queue.lag-note' : 'message-queue.records'),
    rows: groups.map(({ name, index }, at) => ({
      label: text('message-queue.group', { name }), role: groupRole(index), share: Math.min(1, lags[at]! / full),
      value: partitions > NAMED ? count(moment, lags[at]!) : Array.from({ length: partitions }, (_, partition) => lagOf(state, name, partition)).join(' · '),
    })),
  };
}

function queueBars(moment: QueueWordsMoment): Card {
  const { state, text } = moment;
  const { ready, inFlight, deadLetters } = readoutsOf(state);
  const full = Math.max(FULL, ready, inFlight, deadLetters);
  const row = (key: string, value: number, role: 'broker' | 'consumer-a' | 'fail'): { label: string; role: typeof role; share: number; value: string } => ({ label: text(key), role, share: value / full, value: count(moment, value) });
  return { kind: 'bars', title: text('message-queue.messages'), rows: [row('message-queue.waits', ready, 'broker'), row('message-queue.held', inFlight, 'consumer-a'), row('message-queue.dead-short', deadLetters, 'fail')] };
}

/** Rows of the table: more partitions are summed up in a last one. */
const ROWS = 24;

export function table(moment: QueueWordsMoment): Table {
  const { state, name, text } = moment;
  if (state.config.mode === 'queue') return queueTable(moment);
  const groups = [...state.groups.keys()].map((group) => groupReadout(state, group));
  const number = (value: number | null): string => (value === null ? '–' : count(moment, value));
  const partitions = Array.from({ length: Math.min(ROWS, state.config.partitions) }, (_, partition) => partitionReadout(state, partition));
  return {
    caption: text(state.config.partitions > ROWS ? 'message-queue.table-first' : 'message-queue.table', { count: ROWS }),
    columns: [...['partition', 'leader', 'epoch', 'in-sync', 'start', 'end', 'high-watermark'].map((column) => text(`message-queue.column.${column}`)), ...groups.map(({ name: group }) => text('message-queue.column.group', { group }))],
    rows: partitions.map(({ partition, leader, epoch, inSync, logStart, logEnd, highWatermark }) => [
      `P${partition}`, leader === null ? '–' : name(leader), number(epoch), text('message-queue.of', { count: inSync, of: state.controller.parts[partition]!.replicas.length }), number(logStart), number(logEnd), number(highWatermark),
      ...groups.map(({ name: group, committed }) => {
        const owner = membersOf(state, group).find(({ claims }) => claims.has(partition));
        return text('message-queue.cell', { committed: number(committed[partition] ?? null), lag: lagOf(state, group, partition), owner: owner ? name(owner.id) : '–' });
      }),
    ]),
  };
}

function queueTable(moment: QueueWordsMoment): Table {
  const { state, name, text } = moment;
  return {
    caption: text('message-queue.table-queue'),
    columns: ['consumer', 'state', 'holds', 'deliveries'].map((column) => text(`message-queue.column.${column}`)),
    rows: [
      ...[...state.members.values()].map(({ id, up, frozen }) => {
        const held = [...state.queue.messages.values()].filter(({ member }) => member === id);
        return [name(id), text(`message-queue.state.${!up ? 'down' : frozen ? 'frozen' : held.length > 0 ? 'working' : 'idle'}`), held.map(({ payload }) => payload.id).join(text.comma) || '–', held.map(({ attempts }) => attempts).join(text.comma) || '–'];
      }),
      [text('message-queue.row.ready'), '–', state.queue.ready.slice(0, 12).map((id) => state.queue.messages.get(id)?.payload.id ?? id).join(text.comma) || '–', '–'],
      [text('message-queue.row.dead'), '–', state.queue.dead.slice(-12).map(({ id }) => id).join(text.comma) || '–', '–'],
    ],
  };
}
