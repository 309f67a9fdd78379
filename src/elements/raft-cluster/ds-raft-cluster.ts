import type { ClusterConfig, ClusterState } from '../../models/raft-cluster/cluster.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './raft-cluster.concept.ts';
import { own } from './raft-cluster.preview.ts';

/**
 * A Raft cluster that elects a leader, replicates a log and stays safe under the faults a reader causes.
 *
 * Rules: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, extended version (2014), §5–§8; Ongaro's
 * dissertation (2014) for leadership transfer (§3.10), reads and check-quorum (§6) and pre-vote (§9.6).
 * Simplified: persisting takes no time; client and operator stand outside every partition; a server that lost its disk
 * never votes again; one that was removed is switched off as soon as that is committed.
 *
 * Read-outs: `term`, `leader`, `commitIndex`, `newestAcks`, `quorum`, `elections`, `splitVotes`, `commitLatencyP50`,
 * `commitLatencyP99` (ms), `writesAcknowledged`, `writesFailed`, `writesUnknown`, `readsStale` (null: no read
 * was answered yet), `messagesPerEntry`.
 *
 * Actions: `crash`, `recover`, `wipe`, `freeze`, `thaw`, `slow` (factor), `cut` (link or groups), `heal`, `drop`, `delay`
 * (by, in ms), `skew` (by, in ms), `timeout`, `write` (command), `read` (key, by default `x`; of the target, by default of
 * whom the client takes for the leader), `add` and `remove` (joint: false for a single-server change), `transfer` (to the
 * target), `align-timers`, `spread-timers`. Targets: ids `n1`…, `leader`, `follower`,
 * `candidate`, `crashed`, `random`.
 *
 * Verdicts for `expect`: `one-leader` (at a time, in whatever term), `no-stale-read`.
 *
 * @summary Leader election and log replication, live.
 * @tag ds-raft-cluster
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened in the cluster, e.g. `raft.leader`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A leader was elected or stepped down, an entry was committed or given up.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of server buttons.
 * @csspart node - A server button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-leader=#F6B93B] - Colour of the leader and of AppendEntries.
 * @cssprop [--ds-follower=#38CDEB] - Colour of followers and acknowledgements.
 * @cssprop [--ds-replica=#9A78FF] - Colour of candidates and votes.
 * @cssprop [--ds-fail=#FF5A68] - Colour of cuts and lost messages.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsRaftCluster extends DsDiagram<ClusterConfig, ClusterState> {
  protected override readonly concept = concept;
  /** Servers with a vote, 1–9. An even number bears no more crashes than one fewer. Changed while it runs: a change of membership. */
  @setting(own.nodes) nodes!: number;
  /**
   * Bounds of the randomized election timeout, low then high, each 10 ms–60 s of simulated time. Every wait draws anew, so
   * that split votes end. Bounds in the wrong order are swapped, with a warning.
   */
  @setting(own.electionTimeout) electionTimeout!: string;
  /** Time between a leader's messages to a follower, 1 ms–60 s; lowered to half the shortest election timeout where it is not below it. */
  @setting(own.heartbeat) heartbeat!: number;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s; makes messages overtake each other. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
  /** Writes a simulated second that the client asks for, 0–100. */
  @setting(own.clientRate) clientRate!: number;
  /** Entries that one AppendEntries carries at most, 1–64. */
  @setting(own.batch) batch!: number;
  /** A server asks whether it would be elected before it raises the term. */
  @setting(own.preVote) preVote!: boolean;
  /** A leader that no majority answers for the shortest election timeout steps down; who heard a leader within that time gives no vote. */
  @setting(own.checkQuorum) checkQuorum!: boolean;
  /**
   * How reads are answered: `read-index` (the leader asks a majority whether it still leads), `lease` (it answers for as
   * long as none of a majority may vote; brings `check-quorum` with it), `log` (as an entry), `stale` (whoever is asked, as
   * it is).
   */
  @setting(own.reads) reads!: string;
  /** Servers that get the log and have no vote, 0–3. */
  @setting(own.learners) learners!: number;
  /** Applied entries after which a log is compacted into a snapshot, 0–10,000; 0 = never. */
  @setting(own.snapshotAfter) snapshotAfter!: number;
  /** Sides that cannot reach each other, `n1,n2|n3,n4,n5`; the action `cut` at that moment. Removed: heals. */
  @setting(own.partition) partition!: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-raft-cluster': DsRaftCluster;
  }
}

define('ds-raft-cluster', DsRaftCluster);
