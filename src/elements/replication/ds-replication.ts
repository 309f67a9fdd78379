import type { ReplicationConfig } from '../../models/replication/config.ts';
import type { ReplicationState } from '../../models/replication/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './replication.concept.ts';
import { own } from './replication.preview.ts';

/**
 * A primary that ships its log to replicas: synchronously, asynchronously or something between, with what each loses and
 * costs when servers fail.
 *
 * Rules: PostgreSQL's streaming, synchronous and cascading replication, timelines and pg_rewind; MySQL's degrading
 * semi-synchronous replication. Simplified: the client stands beside the servers; promoting, rewinding and copying take no
 * time of their own; timelines are numbered for the whole system.
 *
 * Read-outs: `primary` (id), `timeline`, `mode` (in force), `required` (`method`, `count`), `lag` (by id: `entries`, `ms`),
 * `atRisk`, `blockedWrites`, `writeLatencyP50`, `writeLatencyP99` (ms), `writesConfirmed`, `writesRefused`, `writesUnknown`,
 * `reads`, `staleReads`, `failovers`, `lostAfterFailover`, `lostInAll`.
 *
 * Actions: `write` (node), `read` (node), `promote`, `rejoin`, `follow` (upstream), `crash`, `recover`, `wipe`, `freeze`,
 * `thaw`, `slow` (factor; server or link), `cut` (link or groups), `heal`, `drop`, `delay` (by, in ms), `skew` (by, in ms).
 * Targets: ids `p1`, `r1`…, `primary`, `replica`, `lagging`, `crashed`, `deposed`, `random`.
 *
 * Verdicts for `expect`: `no-loss`, `no-lost-write`, `no-stale-read`, `one-primary`.
 *
 * @summary Synchronous, semi-synchronous and asynchronous replication, live.
 * @tag ds-replication
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `replication.confirm`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A write is blocked, the primary degraded or waits again, a replica took over.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of server buttons.
 * @csspart node - A server button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-follower=#38CDEB] - Colour of the primary and of the records it sends.
 * @cssprop [--ds-replica=#9A78FF] - Colour of replicas and acknowledgements.
 * @cssprop [--ds-client=#4E8CFF] - Colour of the client.
 * @cssprop [--ds-fail=#FF5A68] - Colour of lag, of writes at risk and of cuts.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsReplication extends DsDiagram<ReplicationConfig, ReplicationState> {
  protected override readonly concept = concept;
  /** `async`: a write is confirmed at once; `semi-sync`: after one acknowledgement; `sync`: after those of all replicas, or of `standbys`. */
  @setting(own.mode) mode!: string;
  /** Replicas besides the primary, 0–8. With none, `sync` and `semi-sync` block. */
  @setting(own.replicas) replicas!: number;
  /** Acknowledgements that a write needs, 0–8, whatever the mode says; −1: by `standbys`, else by the mode. More than there are replicas block writes, with a warning. */
  @setting(own.acks) acks!: number;
  /** How far a replica must be with a record before it counts: `received`, `flushed` to disk, or `applied`, so that reads see it. */
  @setting(own.ackAt) ackAt!: string;
  /** How long a write waits before the primary confirms alone, up to an hour, or `never`; −1: 10 s for `semi-sync`, else never. */
  @setting(own.degradeAfter) degradeAfter!: number;
  /** Writes a simulated second that the client asks for, 0–100. */
  @setting(own.writeRate) writeRate!: number;
  /** One-way latency to each replica, `40ms 60ms 400ms`; the last one repeats. */
  @setting(own.latency) latency!: string;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1; they are sent again after a timeout. */
  @setting(own.loss) loss!: number;
  /** Whom a synchronous primary waits for: `all`, `first 2` (in the order of their ids), `any 2`; empty: from the mode. */
  @setting(own.standbys) standbys!: string;
  /** Time that flushing to disk takes on each replica; the last one repeats. The primary takes the first. */
  @setting(own.flushTime) flushTime!: string;
  /** Time until what was flushed is visible to reads, for each replica; the last one repeats. */
  @setting(own.applyTime) applyTime!: string;
  /** `manual`: somebody has to `promote`; `auto`: the replica with most takes over after `failover-after`. */
  @setting(own.failover) failover!: string;
  /** Silence of the primary after which it is taken for dead, 10 ms–1 h. */
  @setting(own.failoverAfter) failoverAfter!: number;
  /** Where the client reads its own writes: `primary`, `replica` or `any`. */
  @setting(own.readFrom) readFrom!: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-replication': DsReplication;
  }
}

define('ds-replication', DsReplication);
