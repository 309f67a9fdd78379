/** What lies on the floor: the plate and its print, links, walls, halos, traces. */
import { mix } from '../palette.ts';
import { ROLES } from '../roles.ts';
import type { Floor, HaloMark, LinkMark, Plate, SpeckMark, TraceMark, WallMark } from '../picture.ts';
import { arcOutline, arcPoints, circle, DOTS, LINK, onCircle, PLATE_THICKNESS, plateDots, plateOutline, RING, trimmedLine, WALL, wallPoints } from '../shapes.ts';
import { through, type Pen } from './pen.ts';

/** The table top, its shadow, edge, dots and bands. */
export function drawPlate(pen: Pen, plate: Plate): void {
  pen.memo('plate', () => {
    const { scheme } = pen;
    const outline = plateOutline(plate);
    const top = pen.outline(outline, 0);
    const under = pen.outline(outline, -PLATE_THICKNESS);
    drawPlateShadow(pen, plate);
    const colour = pen.colour('plate');
    pen.add('plate/side', through(under), { fill: scheme === 'dark' ? mix(colour, pen.colour('surface-lit'), 0.5) : pen.colour('plate-side') });
    // A breath of light towards the front keeps a large plane from looking like a hole.
    const shaded = scheme === 'dark'
      ? { gradient: { kind: 'down' as const, stops: [{ at: 0, colour: mix(colour, '#ffffff', 0.004) }, { at: 0.55, colour: mix(colour, '#2A3A66', 0.25) }, { at: 1, colour }] } }
      : { fill: colour };
    pen.add('plate/top', through(top), shaded);
    for (const [i, band] of (plate.bands ?? []).entries()) drawBand(pen, `plate/band-${i}`, band);
    drawDots(pen, plate);
    pen.add('plate/edge', through(top), { stroke: pen.colour('plate-edge'), width: scheme === 'dark' ? 1.5 : 1.75 });
  });
}

function drawPlateShadow(pen: Pen, plate: Plate): void {
  const dark = pen.scheme === 'dark';
  const shadow = pen.colour('shadow');
  const round = plate.shape === 'round';
  const layers = 10;
  for (let i = 0; i < layers; i++) {
    const grow = 0.62 - (i / layers) * 0.62;
    const outline = plateOutline({ ...plate, width: plate.width + 2 * grow - 0.3, depth: round ? plate.width + 2 * grow - 0.3 : plate.depth + 2 * grow - 0.3, radius: plate.radius + grow });
    pen.add(`plate/shadow-${i}`, through(pen.outline(outline, -PLATE_THICKNESS - 0.28, { x: 0.06, z: 0.14 })), { fill: dark ? shadow : '#000000', opacity: dark ? 0.042 : 0.0105 });
  }
}

function drawBand(pen: Pen, key: string, band: { readonly inner: number; readonly outer: number; readonly tone: 'lane' | 'plate' }): void {
  const outer = through(pen.outline(circle(band.outer, 96), 0.001));
  const inner = band.inner > 0 ? through(pen.outline(circle(band.inner, 96), 0.001)) : '';
  const light = pen.scheme === 'light';
  const fill = band.tone === 'plate' ? pen.colour('plate') : light ? mix(pen.colour('lane'), pen.colour('surface'), 0.55) : pen.colour('lane');
  pen.add(key, outer + inner, { fill, evenOdd: true });
}

function drawDots(pen: Pen, plate: Plate): void {
  let d = '';
  for (const place of plateDots(plate)) {
    const { x, y, scale } = pen.at({ ...place, y: 0.001 });
    const rx = Math.max(0.7, DOTS.radius * scale);
    const ry = Math.max(0.6, rx * 0.8);
    const f = (v: number): number => Math.round(v * 10) / 10;
    d += `M${f(x - rx)} ${f(y)}a${f(rx)} ${f(ry)} 0 1 1 ${f(2 * rx)} 0a${f(rx)} ${f(ry)} 0 1 1 ${f(-2 * rx)} 0Z`;
  }
  pen.add('plate/dots', d, { fill: pen.colour('grid') });
}

/** Width in px of a ribbon of a width in world units, never under the least. */
export function ribbon(pen: Pen, width: number, least: number = LINK.least): number {
  return Math.round(Math.max(least, width * pen.camera.scale) * 100) / 100;
}

function dashes(pen: Pen, [on, off]: readonly [number, number]): string {
  const scale = pen.camera.scale;
  return `${Math.round(Math.max(3, on * scale) * 10) / 10} ${Math.round(Math.max(2.5, off * scale) * 10) / 10}`;
}

export function drawLink(pen: Pen, link: LinkMark): void {
  const way = trimmedLine(link.from, link.to, link.trim ?? LINK.trim);
  if (!way) return;
  const key = `link/${link.id}`;
  const d = through([pen.at({ ...way.from, y: 0.003 }), pen.at({ ...way.to, y: 0.003 })], false);
  const width = ribbon(pen, LINK.width);
  const neutral = pen.colour('link');
  if (link.flow) {
    const colour = pen.colour(ROLES[link.role].line);
    pen.add(`${key}/bed`, d, { stroke: colour, width, opacity: 0.3, cap: 'butt' });
    pen.add(key, d, { stroke: colour, width: width * 1.3, dash: dashes(pen, LINK.dash), dashOffset: -Math.round((link.phase ?? 0) * pen.camera.scale * 10) / 10, cap: 'butt' });
  } else if (link.state === 'live') {
    pen.add(key, d, { stroke: pen.colour(ROLES[link.role].line), width, cap: 'round' });
  } else if (link.state === 'blocked') {
    pen.add(key, d, { stroke: neutral, width, dash: dashes(pen, LINK.dash), cap: 'butt' });
  } else {
    pen.add(key, d, { stroke: neutral, width, opacity: LINK.idle, cap: 'round' });
  }
}

export function drawWall(pen: Pen, wall: WallMark): void {
  const course = wall.points.reduce((sum, { x, z }, i) => sum + (i + 1) * (x + 31 * z), 0);
  pen.memo(`wall/${wall.id}|${wall.state}|${wall.points.length}|${course}|${wall.tween ? `${wall.tween.extent}|${wall.tween.strength}` : ''}`, () => writeWall(pen, wall));
}

function writeWall(pen: Pen, wall: WallMark): void {
  const points = wallPoints(wall);
  if (points.length < 2) return;
  const key = `wall/${wall.id}`;
  const strength = wall.tween ? wall.tween.strength : 1;
  const floor = points.map((p) => pen.at({ ...p, y: 0.005 }));
  const d = through(floor, false);
  const red = pen.colour('fail');
  if (wall.state === 'healed') {
    pen.add(`${key}/seam`, d, { stroke: pen.colour('link'), width: ribbon(pen, WALL.seam), dash: dashes(pen, WALL.dash), opacity: 0.8, cap: 'butt' });
    if (!wall.tween || strength <= 0) return;
  }
  const dark = pen.scheme === 'dark';
  drawWallGlow(pen, key, points, red, strength);
  drawSheet(pen, key, points, red, strength);
  pen.add(key, d, { stroke: dark ? mix(red, '#ffffff', 0.05) : red, width: ribbon(pen, WALL.width, 2.5), opacity: strength, cap: 'butt' });
}

/** Soft light on both sides: many wide strokes, drawn in at the ends so that they do not spill over the plate. */
function drawWallGlow(pen: Pen, key: string, points: readonly Floor[], red: string, strength: number): void {
  const dark = pen.scheme === 'dark';
  const layers = 14;
  for (let i = 0; i < layers; i++) {
    const share = (1 - i / layers) ** 1.5;
    const width = Math.round(WALL.glow * 0.95 * pen.camera.scale * share * 10) / 10;
    const d = through(shortened(points, WALL.glow * 0.4 * share).map((p) => pen.at({ ...p, y: 0.004 })), false);
    pen.add(`${key}/glow-${i}`, d, { stroke: red, width, opacity: Math.round((dark ? 0.025 : 0.019) * strength * 1000) / 1000, cap: 'round' });
  }
}

/** A run of points with a length taken off at both ends. */
function shortened(points: readonly Floor[], by: number): Floor[] {
  const cut = (list: readonly Floor[]): Floor[] => {
    let left = by;
    for (let i = 0; i + 1 < list.length; i++) {
      const a = list[i]!, b = list[i + 1]!;
      const length = Math.hypot(b.x - a.x, b.z - a.z);
      if (length > left) return [{ x: a.x + ((b.x - a.x) * left) / length, z: a.z + ((b.z - a.z) * left) / length }, ...list.slice(i + 1)];
      left -= length;
    }
    return list.slice(-1);
  };
  return cut(cut(points).reverse()).reverse();
}

/** The faint wall over the crack: one quad to a stretch, fading upwards. */
function drawSheet(pen: Pen, key: string, points: readonly { x: number; z: number }[], red: string, strength: number): void {
  const share = pen.scheme === 'dark' ? 0.3 : 0.22;
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i]!, b = points[i + 1]!;
    const quad = [pen.at({ ...a, y: 0 }), pen.at({ ...b, y: 0 }), pen.at({ ...b, y: WALL.height }), pen.at({ ...a, y: WALL.height })];
    const turned = Math.abs(quad[0]!.x - quad[1]!.x) / (pen.camera.scale * 0.5);
    const opacity = Math.round((0.35 + 0.65 * Math.min(1, turned)) * strength * 100) / 100;
    pen.add(`${key}/sheet-${i}`, through(quad), { opacity, gradient: { kind: 'down', stops: [{ at: 0, colour: red, opacity: 0 }, { at: 1, colour: red, opacity: share }] } });
  }
}

export function drawHalo(pen: Pen, halo: HaloMark): void {
  const key = `halo/${halo.id}`;
  const colour = pen.colour(ROLES[halo.role].line);
  const dark = pen.scheme === 'dark';
  if (halo.kind === 'pool') {
    pen.floorGlow(key, halo, halo.radius, pen.colour(ROLES[halo.role].body), (dark ? 0.34 : 0.26) * halo.strength);
    return;
  }
  const d = through(pen.outline(circle(halo.radius, 56), 0.006, halo));
  if (halo.kind === 'impact') pen.floorGlow(`${key}/glow`, halo, halo.radius * 1.7, colour, (dark ? 0.4 : 0.25) * halo.strength);
  pen.add(key, d, { stroke: colour, width: ribbon(pen, 0.04, 2), opacity: halo.strength });
}

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

