import type { ServiceMeshConfig, ServiceMeshState } from '../../models/service-mesh/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './service-mesh.concept.ts';
import { own } from './service-mesh.preview.ts';

/**
 * Services whose calls go through proxies: mutual TLS, retries with a budget, circuit breakers, split traffic, pushed
 * configuration; with sidecars or, in ambient mode, with ztunnels and a waypoint.
 *
 * Rules: limits, outlier detection, retries and fault injection are Envoy's, certificates and modes Istio's, the classic
 * circuit Nygard's. Simplified: a request is one message each way; one HTTP/2 connection between two workloads; endpoints are
 * known to all; no ejection by success rate; ejected hosts get nothing even when few are left (Istio's setting).
 *
 * The first service is called from outside and calls the second, which calls one of the others. `split` is that of the third
 * (of the second where there are two): two hosts of the first version, one of each other. Each host's name follows from
 * `services`, not from `names`.
 *
 * Read-outs: `mode`, `successShare` and `attemptsPerRequest` (attempts a call; both over the last 60 s), `latencyP50`, `latencyP99`
 * (ms), `hosts`, `ejectedHosts` (ids), `openCircuits`, `certificateAge` (ms, by workload), `measuredSplit`, `configuredSplit` (by
 * version), `configVersion`, `proxyVersions` (by proxy), `requests`, `failed`, `retries`, `retriesDenied`, `overflows`, `handshakes`,
 * `handshakesFailed`.
 *
 * Actions: `request` (a service; header, count; `plain`: from outside the mesh, without a certificate), `fail` (share, status),
 * `push-config` (bad), `rotate-cert`, `expire-cert`, `crash`, `recover` (ends failing, too), `freeze`, `thaw`, `slow` (factor), `cut` (a node,
 * a link or groups), `heal`, `drop`, `delay` (by, in ms). Targets: hosts `h1`…; services by id `s1`… or name, or a version: its
 * first host that is well; `p1` or `control-plane`; in ambient mode ztunnels `z1`… and the waypoint `w1`; `crashed`, `failing`, `ejected`,
 * `random`.
 *
 * Verdicts for `expect`: `available` (no call fails after all its attempts).
 *
 * @summary A layer of proxies between services: encryption, retries, breakers, traffic splits.
 * @tag ds-service-mesh
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `mesh.retry`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A host was ejected, a circuit changed, a certificate came.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of node buttons.
 * @csspart node - A node button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-client=#4E8CFF] - Colour of services.
 * @cssprop [--ds-leader=#F6B93B] - Colour of proxies, calls and control plane.
 * @cssprop [--ds-fail=#FF5A68] - Colour of errors.
 * @cssprop [--ds-idle=#7C879C] - Colour of ejected hosts.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsServiceMesh extends DsDiagram<ServiceMeshConfig, ServiceMeshState> {
  protected override readonly concept = concept;
  /** Names of the services, 2–10. A change starts the run anew. */
  @setting(own.services) services!: string;
  /** `sidecar`: a proxy beside each host. `ambient`: a ztunnel on each machine and a waypoint. A change starts the run anew. */
  @setting(own.mode) mode!: string;
  /** Whether connections must be mutually authenticated (`strict`), may be (`permissive`), or are not (`off`). */
  @setting(own.mtls) mtls!: string;
  /** Life of a workload certificate, 100 ms–24 h; renewed at half of it. Istio: 24 h. */
  @setting(own.certTtl) certTtl!: number;
  /** `envoy`: limits and outlier detection. `classic`: closed, open, half-open. */
  @setting(own.breaker) breaker!: string;
  /** Attempts after the first one, 0–10; on 5xx, resets and failed connections. */
  @setting(own.retries) retries!: number;
  /** Base interval of the back-off: before retry k a random wait below 2^k − 1 times as much, ten times at most. */
  @setting(own.retryBackoff) retryBackoff!: number;
  /** Share of the requests under way that may be retries, three always; or `none`. */
  @setting(own.retryBudget) retryBudget!: string;
  /** Time for a call with all its retries. */
  @setting(own.timeout) timeout!: number;
  /** Requests under way from a proxy to a version, 1–1024; more fail at once. Envoy: 1024. */
  @setting(own.maxRequests) maxRequests!: number;
  /** Requests that may wait for a connection, 1–1024; more fail at once. Envoy: 1024. */
  @setting(own.maxPending) maxPending!: number;
  /** Errors in a row that eject a host, or open a classic circuit, 1–100. */
  @setting(own.outlierErrors) outlierErrors!: number;
  /** Time between sweeps, at which hosts return. Envoy: 10 s. */
  @setting(own.outlierInterval) outlierInterval!: number;
  /** How long a host is out, times the number of its ejections, ten times at most; of a classic circuit: time until a trial. Envoy: 30 s. */
  @setting(own.ejectionTime) ejectionTime!: number;
  /** Share of a version's hosts that may be ejected; one always may. Envoy: 10%. */
  @setting(own.maxEjection) maxEjection!: number;
  /** Weights of versions, `v1:90,v2:10`, at most four; all 0: equal. A version named for the first time is deployed. */
  @setting(own.split) split!: string;
  /** `header=value:version`: requests with that header go to that version, and a quarter of them carry it. */
  @setting(own.match) match!: string;
  /** Calls held up on purpose, `400ms@10%`. */
  @setting(own.faultDelay) faultDelay!: string;
  /** Calls answered with an error on purpose, `503@10%`. */
  @setting(own.faultAbort) faultAbort!: string;
  /** Requests a simulated second, 0–200; they arrive at random. */
  @setting(own.requestRate) requestRate!: number;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-service-mesh': DsServiceMesh;
  }
}

define('ds-service-mesh', DsServiceMesh);
