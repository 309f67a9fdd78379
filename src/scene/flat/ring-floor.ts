/** What lies round a ring: rail and chevrons, keys at rest, and the way of a key to its token. */
import type { SpeckMark, TraceMark } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { arcOutline, arcPoints, circle, onCircle, RING } from '../shapes.ts';
import { through, type Pen } from './pen.ts';
import { dashes, ribbon } from './strokes.ts';

export function drawTrace(pen: Pen, trace: TraceMark): void {
  const key = `trace/${trace.id}`;
  const colour = pen.colour(ROLES[trace.role].line);
  if (Math.abs(trace.to - trace.from) > 1e-6) {
    const width = RING.trace / 2;
    const band = arcOutline(trace.radius - width, trace.radius + width, trace.from, trace.to);
    pen.add(key, through(pen.outline(band, 0.006)), { fill: colour });
  }
  const ends = trace.rings === 'both' ? [trace.from, trace.to] : trace.rings === 'from' ? [trace.from] : trace.rings === 'to' ? [trace.to] : [];
  for (const [i, turn] of ends.entries()) {
    const ring = circle(RING.ring, 32);
    const d = through(pen.outline(ring, 0.008, onCircle(trace.radius, turn)));
    pen.add(`${key}/ring-${i}`, d, { fill: pen.colour('plate'), stroke: pen.colour('key-line'), width: ribbon(pen, RING.ringWidth, 2) });
  }
}

export function drawSpecks(pen: Pen, specks: SpeckMark): void {
  const byRole = new Map<string, string>();
  for (const { turn, role } of specks.at) {
    const d = through(pen.outline(circle(RING.speck, 10), 0.007, onCircle(specks.radius, turn)));
    byRole.set(role, (byRole.get(role) ?? '') + d);
  }
  for (const [role, d] of byRole) pen.add(`speck/${specks.id}/${role}`, d, { fill: pen.colour(ROLES[role as SpeckMark['at'][number]['role']].line) });
}

/** Dashed rail on which keys travel. */
export function drawRail(pen: Pen, key: string, radius: number): void {
  const d = through(pen.outline(circle(radius, 128), 0.004));
  pen.add(key, d, { stroke: pen.colour('link'), width: ribbon(pen, RING.rail, 1.2), dash: dashes(pen, RING.railDash), opacity: 0.75 });
}

/** Four arrows that say which way is clockwise. */
export function drawChevrons(pen: Pen, key: string, radius: number): void {
  let heads = '';
  let tails = '';
  for (const turn of [0.125, 0.375, 0.625, 0.875]) {
    const step = 0.16 / (2 * Math.PI * radius);
    const tip = pen.at({ ...onCircle(radius, turn + step * 0.6), y: 0.005 });
    const wing = (side: number) => pen.at({ ...onCircle(radius + side * 0.17, turn - step), y: 0.005 });
    heads += through([wing(1), tip, wing(-1)], false);
    tails += through(arcPoints(radius, turn - 0.055, turn).map((p) => pen.at({ ...p, y: 0.005 })), false);
  }
  const colour = pen.colour('link');
  pen.add(`${key}/tails`, tails, { stroke: colour, width: ribbon(pen, 0.035, 1.4), opacity: 0.45, cap: 'round' });
  pen.add(`${key}/heads`, heads, { stroke: colour, width: ribbon(pen, 0.05, 1.8), cap: 'round' });
}
