/** Everything that travels. Immutable once sent. */
import type { LogRecord, EpochStart } from './partition-log.ts';
import type { AbortedTransaction } from './producer-state.ts';

interface Travel { readonly from: string; readonly to: string }

/** What an application produced, before it has an offset. */
export interface Payload {
  readonly id: string;
  readonly key: string | null;
  readonly value: string;
  readonly createdUs: number;
}

/** Why a broker refuses. Kafka's error codes in words. */
export type Refusal =
  | 'not-leader' | 'not-enough-replicas' | 'not-enough-replicas-after-append' | 'out-of-order-sequence' | 'invalid-producer-epoch'
  | 'offset-out-of-range' | 'not-coordinator' | 'unknown-member' | 'illegal-generation' | 'rebalance-in-progress';

export interface Produce extends Travel {
  readonly kind: 'produce';
  readonly partition: number;
  readonly batch: number;
  /** From 1; above it is a retry. */
  readonly attempt: number;
  readonly acks: 'all' | '1' | '0';
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly sequence: number;
  readonly transactional: boolean;
  readonly records: readonly Payload[];
}
export interface ProduceReply extends Travel { readonly kind: 'produce-reply'; readonly partition: number; readonly batch: number; readonly attempt: number; readonly offset: number; readonly error: Refusal | null }

export interface FetchPosition { readonly partition: number; readonly leaderEpoch: number; readonly offset: number; readonly lastEpoch: number }
/** A follower asks its leader. */
export interface Fetch extends Travel { readonly kind: 'fetch'; readonly number: number; readonly positions: readonly FetchPosition[] }
export interface FetchedPart {
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly highWatermark: number;
  /** Where a log that went another way has to look; null: it is a prefix of the leader's. */
  readonly diverging: EpochStart | null;
  readonly records: readonly LogRecord[];
}
export interface FetchReply extends Travel { readonly kind: 'fetch-reply'; readonly number: number; readonly parts: readonly FetchedPart[] }

/** State of a partition as the controller decided it. */
export interface PartitionState {
  readonly partition: number;
  readonly leader: string | null;
  readonly epoch: number;
  readonly isr: readonly string[];
  /** Grows with every change of this partition. */
  readonly version: number;
  readonly replicas: readonly string[];
}
export interface BrokerHeartbeat extends Travel { readonly kind: 'broker-heartbeat'; readonly seen: number; readonly newDisk: boolean; readonly incarnation: number }
export interface Metadata extends Travel { readonly kind: 'metadata'; readonly since: number; readonly version: number; readonly incarnation: number; readonly parts: readonly PartitionState[] }
/** A leader proposes another in-sync set. */
export interface AlterIsr extends Travel { readonly kind: 'alter-isr'; readonly partition: number; readonly epoch: number; readonly version: number; readonly isr: readonly string[] }

export interface Consume extends Travel { readonly kind: 'consume'; readonly partition: number; readonly offset: number; readonly number: number; readonly committedOnly: boolean }
export interface ConsumeReply extends Travel {
  readonly kind: 'consume-reply'; readonly partition: number; readonly number: number; readonly error: Refusal | null;
  readonly records: readonly LogRecord[]; readonly next: number; readonly startOffset: number; readonly aborted: readonly AbortedTransaction[];
}

export interface JoinGroup extends Travel { readonly kind: 'join-group'; readonly group: string; /** Generation that gave it what it owns. */ readonly ownedIn: number; readonly owned: readonly number[] }
export interface JoinReply extends Travel {
  readonly kind: 'join-reply'; readonly group: string; readonly generation: number; readonly leader: string;
  /** The last generation that was assigned: what a member owns by an older one it has lost. */
  readonly assignedIn: number;
  readonly members: readonly { readonly id: string; readonly owned: readonly number[] }[]; readonly error: Refusal | null;
}
export interface SyncGroup extends Travel { readonly kind: 'sync-group'; readonly group: string; readonly generation: number; readonly assignment: readonly (readonly [member: string, partitions: readonly number[]])[] | null }
export interface SyncReply extends Travel {
  readonly kind: 'sync-reply'; readonly group: string; readonly generation: number; readonly error: Refusal | null;
  readonly partitions: readonly (readonly [partition: number, committed: number])[];
}
export interface GroupHeartbeat extends Travel { readonly kind: 'group-heartbeat'; readonly group: string; readonly generation: number }
export interface HeartbeatReply extends Travel { readonly kind: 'heartbeat-reply'; readonly group: string; readonly generation: number; readonly error: Refusal | null }
export interface LeaveGroup extends Travel { readonly kind: 'leave-group'; readonly group: string }
export interface CommitOffsets extends Travel {
  readonly kind: 'commit'; readonly group: string; readonly generation: number; readonly number: number;
  /** Producer epoch of the transaction it belongs to; −1: none. */
  readonly epoch: number;
  readonly offsets: readonly (readonly [partition: number, offset: number])[];
}
export interface CommitReply extends Travel { readonly kind: 'commit-reply'; readonly group: string; readonly number: number; readonly error: Refusal | null }

export interface InitProducer extends Travel { readonly kind: 'init-producer' }
export interface InitReply extends Travel { readonly kind: 'init-reply'; readonly producerId: number; readonly epoch: number }
export interface EndTransaction extends Travel { readonly kind: 'end-transaction'; readonly number: number; readonly epoch: number; readonly commit: boolean }
export interface EndReply extends Travel { readonly kind: 'end-reply'; readonly number: number; readonly epoch: number; readonly error: Refusal | null }
export interface WriteMarker extends Travel { readonly kind: 'write-marker'; readonly partition: number; readonly producerId: number; readonly producerEpoch: number; readonly transaction: string; readonly commit: boolean }
export interface MarkerReply extends Travel { readonly kind: 'marker-reply'; readonly partition: number; readonly producerEpoch: number; readonly transaction: string }

/** Queue mode. */
export interface Enqueue extends Travel { readonly kind: 'enqueue'; readonly batch: number; readonly attempt: number; readonly acks: 'all' | '1' | '0'; readonly records: readonly Payload[] }
export interface Receive extends Travel { readonly kind: 'receive'; readonly credit: number }
export interface Deliver extends Travel { readonly kind: 'deliver'; readonly message: string; readonly attempt: number; readonly payload: Payload }
export interface Settle extends Travel { readonly kind: 'settle'; readonly message: string; readonly attempt: number; readonly ok: boolean; readonly credit: number }

export type Message =
  | Produce | ProduceReply | Fetch | FetchReply | BrokerHeartbeat | Metadata | AlterIsr | Consume | ConsumeReply
  | JoinGroup | JoinReply | SyncGroup | SyncReply | GroupHeartbeat | HeartbeatReply | LeaveGroup | CommitOffsets | CommitReply
  | InitProducer | InitReply | EndTransaction | EndReply | WriteMarker | MarkerReply
  | Enqueue | Receive | Deliver | Settle;

/** A message as it is written where it is sent: without the sender. */
export type Unsent<M extends Message = Message> = M extends Message ? Omit<M, 'from'> : never;
