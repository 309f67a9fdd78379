/** Observability as marks: services and their calls, three lanes of telemetry, the collector, and one trace through all of it. */
import { isCut } from '../../models/kernel/network-state.ts';
import { collectorId } from '../../models/observability/state.ts';
import type { Batch, ObservabilityState, Service, Span } from '../../models/observability/state.ts';
import { callerOf } from '../../models/observability/topology.ts';
import { activeSeries, culpritOf, travelling } from '../../models/observability/watching.ts';
import type { Travelling } from '../../models/observability/watching.ts';
import type { Floor, PacketMark, PictureBuilder, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';
import { drawLanes, followedIn, placedIn } from './lanes.ts';
import type { Focus } from './lanes.ts';
import { layoutOf } from './layout.ts';
import type { LaneForm, Layout } from './layout.ts';

export type ObservingMoment = Moment<ObservabilityState>;

/** A hop seen for less than this, in ms, is a flow along its link and not a packet. */
const SEEN_MS = 250;
/** How long the end of a lost message is seen, in ms of viewing. */
const IMPACT_MS = 900;

export function drawObserving(moment: ObservingMoment, picture: PictureBuilder): void {
  const { state, tall, text } = moment;
  const layout = layoutOf(state.callers, tall);
  const followed = followedIn(state, moment.selected);
  picture.plate(layout.plate);
  const focus = String(moment.settings['signals'] ?? 'all') as Focus;
  const placed = placedIn(state, layout);
  const culprit = followed?.trace ? culpritOf(followed.trace) : null;
  const words = { logs: text('observability.logs'), metrics: text('observability.metrics'), traces: text('observability.traces'), thread: followed === null || tall ? '' : text('observability.trace', { id: followed.traceId.slice(0, 4) }) };
  drawLanes(picture, layout, placed, followed, words, { focus, exemplars: state.config.exemplars });
  drawFeeds(layout, picture);
  drawCalls(moment, layout, picture);
  for (const service of state.services.values()) drawService(moment, layout, service, culprit?.service === service.id ? culprit : null, picture);
  if (state.alerts.some(({ name, firing }) => name === 'TooManySeries' && firing)) drawSeries(moment, layout, picture);
  drawCollector(moment, layout, picture);
  // What passes so quickly that nobody sees it is not drawn.
  if ((state.config.latencyUs + state.config.jitterUs) / moment.usPerViewingMs >= SEEN_MS) drawPackets(moment, layout, focus, picture);
}

const placeOf = (layout: Layout, id: string): Floor => layout.places.get(id) ?? layout.collector;

/** What a service is to the reader. */
export const roleOf = ({ up, frozen }: Pick<Service, 'up' | 'frozen'>): Role => (!up ? 'crashed' : frozen ? 'frozen' : 'service');

/** What ails it, in short; null: nothing. */
function ailmentOf({ text }: ObservingMoment, { strips, failShare, slow }: Service): string | null {
  if (strips) return text('observability.no-context');
  if (failShare !== null) return text('observability.fails', { percent: Math.round(failShare * 100) });
  return slow.factor === 1 || slow.share < 1 ? null : text('observability.slow', { factor: slow.factor });
}

function drawService(moment: ObservingMoment, layout: Layout, service: Service, culprit: Span | null, picture: PictureBuilder): void {
  const { name, text, selected, tall } = moment;
  const { id, handling, slow, up } = service;
  const at = placeOf(layout, id);
  const scale = layout.serviceScale;
  const top = drop(layout, at);
  picture.paint({ form: 'line', id: `${id}/drop`, tone: 'link', opacity: 0.55, width: 0.035, dash: 'dash', points: [{ x: at.x + (top.x - at.x) * 0.3, z: at.z + (top.z - at.z) * 0.3 }, top] });
  if (culprit !== null) {
    const tone = culprit.error ? 'fail' : 'owner-4';
    picture.paint({ form: 'glow', id: `${id}/glow`, tone, at, radius: 1.35 * scale });
    picture.paint({ form: 'ring', id: `${id}/culprit`, tone, at, radius: 0.82 * scale, width: 0.07 });
  }
  const badge = culprit !== null ? text(culprit.error ? 'observability.error' : 'observability.ms', { ms: Math.round((culprit.endUs - culprit.startUs) / 1000) }) : ailmentOf(moment, service);
  const values = { open: handling.size, factor: slow.factor };
  picture.node({
    id, role: roleOf(service), ...at, inlay: '', scale, ...(selected === id ? { selected: true } : {}), ...(badge === null || !up ? {} : { badge }),
    caption: tall ? '' : name(id), spoken: text(slow.factor === 1 ? 'observability.spoken' : 'observability.spoken-slow', values),
  });
}

/** Where telemetry of a service meets the lanes. */
function drop({ lanes }: Layout, { x }: Floor): Floor {
  const { logs } = lanes;
  return { x: Math.max(logs.x + 0.4, Math.min(logs.x + logs.width - 0.2, x)), z: logs.z - logs.depth / 2 - 0.06 };
}

function drawCollector({ state, name, text, selected, tall }: ObservingMoment, layout: Layout, picture: PictureBuilder): void {
  const { up, frozen, queue, working } = state.collector;
  const waiting = queue.length + (working === null ? 0 : 1);
  const role: Role = !up ? 'crashed' : frozen ? 'frozen' : 'collector';
  const alert = state.alerts.some(({ firing }) => firing);
  const badge = waiting > 6 ? text('observability.queue', { count: waiting }) : alert ? text('observability.firing') : null;
  picture.node({
    id: collectorId, role, ...layout.collector, inlay: name(collectorId), caption: tall && up ? '' : text(`role.${role}`), spoken: text('observability.spoken-collector', { count: waiting }), scale: layout.collectorScale, pool: up,
    ...(badge === null ? {} : { badge }), ...(selected === collectorId ? { selected: true } : {}),
  });
}

/** How many series the metrics have become, where they are too many. */
function drawSeries({ state, text }: ObservingMoment, { lanes }: Layout, picture: PictureBuilder): void {
  const { x, z, width } = lanes.metrics;
  picture.label({ id: 'series', at: { x: x + width - 0.7, y: 0, z }, text: text('observability.series-now', { count: activeSeries(state) }), role: 'warn', priority: 45, side: 'centre', ground: 'pill' });
}

/** Calls as arrows, from who calls to who is called; cut ones as broken links. */
function drawCalls({ state }: ObservingMoment, layout: Layout, picture: PictureBuilder): void {
  for (const { id, number, up } of state.services.values()) {
    if (number === 1) continue;
    const caller = `s${callerOf(number, state.callers)}`;
    const from = placeOf(layout, caller), to = placeOf(layout, id);
    if (isCut(state.network, caller, id) || isCut(state.network, id, caller)) {
      picture.link({ id: `${caller}-${id}`, from, to, state: 'blocked', role: 'fail', trim: 0.72 * layout.serviceScale });
      continue;
    }
    const length = Math.sqrt((to.x - from.x) * (to.x - from.x) + (to.z - from.z) * (to.z - from.z));
    const trim = Math.min(0.4, (0.72 * layout.serviceScale) / length);
    const along = (share: number): Floor => ({ x: from.x + (to.x - from.x) * share, z: from.z + (to.z - from.z) * share });
    picture.paint({ form: 'line', id: `${caller}-${id}/call`, tone: up ? 'client' : 'link', width: 0.05, arrow: true, points: [along(trim), along(1 - trim)], ...(up ? {} : { dash: 'dash' as const }) });
  }
}

const lanesInOrder = ['logs', 'metrics', 'traces'] as const;
const tones = { logs: 'follower', metrics: 'replica', traces: 'owner-4' } as const;

/** Where a lane ends, and where its feed meets the collector. */
function feedOf({ collector, lanes, collectorScale }: Layout, lane: LaneForm, index: number): readonly [Floor, Floor, Floor] {
  const from = { x: lane.x + lane.width + 0.12, z: lane.z };
  if (collector.z > lanes.traces.z) {
    const to = { x: collector.x + 0.95 * collectorScale, z: collector.z + (index - 1) * 0.3 };
    return [{ x: lane.x + lane.width - 0.35 - index * 0.5, z: lanes.traces.z + 0.5 }, { x: collector.x + 2.6 - index * 0.4, z: collector.z - 0.1 + (index - 1) * 0.25 }, to];
  }
  const to = { x: collector.x - 0.98 * collectorScale, z: collector.z + (index - 1) * 0.42 };
  return [from, { x: (from.x + to.x) / 2, z: (from.z * 0.62 + to.z * 0.38) }, to];
}

function drawFeeds(layout: Layout, picture: PictureBuilder): void {
  lanesInOrder.forEach((lane, index) => {
    picture.paint({ form: 'line', id: `${lane}/feed`, tone: tones[lane], width: 0.06, smooth: true, points: feedOf(layout, layout.lanes[lane], index) });
  });
}

interface Signal {
  readonly lane: (typeof lanesInOrder)[number];
  readonly role: Role;
  readonly shape: PacketMark['shape'];
}

const signals: readonly Signal[] = [{ lane: 'logs', role: 'log', shape: 'cube' }, { lane: 'metrics', role: 'metric', shape: 'ball' }, { lane: 'traces', role: 'span', shape: 'bar' }];

const carries = ({ logs, point, spans }: Batch): Readonly<Record<Signal['lane'], boolean>> => ({ logs: logs.length > 0, metrics: point !== null, traces: spans.length > 0 });

/** Telemetry comes down from its service in a row, and goes on from the end of its lane to the collector. */
function telemetry({ name, text }: ObservingMoment, layout: Layout, { id, message, share, lostAt }: Travelling & { readonly message: { readonly kind: 'export'; readonly batch: Batch } }, focus: Focus, picture: PictureBuilder): void {
  const from = placeOf(layout, message.from);
  const has = carries(message.batch);
  const spoken = text('observability.message.export', { from: name(message.from), to: name(message.to) });
  signals.filter(({ lane }) => has[lane] && (focus === 'all' || focus === lane)).forEach(({ lane, role, shape }, index) => {
    // The first of a row is the id that can be dropped and delayed.
    const mark = { id: index === 0 ? id : `${id}/${lane}`, role, shape, spoken, scale: 1.2 };
    const done = Math.min(share, lostAt ?? 1);
    if (done < 0.55) {
      picture.packet({ ...mark, path: { kind: 'line', from, to: drop(layout, from) }, share: Math.max(0.24, Math.min(1, 0.24 + done * 1.6 - index * 0.22)) });
      return;
    }
    const [start, middle, end] = feedOf(layout, layout.lanes[lane], lanesInOrder.indexOf(lane));
    const way = (done - 0.55) / 0.45;
    picture.packet({ ...mark, path: way < 0.5 ? { kind: 'line', from: start, to: middle } : { kind: 'line', from: middle, to: end }, share: way < 0.5 ? way * 2 : way * 2 - 1 });
  });
}

function drawPackets(moment: ObservingMoment, layout: Layout, focus: Focus, picture: PictureBuilder): void {
  const { state, nowUs, usPerViewingMs, name, text } = moment;
  for (const each of travelling(state, nowUs)) {
    const { id, message, share, lostAt } = each;
    if (message.kind === 'export') telemetry(moment, layout, { ...each, message }, focus, picture);
    else if (message.kind !== 'export-answer') picture.packet({ ...callMark(moment, layout, each), id, share: Math.min(share, lostAt ?? 1) });
  }
  for (const { id, message, sentUs, dueUs, lostUs } of state.network.lost) {
    const age = (nowUs - (lostUs ?? nowUs)) / (IMPACT_MS * usPerViewingMs);
    if (age < 0 || age >= 1 || message.kind === 'export-answer' || !layout.places.has(message.from)) continue;
    const share = Math.max(0, Math.min(0.86, ((lostUs ?? nowUs) - sentUs) / Math.max(1, dueUs - sentUs)));
    const path = message.kind === 'export' ? { kind: 'line' as const, from: placeOf(layout, message.from), to: drop(layout, placeOf(layout, message.from)) } : undefined;
    picture.packet({ ...callMark(moment, layout, { message }), id, share, lost: age, label: text('observability.lost'), ...(path === undefined ? {} : { path }), spoken: text(`observability.message.${message.kind}`, { from: name(message.from), to: name(message.to) }) });
  }
}

/** A call is a ring in the colour of services, an answer a smaller one, red where it tells of an error. */
function callMark({ name, text }: ObservingMoment, layout: Layout, { message }: Pick<Travelling, 'message'>): Omit<PacketMark, 'id' | 'share'> {
  const { kind, from, to } = message;
  const failed = message.kind === 'answer' && message.status !== 200;
  return {
    shape: 'torus', role: failed ? 'fail' : 'service', path: { kind: 'line', from: placeOf(layout, from), to: placeOf(layout, to) }, scale: kind === 'call' ? 1.35 : 0.9,
    spoken: text(`observability.message.${kind}`, { from: name(from), to: name(to) }),
  };
}
