import type { PartitionConfig } from '../../models/network-partition/config.ts';
import type { PartitionState } from '../../models/network-partition/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './network-partition.concept.ts';
import { own } from './network-partition.preview.ts';

/**
 * Live nodes that cannot reach each other: what each policy does about it, and what of the data is left afterwards.
 *
 * Rules: heartbeats and suspicion (Chandra and Toueg, 1996); `quorum`, Viewstamped Replication Revisited (2012); `stonith`,
 * Pacemaker and Corosync; `fencing-token`, Chubby's sequencer (2006); versions, Dynamo (2007); data types, Shapiro and others
 * (2011). Simplified: messages carry a whole store; persisting takes no time; clients never repeat a write; a node that was
 * switched off stays off until it is recovered.
 *
 * Read-outs: `primaries` (ids), `sides` (`client`, `home`, `accepted`, `refused`, `unanswered`, `withoutService` in ms,
 * `served`), `conflicts`, `lostUpdates`, `highestToken` (null without `fencing-token`).
 *
 * Actions: `cut` (link or groups; kind: `full`, `one-way`, `partial`, `flapping`), `heal`, `write` (node, key, value; in
 * a set `-a` takes `a` out), `promote`, `fence`, `acquire`, `crash`, `recover`, `wipe`, `freeze`, `thaw`, `slow` (factor),
 * `skew` (by, in ms; drift, in millionths), `drop`, `delay` (by, in ms). Targets: ids `n1`…, `f1` (fencing device), `l1`
 * (lock), `s1` (storage), `primary`, `replica`, `crashed`, `fenced`, `frozen`, `random`,
 * `side-1`….
 *
 * Verdicts for `expect`: `one-primary`, `no-conflict`, `no-lost-write`.
 *
 * @summary Split brain, fencing and merging, live.
 * @tag ds-network-partition
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `partition.suspect`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A cut, a heal, a promotion, a shot, a conflict or a merge.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of buttons for nodes, clients and services.
 * @csspart node - A button on a node, a client or a service.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-follower=#38CDEB] - Colour of primaries and of what they send.
 * @cssprop [--ds-replica=#9A78FF] - Colour of replicas.
 * @cssprop [--ds-client=#4E8CFF] - Colour of clients.
 * @cssprop [--ds-leader=#F6B93B] - Colour of crowns.
 * @cssprop [--ds-fail=#FF5A68] - Colour of the break and of lost messages.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsNetworkPartition extends DsDiagram<PartitionConfig, PartitionState> {
  protected override readonly concept = concept;
  /** Nodes, 2–9. */
  @setting(own.nodes) nodes!: number;
  /** Sides by ids, `n1,n2|n3,n4`, or by sizes, `2|2`; nodes left out join the last side. By default halves. */
  @setting(own.partition) partition!: string;
  /** When the cut comes, up to an hour, or `never`. */
  @setting(own.partitionAt) partitionAt!: number;
  /** When it is healed, up to an hour, or `never`. */
  @setting(own.healAt) healAt!: number;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
  /** `full`: no message crosses; `one-way`: what the first side sends is lost; `partial`: one node reaches all; `flapping`: it comes and goes. */
  @setting(own.kind) kind!: string;
  /** Who may take writes: `dual-primary` whoever hears no primary, `quorum` a majority, `stonith` who has the others switched off, `fencing-token` who holds the lock. */
  @setting(own.policy) policy!: string;
  /** What becomes of versions that know nothing of each other: `lww` the later timestamp, `siblings` both, `crdt` joined by type, `app` merged by code. */
  @setting(own.resolve) resolve!: string;
  /** Type of every value, with `resolve="crdt"`: `g-counter`, `pn-counter`, `lww-register`, `mv-register`, `or-set`. */
  @setting(own.crdt) crdt!: string;
  /** Offset of each node's clock, sign allowed, `0 0 -2s`; the last one repeats. */
  @setting(own.clockSkew) clockSkew!: string;
  /** Silence after which a node is taken for dead, 4 ms–60 s; heartbeats come four times as often. */
  @setting(own.detectTimeout) detectTimeout!: number;
  /** How long the lock holds without renewal, 3 ms–1 h. */
  @setting(own.lease) lease!: number;
  /** Writes a simulated second of each side's client, 0–50. */
  @setting(own.writeRate) writeRate!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-network-partition': DsNetworkPartition;
  }
}

define('ds-network-partition', DsNetworkPartition);
