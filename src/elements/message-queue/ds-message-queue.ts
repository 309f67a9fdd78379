import type { QueueConfig, QueueState } from '../../models/message-queue/cluster.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './message-queue.concept.ts';
import { own } from './message-queue.preview.ts';

/**
 * Producers, brokers and groups of consumers: a replicated log of partitions with offsets and delivery guarantees, or a queue
 * with visibility and dead letters.
 *
 * Rules: Apache Kafka’s replication, idempotent and transactional producers and classic group protocol; RabbitMQ’s and SQS’s
 * acknowledgements, prefetch and redelivery. Simplified: the controller does not fail; the topics of offsets and transactions
 * lose nothing; clients learn without a round trip who leads; sizes count records, not bytes.
 *
 * Read-outs: `partitions` (list of `partition`, `leader`, `epoch`, `logStart`, `logEnd`, `highWatermark`, `inSync`), `groups`
 * (list of `name`, `generation`, `phase`, `committed` by partition, `lag`, `members`, `idle`), `produced`, `processed`,
 * `duplicates`, `losses`, `duplicatesRefused`, `fenced`, `rebalances`, `ready`, `inFlight`, `deadLetters`, `latencyP50`,
 * `latencyP99` (produce to effect, ms).
 *
 * Actions: `produce` (key, value; `value=poison` fails whenever it is processed), `add-member` (group), `remove-member` (group or
 * member), `seek-offset` (group, partition, offset), `set-delivery` (value), `elect-unclean` (partition), `crash`, `recover`, `wipe`,
 * `freeze`, `thaw`, `slow` (factor), `cut` (link or groups of brokers), `heal`, `drop`, `delay` (by, in ms). Targets: ids `b1`,
 * `p1`, `g1-1`, `leader` and `follower` (of partition 0), `coordinator`, `member`, `crashed`, `random`.
 *
 * Events: `mq.produced {partition, offset, key, id}`, `mq.duplicate-refused {sequence, partition}`, `mq.replicated {partition, offset}`,
 * `mq.high-watermark {partition, offset}`, `mq.isr {partition, members}`, `mq.leader {partition, broker, epoch}`, `mq.delivered
 * {group, member, partition, offset, attempt, id}`, `mq.processed {group, effect}`, `mq.committed {group, partition, offset}`,
 * `mq.rebalance {group, generation, revoked, assigned}`, `mq.fenced {member, generation}`, `mq.duplicate {id}`, `mq.lost {id,
 * reason}`, `mq.expired {partition, upTo}`, `mq.dead-letter {id}`, `mq.abandoned {count}` (a producer fell with unsent records),
 * `mq.member-added {group}`, `mq.member-removed {group}`, `fault.crash` and the other faults.
 *
 * Verdicts for `expect`: `no-loss`, `no-lost-write`, `no-duplicates`, `available`.
 *
 * @summary Event streams and queues, live: partitions, offsets, consumer groups, delivery guarantees.
 * @tag ds-message-queue
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `mq.committed`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A group rebalanced, a leader was elected, a record was lost, repeated or set aside.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of node buttons.
 * @csspart node - A button of a node.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-client=#4E8CFF] - Colour of producers and what they send.
 * @cssprop [--ds-leader=#F6B93B] - Colour of brokers and records.
 * @cssprop [--ds-follower=#38CDEB] - Colour of the first group.
 * @cssprop [--ds-replica=#9A78FF] - Colour of the second group.
 * @cssprop [--ds-fail=#FF5A68] - Colour of cuts, losses and dead letters.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsMessageQueue extends DsDiagram<QueueConfig, QueueState> {
  protected override readonly concept = concept;
  /** `stream`: a log that groups read at their own offsets; `queue`: messages are gone once a consumer settled them. Starts again. */
  @setting(own.mode) mode!: string;
  /** Name of the topic or queue. Starts again. */
  @setting(own.topic) topic!: string;
  /** Brokers, 1–7. Starts again. */
  @setting(own.brokers) brokers!: number;
  /** Partitions of the topic, 1–256; up to 12 are drawn as lanes, more as bands. Starts again. */
  @setting(own.partitions) partitions!: number;
  /** Replicas of each partition, from 1 up to as many as there are brokers. Starts again. */
  @setting(own.replicationFactor) replicationFactor!: number;
  /** In-sync replicas without which a leader refuses writes for `acks="all"`, from 1 up to the replication factor. */
  @setting(own.minInsyncReplicas) minInsyncReplicas!: number;
  /** What producers wait for: `all` in-sync replicas, the leader (`1`), or nothing (`0`). At most once uses `0`, exactly once `all`. */
  @setting(own.acks) acks!: string;
  /** Guarantee: sets how producers send, when consumers commit, and whether they use transactions. */
  @setting(own.delivery) delivery!: string;
  /** Producers, 0–6. Starts again. */
  @setting(own.producers) producers!: number;
  /** Groups as `name:members`, with `@earliest` or `@latest` (the default) for where one without commits begins; up to 8 groups of 16. Starts again. */
  @setting(own.groups) groups!: string;
  /** How a group shares partitions out: contiguous blocks, in turn, or moving only what must. Starts again. */
  @setting(own.assignor) assignor!: string;
  /** Which partition a record goes to: in turn, by murmur2 of its key, or one until a batch is full. */
  @setting(own.partitioner) partitioner!: string;
  /** Records a simulated second of all producers together, 0–100. */
  @setting(own.produceRate) produceRate!: number;
  /** Time that a consumer needs for a record, up to 1 h. */
  @setting(own.processTime) processTime!: number;
  /** When consumers commit: `after` processing, `before`, or `auto`, every `auto-commit-interval`; empty: from `delivery`. */
  @setting(own.commit) commit!: string;
  /** Time between two commits with `commit="auto"`. */
  @setting(own.autoCommitInterval) autoCommitInterval!: number;
  /** How long committed records are kept, 1 s–24 h. Kafka keeps them 7 days by default. */
  @setting(own.retention) retention!: number;
  /** Keeps the newest record of each key and removes older ones. */
  @setting(own.compaction) compaction!: boolean;
  /** Silence after which a group gives a member up, 1 s–1 h; in queue mode also a connection. */
  @setting(own.sessionTimeout) sessionTimeout!: number;
  /** Silence after which the controller takes a broker for dead, 0.5 s–1 h. */
  @setting(own.brokerSession) brokerSession!: number;
  /** How long a follower may lag before it leaves the in-sync set, 0.5 s–1 h. */
  @setting(own.replicaLag) replicaLag!: number;
  /** Lets the controller elect a replica that is not in sync when no other is left. */
  @setting(own.uncleanElection) uncleanElection!: boolean;
  /** Queue: how long a delivered message stays hidden from others before it is ready again, 0.1 s–12 h. */
  @setting(own.visibilityTimeout) visibilityTimeout!: number;
  /** Deliveries (stream: attempts) after which a message is set aside as a dead letter, 1–1000. */
  @setting(own.maxDeliveries) maxDeliveries!: number;
  /** Queue: messages a consumer may hold unsettled, 1–100. */
  @setting(own.prefetch) prefetch!: number;
  /** Queue: the broker `push`es as RabbitMQ does, or consumers `poll` as with SQS. */
  @setting(own.receive) receive!: string;
  /** One-way latency of every message. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-message-queue': DsMessageQueue;
  }
}

define('ds-message-queue', DsMessageQueue);
