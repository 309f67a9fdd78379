/**
 * The transaction coordinator: hands out producer ids and epochs, decides, and has markers written until they are. The
 * epoch grows with every transaction, so that what comes late from an earlier one is refused.
 *
 * @see KIP-98, KIP-447 and KIP-890. Its state stands for the replicated topic of transactions and is never lost; leaders ask
 * it without a message.
 */
import type { Broker, QueueState, Transaction } from './cluster.ts';
import { requestTimeoutUs } from './cluster.ts';
import { applyCommit } from './group-offsets.ts';
import type { EndTransaction, InitProducer, MarkerReply, Refusal } from './messages.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

const KEPT_DECISIONS = 1024;

/** The name under which a transaction is decided; its records carry it. */
export const transactionName = (id: string, epoch: number): string => `${id}#${epoch}`;

function transactionOf(state: QueueState, id: string): Transaction {
  let transaction = state.transactions.get(id);
  if (!transaction) {
    transaction = {
      id, group: state.members.get(id)?.group ?? '', producerId: state.nextProducerId, epoch: -1, status: 'empty', partitions: new Set(), unmarked: new Set(),
      markerUs: 0, startedUs: 0, reply: -1, replyCommit: false, initialising: false,
    };
    state.nextProducerId += 1;
    state.transactions.set(id, transaction);
  }
  return transaction;
}

const coordinates = ({ state }: Context, broker: Broker, id: string): boolean =>
  state.groups.get(state.members.get(id)?.group ?? state.transactions.get(id)?.group ?? '')?.coordinator === broker.id;

/** A member starts: whatever an earlier life of it left open is aborted, and that life is fenced. */
export function onInitProducer(context: Context, broker: Broker, { from }: InitProducer): void {
  if (!coordinates(context, broker, from)) return;
  const transaction = transactionOf(context.state, from);
  if (transaction.status === 'ongoing') decide(context, broker, transaction, false);
  transaction.initialising = true;
  if (transaction.status === 'empty') finishInit(context, broker, transaction);
}

function finishInit(context: Context, broker: Broker, transaction: Transaction): void {
  transaction.initialising = false;
  transaction.epoch += 1;
  transaction.reply = -1;
  post(context, broker.id, { kind: 'init-reply', to: transaction.id, producerId: transaction.producerId, epoch: transaction.epoch });
}

/** A leader or the group coordinator takes part; null: it may. */
export function joinTransaction({ state, world }: Context, id: string, epoch: number, partition: number | null): Refusal | null {
  const transaction = state.transactions.get(id);
  if (!transaction || epoch !== transaction.epoch) return 'invalid-producer-epoch';
  if (transaction.status === 'empty') {
    transaction.status = 'ongoing';
    transaction.startedUs = world.nowUs;
  }
  if (transaction.status !== 'ongoing') return 'invalid-producer-epoch';
  if (partition !== null) transaction.partitions.add(partition);
  return null;
}

export function onEndTransaction(context: Context, broker: Broker, { from, number, epoch, commit }: EndTransaction): void {
  if (!coordinates(context, broker, from)) return;
  const transaction = context.state.transactions.get(from);
  if (!transaction) return;
  if (epoch === transaction.epoch && transaction.status === 'ongoing') {
    transaction.reply = number;
    transaction.replyCommit = commit;
    decide(context, broker, transaction, commit);
  } else if (epoch === transaction.epoch - 1 && transaction.reply === number && transaction.replyCommit === commit) {
    if (transaction.status === 'empty') answer(context, broker, transaction);
  } else {
    post(context, broker.id, { kind: 'end-reply', to: from, number, epoch: -1, error: 'invalid-producer-epoch' });
  }
}

/** The decision is final as soon as it is written; offsets count from here, and markers follow. */
function decide(context: Context, broker: Broker, transaction: Transaction, commit: boolean): void {
  const { state } = context;
  const { id, epoch } = transaction;
  const group = state.groups.get(transaction.group);
  const offsets = group?.pending.get(id);
  group?.pending.delete(id);
  if (commit) {
    const { decided } = state.ledger;
    decided.add(transactionName(id, epoch));
    if (decided.size > KEPT_DECISIONS) for (const oldest of decided) { decided.delete(oldest); break; }
    if (group && offsets) applyCommit(context, group, offsets);
  }
  transaction.status = commit ? 'committing' : 'aborting';
  transaction.epoch += 1;
  transaction.unmarked = new Set(transaction.partitions);
  transaction.partitions = new Set();
  sendMarkers(context, broker, transaction);
  complete(context, broker, transaction);
}

function sendMarkers(context: Context, broker: Broker, transaction: Transaction): void {
  const { state, world } = context;
  transaction.markerUs = world.nowUs;
  for (const partition of transaction.unmarked) {
    const { leader } = state.controller.parts[partition]!;
    if (leader === null) continue;
    const { producerId, epoch: producerEpoch, id, status } = transaction;
    post(context, broker.id, { kind: 'write-marker', to: leader, partition, producerId, producerEpoch, transaction: id, commit: status === 'committing' });
  }
}

export function onMarkerReply(context: Context, broker: Broker, { transaction: id, producerEpoch, partition }: MarkerReply): void {
  const transaction = context.state.transactions.get(id);
  if (!transaction || transaction.epoch !== producerEpoch || transaction.status === 'empty' || transaction.status === 'ongoing') return;
  transaction.unmarked.delete(partition);
  complete(context, broker, transaction);
}

function complete(context: Context, broker: Broker, transaction: Transaction): void {
  if (transaction.unmarked.size > 0) return;
  transaction.status = 'empty';
  if (transaction.initialising) finishInit(context, broker, transaction);
  else if (transaction.reply >= 0) answer(context, broker, transaction);
}

function answer(context: Context, broker: Broker, { id, reply, epoch }: Transaction): void {
  post(context, broker.id, { kind: 'end-reply', to: id, number: reply, epoch, error: null });
}

/** Repeats markers that got no answer, and aborts what has been open for too long (`transaction.timeout.ms`). */
export function tickTransactions(context: Context, broker: Broker): void {
  const { state, world } = context;
  for (const transaction of state.transactions.values()) {
    if (!coordinates(context, broker, transaction.id)) continue;
    if (transaction.unmarked.size > 0 && world.nowUs - transaction.markerUs > requestTimeoutUs(state.config)) sendMarkers(context, broker, transaction);
    const openUs = world.nowUs - transaction.startedUs;
    if (transaction.status === 'ongoing' && openUs > Math.max(state.config.sessionTimeoutUs, 10_000_000)) {
      transaction.reply = -1;
      decide(context, broker, transaction, false);
    }
  }
}
