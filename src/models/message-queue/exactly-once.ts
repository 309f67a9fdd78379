/**
 * Read, process, write as one transaction: the records a member processed, the output it makes of them, and the offsets it
 * read up to, count together or not at all.
 *
 * @see KIP-98, KIP-447 (offsets are fenced by the group's generation), KIP-890 (partitions join by being written to).
 */
import type { Member } from './cluster.ts';
import { outputPartition, requestTimeoutUs } from './cluster.ts';
import { coordinatorOf } from './commits.ts';
import { transactionName } from './transactions.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** Records in a transaction at most. */
const MOST = 4;

/** Nothing is processed while a transaction ends, or before the coordinator gave out an epoch. */
export function mayBegin({ state }: Context, member: Member): boolean {
  if (state.config.delivery !== 'exactly-once') return true;
  return member.transaction === null && member.producerId >= 0 && member.processed.length < MOST;
}

/** Begins a transaction when enough was processed, or nothing more waits. */
export function afterProcessing(context: Context, member: Member): void {
  const { world } = context;
  const { processed, epoch } = member;
  if (member.transaction !== null || processed.length === 0 || member.working !== null) return;
  const waits = !member.wantsJoin && [...member.claims.values()].some(({ buffer }) => buffer.length > 0);
  if (processed.length < MOST && waits) return;
  const offsets = new Map<number, number>();
  for (const { partition, record } of processed) offsets.set(partition, record.offset + 1);
  const name = transactionName(member.id, epoch);
  member.transaction = {
    number: member.nextNumber, offsets: [...offsets], sequence: 0, produced: false, committed: false, ending: false, sentUs: world.nowUs,
    records: processed.map(({ partition, record }) => ({ id: `${name}/${partition}:${record.offset}`, key: null, value: `${partition}:${record.offset}`, createdUs: record.createdUs })),
  };
  member.nextNumber += 1;
  send(context, member, 1);
}

/** Sends what has no answer yet: output and offsets first, then the end. */
function send(context: Context, member: Member, attempt: number): void {
  const { state, world } = context;
  const { transaction } = member;
  if (transaction === null) return;
  const { number, produced, committed, records, offsets } = transaction;
  member.transaction = { ...transaction, sentUs: world.nowUs, ending: produced && committed };
  const coordinator = coordinatorOf(context, member);
  if (produced && committed) {
    post(context, member.id, { kind: 'end-transaction', to: coordinator, number, epoch: member.epoch, commit: true });
    return;
  }
  const partition = outputPartition(state.config, state.groups.get(member.group)?.index ?? 0);
  const { leader } = state.controller.parts[partition]!;
  if (!produced && leader !== null) {
    post(context, member.id, {
      kind: 'produce', to: leader, partition, batch: number, attempt, acks: 'all', producerId: member.producerId, producerEpoch: member.epoch, sequence: 0, transactional: true, records,
    });
  }
  if (!committed) post(context, member.id, { kind: 'commit', to: coordinator, group: member.group, generation: member.generation, number, epoch: member.epoch, offsets });
}

/** The next step when everything was answered; the same again when something was not. */
export function tickTransaction(context: Context, member: Member): void {
  const { state, world } = context;
  if (state.config.delivery !== 'exactly-once' || state.config.mode === 'queue') return;
  const timeoutUs = requestTimeoutUs(state.config);
  if (member.producerId < 0) {
    if (world.nowUs - member.askedUs < timeoutUs && member.epoch === -2) return;
    member.epoch = -2;
    member.askedUs = world.nowUs;
    post(context, member.id, { kind: 'init-producer', to: coordinatorOf(context, member) });
    return;
  }
  const { transaction } = member;
  if (transaction === null) return;
  const isReady = transaction.produced && transaction.committed && !transaction.ending;
  if (isReady || world.nowUs - transaction.sentUs > timeoutUs) send(context, member, 2);
}
