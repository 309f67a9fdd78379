/** What lies on the floor, in the order it lies there: plate, bands, shadows, light, links, walls, rails, traces. */
import type { Camera } from '../camera.ts';
import { colour as colourOf, mix } from '../palette.ts';
import type { Scheme } from '../palette.ts';
import type { Floor, GaugeMark, HaloMark, LinkMark, NodeMark, PacketMark, Plate, RingMark, SpeckMark, TraceMark, WallMark } from '../picture.ts';
import { formOf, nodeHalfDepth, nodeRadius, thinRing } from '../node-body.ts';
import { ROLES } from '../roles.ts';
import { packetPoint, travelled } from '../packet-path.ts';
import { arcPoints, circle, DOTS, FLOOR_RING, LANE, LINK, onCircle, PACKET, PLATE_THICKNESS, plateDots, plateOutline, POOL, RING, roundedRectangle, SHADOW, trayWidth, trimmedLine, doubled, WALL } from '../shapes.ts';
import { wallPoints } from '../wall-shapes.ts';
import type { LaneMark } from '../picture.ts';
import type { Colours } from '../view.ts';
import type { Batch, Paint } from './batch.ts';

/** Everything that drawing one picture needs to know besides its marks. */
export interface Studio {
  readonly camera: Camera;
  readonly colours: Colours;
  readonly scheme: Scheme;
}

export const tone = (studio: Studio, token: string): string => colourOf(studio.colours, token);

/** World width of a ribbon that is never under `least` CSS px. */
export const ribbonWidth = ({ camera }: Studio, width: number, least: number = LINK.least): number => Math.max(width, least / camera.scale);

/** A glow adds in dark; in light it lies over the ground, fainter. */
export function glowPaint(studio: Studio, colour: string, strength: number): Paint {
  return studio.scheme === 'dark' ? { colour, opacity: strength, light: true } : { colour, opacity: strength * 0.55 };
}

export function drawPlate(batch: Batch, studio: Studio, plate: Plate): void {
  if (plate.hidden) return;
  const dark = studio.scheme === 'dark';
  const outline = plateOutline(plate);
  const round = plate.shape === 'round';
  for (let i = 0; i < 14; i += 1) {
    const grow = 0.62 - (i / 14) * 0.62;
    const wider = { ...plate, width: plate.width + 2 * grow - 0.3, depth: (round ? plate.width : plate.depth) + 2 * grow - 0.3, radius: plate.radius + grow };
    batch.polygon(plateOutline(wider), -PLATE_THICKNESS - 0.28, { colour: tone(studio, 'shadow'), opacity: dark ? 0.03 : 0.006 }, { x: 0.06, z: 0.14 });
  }
  const base = tone(studio, 'plate');
  batch.polygon(outline, -PLATE_THICKNESS, { colour: dark ? mix(base, tone(studio, 'surface-lit'), 0.5) : tone(studio, 'plate-side') });
  for (let i = 0; i < outline.length; i += 1) {
    const a = outline[i]!, b = outline[(i + 1) % outline.length]!;
    if (a.z + b.z < 0) continue;
    batch.quad([{ ...a, y: 0 }, { ...b, y: 0 }, { ...b, y: -PLATE_THICKNESS }, { ...a, y: -PLATE_THICKNESS }], { colour: dark ? mix(base, tone(studio, 'surface-lit'), 0.5) : tone(studio, 'plate-side') });
  }
  batch.polygon(outline, 0, { colour: base }, { x: 0, z: 0 }, dark ? mix(base, '#2A3A66', 0.3) : base);
  for (const { inner, outer, tone: name } of plate.bands ?? []) {
    const fill = name === 'plate' ? base : dark ? tone(studio, 'lane') : mix(tone(studio, 'lane'), tone(studio, 'surface'), 0.55);
    batch.band(inner, outer, 0, 1, 0.001, { colour: fill }, { x: 0, z: 0 }, 120);
  }
  const dot = Math.max(DOTS.radius, 0.65 / studio.camera.scale);
  for (const at of plateDots(plate)) batch.polygon(circle(dot, 8), 0.001, { colour: tone(studio, 'grid') }, at);
  batch.ribbon([...outline, outline[0]!, outline[1]!], 0.001, (dark ? 1.6 : 1.9) / studio.camera.scale, { colour: tone(studio, 'plate-edge') });
}

export function drawNodeFloor(batch: Batch, studio: Studio, node: NodeMark): void {
  const look = ROLES[node.role];
  const dark = studio.scheme === 'dark';
  const presence = node.tween?.presence ?? 1;
  const change = node.tween ? node.tween.mix * presence : 1;
  const scale = node.scale ?? 1;
  const accent = look.accent ?? look.line;
  if (node.pool) batch.glow(node, 0.002, POOL.radius * scale, glowPaint(studio, tone(studio, `${accent}-body`), POOL.opacity[studio.scheme] * change * (dark ? 1 : 1.8)));
  const flat = 0.55 + 0.45 * Math.min(1, look.height);
  const radius = formOf(node) === 'capsule' ? nodeHalfDepth(node) : nodeRadius(node);
  if (formOf(node) !== 'none') for (const side of formOf(node) === 'capsule' ? [-0.8, 0, 0.8] : [0]) batch.glow({ x: node.x + side * scale + SHADOW.offset.x * flat, z: node.z + SHADOW.offset.z * flat }, 0.003, radius * SHADOW.grow, { colour: tone(studio, 'shadow'), opacity: (dark ? SHADOW.opacity.dark : SHADOW.opacity.light * 1.5) * presence * flat });
  const line = tone(studio, accent);
  const band = (inner: number, outer: number, from: number, to: number, colour: string, opacity: number): void => {
    if (to - from > 0.0005) batch.band(inner * scale, outer * scale, from, to, FLOOR_RING.lift, { colour, opacity }, node);
  };
  const thin = thinRing(look.size);
  if (look.ring === 'thin') band(FLOOR_RING.thin.inner * thin, FLOOR_RING.thin.outer * thin, 0, 1, line, change);
  if (node.timer) {
    band(FLOOR_RING.inner, FLOOR_RING.outer, 0, 1, mix(tone(studio, 'plate'), tone(studio, 'link'), dark ? 0.32 : 0.38), presence);
    band(FLOOR_RING.inner, FLOOR_RING.outer, 1 - Math.max(0, Math.min(1, node.timer.share)), 1, node.timer.urgent ? tone(studio, 'fail') : line, presence);
  } else if (look.ring === 'full') band(FLOOR_RING.inner, FLOOR_RING.outer, 0, 1, line, change);
  if (node.selected) band(FLOOR_RING.selected.inner * look.size + 0.06, FLOOR_RING.selected.outer * look.size + 0.07, 0, 1, tone(studio, 'accent'), 1);
}

export function drawLink(batch: Batch, studio: Studio, link: LinkMark): void {
  const way = trimmedLine(link.from, link.to, link.trim ?? LINK.trim);
  if (!way) return;
  if (link.double) {
    for (const each of doubled(link)) drawLink(batch, studio, each);
    return;
  }
  const points = [way.from, way.to];
  const width = ribbonWidth(studio, LINK.width * (link.weight ?? 1), LINK.least * Math.min(2, link.weight ?? 1));
  const colour = tone(studio, ROLES[link.role].line);
  const neutral = tone(studio, 'link');
  if (link.flow) {
    batch.ribbon(points, 0.003, width, { colour, opacity: 0.3 });
    batch.dashes(points, 0.003, width * 1.3, LINK.dash, { colour }, -(link.phase ?? 0));
  } else if (link.state === 'live') batch.ribbon(points, 0.003, width, { colour });
  else if (link.state === 'blocked') batch.dashes(points, 0.003, width, LINK.dash, { colour: neutral });
  else batch.ribbon(points, 0.003, width, { colour: neutral, opacity: LINK.idle });
}

export function drawWallFloor(batch: Batch, studio: Studio, wall: WallMark): void {
  const points = wallPoints(wall);
  if (points.length < 2) return;
  const strength = wall.tween ? wall.tween.strength : 1;
  const red = tone(studio, 'fail');
  if (wall.state === 'healed') {
    batch.dashes(points, 0.005, ribbonWidth(studio, WALL.seam), WALL.dash, { colour: tone(studio, 'link'), opacity: 0.8 });
    if (!wall.tween || strength <= 0) return;
  }
  const dark = studio.scheme === 'dark';
  for (const place of along(points, 0.3)) batch.glow(place, 0.004, WALL.glow * 0.55, glowPaint(studio, red, (dark ? 0.085 : 0.12) * strength));
  batch.ribbon(points, 0.005, ribbonWidth(studio, WALL.width, 2.5), { colour: dark ? mix(red, '#ffffff', 0.05) : red, opacity: strength });
}

/** The faint wall above the crack; drawn with what stands, so that bodies in front hide it. */
export function drawWallSheet(batch: Batch, studio: Studio, wall: WallMark): void {
  if (wall.state === 'healed') return;
  const points = wallPoints(wall);
  const strength = (wall.tween?.strength ?? 1) * (studio.scheme === 'dark' ? 0.3 : 0.2);
  for (let i = 0; i + 1 < points.length; i += 1) {
    const a = points[i]!, b = points[i + 1]!;
    batch.quad([{ ...a, y: 0.01 }, { ...b, y: 0.01 }, { ...b, y: WALL.height }, { ...a, y: WALL.height }], { colour: tone(studio, 'fail'), opacity: strength }, 0);
  }
}

/** Places every `step` along a run of points. */
function along(points: readonly Floor[], step: number): Floor[] {
  const places: Floor[] = [];
  let rest = step / 2;
  for (let i = 0; i + 1 < points.length; i += 1) {
    const a = points[i]!, b = points[i + 1]!;
    const length = Math.hypot(b.x - a.x, b.z - a.z);
    for (; rest < length; rest += step) places.push({ x: a.x + ((b.x - a.x) * rest) / length, z: a.z + ((b.z - a.z) * rest) / length });
    rest -= length;
  }
  return places;
}

export function drawHalo(batch: Batch, studio: Studio, halo: HaloMark): void {
  const dark = studio.scheme === 'dark';
  const look = ROLES[halo.role];
  if (halo.kind === 'pool') {
    batch.glow(halo, 0.002, halo.radius, glowPaint(studio, tone(studio, look.body), (dark ? 0.34 : 0.4) * halo.strength));
    return;
  }
  const colour = tone(studio, look.line);
  if (halo.kind === 'impact') batch.glow(halo, 0.006, halo.radius * 1.7, glowPaint(studio, colour, 0.45 * halo.strength));
  const width = ribbonWidth(studio, 0.04, 2);
  batch.band(halo.radius - width / 2, halo.radius + width / 2, 0, 1, 0.006, { colour, opacity: halo.strength }, halo);
}

export function drawTrace(batch: Batch, studio: Studio, trace: TraceMark): void {
  if (Math.abs(trace.to - trace.from) > 1e-6) {
    const half = RING.trace / 2;
    batch.band(trace.radius - half, trace.radius + half, trace.from, trace.to, 0.006, { colour: tone(studio, ROLES[trace.role].line) }, { x: 0, z: 0 }, 192);
  }
}

/** Hollow rings of a trace; those at a token lie on top of the ring's band. */
export function drawTraceRings(batch: Batch, studio: Studio, trace: TraceMark, rings: readonly RingMark[]): void {
  const ends = trace.rings === 'both' ? [trace.from, trace.to] : trace.rings === 'from' ? [trace.from] : trace.rings === 'to' ? [trace.to] : [];
  const under = rings.find(({ inner, outer }) => trace.radius > inner && trace.radius < outer);
  const y = under ? under.height + 0.012 : 0.009;
  const width = ribbonWidth(studio, RING.ringWidth, 2);
  for (const turn of ends) {
    const at = onCircle(trace.radius, turn);
    if (!under) batch.polygon(circle(RING.ring, 24), y, { colour: tone(studio, 'plate') }, at);
    batch.band(RING.ring - width / 2, RING.ring + width / 2, 0, 1, y, { colour: tone(studio, 'key-line') }, at, 40);
  }
}

export function drawSpecks(batch: Batch, studio: Studio, specks: SpeckMark): void {
  const radius = Math.max(RING.speck, 1.6 / studio.camera.scale);
  for (const { turn, role } of specks.at) batch.polygon(circle(radius, 10), 0.007, { colour: tone(studio, ROLES[role].line) }, onCircle(specks.radius, turn));
}

/** Shadow, rail and chevrons of a ring. */
export function drawRingFloor(batch: Batch, studio: Studio, ring: RingMark): void {
  const dark = studio.scheme === 'dark';
  for (const grow of [0.16, 0.1, 0.05, 0]) batch.band(ring.inner - grow, ring.outer + grow, 0, 1, 0.002, { colour: tone(studio, 'shadow'), opacity: dark ? 0.13 : 0.035 }, { x: 0.05, z: 0.07 }, 96);
  const neutral = tone(studio, 'link');
  if (ring.rail) batch.dashes(arcPoints(ring.rail, 0, 1, 160), 0.004, ribbonWidth(studio, RING.rail, 1.2), RING.railDash, { colour: neutral, opacity: 0.75 });
  if (!ring.chevrons) return;
  for (const turn of [0.125, 0.375, 0.625, 0.875]) {
    const radius = ring.chevrons;
    const step = 0.16 / (2 * Math.PI * radius);
    const wing = (side: number): Floor => onCircle(radius + side * 0.17, turn - step);
    batch.ribbon(arcPoints(radius, turn - 0.055, turn), 0.005, ribbonWidth(studio, 0.035, 1.4), { colour: neutral, opacity: 0.45 });
    batch.ribbon([wing(1), onCircle(radius, turn + step * 0.6), wing(-1)], 0.005, ribbonWidth(studio, 0.05, 1.8), { colour: neutral });
  }
}

export function drawTray(batch: Batch, studio: Studio, lane: LaneMark): void {
  const dark = studio.scheme === 'dark';
  const colour = tone(studio, 'lane');
  const outline = roundedRectangle(trayWidth(lane.cells.length), LANE.tray.depth, LANE.tray.corner);
  batch.polygon(outline, 0.003, { colour: dark ? mix(tone(studio, 'plate'), tone(studio, 'plate-edge'), 0.35) : mix(colour, '#ffffff', 0.3) }, lane);
  const inside = 1 / studio.camera.scale;
  batch.polygon(roundedRectangle(trayWidth(lane.cells.length) - 2 * inside, LANE.tray.depth - 2 * inside, LANE.tray.corner), 0.0035, { colour }, lane);
}

export function drawGaugeFloor(batch: Batch, studio: Studio, gauge: GaugeMark, width: number): void {
  batch.glow({ x: gauge.x + 0.1, z: gauge.z + 0.1 }, 0.003, width, { colour: tone(studio, 'shadow'), opacity: studio.scheme === 'dark' ? 0.55 : 0.2 });
}

/** Shadow and glow of a packet, and the flash where one is lost. */
export function drawPacketFloor(batch: Batch, studio: Studio, packet: PacketMark): void {
  const dark = studio.scheme === 'dark';
  const at = packetPoint(packet);
  const whole = packet.lost === undefined ? 1 : Math.max(0, 1 - packet.lost);
  batch.glow({ x: at.x + 0.04, z: at.z + 0.05 }, 0.007, PACKET.shadow * 1.15, { colour: tone(studio, 'shadow'), opacity: (dark ? 0.6 : 0.26) * whole });
  const isKey = packet.shape === 'key';
  const glow = tone(studio, isKey ? (dark ? 'key' : 'shadow') : ROLES[packet.role].body);
  // A small body has a small glow.
  const reach = PACKET.glow * (packet.shape === 'ball' ? 0.66 : 1) * (packet.scale ?? 1);
  batch.airGlow(at, reach, isKey && !dark ? { colour: glow, opacity: 0.2 * whole } : glowPaint(studio, glow, (dark ? 0.42 : 0.4) * whole));
  if (packet.lost === undefined) return;
  const red = tone(studio, 'fail');
  const radius = PACKET.impact * (0.45 + 0.55 * Math.min(1, packet.lost * 1.6));
  batch.glow(at, 0.008, PACKET.impact * 1.7, glowPaint(studio, red, (dark ? 0.28 : 0.5) * whole));
  const width = ribbonWidth(studio, 0.045, 2.2);
  batch.band(radius - width / 2, radius + width / 2, 0, 1, 0.009, { colour: red, opacity: Math.min(1, whole * 1.6) }, at, 40);
}

/** A taper over the last part of the way, facing the reader. */
export function drawTrail(batch: Batch, studio: Studio, packet: PacketMark, size: number): void {
  const end = travelled(packet.share);
  const start = Math.max(0, end - PACKET.trail);
  if (end - start < 0.01) return;
  const whole = packet.lost === undefined ? 1 : Math.max(0, 1 - packet.lost);
  const colour = tone(studio, ROLES[packet.shape === 'key' ? 'key' : packet.role].line);
  const steps = 8;
  const points = Array.from({ length: steps + 1 }, (_, i) => packetPoint(packet, start + ((end - start) * i) / steps));
  for (let i = 0; i < steps; i += 1) {
    const a = points[i]!, b = points[i + 1]!;
    const length = Math.hypot(b.x - a.x, b.z - a.z) || 1;
    const nx = -(b.z - a.z) / length, nz = (b.x - a.x) / length;
    const [wa, wb] = [(size * 0.62 * i) / steps, (size * 0.62 * (i + 1)) / steps];
    batch.quad([
      { x: b.x + nx * wb, y: b.y, z: b.z + nz * wb }, { x: b.x - nx * wb, y: b.y, z: b.z - nz * wb },
      { x: a.x - nx * wa, y: a.y, z: a.z - nz * wa }, { x: a.x + nx * wa, y: a.y, z: a.z + nz * wa },
    ], { colour, opacity: 0.5 * whole * ((i + 1) / steps) }, 0.5 * whole * (i / steps));
  }
}
