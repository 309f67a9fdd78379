/** The whole of a simulated messaging system as plain data: brokers, controller, coordinators, clients, network, ledger. */
import type { NetworkState } from '../kernel/network-state.ts';
import type { AssignorName } from './assignors/index.ts';
import type { Ledger } from './book.ts';
import type { Consume, Fetch, Message, PartitionState, Payload, SyncReply, WriteMarker } from './messages.ts';
import type { LogRecord, PartitionLog } from './partition-log.ts';
import type { Partitioner, Placing } from './partitioner.ts';
import type { AbortedTransaction, ProducerState } from './producer-state.ts';

export interface GroupConfig {
  readonly name: string;
  readonly members: number;
  /** Where a group without commits begins. */
  readonly reset: 'earliest' | 'latest';
}

/** Times in µs. */
export interface QueueConfig {
  readonly mode: 'stream' | 'queue';
  readonly topic: string;
  readonly brokers: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly acks: 'all' | '1' | '0';
  readonly delivery: 'at-most-once' | 'at-least-once' | 'exactly-once';
  readonly producers: number;
  readonly groups: readonly GroupConfig[];
  readonly assignor: AssignorName;
  readonly partitioner: Partitioner;
  /** Records a second of all producers together. */
  readonly produceRate: number;
  readonly processTimeUs: number;
  readonly commit: 'after' | 'before' | 'auto';
  readonly autoCommitUs: number;
  readonly retentionUs: number;
  readonly compaction: boolean;
  readonly sessionTimeoutUs: number;
  readonly visibilityTimeoutUs: number;
  readonly maxDeliveries: number;
  readonly prefetch: number;
  /** Queue: the broker pushes as RabbitMQ does, or is polled as SQS is. */
  readonly receive: 'push' | 'poll';
  readonly latencyUs: number;
  readonly jitterUs: number;
  readonly loss: number;
  /** A broker that the controller has not heard of for so long is fenced. */
  readonly brokerSessionUs: number;
  /** A follower that has not caught up for so long leaves the in-sync set. */
  readonly replicaLagUs: number;
  /** May the controller elect a leader outside the in-sync set by itself? */
  readonly uncleanElection: boolean;
}

export interface FollowerProgress { readonly end: number; readonly caughtUpUs: number;
  /** When it fetched last, and where the leader's log ended then. */
  readonly fetchUs: number; readonly leaderEnd: number }

/** A write that waits for the in-sync replicas; `marker`: the end of a transaction, and not a batch. */
export interface WaitingWrite { readonly from: string; readonly batch: number; readonly attempt: number; readonly offset: number; readonly end: number; readonly marker?: WriteMarker }

export interface Replica {
  readonly partition: number;
  log: PartitionLog;
  highWatermark: number;
  producers: Map<number, ProducerState>;
  aborted: AbortedTransaction[];
  state: PartitionState;
  /** An in-sync set that the controller was asked for. */
  pendingIsr: readonly string[] | null;
  proposedUs: number;
  /** Leader only. */
  followers: Map<string, FollowerProgress>;
  waiting: WaitingWrite[];
}

export interface Broker {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  newDisk: boolean;
  /** Starts so far: a broker that started again has to be told its role again. */
  incarnation: number;
  /** Newest version of the controller's metadata it has seen. */
  seen: number;
  heartbeatUs: number;
  replicas: Map<number, Replica>;
  /** The fetch that each leader was asked last, and when. */
  asked: Map<string, { readonly number: number; readonly atUs: number }>;
  nextFetch: number;
  /** Follower fetches that wait for something new, by follower. */
  parked: Map<string, { readonly fetch: Fetch; readonly untilUs: number }>;
  /** Consumer fetches that wait for something new. */
  parkedConsumers: { readonly fetch: Consume; readonly untilUs: number }[];
}

export interface Controller {
  version: number;
  parts: PartitionState[];
  /** Last word of each broker. */
  heardUs: Map<string, number>;
  incarnations: Map<string, number>;
  fenced: Set<string>;
}

export interface Batch {
  readonly batch: number;
  readonly partition: number;
  sequence: number;
  producerEpoch: number;
  readonly records: readonly Payload[];
  readonly firstSentUs: number;
  sentUs: number;
  attempt: number;
  /** Refused; waits for the next tick. */
  waiting: boolean;
  /** No older one was open as it was last sent: its refusal means what it says. */
  wasOldest: boolean;
  /** Done; kept while an older one is not. */
  acknowledged: boolean;
}

export interface Producer {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  producerId: number;
  /** Epoch by partition: a sequence that cannot go on begins anew with the next one. Absent: 0. */
  epochs: Map<number, number>;
  readonly placing: Placing;
  /** Records by partition that wait for a free request. */
  buffered: Map<number, Payload[]>;
  inFlight: Map<number, Batch>;
  /** Next sequence by partition. */
  sequences: Map<number, number>;
  /** Partitions that acknowledged a batch of this epoch. */
  acknowledged: Set<number>;
  leaders: (string | null)[];
  tickUs: number;
}

export type Phase = 'stopped' | 'joining' | 'syncing' | 'stable';

/** What a member does with one partition. */
export interface Claim {
  readonly partition: number;
  /** Next offset to fetch. */
  position: number;
  /** Next offset to process: what a commit says. */
  done: number;
  /** Last offset known to be committed. */
  committed: number;
  /** Fetched, not yet processed. */
  buffer: LogRecord[];
  fetch: number;
  fetchUs: number;
  /** Commit on its way: number, when, what. */
  commit: number;
  commitUs: number;
  commitTo: number;
  /** Records below are released to the application; the rest waits for the commit (commit before processing). */
  released: number;
}

/** A transaction of a member: read, processed, written. */
export interface MemberTransaction {
  readonly number: number;
  readonly offsets: readonly (readonly [partition: number, offset: number])[];
  readonly records: readonly Payload[];
  readonly sequence: number;
  produced: boolean;
  committed: boolean;
  ending: boolean;
  sentUs: number;
}

export interface Member {
  readonly id: string;
  readonly group: string;
  up: boolean;
  frozen: boolean;
  phase: Phase;
  generation: number;
  /** Generation that gave it its claims. */
  ownedIn: number;
  claims: Map<number, Claim>;
  /** What it works on. `token` tells a stale end from the real one. */
  working: { readonly partition: number; readonly record: LogRecord; readonly token: number } | null;
  nextToken: number;
  nextNumber: number;
  /** Round robin over claims. */
  turn: number;
  askedUs: number;
  heartbeatUs: number;
  heartbeatPending: boolean;
  autoCommitUs: number;
  /** Transactional id is the member's id. −1: not initialised. */
  producerId: number;
  epoch: number;
  sequence: number;
  processed: { readonly partition: number; readonly record: LogRecord }[];
  transaction: MemberTransaction | null;
  /** Tries at the record it stumbles over. */
  failures: number;
  /** It heard of a rebalance and joins as soon as what it has begun is done. */
  wantsJoin: boolean;
  /** An assignment that waits for the same. */
  deferred: SyncReply | null;
  leaders: (string | null)[];
  /** Queue: deliveries it holds, oldest first. */
  hand: { readonly message: string; readonly attempt: number; readonly payload: Payload }[];
}

export interface GroupMember { readonly id: string; deadlineUs: number; joined: boolean; synced: boolean; owned: readonly number[]; assigned: readonly number[]; lastCommit: number }

export interface Group {
  readonly name: string;
  readonly index: number;
  reset: 'earliest' | 'latest';
  /** Kafka's states of a classic group. */
  state: 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';
  generation: number;
  /** The last generation that got as far as an assignment. */
  assignedIn: number;
  members: Map<string, GroupMember>;
  leader: string;
  /** Joining is not over before, so that members that start together make one generation. */
  rebalanceFromUs: number;
  rebalanceUntilUs: number;
  /** Next offset to read, by partition: durable in the offsets topic. */
  committed: Map<number, number>;
  /** Offsets that wait for a transaction, by transactional id. */
  pending: Map<string, readonly (readonly [partition: number, offset: number])[]>;
  coordinator: string;
  nextMember: number;
}

export interface Transaction {
  readonly id: string;
  readonly group: string;
  producerId: number;
  epoch: number;
  status: 'empty' | 'ongoing' | 'committing' | 'aborting';
  partitions: Set<number>;
  /** Partitions whose marker is not acknowledged. */
  unmarked: Set<number>;
  markerUs: number;
  startedUs: number;
  /** Number that the client gave the transaction that ended last. */
  reply: number;
  /** How that ended. */
  replyCommit: boolean;
  /** An initialisation that waits for the markers. */
  initialising: boolean;
}

/** Queue mode: one message. */
export interface Queued { readonly id: string; readonly payload: Payload; readonly attempts: number; readonly member: string | null; readonly untilUs: number; readonly isProcessed: boolean }

export interface WorkQueue {
  /** Ids in order. */
  ready: string[];
  messages: Map<string, Queued>;
  dead: Payload[];
  /** Free places by member. */
  credit: Map<string, number>;
  /** Last word of each member. */
  heardUs: Map<string, number>;
  turn: number;
  enqueued: number;
  settled: number;
  expired: number;
  nextId: number;
}

export interface QueueState {
  config: QueueConfig;
  network: NetworkState<Message>;
  brokers: Map<string, Broker>;
  controller: Controller;
  producers: Map<string, Producer>;
  members: Map<string, Member>;
  groups: Map<string, Group>;
  transactions: Map<string, Transaction>;
  nextProducerId: number;
  nextRecord: number;
  nextBatch: number;
  queue: WorkQueue;
  ledger: Ledger;
}

export const controllerId = 'k1';

/** Partitions of the topic come first, then one of the output topic for each group. */
export const outputPartition = (config: QueueConfig, group: number): number => config.partitions + group;
export const partitionCount = (config: QueueConfig): number => config.partitions + config.groups.length;
/** How long a request waits for its answer before it is sent again. */
export const requestTimeoutUs = (config: QueueConfig): number => Math.max(4_000_000, 6 * (config.latencyUs + config.jitterUs));
export const effectiveAcks = (config: QueueConfig): 'all' | '1' | '0' => (config.delivery === 'at-most-once' ? '0' : config.delivery === 'exactly-once' ? 'all' : config.acks);
export const isInput = (config: QueueConfig, partition: number): boolean => partition < config.partitions;
