/** The three lanes: each request is a column through them, its log lines, its measurement, and its trace where one was kept. */
import { durationOf } from '../../models/observability/durations.ts';
import type { ObservabilityState } from '../../models/observability/state.ts';
import { columnsOf, worthFollowing } from '../../models/observability/watching.ts';
import type { Column } from '../../models/observability/watching.ts';
import { logLane, metricLane, spanLane, traceThread } from '../../scene/kits/signal-lanes.ts';
import type { PictureBuilder, Role } from '../../scene/picture.ts';
import { layoutOf } from './layout.ts';
import type { LaneForm, Layout } from './layout.ts';

export interface LaneWords {
  readonly logs: string;
  readonly metrics: string;
  readonly traces: string;
  /** Of the trace that is followed; empty: none. */
  readonly thread: string;
}

export type Focus = 'all' | 'logs' | 'metrics' | 'traces';

/** A column with its place along the lane, from the left edge. */
export interface Placed {
  readonly column: Column;
  readonly at: number;
  readonly width: number;
}

const tile = 0.4;
const gap = 0.12;
/** Length of a span a ms. */
const perMs = 0.0036;

/** Places columns from the right end to the left, newest first, as many as there is room for. */
export function placeColumns(columns: readonly Column[], { lanes, word }: Pick<Layout, 'lanes' | 'word'>): readonly Placed[] {
  const placed: Placed[] = [];
  let right = lanes.logs.width - 0.2;
  for (const column of columns) {
    const width = Math.max(tile, Math.min(2.6, (column.durationUs / 1000) * perMs));
    if (right - width < word) break;
    placed.push({ column, at: right - width, width });
    right -= width + gap;
  }
  return placed;
}

const roleOfLog: Readonly<Record<string, Role>> = { ERROR: 'fail', WARN: 'warn', INFO: 'log' };

/** The requests that the lanes have room for, newest first, in their places. */
export const placedIn = (state: ObservabilityState, layout: Pick<Layout, 'lanes' | 'word'>): readonly Placed[] => placeColumns(columnsOf(state), layout);

/** The request that is followed: the selected one, else the one worth it, of those on a wide stage. */
export function followedIn(state: ObservabilityState, selected: string | null): Column | null {
  const columns = placedIn(state, layoutOf(state.callers, false)).map(({ column }) => column);
  return columns.find(({ traceId, trace }) => trace !== null && `trace:${traceId}` === selected) ?? worthFollowing(columns);
}

/** Place of a measurement in the chart, between the least and the most of those shown. */
function scaleOf(placed: readonly Placed[]): (durationUs: number) => number {
  const all = placed.map(({ column }) => column.durationUs);
  const least = Math.min(...all), most = Math.max(...all, least + 150_000);
  return (durationUs) => 0.1 + (0.8 * (durationUs - least)) / (most - least);
}

/** A pointer on anything of a request selects its trace. */
const entryOf = ({ column }: Placed): { entry?: string } => (column.trace === null ? {} : { entry: `trace:${column.traceId}` });

/** Whether the first log line of a request carries the id of its trace. */
const namesTrace = ({ column }: Placed): boolean => column.logs[0] !== undefined && column.logs[0].traceId !== null;

/** Tiles of a column: as many as fit over its span, the most severe first. */
function tilesOf(placed: Placed, traced: boolean): { id: string; at: number; traced?: boolean; entry?: string; role: Role }[] {
  const { column, at, width } = placed;
  const count = Math.min(column.logs.length, Math.max(1, Math.floor((width + gap) / tile)));
  const from = at + (width - count * tile) / 2;
  // The line that the thread begins at stands in the middle.
  const slots = Array.from({ length: count }, (_, slot) => slot);
  if (traced) slots.unshift(...slots.splice(Math.floor(count / 2), 1));
  return column.logs.slice(0, count).map(({ severity }, index) => ({ id: `${column.request}-${index}`, at: from + (slots[index]! + 0.5) * tile, role: roleOfLog[severity] ?? 'log', ...entryOf(placed), ...(traced && index === 0 ? { traced } : {}) }));
}

/**
 * Lanes with what is on them; `followed` is the trace that the thread runs through. It ties what names the trace: log lines
 * that carry its id, and the measurement where there are exemplars.
 */
export function drawLanes(picture: PictureBuilder, { lanes }: Layout, placed: readonly Placed[], followed: Column | null, words: LaneWords, { focus, exemplars }: { readonly focus: Focus; readonly exemplars: boolean }): void {
  const shows = (lane: Focus): boolean => focus === 'all' || focus === lane;
  const height = scaleOf(placed);
  const isTraced = ({ column }: Placed): boolean => column.request === followed?.request;
  const mark = (each: Placed): { traced?: boolean; entry?: string } => ({ ...entryOf(each), ...(isTraced(each) ? { traced: true } : {}) });
  logLane(picture, { id: 'logs', ...lanes.logs, word: words.logs, logs: shows('logs') ? placed.flatMap((each) => tilesOf(each, isTraced(each) && namesTrace(each))) : [] });
  metricLane(picture, {
    id: 'metrics', ...lanes.metrics, word: words.metrics,
    metrics: shows('metrics') ? placed.map((each) => ({ id: String(each.column.request), at: each.at + each.width / 2, share: height(each.column.durationUs), ...(exemplars ? mark(each) : entryOf(each)) })) : [],
  });
  spanLane(picture, {
    id: 'traces', ...lanes.traces, word: words.traces,
    spans: shows('traces') ? placed.filter(({ column }) => column.trace !== null).map((each) => ({ id: String(each.column.request), at: each.at, length: each.width, ...mark(each) })) : [],
  });
  if (shows('traces')) for (const { column, at, width } of placed) if (column.trace === null) outline(picture, `out/${column.request}`, lanes.traces.x + at + width / 2, lanes.traces.z, width);
  if (shows('traces')) for (const each of placed) drawTorn(picture, lanes.traces, each);
  const traced = placed.find(isTraced);
  if (traced === undefined) return;
  const x = traced.at + traced.width / 2;
  const log = tilesOf(traced, true)[0]?.at ?? x;
  const dot = lanes.metrics.z + lanes.metrics.depth * 0.62 * (0.5 - height(traced.column.durationUs));
  const through = [
    ...(namesTrace(traced) ? [{ x: lanes.logs.x + log, z: lanes.logs.z + 0.24 }] : []), ...(exemplars ? [{ x: lanes.metrics.x + x, z: dot }] : []), { x: lanes.traces.x + x, z: lanes.traces.z + 0.1 },
  ];
  traceThread(picture, { id: 'thread', through, label: words.thread });
}

/** What was torn off a trace lies in front of it, tied to nothing. */
function drawTorn(picture: PictureBuilder, lane: LaneForm, { column, at, width }: Placed): void {
  const [piece] = column.torn;
  if (piece === undefined) return;
  const length = Math.max(0.2, Math.min(width, (durationOf(piece) / 1000) * perMs));
  picture.solid({ id: `torn/${column.request}`, shape: 'capsule', x: lane.x + at + width - length / 2, z: lane.z + 0.29, y: 0.004, width: length, depth: 0.15, height: 0.1, role: 'span', shadow: false });
}

/** A trace that was not kept. */
function outline(picture: PictureBuilder, id: string, x: number, z: number, width: number): void {
  picture.solid({ id, shape: 'capsule', x, z, y: 0.004, width, depth: 0.26, height: 0, role: 'link', finish: 'outline', opacity: 0.5, shadow: false });
}
