import type { ObservabilityConfig, ObservabilityState } from '../../models/observability/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './observability.concept.ts';
import { own } from './observability.preview.ts';

/**
 * Services that handle a tree of calls and tell of it in logs, metrics and traces, a collector, and one trace through it all.
 *
 * Rules: W3C Trace Context; OpenTelemetry's sampling, batching and collector; Prometheus' histograms, quantiles and alerts.
 * Simplified: one span for each service and request, one collector, metrics are pushed, intervals are shorter than in real
 * systems.
 *
 * Read-outs: `services`, `linesPerSecond`, `spansPerSecond`, `bytesPerSecond` (`logs`, `metrics`, `traces`), `activeSeries`,
 * `labelProduct`, `latencyP50`, `latencyP95`, `latencyP99` (ms, estimated from buckets over the last second), `errorShare`,
 * `requests`, `errors`, `refused`, `tracesStarted`, `tracesKept`, `tracesKeptShare`, `sampledOutByHead`, `sampledOutByTail`,
 * `contextsLost`, `alerts` (names of those that fire), `queue`, `batchesRefused`, `dropped`.
 *
 * Actions: `request` (count), `fail` (share), `strip-context`, `crash`, `recover` (ends failures, slowness and lost context,
 * too), `replay` (callers, spans), `freeze`, `thaw`, `slow` (factor, share), `cut` (a node, a link or groups), `heal`, `drop`, `delay` (by, in ms).
 * Targets: ids `s1`…, `o1` or `collector`, names, `crashed`, `failing`, `slow`, `last`, `random`.
 *
 * `src` reads OTLP in JSON (one object, or one on each line) and Jaeger's JSON as well: 8 MB, 1,000 spans and 12 services at
 * most.
 *
 * Exports: `otlp-json` (three lines: traces, metrics, logs), `prometheus` (OpenMetrics with exemplars), `jaeger-json`, `ndjson`.
 *
 * @summary Logs, metrics and traces of one system, and how they lead to a cause.
 * @tag ds-observability
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened, e.g. `obs.span`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - An alert fires or ends, or trace context gets lost.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of node buttons.
 * @csspart node - A node button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-client=#4E8CFF] - Colour of services and calls.
 * @cssprop [--ds-leader=#F6B93B] - Colour of the collector.
 * @cssprop [--ds-follower=#38CDEB] - Colour of logs.
 * @cssprop [--ds-replica=#9A78FF] - Colour of metrics.
 * @cssprop [--ds-owner-4=#E0559C] - Colour of spans and of the trace that is followed.
 * @cssprop [--ds-fail=#FF5A68] - Colour of errors.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsObservability extends DsDiagram<ObservabilityConfig, ObservabilityState> {
  protected override readonly concept = concept;
  /** Names of the services, 2–12; the first takes requests in, the rest form a tree below it. */
  @setting(own.services) services!: string;
  /** Requests a simulated second, 0–100; they arrive at random. */
  @setting(own.requestRate) requestRate!: number;
  /** Share of requests that fail by the fault of one of the services, 0–1. */
  @setting(own.errorRate) errorRate!: number;
  /** Share of traces that are recorded, decided at their root, 0–1. */
  @setting(own.sampling) sampling!: number;
  /** What the collector keeps once it has seen a trace: `none` decides nothing; otherwise errors, slow traces (over 300 ms) or both, and 5% of the rest. */
  @setting(own.tailSampling) tailSampling!: string;
  /** Labels of the counter of requests with their numbers of values, `route:4,status:3`; at most 10,000 combinations. Other labels start counters anew. */
  @setting(own.labels) labels!: string;
  /** `json` lines carry trace and span id, `text` lines do not. */
  @setting(own.logFormat) logFormat!: string;
  /** Signals that are shown: attribute `focus`, since every element has a method of that name. */
  @setting(own.signals) signals!: string;
  /** Histograms without traces that stand for their buckets. */
  @setting(own.noExemplars) noExemplars!: boolean;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-observability': DsObservability;
  }
}

define('ds-observability', DsObservability);
