/**
 * Replication: followers fetch, with the epoch of their last record, and cut what the leader's log does not have.
 *
 * @see KIP-101, KIP-279, and KIP-595 for the epoch in the fetch.
 */
import type { Broker, Replica } from './cluster.ts';
import { isInput, requestTimeoutUs } from './cluster.ts';
import { advanceHighWatermark, maybeExpand } from './isr.ts';
import { FETCH_WAIT_US } from './offsets.ts';
import { isLeader } from './reading.ts';
import { sawTruncation } from './ledger.ts';
import type { Fetch, FetchedPart, FetchPosition, FetchReply } from './messages.ts';
import type { LogRecord, PartitionLog } from './partition-log.ts';
import { read } from './partition-log.ts';
import { advanceStart, append, endOffsetFor, restartAt, truncateTo } from './log-writes.ts';
import { noteRecord, rebuild } from './sequences.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

const MOST = 32;

/** Asks every leader for what this broker follows, where no fetch is under way. */
export function fetchAll(context: Context, broker: Broker): void {
  const { world, state } = context;
  const positions = new Map<string, FetchPosition[]>();
  for (const { state: { leader, epoch }, log, partition } of broker.replicas.values()) {
    if (leader === null || leader === broker.id) continue;
    let list = positions.get(leader);
    if (!list) positions.set(leader, list = []);
    list.push({ partition, leaderEpoch: epoch, offset: log.endOffset, lastEpoch: context.rules.lastEpoch(log) });
  }
  for (const [leader, list] of positions) {
    const asked = broker.asked.get(leader);
    if (asked && world.nowUs - asked.atUs < requestTimeoutUs(state.config) + FETCH_WAIT_US) continue;
    const number = broker.nextFetch;
    broker.nextFetch += 1;
    broker.asked.set(leader, { number, atUs: world.nowUs });
    post(context, broker.id, { kind: 'fetch', to: leader, number, positions: list });
  }
}

/** The leader learns how far a follower is, and answers at once when it has something. */
export function onFetch(context: Context, broker: Broker, fetch: Fetch): void {
  const { world } = context;
  for (const { partition, leaderEpoch, offset, lastEpoch: epoch } of fetch.positions) {
    const replica = broker.replicas.get(partition);
    if (!replica || !isLeader(broker, replica) || replica.state.epoch !== leaderEpoch) continue;
    if (diverging(replica, epoch, offset) !== null) continue;
    noteProgress(replica, fetch.from, offset, world.nowUs);
    maybeExpand(context, broker, replica, fetch.from);
    advanceHighWatermark(context, broker, replica);
  }
  broker.parked.set(fetch.from, { fetch, untilUs: world.nowUs + FETCH_WAIT_US });
  answerFollowers(context, broker);
}

/** Caught up is also who has now what the log held at the fetch before: nobody can have more, with a round trip between. */
function noteProgress(replica: Replica, follower: string, end: number, nowUs: number): void {
  const { endOffset } = replica.log;
  const before = replica.followers.get(follower);
  const caughtUpUs = end >= endOffset ? nowUs : before && end >= before.leaderEnd ? Math.max(before.caughtUpUs, before.fetchUs) : before?.caughtUpUs ?? 0;
  replica.followers.set(follower, { end, caughtUpUs, fetchUs: nowUs, leaderEnd: endOffset });
}

function diverging({ log }: Replica, epoch: number, offset: number): ReturnType<typeof endOffsetFor> | null {
  if (epoch < 0) return offset > log.endOffset ? [epoch, log.endOffset] : null;
  const answer = endOffsetFor(log, epoch);
  return answer[0] !== epoch || answer[1] < offset ? answer : null;
}

/** Answers the fetches that wait, where there is news or they waited long enough. */
export function answerFollowers(context: Context, broker: Broker): void {
  for (const [follower, { fetch, untilUs }] of broker.parked) {
    if (untilUs > context.world.nowUs && !fetch.positions.some((position) => hasNews(broker, position))) continue;
    broker.parked.delete(follower);
    post(context, broker.id, { kind: 'fetch-reply', to: follower, number: fetch.number, parts: fetch.positions.flatMap((position) => partFor(broker, position)) });
  }
}

function hasNews(broker: Broker, { partition, leaderEpoch, offset, lastEpoch: epoch }: FetchPosition): boolean {
  const replica = broker.replicas.get(partition);
  if (!replica || !isLeader(broker, replica) || replica.state.epoch !== leaderEpoch) return false;
  return replica.log.endOffset > offset || diverging(replica, epoch, offset) !== null;
}

/** About `MOST` records. A batch is never parted: a replica that had the half of one could not tell whether it is sent again. */
export function wholeBatches(log: PartitionLog, offset: number): LogRecord[] {
  const records = read(log, offset, log.endOffset, MOST);
  if (records.length < MOST) return records;
  for (const next of read(log, records.at(-1)!.offset + 1, log.endOffset)) {
    if (next.batch.offset !== records.at(-1)!.batch.offset) break;
    records.push(next);
  }
  return records;
}

function partFor(broker: Broker, { partition, leaderEpoch, offset, lastEpoch: epoch }: FetchPosition): FetchedPart[] {
  const replica = broker.replicas.get(partition);
  if (!replica || !isLeader(broker, replica) || replica.state.epoch !== leaderEpoch) return [];
  const { log, highWatermark } = replica;
  const parting = diverging(replica, epoch, offset);
  return [{
    partition, leaderEpoch, startOffset: log.startOffset, highWatermark, diverging: parting,
    records: parting === null && log.endOffset > offset ? wholeBatches(log, offset) : [],
  }];
}

/** A follower writes down what its leader sent, then asks for more. */
export function onFetchReply(context: Context, broker: Broker, reply: FetchReply): void {
  if (broker.asked.get(reply.from)?.number !== reply.number) return;
  broker.asked.delete(reply.from);
  for (const part of reply.parts) {
    const replica = broker.replicas.get(part.partition);
    if (replica && replica.state.leader === reply.from && replica.state.epoch === part.leaderEpoch) take(context, broker, replica, part);
  }
  fetchAll(context, broker);
}

function take(context: Context, broker: Broker, replica: Replica, part: FetchedPart): void {
  const { log } = replica;
  if (part.diverging !== null) {
    cut(context, broker, replica, context.rules.truncation(log, part.diverging));
    return;
  }
  if (part.startOffset > log.endOffset) {
    restartAt(log, part.startOffset);
    Object.assign(replica, rebuild(log));
  }
  let taken = -1;
  for (const record of part.records) {
    if (record.offset < log.endOffset) continue;
    append(log, record);
    noteRecord(replica.producers, replica.aborted, record);
    taken = record.offset;
  }
  advanceStart(log, Math.min(part.startOffset, log.endOffset));
  replica.highWatermark = Math.max(replica.highWatermark, Math.min(part.highWatermark, log.endOffset));
  if (taken >= 0 && isInput(context.state.config, part.partition)) context.world.emit('mq.replicated', { node: broker.id, peer: replica.state.leader ?? '', partition: part.partition, offset: taken });
}

/** Cuts a follower's log where it went another way than its leader's. */
function cut({ state }: Context, broker: Broker, replica: Replica, to: number): void {
  const { log, partition } = replica;
  if (to >= log.endOffset) {
    truncateTo(log, to);
    return;
  }
  // A leader that copied a compacted log knows nothing of epochs whose records are all gone, and cuts who lags behind further
  // than need be (KIP-279): what was cut and is still wanted, it has.
  const mayBeFurther = state.config.compaction && !state.controller.parts[partition]!.isr.includes(broker.id);
  if (!mayBeFurther) sawTruncation(state.ledger, partition, broker.id, to, replica.highWatermark);
  if (to < log.startOffset) restartAt(log, to);
  else truncateTo(log, to);
  replica.highWatermark = Math.min(replica.highWatermark, log.endOffset);
  Object.assign(replica, rebuild(log));
}
