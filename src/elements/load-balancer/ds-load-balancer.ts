import type { LoadBalancerConfig, LoadBalancerState } from '../../models/load-balancer/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './load-balancer.concept.ts';
import { own } from './load-balancer.preview.ts';

/**
 * Clients, a load balancer and backends with queues: eight ways to choose, health checks, draining, slow start.
 *
 * Rules: smooth weighted round robin, least connections and IP hash are nginx's, health checks HAProxy's, Maglev and slow
 * start Envoy's, peak EWMA Finagle's. Simplified: a request is one message each way; nobody tries again elsewhere; counts of
 * connections are each balancer's own.
 *
 * Read-outs: `algorithm`, `backends`, `healthy`; by backend id `active`, `queued`, `share`, `expected`, `utilisation`, `health`
 * (as HAProxy shows it); `meanUtilisation`, `latencyP50`, `latencyP99` (ms), `requestsPerSecond`, `responses`, `errors`,
 * `dropped`, `noBackend`.
 *
 * Actions: `request` (path, count), `add` (name), `remove`, `drain`, `fail-probe` (count), `set-algorithm` (algorithm),
 * `nat` (clients), `warm-up` (ms), `crash`, `recover` (ends a drain and failing probes, too), `freeze`, `thaw`, `slow` (factor),
 * `cut` (a node, a link or groups), `heal`, `drop`, `delay` (by, in ms). Targets: ids `c1`…, `m1`…, `b1`…, `crashed`,
 * `draining`, `failing`, `busiest`, `newest`, `random`.
 *
 * Verdicts for `expect`: `available` (no request fails).
 *
 * @summary Spreading requests over backends, and finding those that fail.
 * @tag ds-load-balancer
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `lb.pick`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A backend went out of rotation or came back, drains, or the algorithm changed.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of node buttons.
 * @csspart node - A node button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-client=#4E8CFF] - Colour of clients and requests.
 * @cssprop [--ds-replica=#9A78FF] - Colour of the balancer.
 * @cssprop [--ds-follower=#38CDEB] - Colour of backends and responses.
 * @cssprop [--ds-fail=#FF5A68] - Colour of failed probes and errors.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsLoadBalancer extends DsDiagram<LoadBalancerConfig, LoadBalancerState> {
  protected override readonly concept = concept;
  /** Backends, 0–16. */
  @setting(own.backends) backends!: number;
  /** How a backend is chosen. */
  @setting(own.algorithm) algorithm!: string;
  /** Weights in order of the backends, whole, 0–256; the last holds for the rest. 0: no traffic; all 0: equal. */
  @setting(own.weights) weights!: string;
  /** Requests that each backend works on at a time, 1–1000; the last holds for the rest. */
  @setting(own.capacity) capacity!: string;
  /** Mean durations of the work on a request, by backend; exponentially distributed. */
  @setting(own.serviceTime) serviceTime!: string;
  /** Requests a simulated second of all clients together, 0–200; they arrive at random. */
  @setting(own.requestRate) requestRate!: number;
  /** Clients, 1–24. */
  @setting(own.clients) clients!: number;
  /** Share of requests that are held open 20 times longer, 0–1. */
  @setting(own.longLived) longLived!: number;
  /** Requests that may wait at each backend, 0–100. */
  @setting(own.queue) queue!: number;
  /** `4` sees addresses and ports, `7` also paths, cookies and status codes. At 4, `routes` and `sticky` are ignored, with a message. */
  @setting(own.layer) layer!: string;
  /** Routes of layer 7, `/api:b1+b2 /x:b3`; the longest prefix wins. */
  @setting(own.routes) routes!: string;
  /** Whether answers carry a cookie that keeps the client on its backend; layer 7. */
  @setting(own.sticky) sticky!: boolean;
  /** Path that probes ask for. */
  @setting(own.healthPath) healthPath!: string;
  /** Time between probes of a backend, 1 ms–1 h. */
  @setting(own.healthInterval) healthInterval!: number;
  /** How long a probe is waited for; at most until the next one. */
  @setting(own.healthTimeout) healthTimeout!: number;
  /** Failed probes in a row that take a backend out, 1–10. */
  @setting(own.unhealthyAfter) unhealthyAfter!: number;
  /** Good probes in a row that bring it back, 1–10. */
  @setting(own.healthyAfter) healthyAfter!: number;
  /** Failed requests in a row that take a backend out, 0–100; 0: never. */
  @setting(own.passiveErrors) passiveErrors!: number;
  /** Time in which a backend that came up or joined grows to its full share; 0: at once. */
  @setting(own.slowStart) slowStart!: number;
  /** Time that a draining backend has to finish; 0: as long as it takes, and a removed one is closed at once. */
  @setting(own.drain) drain!: number;
  /** Balancers, 1–3; each counts its own connections. */
  @setting(own.balancers) balancers!: number;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-load-balancer': DsLoadBalancer;
  }
}

define('ds-load-balancer', DsLoadBalancer);
