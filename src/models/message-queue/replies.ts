/** What a member does when something it waited for is there: a record is processed, a commit or a transaction answered. */
import type { Member } from './cluster.ts';
import { commitClaims } from './commits.ts';
import { maybeTake } from './consumer.ts';
import { sawEffect } from './effects.ts';
import { afterProcessing, tickTransaction } from './exactly-once.ts';
import { fenceMember, maybeJoin } from './joining.ts';
import type { CommitReply, EndReply, InitReply, ProduceReply } from './messages.ts';
import type { LogRecord } from './partition-log.ts';
import { onQueueWork } from './queue-consumer.ts';
import { POISON } from './queue-rules.ts';
import type { Context } from './transport.ts';
import { groupIndex, start, work } from './work.ts';

/** Processing is over. */
export function onWork(context: Context, member: Member, token: number): void {
  const { state } = context;
  if (member.working?.token !== token || !member.up || member.frozen) return;
  if (state.config.mode === 'queue') { onQueueWork(context, member); return; }
  const { partition, record } = member.working;
  if (record.value === POISON && member.failures + 1 < state.config.maxDeliveries) {
    member.failures += 1;
    start(context, member, partition, record);
    return;
  }
  finish(context, member, partition, record);
  maybeTake(context, member);
  maybeJoin(context, member);
  work(context, member);
}

function finish(context: Context, member: Member, partition: number, record: LogRecord): void {
  const { state, world } = context;
  const isPoison = record.value === POISON;
  member.failures = 0;
  if (isPoison) {
    state.ledger.deadLetters += 1;
    world.emit('mq.dead-letter', { node: member.id, id: record.id, partition, offset: record.offset });
  }
  if (state.config.delivery === 'exactly-once') {
    member.processed.push({ partition, record });
    member.working = null;
    afterProcessing(context, member);
    return;
  }
  member.working = null;
  sawEffect(state, groupIndex(context, member), partition, record.offset, record.id, record.createdUs, world);
  if (!isPoison) world.emit('mq.processed', { node: member.id, effect: record.id, group: member.group, partition, offset: record.offset });
  const claim = member.claims.get(partition);
  if (!claim) return;
  claim.done = record.offset + 1;
  if (state.config.commit === 'after') commitClaims(context, member, [claim]);
}

export function onCommitReply(context: Context, member: Member, { number, error }: CommitReply): void {
  if (member.transaction?.number === number) {
    if (error === null) member.transaction = { ...member.transaction, committed: true };
    else if (error !== 'rebalance-in-progress') { fenceMember(context, member); return; }
    tickTransaction(context, member);
    return;
  }
  const claims = [...member.claims.values()].filter(({ commit }) => commit === number);
  for (const claim of claims) claim.commit = 0;
  if (error === 'unknown-member' || error === 'illegal-generation') {
    if (claims.length > 0 && member.phase === 'stable') fenceMember(context, member);
    return;
  }
  if (error !== null) return;
  for (const claim of claims) {
    claim.committed = claim.commitTo;
    if (context.state.config.commit === 'before') claim.released = claim.commitTo;
  }
  if (context.state.config.commit === 'after') commitClaims(context, member, claims);
  work(context, member);
}

export function onInitReply(context: Context, member: Member, { producerId, epoch }: InitReply): void {
  if (member.producerId >= 0 || member.phase === 'stopped') return;
  member.producerId = producerId;
  member.epoch = epoch;
  work(context, member);
}

/** An answer to the output's batch. */
export function onOutputReply(context: Context, member: Member, { batch, error }: ProduceReply): void {
  const { transaction } = member;
  if (transaction?.number !== batch || transaction.produced) return;
  if (error === 'invalid-producer-epoch') { fenceMember(context, member); return; }
  if (error !== null) return;
  member.transaction = { ...transaction, produced: true };
  tickTransaction(context, member);
}

/** The transaction is decided, and everything in it counts. */
export function onEndReply(context: Context, member: Member, { number, epoch, error }: EndReply): void {
  const { transaction } = member;
  if (transaction?.number !== number) return;
  if (error !== null) { fenceMember(context, member); return; }
  for (const [partition, offset] of transaction.offsets) {
    const claim = member.claims.get(partition);
    if (claim) { claim.done = offset; claim.committed = offset; }
  }
  member.epoch = epoch;
  member.transaction = null;
  member.processed = [];
  maybeTake(context, member);
  maybeJoin(context, member);
  work(context, member);
}
