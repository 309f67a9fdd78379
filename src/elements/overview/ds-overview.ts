import { css } from 'lit';
import type { OverviewConfig } from '../../models/overview/config.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import { numberOf } from '../../models/overview/topology.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import type { SelectDetail } from '../base/events.ts';
import { setting } from '../base/settings.ts';
import { islandOf, islands } from './islands.ts';
import { concept } from './overview.concept.ts';
import { own } from './overview.preview.ts';

/** Without toolbars there is no frame either; the author's links stay within reach of keyboard and screen reader. */
const heroStyles = css`
  .base:not(:has(> .controls)) { background: none; }
  .base:not(:has(> .controls))::after { border: 0; }
  .base:not(:has(> .controls)) > :is(.line, .table), .base:not(:has(> .controls)) :is(.header, .cards) { display: none; }
  .base > slot[hidden] { display: block !important; position: absolute; inset-block-start: 8px; inset-inline-start: 8px; z-index: 5; }
  .base > slot[hidden]:not(:focus-within) { inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .base > slot[hidden]:focus-within { padding: 8px 16px; max-inline-size: 20rem; border-radius: 11px; background: Canvas; color: CanvasText; }
  @container (max-width: 460px) { .base:not(:has(> .controls)) > .stage { flex-basis: 230cqi; } }
`;

/**
 * The opening scene: many machines on nine islands, one a chapter, that fail and are repaired all the time while requests go
 * on being served.
 *
 * Rules: alternating renewal processes with exponential times up and down; heartbeats to neighbours and a timeout as failure
 * detector; requests that try one owner after the other. Simplified: machines keep nothing that could be lost, and a machine's
 * heartbeats travel as one.
 *
 * An `a` with `data-ds-island="raft-cluster"` among its children is where a click on that island leads; with `no-controls`
 * a click on a machine leads there too, and the figure has no frame, only a small pause button. Islands: `cap-theorem`,
 * `raft-cluster`, `replication`, `network-partition`, `observability`, `service-mesh`, `hash-ring`, `load-balancer`,
 * `message-queue`.
 *
 * Read-outs: `nodesUp`, `measuredAvailability` (share; null at 0), `predictedAvailability`, `allUp`, `someOwnerUp` (chances),
 * `requestsServed`, `requestsFailed`, `crashes`, `suspected`, `wronglySuspected`, `suspicions`, `wrongSuspicions`.
 *
 * Actions: `crash`, `recover` (all without a target), `fail-region` (region), `request`, `capacity` (requests), `freeze`,
 * `thaw`, `slow` (factor), `cut` (link or groups), `heal`, `drop`, `delay` (by, in ms).
 * Targets: ids `n1`…, `random`, `crashed`, `suspected`.
 *
 * @summary Many machines that fail and are repaired, on nine islands that lead to the chapters.
 * @tag ds-overview
 * @slot - Readable text and the links of the islands.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `overview.suspect`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A machine failed.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of machine buttons.
 * @csspart node - A machine button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-follower=#38CDEB] - Colour of servers and heartbeats.
 * @cssprop [--ds-leader=#F6B93B] - Colour of the leader.
 * @cssprop [--ds-fail=#FF5A68] - Colour of suspicions and refusals.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsOverview extends DsDiagram<OverviewConfig, OverviewState> {
  static override styles = [...DsDiagram.styles, heroStyles];

  protected override readonly concept = concept;
  /** Machines, 4–400; above 64 an island shows its share as a count. */
  @setting(own.nodes) nodes!: number;
  /** Regions that the machines are spread over, 1–8. */
  @setting(own.regions) regions!: number;
  /** Neighbours that each machine sends heartbeats to, 1–12 and fewer than there are machines. */
  @setting(own.degree) degree!: number;
  /** Mean time to failure of a machine, at least 1 ms. */
  @setting(own.mttf) mttf!: number;
  /** Mean time to repair, at least 1 ms. */
  @setting(own.mttr) mttr!: number;
  /** Owners of each key, 1–7 and at most as many as machines. */
  @setting(own.replicas) replicas!: number;
  /** Requests a simulated second, 0–200. */
  @setting(own.requestRate) requestRate!: number;
  /** Time between two heartbeats of a machine, 10 ms–1 h. */
  @setting(own.heartbeat) heartbeat!: number;
  /** Silence after which a neighbour is suspected, 0–1 h. */
  @setting(own.suspectAfter) suspectAfter!: number;
  /** One-way latency, 0–1 min. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;

  constructor() {
    super();
    this.addEventListener('ds-select', (event) => this.#selected((event as CustomEvent<SelectDetail>).detail));
  }

  /** A click on an island follows the author's link. */
  #selected({ kind, id }: SelectDetail): void {
    const node = kind === 'node' && this.noControls ? numberOf(id) : -1;
    const slug = node >= 0 ? islands[islandOf(node)]?.slug : kind === 'entry' || this.noControls ? islands.find((island) => id === island.slug || id.startsWith(`${island.slug}-`))?.slug : undefined;
    if (slug === undefined) return;
    this.querySelector<HTMLAnchorElement>(`a[data-ds-island="${slug}"]`)?.click();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-overview': DsOverview;
  }
}

define('ds-overview', DsOverview);
