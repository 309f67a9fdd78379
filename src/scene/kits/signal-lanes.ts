/** Telemetry on its way: one lane each for logs (tiles), metrics (dots on a line chart) and spans (bars), and one trace through all. */
import type { PictureBuilder, Role } from '../picture.ts';
import { tray } from './tray.ts';

export interface SignalLaneSpec {
  readonly id: string;
  /** Left edge and middle of the row, and its length. */
  readonly x: number;
  readonly z: number;
  readonly width: number;
  /** Depth of the tray; 0.7 when absent. */
  readonly depth?: number;
  /** Word at its left end: Logs, Metrics, Traces. */
  readonly word: string;
}

function ground(picture: PictureBuilder, spec: SignalLaneSpec): void {
  tray(picture, { id: `${spec.id}/tray`, x: spec.x + spec.width / 2, z: spec.z, width: spec.width, depth: spec.depth ?? 0.7, corner: 0.18 });
  if (spec.word !== '') picture.label({ id: `${spec.id}/word`, at: { x: spec.x + 0.5, y: 0, z: spec.z }, text: spec.word, role: 'text', priority: 27, side: 'centre', ground: 'pill' });
}

/** Something on a lane; `traced`: it belongs to the trace that is followed, and is raised and framed. */
interface Signal {
  readonly id: string;
  /** Place along the lane from its left edge. */
  readonly at: number;
  readonly traced?: boolean;
  /** Entry that a pointer on it selects. */
  readonly entry?: string;
}

const target = ({ entry }: Signal): { entry?: string } => (entry === undefined ? {} : { entry });

/** A lane of log lines. */
export function logLane(picture: PictureBuilder, spec: SignalLaneSpec & { readonly logs: readonly (Signal & { readonly role?: Role })[] }): void {
  ground(picture, spec);
  for (const log of spec.logs) {
    const { id, at, traced, role = 'log' } = log;
    picture.solid({ ...target(log), id: `${spec.id}/${id}`, shape: 'tile', x: spec.x + at, z: spec.z, y: 0.004, width: 0.36, depth: 0.4, height: traced ? 0.4 : 0.14, role, shadow: false, ...(traced ? { edge: 'text', contour: 2.2 } : {}) });
  }
}

/** A lane of measurements, each a share 0–1 of the lane's depth. */
export function metricLane(picture: PictureBuilder, spec: SignalLaneSpec & { readonly metrics: readonly (Signal & { readonly share: number })[] }): void {
  ground(picture, spec);
  const depth = (spec.depth ?? 0.7) * 0.62;
  const zOf = (share: number): number => spec.z + depth * (0.5 - Math.max(0, Math.min(1, share)));
  if (spec.metrics.length > 1) picture.paint({ form: 'line', id: `${spec.id}/chart`, tone: 'replica', opacity: 0.6, width: 0.03, points: spec.metrics.map(({ at, share }) => ({ x: spec.x + at, z: zOf(share) })) });
  for (const metric of spec.metrics) {
    const { id, at, share, traced } = metric;
    const place = { x: spec.x + at, z: zOf(share) };
    const size = traced ? 0.24 : 0.17;
    if (traced) picture.paint({ form: 'ring', id: `${spec.id}/${id}/ring`, tone: 'text', at: place, radius: 0.21, width: 0.035 });
    picture.solid({ ...target(metric), id: `${spec.id}/${id}`, shape: 'orb', ...place, width: size, height: size, role: 'metric', shadow: false });
  }
}

/** A lane of spans: `at` is the start, `length` the duration drawn to scale. */
export function spanLane(picture: PictureBuilder, spec: SignalLaneSpec & { readonly spans: readonly (Signal & { readonly length: number; readonly text?: string })[] }): void {
  ground(picture, spec);
  for (const span of spec.spans) {
    const { id, at, length, traced, text } = span;
    const width = Math.max(0.12, length);
    picture.solid({ ...target(span), id: `${spec.id}/${id}`, shape: 'capsule', x: spec.x + at + width / 2, z: spec.z, y: 0.004, width, depth: 0.26, height: traced ? 0.26 : 0.12, role: 'span', shadow: false, ...(traced ? { edge: 'text', contour: 2.2 } : {}), ...(text ? { text } : {}) });
  }
}

export interface TraceThreadSpec {
  readonly id: string;
  /** Places it runs through, from the back to the front. */
  readonly through: readonly { readonly x: number; readonly z: number }[];
  /** Words of the pill at its front end: `trace 7f3a`; empty: none. */
  readonly label: string;
}

/** Dotted thread across the lanes, through what belongs to one trace. */
export function traceThread(picture: PictureBuilder, { id, through, label }: TraceThreadSpec): void {
  if (through.length < 2) return;
  picture.paint({ form: 'line', id, tone: 'text', width: 0.06, dash: 'dots', points: through });
  const end = through[through.length - 1]!;
  if (label !== '') picture.label({ id: `${id}/label`, at: { x: end.x, y: 0, z: end.z + 0.42 }, text: label, role: 'span', priority: 28, side: 'below', ground: 'pill' });
}
