/**
 * Retention deletes whole segments that are old and committed; compaction keeps the newest record of each key.
 *
 * @see Apache Kafka, UnifiedLog.deleteOldSegments and LogCleaner. Each replica cleans by itself; how far the leader deleted
 * travels with its answers to fetches.
 */
import type { Broker, Replica } from './cluster.ts';
import { isInput } from './cluster.ts';
import { sweep } from './effects.ts';
import { isLeader } from './reading.ts';
import { breach } from './ledger.ts';
import type { LogRecord, PartitionLog, Segment } from './partition-log.ts';
import { read } from './partition-log.ts';
import { advanceStart, roll, SEGMENT } from './log-writes.ts';
import { lastStableOffset } from './producer-state.ts';
import type { Context } from './transport.ts';

/** How often logs are looked through. Kafka: every 5 min. */
export const RETENTION_EVERY_US = 2_000_000;
/** Sealed segments of a log, whatever their age (`retention.bytes`). */
const MOST = 128;

export function retain(context: Context, broker: Broker): void {
  const { state } = context;
  for (const replica of broker.replicas.values()) {
    if (state.config.compaction && isInput(state.config, replica.partition)) compact(context, replica);
    else if (isLeader(broker, replica)) {
      expire(context, broker, replica);
      forgetExpired(context, broker, replica.partition);
    }
  }
}

/** Deletes segments whose newest record is older than the retention. */
function expire(context: Context, broker: Broker, replica: Replica): void {
  const { state, world, rules } = context;
  const { log, partition } = replica;
  const oldestUs = world.nowUs - state.config.retentionUs;
  const limit = rules.deletableEnd(log, replica.highWatermark);
  const newest = log.active.at(-1);
  if (newest && newest.timeUs < oldestUs) roll(log);
  let upTo = log.startOffset;
  for (const [at, segment] of log.sealed.entries()) {
    const last = segment.records.at(-1);
    const isSpare = log.sealed.length - at > MOST;
    if (segment.end > limit || (!isSpare && last && last.timeUs >= oldestUs)) break;
    upTo = segment.end;
  }
  if (upTo <= log.startOffset) return;
  if (upTo > replica.highWatermark) breach(state.ledger, 'retention deletes nothing that is not committed', `${broker.id}, partition ${partition}: ${upTo} > ${replica.highWatermark}`);
  advanceStart(log, upTo);
  replica.aborted = replica.aborted.filter(({ last }) => last >= upTo);
  if (isInput(state.config, partition)) world.emit('mq.expired', { node: broker.id, partition, upTo });
}

/** What neither an in-sync replica has any more, nor a leader that was deposed and does not know, is gone for every group. */
function forgetExpired({ state, world }: Context, broker: Broker, partition: number): void {
  const part = state.controller.parts[partition];
  if (part?.leader !== broker.id) return;
  const history = state.ledger.history[partition]!;
  const starts = [...state.brokers.values()].flatMap(({ id, replicas }) => {
    const replica = replicas.get(partition);
    return replica && (part.isr.includes(id) || replica.state.leader === id) ? replica.log.startOffset : [];
  });
  const gone = Math.min(history.endOffset, ...starts);
  if (gone <= history.startOffset) return;
  if (isInput(state.config, partition)) for (const { index, name } of state.groups.values()) if ([...state.members.values()].some(({ group }) => group === name)) sweep(state, index, partition, gone, 'expired', world);
  advanceStart(history, gone);
}

/** Keeps of each key the newest, in sealed segments below the last stable offset. Unkeyed records all stay. */
function compact(context: Context, replica: Replica): void {
  const { log, highWatermark, producers, partition } = replica;
  const limit = lastStableOffset(producers, highWatermark);
  const dirtyEnd = log.sealed.reduce((end, segment) => (segment.end <= limit ? segment.end : end), log.startOffset);
  if (dirtyEnd <= log.cleanedTo) return;
  const newest = new Map<string, number>();
  for (const { key, offset } of read(log, log.startOffset, dirtyEnd)) if (key !== null) newest.set(key, offset);
  const keep = ({ key, offset }: LogRecord): boolean => key === null || newest.get(key) === offset;
  const before = log.sealed;
  log.sealed = merge(before.flatMap((segment) => (segment.end <= dirtyEnd ? [{ ...segment, records: segment.records.filter(keep) }] : [segment])), dirtyEnd);
  log.cleanedTo = dirtyEnd;
  checkCompaction(context, log, newest, partition);
}

/** Small neighbours become one segment. */
function merge(segments: readonly Segment[], dirtyEnd: number): Segment[] {
  const merged: Segment[] = [];
  for (const segment of segments) {
    const last = merged.at(-1);
    if (last && segment.end <= dirtyEnd && last.records.length + segment.records.length <= SEGMENT) {
      merged[merged.length - 1] = { base: last.base, end: segment.end, records: [...last.records, ...segment.records] };
    } else merged.push(segment);
  }
  return merged;
}

function checkCompaction({ state }: Context, log: PartitionLog, newest: ReadonlyMap<string, number>, partition: number): void {
  const kept = new Map<string, number>();
  for (const { key, offset } of read(log, log.startOffset, log.cleanedTo)) if (key !== null) kept.set(key, offset);
  for (const [key, offset] of newest) if (kept.get(key) !== offset) breach(state.ledger, 'compaction keeps the newest record of each key', `partition ${partition}, ${key} at ${offset}`);
}
