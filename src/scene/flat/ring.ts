/** The ring: all arcs of one owner and part in one path, arcs too short to be seen joined with their neighbours. */
import { runsOf, sameArcs, type Run } from '../arcs.ts';
import { mix, satin, shade, type Scheme } from '../palette.ts';
import type { ArcMark, RingMark, Role } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { arcOutline, arcPoints, circle, onCircle, tokenSpan } from '../shapes.ts';
import { floorLayer, type FlatMarks } from './marks.ts';
import { through, type Pen } from './pen.ts';
import { drawChevrons, drawRail, drawSpecks, drawTrace } from './ring-floor.ts';

/** The last arcs painted by each pen, and how often they have changed: the signature of a ring in the pen's memory. */
const seen = new WeakMap<Pen, Map<string, { arcs: readonly ArcMark[]; version: number }>>();

function versionOf(pen: Pen, ring: RingMark): number {
  const rings = seen.get(pen) ?? new Map<string, { arcs: readonly ArcMark[]; version: number }>();
  seen.set(pen, rings);
  const known = rings.get(ring.id);
  if (known && sameArcs(known.arcs, ring.arcs)) return known.version;
  const version = (known?.version ?? 0) + 1;
  rings.set(ring.id, { arcs: ring.arcs, version });
  return version;
}

interface Layers {
  wall: string;
  ends: string;
  top: string;
  edge: string;
  stripes: string;
  dots: string;
}

function drawRing(pen: Pen, ring: RingMark): void {
  const key = `ring/${ring.id}`;
  pen.memo(`${key}|${versionOf(pen, ring)}|${ring.inner}|${ring.outer}|${ring.height}|${ring.tokens}|${ring.rail}|${ring.chevrons}`, () => {
    if (ring.rail) drawRail(pen, `${key}/rail`, ring.rail);
    if (ring.chevrons) drawChevrons(pen, `${key}/chevrons`, ring.chevrons);
    drawRingShadow(pen, key, ring);
    const turn = 2 * Math.PI * ring.outer * pen.camera.scale;
    const runs = runsOf(ring.arcs, turn);
    const layers = new Map<string, Layers & { role: Role; dim: boolean }>();
    for (const run of runs) {
      const name = `${run.role}${run.dim ? '-dim' : ''}`;
      const layer = layers.get(name) ?? { role: run.role, dim: run.dim, wall: '', ends: '', top: '', edge: '', stripes: '', dots: '' };
      layers.set(name, layer);
      addRun(pen, layer, ring, run, turn);
    }
    for (const [name, layer] of layers) paintWalls(pen, `${key}/${name}`, layer);
    for (const [name, layer] of layers) paintTops(pen, `${key}/${name}`, layer);
    if (ring.tokens) drawTokens(pen, key, ring, runs, turn);
  });
}

function drawRingShadow(pen: Pen, key: string, ring: RingMark): void {
  const dark = pen.scheme === 'dark';
  for (const [i, grow] of [0.16, 0.1, 0.05, 0].entries()) {
    const place = { x: 0.05, z: 0.07 };
    const d = through(pen.outline(circle(ring.outer + grow, 96), 0.002, place)) + through(pen.outline(circle(ring.inner - grow, 96), 0.002, place));
    pen.add(`${key}/shadow-${i}`, d, { fill: pen.colour('shadow'), evenOdd: true, opacity: dark ? 0.13 : 0.035 });
  }
}

function addRun(pen: Pen, layer: Layers, ring: RingMark, run: Run, turn: number): void {
  const y = ring.height;
  const length = (run.to - run.from) * turn;
  const sides = length < 8 ? 1 / Math.max(1e-9, run.to - run.from) : 160;
  layer.top += through(pen.outline(arcOutline(ring.inner, ring.outer, run.from, run.to, sides), y));
  addCurvedWall(pen, layer, ring.outer, run, y, sides, (middle) => Math.cos(2 * Math.PI * middle) < 0.12);
  addCurvedWall(pen, layer, ring.inner, run, y, sides, (middle) => Math.cos(2 * Math.PI * middle) > -0.12);
  if (length >= 3) {
    // End faces: the one whose outside is turned to the reader. At its start an arc faces back along the turn, at its end ahead.
    const startFront = Math.sin(2 * Math.PI * run.from) < 0, endFront = Math.sin(2 * Math.PI * run.to) > 0;
    if (startFront) layer.ends += endFace(pen, ring, run.from);
    if (endFront) layer.ends += endFace(pen, ring, run.to);
    layer.edge += through(pen.outline(arcPoints(ring.outer, run.from, run.to, sides), y), false);
  }
  if (run.pattern !== 'plain' && length >= 10) addPattern(pen, layer, ring, run, length);
}

function addCurvedWall(pen: Pen, layer: Layers, radius: number, run: Run, height: number, sides: number, faces: (turn: number) => boolean): void {
  const points = arcPoints(radius, run.from, run.to, sides);
  const visible: typeof points[] = [[]];
  for (const [i, point] of points.entries()) {
    const turn = run.from + ((run.to - run.from) * i) / (points.length - 1);
    if (faces(turn)) visible[visible.length - 1]!.push(point);
    else if (visible[visible.length - 1]!.length > 0) visible.push([]);
  }
  for (const part of visible) {
    if (part.length < 2) continue;
    layer.wall += through([...pen.outline(part, height), ...pen.outline([...part].reverse(), 0.002)]);
  }
}

function endFace(pen: Pen, ring: RingMark, turn: number): string {
  const inner = onCircle(ring.inner, turn), outer = onCircle(ring.outer, turn);
  return through([pen.at({ ...inner, y: ring.height }), pen.at({ ...outer, y: ring.height }), pen.at({ ...outer, y: 0.002 }), pen.at({ ...inner, y: 0.002 })]);
}

function addPattern(pen: Pen, layer: Layers, ring: RingMark, run: Run, length: number): void {
  const count = Math.max(1, Math.floor(length / 7));
  for (let i = 0; i < count; i++) {
    const turn = run.from + ((run.to - run.from) * (i + 0.5)) / count;
    if (run.pattern === 'stripes') layer.stripes += through([pen.at({ ...onCircle(ring.inner, turn), y: ring.height }), pen.at({ ...onCircle(ring.outer, turn), y: ring.height })], false);
    else for (const share of [0.2, 0.5, 0.8]) layer.dots += through(pen.outline(circle(0.02, 8), ring.height, onCircle(ring.inner + (ring.outer - ring.inner) * share, turn)));
  }
}

function looks(pen: Pen, layer: { role: Role; dim: boolean }, scheme: Scheme): { base: string; line: string } {
  const look = ROLES[layer.role];
  const base = pen.colour(look.body), line = pen.colour(look.line);
  if (!layer.dim) return { base, line };
  const ground = pen.colour('plate');
  return { base: mix(base, ground, scheme === 'dark' ? 0.62 : 0.66), line: mix(line, ground, 0.5) };
}

function paintWalls(pen: Pen, key: string, layer: Layers & { role: Role; dim: boolean }): void {
  const { scheme } = pen;
  const dark = scheme === 'dark';
  const { base, line } = looks(pen, layer, scheme);
  const wall = shade(satin(base, [0, 0, 1], scheme), dark ? 0.82 : 0.9);
  pen.add(`${key}/ends`, layer.ends, { fill: shade(satin(base, [0.3, 0, 0.9], scheme), dark ? 0.6 : 0.78), stroke: dark ? shade(base, 0.5) : line, width: 0.5 });
  pen.add(`${key}/wall`, layer.wall, { fill: dark ? wall : mix(wall, line, 0.3), stroke: dark ? shade(base, 0.6) : line, width: dark ? 0.6 : 1 });
}

function paintTops(pen: Pen, key: string, layer: Layers & { role: Role; dim: boolean }): void {
  const { scheme } = pen;
  const { base, line } = looks(pen, layer, scheme);
  pen.add(`${key}/top`, layer.top, { fill: satin(base, [0, 1, 0], scheme), stroke: scheme === 'dark' ? shade(base, 0.82) : mix(base, line, 0.55), width: 0.6 });
  pen.add(`${key}/edge`, layer.edge, { stroke: '#ffffff', width: 1, opacity: scheme === 'dark' ? 0.22 : 0.3 });
  const ink = pen.colour('ink');
  pen.add(`${key}/stripes`, layer.stripes, { stroke: ink, width: 1.3, opacity: 0.4 });
  pen.add(`${key}/dots`, layer.dots, { fill: ink, opacity: 0.5 });
}

/** Dots at the clockwise end of each arc, where there is room for them. */
function drawTokens(pen: Pen, key: string, ring: RingMark, runs: readonly Run[], turn: number): void {
  let d = '';
  const middle = (ring.inner + ring.outer) / 2;
  for (const run of runs) {
    if (!run.token) continue;
    const span = run.to - run.from;
    if (span * turn < 5) continue;
    const room = tokenSpan(ring, span);
    d += through(pen.outline(circle(room * Math.PI * middle * 0.72, 20), ring.height + 0.002, onCircle(middle, run.to - room / 2)));
  }
  pen.add(`${key}/tokens`, d, { fill: pen.colour('ink'), opacity: 0.85 });
}

/** Rings, and what lies round them. */
export const ringMarks: FlatMarks = {
  kinds: ['rings', 'traces', 'specks'],
  floor: [
    { layer: floorLayer.rings, draw: (pen, { rings }) => rings.forEach((ring) => drawRing(pen, ring)) },
    { layer: floorLayer.traces, draw: (pen, { traces }) => traces.forEach((trace) => drawTrace(pen, trace)) },
    { layer: floorLayer.specks, draw: (pen, { specks }) => specks.forEach((each) => drawSpecks(pen, each)) },
  ],
};
