/** Where the floor cracks when the network is cut, and where a message meets a crack. */
import type { Floor, Plate } from '../../scene/picture.ts';
import type { Layout } from './layout.ts';

/** How far a server and its log reach from its place. */
const REACH = { left: 0.95, back: 0.8, front: 1.38 } as const;

/** A line between two sets of points: a normal, and how far from the origin. */
interface Cut {
  readonly normal: Floor;
  readonly offset: number;
  readonly gap: number;
}

const dot = (a: Floor, b: Floor): number => a.x * b.x + a.z * b.z;

function cornersOf(place: Floor, scale: number): readonly Floor[] {
  const { left, back, front } = REACH;
  return [-left, left].flatMap((dx) => [-back, front].map((dz) => ({ x: place.x + dx * scale, z: place.z + dz * scale })));
}

/** The line that keeps two sets of servers furthest apart, rather from back to front than across; null where they mix. */
function separate(side: readonly Floor[], rest: readonly Floor[], scale: number): Cut | null {
  let best: Cut | null = null;
  let bestScore = -Infinity;
  const corners = (places: readonly Floor[]): readonly Floor[] => places.flatMap((place) => cornersOf(place, scale));
  const [near, far] = [corners(side), corners(rest)];
  for (let step = 0; step < 72; step += 1) {
    const angle = (step * Math.PI) / 36;
    const normal = { x: Math.cos(angle), z: Math.sin(angle) };
    const low = Math.max(...near.map((point) => dot(point, normal)));
    const high = Math.min(...far.map((point) => dot(point, normal)));
    const centres = Math.min(...rest.map((point) => dot(point, normal))) - Math.max(...side.map((point) => dot(point, normal)));
    // Logs may come close to it, servers not.
    if (centres < 1.5) continue;
    const score = high - low + 0.45 * Math.abs(normal.x);
    if (score <= bestScore) continue;
    bestScore = score;
    best = { normal, offset: (low + high) / 2, gap: high - low };
  }
  return best;
}

/** Where a line enters and leaves the plate, from the back to the front. */
function across(cut: Cut, plate: Plate): readonly [Floor, Floor] | null {
  const along = { x: -cut.normal.z, z: cut.normal.x };
  const start = { x: cut.normal.x * cut.offset, z: cut.normal.z * cut.offset };
  let [from, to] = [-Infinity, Infinity];
  for (const [at, way, half] of [[start.x, along.x, plate.width / 2], [start.z, along.z, plate.depth / 2]] as const) {
    if (Math.abs(way) < 1e-9) {
      if (Math.abs(at) > half) return null;
      continue;
    }
    const [a, b] = [(-half - at) / way, (half - at) / way];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  if (from >= to) return null;
  const ends = [from, to].map((way) => ({ x: start.x + along.x * way, z: start.z + along.z * way }));
  const [first, last] = ends;
  if (first === undefined || last === undefined) return null;
  return first.z <= last.z ? [first, last] : [last, first];
}

/** Middle of the floor that a server and its log take. */
const middleOf = (place: Floor): Floor => ({ x: place.x, z: place.z + (REACH.front - REACH.back) / 2 });

/** Where a way between two neighbours leaves the plate: to the back or front between those side by side, else to a side. */
function borderBeyond({ x, z }: Floor, apart: Floor, plate: Plate): Floor {
  const sideBySide = Math.abs(apart.x) > Math.abs(apart.z);
  if (sideBySide) return { x: x * 1.12, z: (z < 0 ? -plate.depth : plate.depth) / 2 };
  return { x: (x < 0 ? -plate.width : plate.width) / 2, z: z * 1.12 };
}

/** A bent way between neighbours on a circle, for sides that no straight line keeps clear of each other's logs. */
function bend(side: readonly string[], { places, plate }: Layout): readonly Floor[] | null {
  const ids = [...places.keys()];
  const gaps = ids.flatMap((id, at) => {
    const next = ids[(at + 1) % ids.length] ?? id;
    if (side.includes(id) === side.includes(next)) return [];
    const [a, b] = [places.get(id), places.get(next)];
    if (!a || !b) return [];
    const middle = { x: (middleOf(a).x + middleOf(b).x) / 2, z: (middleOf(a).z + middleOf(b).z) / 2 };
    return [{ middle, border: borderBeyond(middle, { x: a.x - b.x, z: a.z - b.z }, plate) }];
  });
  const [first, second] = gaps;
  if (gaps.length !== 2 || !first || !second) return null;
  const mean = (inside: boolean): Floor => {
    const points = ids.filter((id) => side.includes(id) === inside).flatMap((id) => places.get(id) ?? []).map(middleOf);
    return { x: points.reduce((sum, { x }) => sum + x, 0) / points.length, z: points.reduce((sum, { z }) => sum + z, 0) / points.length };
  };
  const [inner, outer] = [mean(true), mean(false)];
  const way = [first.border, first.middle, { x: (inner.x + outer.x) / 2, z: (inner.z + outer.z) / 2 }, second.middle, second.border];
  return (way[0]?.z ?? 0) <= (way[4]?.z ?? 0) ? way : way.reverse();
}

/** A jagged line along a bent way. */
function crackAlong(way: readonly Floor[], width: number): readonly Floor[] {
  return way.slice(1).flatMap((to, at) => {
    const points = zigZag([way[at] ?? to, to], width, 2);
    return at === 0 ? points : points.slice(1);
  });
}

/** Offsets of the corners of a crack from its line, in turn; they look irregular and are always the same. */
const CRACK = [0, 0.9, -0.7, 1, -0.45, 0.75, -1, 0.6, -0.85, 0.95, -0.6, 0.8, -0.9] as const;

/** A jagged line between two points. */
function zigZag([from, to]: readonly [Floor, Floor], width: number, least = 5): readonly Floor[] {
  const length = Math.hypot(to.x - from.x, to.z - from.z);
  const pieces = Math.max(least, Math.round(length / 0.68));
  const side = { x: -(to.z - from.z) / length, z: (to.x - from.x) / length };
  return Array.from({ length: pieces + 1 }, (_, at) => {
    const jag = at === 0 || at === pieces ? 0 : (CRACK[at % CRACK.length] ?? 0) * width;
    const slip = at === 0 || at === pieces ? 0 : (CRACK[(at * 5 + 3) % CRACK.length] ?? 0) * 0.12;
    const share = (at + slip) / pieces;
    return { x: from.x + (to.x - from.x) * share + side.x * jag, z: from.z + (to.z - from.z) * share + side.z * jag };
  });
}

/** A straight crack may lie this much over the ends of logs, in world units. */
const CLEAR = -0.35;

/**
 * Cracks that part the sides: one for each side but the last that can be parted from all others by a line. None where the
 * sides mix; dashed links say it then.
 */
export function cracksBetween(sides: readonly (readonly string[])[], layout: Layout): readonly (readonly Floor[])[] {
  const { places, plate, scale } = layout;
  const cracks: (readonly Floor[])[] = [];
  const known = sides.map((side) => side.flatMap((id) => places.get(id) ?? []));
  for (const [at, side] of known.entries()) {
    if (at === known.length - 1) break;
    const rest = known.filter((_, other) => other !== at).flat();
    if (side.length === 0 || rest.length === 0) continue;
    const cut = separate(side, rest, scale);
    const way = cut !== null && cut.gap >= CLEAR ? null : bend(sides[at] ?? [], layout);
    const ends = cut && across(cut, plate);
    if (way) cracks.push(crackAlong(way, 0.17));
    else if (cut && ends) cracks.push(zigZag(ends, Math.max(0.14, Math.min(0.3, 0.16 + cut.gap / 4))));
  }
  return cracks;
}

/** Share of the way from one place to another at which the first crack is met; null where none is. */
export function crossing(from: Floor, to: Floor, cracks: readonly (readonly Floor[])[]): number | null {
  let first: number | null = null;
  for (const crack of cracks) {
    for (let at = 0; at + 1 < crack.length; at += 1) {
      const [a, b] = [crack[at], crack[at + 1]];
      if (a === undefined || b === undefined) continue;
      const share = meeting(from, to, a, b);
      if (share !== null && (first === null || share < first)) first = share;
    }
  }
  return first;
}

function meeting(p: Floor, q: Floor, a: Floor, b: Floor): number | null {
  const r = { x: q.x - p.x, z: q.z - p.z };
  const s = { x: b.x - a.x, z: b.z - a.z };
  const cross = r.x * s.z - r.z * s.x;
  if (Math.abs(cross) < 1e-9) return null;
  const t = ((a.x - p.x) * s.z - (a.z - p.z) * s.x) / cross;
  const u = ((a.x - p.x) * r.z - (a.z - p.z) * r.x) / cross;
  return t > 0 && t < 1 && u >= 0 && u <= 1 ? t : null;
}
