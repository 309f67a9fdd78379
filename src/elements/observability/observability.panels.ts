/** What the panels of observability say: cards, table, inspector. Fetched after the first picture. */
import { ofLate } from '../../models/observability/alerts.ts';
import { boundsUs } from '../../models/observability/histogram.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import { culpritOf, observabilityReadouts, ownTimeOf, seriesOf } from '../../models/observability/readouts.ts';
import type { Column } from '../../models/observability/readouts.ts';
import { collectorId } from '../../models/observability/state.ts';
import type { Message, Service, Span } from '../../models/observability/state.ts';
import { callerOf } from '../../models/observability/topology.ts';
import type { Card, Inspection, Table } from '../base/concept.ts';
import { followedIn } from './lanes.ts';
import { roleOf } from './observability.picture.ts';
import { inMs, percent } from './observability.words.ts';
import type { ObservingMoment } from './observability.words.ts';

export { observabilityPanelsStrings as strings } from './observability.panels.strings.ts';

type Field = Inspection['fields'][number];

/** Spans as a waterfall, in the order of the services: who calls above who is called. */
function waterfall({ name, text }: ObservingMoment, { traceId, trace }: Column): Card | null {
  if (trace === null) return null;
  const spans = [...trace.spans].sort((a, b) => Number(a.service.slice(1)) - Number(b.service.slice(1)));
  const startUs = Math.min(...spans.map((span) => span.startUs)), endUs = Math.max(...spans.map((span) => span.endUs));
  const whole = Math.max(1, endUs - startUs);
  const culprit = culpritOf(trace);
  const row = (span: Span): { label: string; role: 'span' | 'fail'; share: number; from: number; dim: boolean; value: string } => ({
    label: name(span.service), role: span.error ? 'fail' : 'span', share: Math.max(0.02, (span.endUs - span.startUs) / whole), from: (span.startUs - startUs) / whole, dim: culprit !== null && span.spanId !== culprit.spanId,
    value: text('{ms}', { ms: Math.round((span.endUs - span.startUs) / 1000) }),
  });
  return { kind: 'bars', title: text('observability.card.trace', { id: traceId.slice(0, 4) }), note: text('observability.ms', { ms: Math.round(whole / 1000) }), rows: spans.slice(0, 8).map(row) };
}

/** Buckets that are shown: from 50 ms to 2.5 s nearly everything lies. */
const first = 3, last = 11;

/** Place of a value among the columns, 0–1; even within a bucket, as the estimate takes it. */
function placeOf(ms: number): number {
  const us = ms * 1000;
  const bucket = boundsUs.findIndex((bound) => us <= bound);
  const at = bucket === -1 ? boundsUs.length : bucket;
  const from = boundsUs[at - 1] ?? 0, to = boundsUs[at] ?? from;
  return (at - first + (to > from ? (us - from) / (to - from) : 0)) / (last - first);
}

function histogram(moment: ObservingMoment, followed: Column | null): Card | null {
  const { state, text } = moment;
  const { counts, count, p50, p95, p99 } = ofLate(state);
  if (count === 0) return null;
  const most = Math.max(...counts);
  const dot = followed?.trace && state.config.exemplars ? boundsUs.findIndex((bound) => followed.durationUs <= bound) : -1;
  const quantiles = { p50, p95, p99 };
  return {
    kind: 'columns', title: text('observability.card.latency'), note: text('observability.card.window'), role: 'metric',
    columns: counts.slice(first, last).map((each, at) => ({ share: each / most, ...(at + first === dot ? { dot: 'span' as const } : {}) })),
    marks: Object.entries(quantiles).flatMap(([name, ms]) => (ms === null ? [] : [{ at: placeOf(ms), label: text('observability.mark', { name, ms: Math.round(ms) }) }])),
    axis: ['25', '100', '500', '2500'],
    spoken: text('observability.card.spoken', { p50: inMs(p50, moment), p95: inMs(p95, moment), p99: inMs(p99, moment) }),
  };
}

function logs({ state, name, text }: ObservingMoment, { logs: lines, traceId }: Column): Card {
  if (state.config.logFormat === 'text') return { kind: 'text', title: text('observability.card.logs'), strong: text('observability.card.no-ids'), rest: text('observability.card.no-ids-rest') };
  // Three lines, the telling ones before the others.
  const shown = lines.filter((line) => line.traceId === traceId).slice(0, 3).sort((a, b) => a.atUs - b.atUs);
  return {
    kind: 'lines', title: text('observability.card.logs'),
    rows: shown.map(({ atUs, service, severity, body }) => ({
      role: severity === 'ERROR' ? 'fail' : severity === 'WARN' ? 'warn' : 'log', time: text('observability.time', { ms: String(Math.floor(atUs / 1000) % 1000).padStart(3, '0') }), strong: name(service), rest: body,
    })),
  };
}

export function cards(moment: ObservingMoment): readonly Card[] {
  const { state, nowUs, text } = moment;
  const followed = followedIn(state, moment.selected);
  const read = observabilityReadouts(state, nowUs);
  const { logs: logBytes, metrics, traces } = read.bytesPerSecond;
  const most = Math.max(1, logBytes ?? 0, metrics ?? 0, traces ?? 0);
  const volume: Card = {
    kind: 'bars', title: text('observability.card.volume'), note: text('observability.card.per-second'),
    rows: ([['logs', 'log', logBytes], ['metrics', 'metric', metrics], ['traces', 'span', traces]] as const).map(([key, role, bytes]) => ({
      label: text(`observability.${key}`), role, share: (bytes ?? 0) / most, value: bytes === null ? '–' : text('observability.kilobytes', { kb: Math.round(bytes / 1000) }),
    })),
  };
  const counts: Card = { kind: 'facts', facts: [{ label: text('observability.series'), value: text('{count}', { count: read.activeSeries }) }, { label: text('observability.kept'), value: percent(read.tracesKeptShare, moment) }] };
  const latency = histogram(moment, followed);
  const alone = followed === null || read.alerts.includes('TooManySeries');
  const shown = alone ? [latency, volume, counts] : [waterfall(moment, followed), latency, logs(moment, followed)];
  return shown.filter((card) => card !== null);
}

function stateOf({ text }: ObservingMoment, service: Service): string {
  const role = roleOf(service);
  if (role !== 'service') return text(`role.${role}`);
  return text(`observability.state.${service.strips ? 'no-context' : service.failShare !== null ? 'failing' : service.slow.factor === 1 ? 'well' : 'slow'}`);
}

export function table(moment: ObservingMoment): Table {
  const { state, name, text } = moment;
  const columns = ['service', 'state', 'active', 'answered', 'errors', 'mean', 'series'];
  return {
    caption: text('observability.table'),
    columns: columns.map((column) => text(`observability.column.${column}`)),
    rows: [...state.services.values()].map((service) => {
      const point = state.stores.points.get(service.id);
      const number = (value: number | undefined): string => (value === undefined ? '–' : text('{value}', { value }));
      return [
        name(service.id), stateOf(moment, service), number(service.handling.size), number(point?.histogram.count), number(point?.errors),
        inMs(point === undefined || point.histogram.count === 0 ? null : point.histogram.sumUs / point.histogram.count / 1000, moment), number(point === undefined ? undefined : seriesOf(point)),
      ];
    }),
  };
}

const fieldsOf = (text: ObservingMoment['text'], values: { readonly [column: string]: string | number }): readonly Field[] =>
  Object.entries(values).map(([column, value]) => ({ label: text(`observability.column.${column}`), value: typeof value === 'number' ? text('{value}', { value }) : value }));

export function inspect(moment: ObservingMoment, kind: 'node' | 'link' | 'message' | 'entry', id: string): Inspection | null {
  const { state } = moment;
  if (kind === 'message') return inspectMessage(moment, id);
  if (kind === 'link') return inspectLink(moment, id);
  if (kind === 'entry') return inspectTrace(moment, id);
  if (kind !== 'node') return null;
  if (id === collectorId) return inspectCollector(moment);
  const service = state.services.get(id);
  return service === undefined ? null : inspectService(moment, service);
}

/** A trace, span by span, each with its own share of the time. */
function inspectTrace({ state, name, text }: ObservingMoment, id: string): Inspection | null {
  const trace = state.stores.traces.get(id.replace(/^trace:/, ''));
  if (trace === undefined) return null;
  const spans = [...trace.spans].sort((a, b) => Number(a.service.slice(1)) - Number(b.service.slice(1)));
  return {
    title: text('observability.card.trace', { id: trace.traceId.slice(0, 4) }),
    fields: [{ label: text('observability.column.trace-id'), value: trace.traceId }, ...spans.map((span) => ({
      label: name(span.service), value: text(span.error ? 'observability.span-failed' : 'observability.span', { ms: Math.round((span.endUs - span.startUs) / 1000), own: Math.round(ownTimeOf(span, spans) / 1000) }),
    }))],
    actions: [],
  };
}

function inspectService(moment: ObservingMoment, service: Service): Inspection {
  const { name, text } = moment;
  const { id, number, up, frozen, sdk, handling, strips, failShare, slow } = service;
  const mean = sdk.histogram.count === 0 ? null : sdk.histogram.sumUs / sdk.histogram.count / 1000;
  const ails = strips || failShare !== null || slow.factor !== 1;
  return {
    title: `${name(id)} · ${stateOf(moment, service)}`,
    fields: fieldsOf(text, {
      ...(number === 1 ? {} : { caller: name(`s${callerOf(number, moment.state.callers)}`) }), active: handling.size, answered: sdk.histogram.count, errors: sdk.errors, mean: inMs(mean, moment), series: seriesOf({ ...sdk, service: id, atUs: 0, active: 0 }),
      unsent: sdk.spans.length + sdk.logs.length, restarted: inMs(sdk.startUs / 1000, moment),
    }),
    actions: !up ? ['recover'] : frozen ? ['thaw', 'crash'] : ['crash', 'fail', 'slow', ...(number === 1 || strips ? [] : ['strip-context']), 'freeze', ...(ails ? ['recover'] : [])],
  };
}

function inspectCollector(moment: ObservingMoment): Inspection {
  const { state, nowUs, name, text } = moment;
  const { up, frozen, pending } = state.collector;
  const read = observabilityReadouts(state, nowUs);
  return {
    title: `${name(collectorId)} · ${text(`role.${!up ? 'crashed' : frozen ? 'frozen' : 'collector'}`)}`,
    fields: fieldsOf(text, {
      queue: read.queue, refused: read.batchesRefused, pending: pending.size, kept: read.tracesKept, head: read.sampledOutByHead, tail: read.sampledOutByTail, dropped: read.dropped, series: read.activeSeries, sampling: percent(state.config.sampling, moment),
    }),
    actions: !up ? ['recover'] : frozen ? ['thaw', 'crash'] : ['crash', 'slow', 'freeze', ...(state.collector.slow === 1 ? [] : ['recover'])],
  };
}

function fieldsOfMessage({ text }: ObservingMoment, message: Message): { readonly [column: string]: string | number } {
  switch (message.kind) {
    case 'call': return { request: message.request, traceparent: message.traceparent ?? text('observability.none') };
    case 'answer': return { request: message.request, status: message.status === 0 ? text('observability.reset') : String(message.status) };
    case 'export': return { batch: message.batch.id, spans: message.batch.spans.length, lines: message.batch.logs.length, ...(message.batch.point === null ? {} : { metrics: text('observability.yes') }) };
    case 'export-answer': return { batch: message.batch, status: text(message.ok ? 'observability.yes' : 'observability.refused') };
  }
}

function inspectMessage(moment: ObservingMoment, id: string): Inspection | null {
  const { state, name, text } = moment;
  const envelope = state.network.inFlight.get(id.split('/')[0]!) ?? state.network.lost.find((lost) => lost.id === id);
  if (envelope === undefined) return null;
  const { message, lostUs } = envelope;
  const names = { from: name(message.from), to: name(message.to) };
  return { title: text(`observability.message.${message.kind}`, names), fields: fieldsOf(text, { ...names, ...fieldsOfMessage(moment, message) }), actions: lostUs === null ? ['drop', 'delay'] : [] };
}

function inspectLink({ state, name, text }: ObservingMoment, id: string): Inspection | null {
  const [from = '', to = ''] = id.split(/[->]/);
  if (!state.services.has(from) || !state.services.has(to)) return null;
  return { title: text('observability.message.call', { from: name(from), to: name(to) }), fields: [], actions: isCut(state.network, from, to) ? ['heal'] : ['cut'] };
}
