/** What a flat picture is made of, and the pen that writes it: paths in CSS px with flat or graded fills, in paint order. */
import type { Camera, Projected } from '../camera.ts';
import { colour, type Scheme } from '../palette.ts';
import type { Floor, Plate, Point } from '../picture.ts';
import type { Colours } from '../view.ts';

export interface Stop {
  readonly at: number;
  readonly colour: string;
  readonly opacity?: number;
}

/** Gradient over the box of the path it fills. Radial: from its centre to its rim. Linear: across, or down. */
export interface Gradient {
  readonly kind: 'radial' | 'across' | 'down';
  readonly stops: readonly Stop[];
  /** Where a radial one has its brightest point, as shares of the box; its middle when absent. */
  readonly focus?: { readonly x: number; readonly y: number };
}

/** One path. Keys are unique in a picture and stay with the part of the mark they draw. */
export interface Primitive {
  readonly key: string;
  readonly d: string;
  /** `#rrggbb` or `none`; ignored where there is a gradient. */
  readonly fill: string;
  readonly gradient?: Gradient;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: string;
  readonly dashOffset?: number;
  readonly cap?: 'round' | 'butt';
  readonly opacity?: number;
  readonly evenOdd?: boolean;
}

type Look = Omit<Primitive, 'key' | 'd' | 'fill'> & { readonly fill?: string };

/** One decimal of a px is a twentieth of what an eye can see, and short to write. */
function px(value: number): number {
  return Math.round(value * 10) / 10;
}

export interface Dot {
  readonly x: number;
  readonly y: number;
}

/** Path through points of the screen. */
export function through(points: readonly Dot[], closed = true): string {
  let d = '';
  for (let i = 0; i < points.length; i++) d += `${i === 0 ? 'M' : 'L'}${px(points[i]!.x)} ${px(points[i]!.y)}`;
  return closed && d ? `${d}Z` : d;
}

/** Path of a polygon of the screen with its corners rounded. */
export function softened(points: readonly Dot[], radius: number): string {
  let d = '';
  const count = points.length;
  for (let i = 0; i < count; i++) {
    const before = points[(i + count - 1) % count]!, at = points[i]!, after = points[(i + 1) % count]!;
    const a = Math.hypot(before.x - at.x, before.y - at.y), b = Math.hypot(after.x - at.x, after.y - at.y);
    const r = Math.min(radius, a / 2, b / 2);
    const sx = at.x + ((before.x - at.x) / (a || 1)) * r, sy = at.y + ((before.y - at.y) / (a || 1)) * r;
    const ex = at.x + ((after.x - at.x) / (b || 1)) * r, ey = at.y + ((after.y - at.y) / (b || 1)) * r;
    d += `${i === 0 ? 'M' : 'L'}${px(sx)} ${px(sy)}Q${px(at.x)} ${px(at.y)} ${px(ex)} ${px(ey)}`;
  }
  return `${d}Z`;
}

/** Circle of the screen. */
export function disc({ x, y }: Dot, radius: number): string {
  const r = px(radius);
  return `M${px(x - radius)} ${px(y)}a${r} ${r} 0 1 1 ${px(2 * r)} 0a${r} ${r} 0 1 1 ${px(-2 * r)} 0Z`;
}

/** Convex hull, by Andrew's monotone chain. */
export function hull(points: readonly Dot[]): Dot[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (list: readonly Dot[]): Dot[] => {
    const kept: Dot[] = [];
    for (const p of list) {
      while (kept.length > 1) {
        const b = kept[kept.length - 1]!, a = kept[kept.length - 2]!;
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
        kept.pop();
      }
      kept.push(p);
    }
    kept.pop();
    return kept;
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** Fades a colour out from the middle of a disc to its rim, softly. */
export function glow(of: string, strength: number): Gradient {
  const stops = [1, 0.82, 0.5, 0.22, 0.06, 0].map((share, i) => ({ at: i / 5, colour: of, opacity: Math.round(share * strength * 1000) / 1000 }));
  return { kind: 'radial', stops };
}

/** Everything that parts of the picture need while they are written. */
export class Pen {
  readonly camera: Camera;
  readonly colours: Colours;
  readonly scheme: Scheme;
  readonly plate: Plate;
  primitives: Primitive[] = [];
  #kept = new Map<string, readonly Primitive[]>();
  #used = new Map<string, readonly Primitive[]>();

  constructor(camera: Camera, colours: Colours, scheme: Scheme, plate: Plate) {
    this.camera = camera;
    this.colours = colours;
    this.scheme = scheme;
    this.plate = plate;
  }

  /** Forgets what the last picture had and this one has not. */
  begin(): void {
    this.#kept = this.#used;
    this.#used = new Map();
    this.primitives = [];
  }

  colour(token: string): string {
    return colour(this.colours, token);
  }

  at(point: Point): Projected {
    return this.camera.project(point);
  }

  /** Outline at a height, moved to a place, on screen. */
  outline(points: readonly Floor[], y: number, place: Floor = { x: 0, z: 0 }): Projected[] {
    return points.map((p) => this.camera.project({ x: p.x + place.x, y, z: p.z + place.z }));
  }

  add(key: string, d: string, look: Look): void {
    if (d === '' || look.opacity === 0) return;
    this.primitives.push({ fill: 'none', ...look, key, d });
  }

  /** Disc lying on the floor, filled with a glow or shadow. */
  floorGlow(key: string, place: Floor, radius: number, of: string, strength: number, y = 0.002): void {
    if (strength <= 0.002) return;
    const middle = this.at({ ...place, y });
    const front = this.at({ x: place.x, z: place.z + radius, y });
    const back = this.at({ x: place.x, z: place.z - radius, y });
    const rx = px(radius * middle.scale), ry = px((front.y - back.y) / 2);
    const cy = (front.y + back.y) / 2;
    this.add(key, `M${px(middle.x - rx)} ${px(cy)}a${rx} ${ry} 0 1 1 ${px(2 * rx)} 0a${rx} ${ry} 0 1 1 ${px(-2 * rx)} 0Z`, { gradient: glow(of, strength) });
  }

  /**
   * Paths of a part that looks the same as long as `signature` is the same. `write` runs only when it is new; camera and colours
   * never change in the life of a pen.
   */
  memo(signature: string, write: () => void): void {
    const known = this.#used.get(signature) ?? this.#kept.get(signature);
    if (known) {
      for (const primitive of known) this.primitives.push(primitive);
      this.#used.set(signature, known);
      return;
    }
    const from = this.primitives.length;
    write();
    this.#used.set(signature, this.primitives.slice(from));
  }
}
