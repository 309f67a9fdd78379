/**
 * The rules on which the guarantees rest, one pure function each. Brokers and coordinators ask them and decide nothing of
 * the kind themselves, so that a test can plant a bug by replacing one and show that a checker catches it.
 *
 * @see Apache Kafka: Partition, ReplicaFetcherThread, ProducerAppendInfo, GroupCoordinator; KIP-98, KIP-101, KIP-279, KIP-497.
 */
import type { Assignment } from './assignors/assignor.ts';
import type { EpochStart, PartitionLog } from './partition-log.ts';
import { endOffsetFor, lastEpoch } from './log-writes.ts';
import type { AbortedTransaction, ProducerState } from './producer-state.ts';
import { isAborted, lastStableOffset } from './producer-state.ts';
import { checkSequence } from './sequences.ts';
import { copiesOf } from './queue-rules.ts';

export interface Rules {
  /** High watermark of a leader: the smallest log end in the in-sync set, pending members included; never back. */
  readonly highWatermark: (current: number, inSyncEnds: readonly number[]) => number;
  /** Offset before which consumers may read. */
  readonly readableEnd: (log: PartitionLog, highWatermark: number, lastStable: number, readCommitted: boolean) => number;
  /** What keeps `read_committed` from open transactions. */
  readonly lastStable: typeof lastStableOffset;
  /** Whether `read_committed` hides a record. */
  readonly isAborted: typeof isAborted;
  /** The epoch that a follower says its log ends in, so that the leader finds where they part (KIP-101); −1: it does not say. */
  readonly lastEpoch: (log: PartitionLog) => number;
  /** Where a follower cuts its log after the leader named its last common epoch. */
  readonly truncation: (log: PartitionLog, answer: EpochStart) => number;
  /** Whether a broker appends a batch of an idempotent producer. */
  readonly sequence: (state: ProducerState | undefined, epoch: number, first: number, last: number) => ReturnType<typeof checkSequence>;
  /** Whether a leader takes a write that asks for all in-sync replicas. */
  readonly enoughInSync: (inSync: number, required: number) => boolean;
  /** Whom the controller elects: the first live replica in the in-sync set; null when there is none. */
  readonly electLeader: (replicas: readonly string[], inSync: readonly string[], live: (id: string) => boolean) => string | null;
  /** Whether a commit of this generation counts. */
  readonly acceptsCommit: (isMember: boolean, generation: number, current: number) => boolean;
  /** The assignment as it goes out to members. */
  readonly assigned: (assignment: Assignment) => Assignment;
  /** Whether a transaction's marker is written, once it is decided. */
  readonly marks: (decision: 'commit' | 'abort') => boolean;
  /** Up to where retention may delete. */
  readonly deletableEnd: (log: PartitionLog, highWatermark: number) => number;
  /** Queue: messages that become ready again when their visibility ends. */
  readonly requeued: typeof copiesOf;
}

export const queueRules: Rules = {
  highWatermark: (current, inSyncEnds) => Math.max(current, inSyncEnds.reduce((least, end) => Math.min(least, end), Infinity)),
  readableEnd: (_log, highWatermark, lastStable, readCommitted) => (readCommitted ? Math.min(lastStable, highWatermark) : highWatermark),
  lastStable: lastStableOffset,
  isAborted: (aborted: readonly AbortedTransaction[], record) => isAborted(aborted, record),
  lastEpoch,
  truncation: (log, [epoch, end]) => Math.min(end, epoch < 0 ? end : Math.max(endOffsetFor(log, epoch)[1], log.startOffset)),
  sequence: checkSequence,
  enoughInSync: (inSync, required) => inSync >= required,
  electLeader: (replicas, inSync, live) => replicas.find((id) => inSync.includes(id) && live(id)) ?? null,
  acceptsCommit: (isMember, generation, current) => isMember && generation === current,
  assigned: (assignment) => assignment,
  marks: () => true,
  deletableEnd: (_log, highWatermark) => highWatermark,
  requeued: copiesOf,
};
