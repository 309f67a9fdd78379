import type { CapConfig, CapState } from '../../models/cap-theorem/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './cap-theorem.concept.ts';
import { own } from './cap-theorem.preview.ts';

/**
 * A replicated register with clients on both sides of a cut: what is refused, stale or in conflict when consistency,
 * availability or neither is given up. The verdicts come from what clients were told, not from the corner chosen.
 *
 * Rules: `cp`, read and write quorums with the write phase that first asks for the highest version (Attiya, Bar-Noy, Dolev;
 * Gifford); `ap`, Dynamo's coordinators with hints and vector clocks; `ca`, one node that orders all requests. What C and A
 * mean: Gilbert and Lynch (2002). Simplified: storing and computing take no time; every node has every key.
 *
 * Read-outs: `corner`, `readQuorum`, `writeQuorum`, `consistent`, `witness`, `violations`, `available` (share), `asked`,
 * `answered`, `unanswered`, `sinceCut` (by node), `partitionActive`, `latencyP50`, `latencyP99` (ms), `staleReads`,
 * `conflicts`, `lostWrites`, `hints`.
 *
 * Actions: `choose` (corner: `cp`, `ap`, `ca`), `quorum` (read, write), `read` (node, key), `write` (node, key, value),
 * `crash`, `recover`, `wipe`, `freeze`, `thaw`, `slow` (factor), `skew` (by, in ms), `cut` (link or groups), `heal`, `drop`,
 * `delay` (by, in ms). Targets: ids `n1`…, `crashed`, `random`.
 *
 * Verdicts for `expect`: `linearizable`, `available`, `no-stale-read`, `no-lost-write`.
 *
 * @summary Consistency or availability during a partition, live.
 * @tag ds-cap-theorem
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened in the store, e.g. `cap.refused`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A cut, a heal, a conflict, or a change of the verdicts.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of buttons for corners, copies and clients.
 * @csspart node - A button on a corner, a copy or a client.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-replica=#9A78FF] - Colour of copies and of what they say to each other.
 * @cssprop [--ds-client=#4E8CFF] - Colour of clients and their requests.
 * @cssprop [--ds-ok=#3ECF8E] - Colour of a property that holds.
 * @cssprop [--ds-fail=#FF5A68] - Colour of the cut and of lost messages.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsCapTheorem extends DsDiagram<CapConfig, CapState> {
  protected override readonly concept = concept;
  /** What is kept during a cut: `cp` consistency, `ap` availability, `ca` both, on the promise that no cut occurs. */
  @setting(own.choose) choose!: string;
  /** Copies of the register, 1–7. */
  @setting(own.replicas) replicas!: number;
  /** Copies that a read asks, 1–7; 0: a majority for `cp`, else 1. Lowered to the number of copies, with a warning. */
  @setting(own.readQuorum) readQuorum!: number;
  /** Copies that a write waits for, 1–7; 0: a majority for `cp`, 1 for `ap`, all for `ca`. Lowered to the number of copies, with a warning. */
  @setting(own.writeQuorum) writeQuorum!: number;
  /** Sides of the cut, `n1|n2,n3`; nodes left out join the last side. By default the first node alone. */
  @setting(own.partition) partition!: string;
  /** When the cut comes, up to an hour, or `never`. */
  @setting(own.partitionAt) partitionAt!: number;
  /** When it is healed, up to an hour, or `never`. */
  @setting(own.healAt) healAt!: number;
  /** Reads a simulated second of all clients together, 0–50. */
  @setting(own.readRate) readRate!: number;
  /** Writes a simulated second of all clients together, 0–50. */
  @setting(own.writeRate) writeRate!: number;
  /** How long a client waits for an answer, 1 ms–1 h. */
  @setting(own.timeout) timeout!: number;
  /** What `ap` does with versions that know nothing of each other: the later timestamp wins (`lww`), both stay (`siblings`), or they are joined (`merge`). */
  @setting(own.resolve) resolve!: string;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-cap-theorem': DsCapTheorem;
  }
}

define('ds-cap-theorem', DsCapTheorem);
