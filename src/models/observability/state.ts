/** The whole of an observed system: services, what they tell, the collector, and what is stored. Plain data. */
import type { NetworkState } from '../kernel/network-state.ts';
import { copyNetwork, createNetwork } from '../kernel/network-state.ts';
import type { Context } from './context.ts';
import type { Histogram } from './histogram.ts';
import { emptyHistogram } from './histogram.ts';
import type { Counters, Label } from './series.ts';
import { noCounters } from './series.ts';
import { callersOf } from './topology.ts';
import type { Callers } from './topology.ts';
import type { Stats } from './stats.ts';
import { copyStats, makeStats } from './stats.ts';
import type { Witness } from './witness-state.ts';
import { copyWitness, makeWitness } from './witness-state.ts';

/** Which traces the collector keeps, once it has seen them. */
export type TailSampling = 'none' | 'errors' | 'slow' | 'errors-and-slow';

export const tailSamplings: readonly TailSampling[] = ['none', 'errors', 'slow', 'errors-and-slow'];

/** Times in µs. */
export interface ObservabilityConfig {
  /** Names, 2–12. */
  readonly services: readonly string[];
  /** Requests a second that come in; at random (Poisson). */
  readonly requestRate: number;
  /** Share of requests that fail by a service's own fault, 0–1. */
  readonly errorRate: number;
  /** Share of traces recorded, decided at their root, 0–1. */
  readonly sampling: number;
  readonly tailSampling: TailSampling;
  /** Labels of the counter of requests. */
  readonly labels: readonly Label[];
  /** As text, log lines carry no ids that a machine could follow. */
  readonly logFormat: 'json' | 'text';
  readonly exemplars: boolean;
  readonly latencyUs: number;
  readonly jitterUs: number;
  readonly loss: number;
}

/** One service's part in one request. Immutable. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Null: the root of its trace. */
  readonly parentSpanId: string | null;
  readonly service: string;
  readonly name: string;
  readonly startUs: number;
  readonly endUs: number;
  readonly error: boolean;
  /** Request that it truly belongs to; no service knows it, and no export carries it. */
  readonly request: number;
}

export type Severity = 'INFO' | 'WARN' | 'ERROR';

/** A line of log. Immutable. */
export interface LogRecord {
  readonly atUs: number;
  readonly service: string;
  readonly severity: Severity;
  readonly body: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly request: number;
}

/** Metrics of one process, cumulative since it started. Immutable. */
export interface Point {
  readonly service: string;
  readonly startUs: number;
  readonly atUs: number;
  readonly counters: Counters;
  /** Requests answered with an error. */
  readonly errors: number;
  readonly histogram: Histogram;
  /** Requests in work. */
  readonly active: number;
}

/** What a service exports at once. Immutable. */
export interface Batch {
  readonly id: string;
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  readonly point: Point | null;
}

/** Telemetry in a process that is not delivered yet. All of it is lost in a crash. */
export interface Sdk {
  /** When the process started: its counters begin there. */
  startUs: number;
  spans: Span[];
  logs: LogRecord[];
  counters: Counters;
  errors: number;
  histogram: Histogram;
  /** Batch that is on its way and not acknowledged. */
  sending: Batch | null;
  attempts: number;
  /** When it is sent again unless it is acknowledged. */
  retryUs: number;
  /** When metrics were exported last. */
  metricsUs: number;
}

/** A request that a service works on. */
export interface Handling {
  /** Of the call that brought it. */
  readonly id: string;
  readonly request: number;
  /** Null: it came from outside. */
  readonly caller: string | null;
  readonly context: Context;
  readonly parentSpanId: string | null;
  readonly startUs: number;
  readonly workUs: number;
  /** Numbers of the label values of the request; that of a status is not known before its end. */
  readonly labels: readonly number[];
  /** Calls that are not answered. */
  waiting: Map<string, string>;
  /** What went wrong below. */
  trouble: string | null;
}

export interface Service {
  readonly id: string;
  readonly number: number;
  up: boolean;
  frozen: boolean;
  /** Factor on the time that work takes, for a share of the requests. */
  slow: { readonly factor: number; readonly share: number };
  /** Share of requests that fail here; null: as the setting says. */
  failShare: number | null;
  /** The trace context of what comes in does not get through to it. */
  strips: boolean;
  handling: Map<string, Handling>;
  /** Whether it was told that contexts get lost here. */
  stripTold: boolean;
  /** Timers that became due while it stood still, in order. */
  overdue: string[];
  sdk: Sdk;
  /** Of the timer that exports; one with an older number has been replaced. */
  timer: number;
}

export interface Queued {
  readonly from: string;
  readonly batch: Batch;
}

export type Verdict = 'kept' | 'out';

/** A trace that waits for the decision. Immutable. */
export interface PendingTrace {
  readonly traceId: string;
  readonly firstUs: number;
  readonly spans: readonly Span[];
}

/** All but its counts is lost in a crash. */
export interface Collector {
  readonly id: string;
  up: boolean;
  frozen: boolean;
  slow: number;
  queue: Queued[];
  working: { readonly item: Queued; readonly untilUs: number } | null;
  /** Of the timer that ends the present work. */
  work: number;
  pending: Map<string, PendingTrace>;
  /** Decisions of late, for spans that come after them. */
  decided: Map<string, Verdict>;
}

export interface StoredTrace {
  readonly traceId: string;
  readonly spans: readonly Span[];
  readonly atUs: number;
}

/** A request whose end the collector has heard of: a column of the picture. Immutable. */
export interface Finished {
  readonly request: number;
  readonly traceId: string;
  readonly sampled: boolean;
  readonly durationUs: number;
  readonly error: boolean;
  /** When the collector heard of it; before that, when it ended. */
  readonly atUs: number;
}

/** What the databases behind the collector hold; the latest of each. */
export interface Stores {
  traces: Map<string, StoredTrace>;
  logs: LogRecord[];
  points: Map<string, Point>;
  /** Histogram of the way in at each evaluation, oldest first. */
  history: { readonly atUs: number; readonly histogram: Histogram; readonly errors: number }[];
}

export type AlertName = 'HighErrorRate' | 'HighLatency' | 'TooManySeries';

export interface Alert {
  readonly name: AlertName;
  /** Since when its condition has held; null: it does not. */
  readonly sinceUs: number | null;
  readonly firing: boolean;
}

/** What travels. Immutable. */
export type Message =
  | { readonly kind: 'call'; readonly from: string; readonly to: string; readonly id: string; readonly request: number; readonly traceparent: string | null; readonly labels: readonly number[] }
  /** Status 0: the connection was reset. */
  | { readonly kind: 'answer'; readonly from: string; readonly to: string; readonly id: string; readonly parent: string; readonly status: number; readonly request: number }
  | { readonly kind: 'export'; readonly from: string; readonly to: string; readonly batch: Batch }
  | { readonly kind: 'export-answer'; readonly from: string; readonly to: string; readonly batch: string; readonly ok: boolean };

export interface ObservabilityState {
  config: ObservabilityConfig;
  nextRequest: number;
  nextCall: number;
  nextBatch: number;
  nextTimer: number;
  /** Number of the timer of arrivals. */
  arrivals: number;
  readonly services: Map<string, Service>;
  /** Who calls whom. */
  callers: Callers;
  /** Spans of a real system that are told in place of simulated ones. */
  recording: readonly Span[];
  readonly collector: Collector;
  readonly stores: Stores;
  /** Latest requests that the collector has heard of, oldest first; at most 14. */
  finished: Finished[];
  /** Requests whose end is not heard of yet. */
  ending: Map<number, Finished>;
  alerts: readonly Alert[];
  network: NetworkState<Message>;
  stats: Stats;
  witness: Witness;
}

export const collectorId = 'o1';
/** Where requests come from. */
export const outside = 'c1';

export const nameOf = ({ config }: Pick<ObservabilityState, 'config'>, id: string): string => config.services[Number(id.slice(1)) - 1] ?? id;

export function makeSdk(startUs: number): Sdk {
  return { startUs, spans: [], logs: [], counters: noCounters, errors: 0, histogram: emptyHistogram, sending: null, attempts: 0, retryUs: 0, metricsUs: startUs };
}

export function makeService(number: number): Service {
  return { id: `s${number}`, number, up: true, frozen: false, slow: { factor: 1, share: 1 }, failShare: null, strips: false, stripTold: false, handling: new Map(), overdue: [], sdk: makeSdk(0), timer: 0 };
}

export function makeState(config: ObservabilityConfig): ObservabilityState {
  return {
    config, nextRequest: 1, nextCall: 1, nextBatch: 1, nextTimer: 1, arrivals: 0,
    services: new Map(config.services.map((_, at) => [`s${at + 1}`, makeService(at + 1)])),
    callers: callersOf(config.services.length), recording: [],
    collector: { id: collectorId, up: true, frozen: false, slow: 1, queue: [], working: null, work: 0, pending: new Map(), decided: new Map() },
    stores: { traces: new Map(), logs: [], points: new Map(), history: [] },
    finished: [], ending: new Map(), alerts: [], network: createNetwork([outside]), stats: makeStats(), witness: makeWitness(),
  };
}

const copyHandling = (handling: Handling): Handling => ({ ...handling, waiting: new Map(handling.waiting) });

const copyService = (service: Service): Service => ({
  ...service, handling: new Map([...service.handling].map(([id, handling]) => [id, copyHandling(handling)])), overdue: service.overdue.slice(),
  sdk: { ...service.sdk, spans: service.sdk.spans.slice(), logs: service.sdk.logs.slice() },
});

/** Copy that shares the immutable records. */
export function copyState(state: ObservabilityState): ObservabilityState {
  const { collector, stores } = state;
  return {
    ...state,
    services: new Map([...state.services].map(([id, service]) => [id, copyService(service)])),
    collector: { ...collector, queue: collector.queue.slice(), pending: new Map(collector.pending), decided: new Map(collector.decided) },
    stores: { traces: new Map(stores.traces), logs: stores.logs.slice(), points: new Map(stores.points), history: stores.history.slice() },
    finished: state.finished.slice(), ending: new Map(state.ending), network: copyNetwork(state.network), stats: copyStats(state.stats), witness: copyWitness(state.witness),
  };
}
