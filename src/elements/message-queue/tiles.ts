/** Records of a log as tiles in a window that moves on by several at once, so that tiles stay while one reads. */
import type { QueueState, Replica } from '../../models/message-queue/cluster.ts';
import type { ShownRecord } from '../../models/message-queue/lanes.ts';
import { leadingReplica, stateOfRecord } from '../../models/message-queue/lanes.ts';
import type { LogRecord } from '../../models/message-queue/partition-log.ts';
import { read } from '../../models/message-queue/partition-log.ts';
import type { Row } from './layout.ts';

export interface Tile {
  readonly offset: number;
  readonly key: string | null;
  readonly state: ShownRecord['state'];
  /** The leader has another record here, or none: it goes when this replica follows. */
  readonly diverged: boolean;
  readonly newest: boolean;
}

export interface Window {
  /** Oldest first; offsets need not be dense, as compaction leaves gaps. */
  readonly tiles: readonly Tile[];
  /** Records after the last tile: of a replica that went on without its leader. */
  readonly later: number;
  readonly endOffset: number;
  /** Place of an offset among the tiles: that of the first record not before it; 0 when it lies before the window. */
  readonly placeOf: (offset: number) => number;
}

/** First offset shown: a multiple of some, such that all that follows fits. */
function firstShown(records: readonly LogRecord[], room: number): number {
  if (records.length <= room) return records[0]?.offset ?? 0;
  const step = Math.max(1, Math.floor(room / 3));
  return step * Math.ceil(records[records.length - room]!.offset / step);
}

const all = ({ log }: Replica): readonly LogRecord[] => read(log, log.startOffset, log.endOffset);

/** Replica that a row shows; null while nobody leads and nobody has it. */
export function replicaOf(state: QueueState, { partition, replica }: Row): Replica | null {
  return replica === null ? leadingReplica(state, partition) : state.brokers.get(replica)?.replicas.get(partition) ?? null;
}

/** What a row shows, one slot left free at least. Replicas of one partition show the same offsets. */
export function windowOf(state: QueueState, row: Row, slots: number): Window {
  const replica = replicaOf(state, row);
  if (replica === null) return { tiles: [], later: 0, endOffset: 0, placeOf: () => 0 };
  const records = all(replica);
  const copies = row.replica === null ? [replica] : [...state.brokers.values()].flatMap(({ replicas }) => replicas.get(row.partition) ?? []);
  const leader = state.controller.parts[row.partition]!.leader === null ? null : leadingReplica(state, row.partition);
  const from = leader ? firstShown(leader === replica ? records : all(leader), slots - 1) : Math.max(...copies.map((copy) => firstShown(all(copy), slots - 1)));
  const later = records.filter(({ offset }) => offset >= from);
  const shown = later.slice(0, slots);
  const truth = leader === null || leader === replica ? null : new Set(all(leader));
  const newest = replica.state.leader === row.replica || row.replica === null ? records.at(-1) : undefined;
  const tiles = shown.map((record): Tile => ({
    offset: record.offset, key: record.key, state: stateOfRecord(replica, record), newest: record === newest,
    diverged: truth !== null && !truth.has(record) && record.offset >= leader!.log.startOffset,
  }));
  return {
    tiles, later: later.length - shown.length, endOffset: replica.log.endOffset,
    placeOf: (offset) => {
      const at = tiles.findIndex((tile) => tile.offset >= offset);
      return at < 0 ? tiles.length : at;
    },
  };
}
