/**
 * Unlit marks (floor, light, type grounds) as one mesh, rebuilt when they change and drawn in the order they were added.
 * Colours are those of the palette, untouched; light adds to what lies below without covering the page behind the canvas.
 */
import { BufferAttribute, BufferGeometry, DynamicDrawUsage, Mesh } from 'three';
import type { RawShaderMaterial } from 'three';
import { channels } from '../palette.ts';
import type { Floor, Point } from '../picture.ts';

/** How a polygon is painted. */
export interface Paint {
  /** `#rrggbb`. */
  readonly colour: string;
  /** 0–1; 1 when absent. */
  readonly opacity?: number;
  /** Adds its light instead of covering. */
  readonly light?: boolean;
}

const floats = 3;

/** The camera's up direction: what stands upright on screen. */
export const SCREEN_UP = { y: Math.cos((52 * Math.PI) / 180), z: -Math.sin((52 * Math.PI) / 180) };

export class Batch {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  #positions = new Float32Array(0);
  #colours = new Uint8Array(0);
  #soft = new Float32Array(0);
  #indices = new Uint32Array(0);
  #vertices = 0;
  #used = 0;
  #red = 0;
  #green = 0;
  #blue = 0;
  #alpha = 0;
  #cover = 0;

  constructor(material: RawShaderMaterial, order: number) {
    this.mesh = new Mesh(new BufferGeometry(), material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = order;
    this.#grow(1024, 3072);
  }

  /** Empties it for the next picture. */
  begin(): void {
    this.#vertices = 0;
    this.#used = 0;
  }

  /** Hands what was added to the GPU. */
  end(): void {
    const { geometry } = this.mesh;
    for (const name of ['position', 'colour', 'soft']) {
      const attribute = geometry.getAttribute(name) as BufferAttribute;
      attribute.clearUpdateRanges();
      attribute.addUpdateRange(0, this.#vertices * attribute.itemSize);
      attribute.needsUpdate = true;
    }
    const index = geometry.getIndex()!;
    index.clearUpdateRanges();
    index.addUpdateRange(0, this.#used);
    index.needsUpdate = true;
    geometry.setDrawRange(0, this.#used);
    this.mesh.visible = this.#used > 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
  }

  #grow(vertices: number, indices: number): void {
    const larger = <T extends Float32Array | Uint8Array | Uint32Array>(from: T, to: T): T => {
      to.set(from as never);
      return to;
    };
    this.#positions = larger(this.#positions, new Float32Array(vertices * floats));
    this.#colours = larger(this.#colours, new Uint8Array(vertices * 4));
    this.#soft = larger(this.#soft, new Float32Array(vertices * 3));
    this.#indices = larger(this.#indices, new Uint32Array(indices));
    const geometry = this.mesh.geometry;
    geometry.dispose();
    const attribute = (array: Float32Array | Uint8Array, size: number, normalized = false): BufferAttribute => new BufferAttribute(array, size, normalized).setUsage(DynamicDrawUsage);
    geometry.setAttribute('position', attribute(this.#positions, floats));
    geometry.setAttribute('colour', attribute(this.#colours, 4, true));
    geometry.setAttribute('soft', attribute(this.#soft, 3));
    geometry.setIndex(new BufferAttribute(this.#indices, 1).setUsage(DynamicDrawUsage));
  }

  #room(vertices: number, indices: number): void {
    const enough = this.#vertices + vertices <= this.#soft.length / 3 && this.#used + indices <= this.#indices.length;
    if (!enough) this.#grow(Math.max(this.#soft.length / 3, this.#vertices + vertices) * 2, Math.max(this.#indices.length, this.#used + indices) * 2);
  }

  #use(paint: Paint): void {
    const [red, green, blue] = channels(paint.colour);
    this.#red = red;
    this.#green = green;
    this.#blue = blue;
    this.#alpha = Math.round(Math.max(0, Math.min(1, paint.opacity ?? 1)) * 255);
    this.#cover = paint.light ? 0 : 1;
  }

  #vertex(x: number, y: number, z: number, u = 0, v = 0, alpha = this.#alpha): number {
    const at = this.#vertices;
    this.#positions[at * 3] = x;
    this.#positions[at * 3 + 1] = y;
    this.#positions[at * 3 + 2] = z;
    this.#colours[at * 4] = this.#red;
    this.#colours[at * 4 + 1] = this.#green;
    this.#colours[at * 4 + 2] = this.#blue;
    this.#colours[at * 4 + 3] = alpha;
    this.#soft[at * 3] = u;
    this.#soft[at * 3 + 1] = v;
    this.#soft[at * 3 + 2] = this.#cover;
    this.#vertices = at + 1;
    return at;
  }

  #triangle(a: number, b: number, c: number): void {
    this.#indices[this.#used] = a;
    this.#indices[this.#used + 1] = b;
    this.#indices[this.#used + 2] = c;
    this.#used += 3;
  }

  /** A convex, or from its middle star-shaped, polygon at a height. `middle` colours its centre otherwise. */
  polygon(outline: readonly Floor[], y: number, paint: Paint, at: Floor = { x: 0, z: 0 }, middle?: string): void {
    this.#room(outline.length + 1, outline.length * 3);
    let x = 0;
    let z = 0;
    for (const point of outline) {
      x += point.x / outline.length;
      z += point.z / outline.length;
    }
    this.#use(middle === undefined ? paint : { ...paint, colour: middle });
    const centre = this.#vertex(at.x + x, y, at.z + z);
    this.#use(paint);
    const first = this.#vertices;
    for (const point of outline) this.#vertex(at.x + point.x, y, at.z + point.z);
    for (let i = 0; i < outline.length; i += 1) this.#triangle(centre, first + ((i + 1) % outline.length), first + i);
  }

  /** Four points of a face anywhere in space, in order; the last two may be fainter. */
  quad(points: readonly [Point, Point, Point, Point], paint: Paint, farOpacity = paint.opacity ?? 1): void {
    this.#room(4, 6);
    this.#use(paint);
    const far = Math.round(Math.max(0, Math.min(1, farOpacity)) * 255);
    const [a, b, c, d] = points.map(({ x, y, z }, i) => this.#vertex(x, y, z, 0, 0, i < 2 ? this.#alpha : far)) as [number, number, number, number];
    this.#triangle(a, b, c);
    this.#triangle(a, c, d);
  }

  /** A face through points anywhere in space, from its middle star-shaped. */
  face(points: readonly Point[], paint: Paint): void {
    if (points.length < 3) return;
    this.#room(points.length + 1, points.length * 3);
    this.#use(paint);
    const middle = { x: 0, y: 0, z: 0 };
    for (const { x, y, z } of points) {
      middle.x += x / points.length;
      middle.y += y / points.length;
      middle.z += z / points.length;
    }
    const centre = this.#vertex(middle.x, middle.y, middle.z);
    const first = this.#vertices;
    for (const { x, y, z } of points) this.#vertex(x, y, z);
    for (let i = 0; i < points.length; i += 1) this.#triangle(centre, first + ((i + 1) % points.length), first + i);
  }

  /** A ribbon through points anywhere in space, of a width across the line of sight. */
  strip(points: readonly Point[], width: number, paint: Paint): void {
    if (points.length < 2) return;
    this.#room(points.length * 2, points.length * 6);
    this.#use(paint);
    const first = this.#vertices;
    const { y: up, z: back } = SCREEN_UP;
    // On screen: across is x, down is what remains of y and z along the camera's up.
    const seen = points.map(({ x, y, z }) => ({ x, v: y * up + z * back }));
    for (let i = 0; i < points.length; i += 1) {
      const at = points[i]!, here = seen[i]!, before = seen[Math.max(0, i - 1)]!, after = seen[Math.min(points.length - 1, i + 1)]!;
      const a = Math.hypot(here.x - before.x, here.v - before.v) || 1, b = Math.hypot(after.x - here.x, after.v - here.v) || 1;
      const tx = (here.x - before.x) / a + (after.x - here.x) / b, tv = (here.v - before.v) / a + (after.v - here.v) / b;
      const length = Math.hypot(tx, tv) || 1;
      const turned = i === 0 || i === points.length - 1 ? 1 : Math.max(0.5, length / 2);
      const x = (-tv / length) * (width / 2 / turned), v = (tx / length) * (width / 2 / turned);
      this.#vertex(at.x + x, at.y + v * up, at.z + v * back);
      this.#vertex(at.x - x, at.y - v * up, at.z - v * back);
    }
    for (let i = 0; i + 1 < points.length; i += 1) {
      const a = first + i * 2;
      this.#triangle(a, a + 1, a + 2);
      this.#triangle(a + 1, a + 3, a + 2);
    }
  }

  /** A disc that faces the reader. */
  billboard(at: Point, radius: number, paint: Paint): void {
    this.face(Array.from({ length: 10 }, (_, i): Point => {
      const angle = (2 * Math.PI * i) / 10;
      const v = radius * Math.sin(angle);
      return { x: at.x + radius * Math.cos(angle), y: at.y + v * SCREEN_UP.y, z: at.z + v * SCREEN_UP.z };
    }), paint);
  }

  /** Band between two radii, from one turn to another, clockwise from the back. */
  band(inner: number, outer: number, from: number, to: number, y: number, paint: Paint, at: Floor = { x: 0, z: 0 }, sides = 72): void {
    const steps = Math.max(1, Math.ceil(Math.abs(to - from) * sides));
    this.#room((steps + 1) * 2, steps * 6);
    this.#use(paint);
    const first = this.#vertices;
    for (let i = 0; i <= steps; i += 1) {
      const angle = 2 * Math.PI * (from + ((to - from) * i) / steps);
      const sine = Math.sin(angle);
      const cosine = Math.cos(angle);
      this.#vertex(at.x + inner * sine, y, at.z - inner * cosine);
      this.#vertex(at.x + outer * sine, y, at.z - outer * cosine);
    }
    for (let i = 0; i < steps; i += 1) {
      const a = first + i * 2;
      this.#triangle(a, a + 2, a + 1);
      this.#triangle(a + 1, a + 2, a + 3);
    }
  }

  /** Flat ribbon along points at a height, mitred, of a width in world units. */
  ribbon(points: readonly Floor[], y: number, width: number, paint: Paint): void {
    if (points.length < 2) return;
    this.#room(points.length * 2, points.length * 6);
    this.#use(paint);
    const first = this.#vertices;
    for (let i = 0; i < points.length; i += 1) {
      const at = points[i]!;
      const before = points[Math.max(0, i - 1)]!;
      const after = points[Math.min(points.length - 1, i + 1)]!;
      const ax = at.x - before.x, az = at.z - before.z, bx = after.x - at.x, bz = after.z - at.z;
      const a = Math.hypot(ax, az) || 1, b = Math.hypot(bx, bz) || 1;
      const tx = (i === 0 ? 0 : ax / a) + (i === points.length - 1 ? 0 : bx / b);
      const tz = (i === 0 ? 0 : az / a) + (i === points.length - 1 ? 0 : bz / b);
      const length = Math.hypot(tx, tz) || 1;
      const turned = i === 0 || i === points.length - 1 ? 1 : Math.max(0.5, length / 2);
      const x = (-tz / length) * (width / 2 / turned), z = (tx / length) * (width / 2 / turned);
      this.#vertex(at.x + x, y, at.z + z);
      this.#vertex(at.x - x, y, at.z - z);
    }
    for (let i = 0; i + 1 < points.length; i += 1) {
      const a = first + i * 2;
      this.#triangle(a, a + 1, a + 2);
      this.#triangle(a + 1, a + 3, a + 2);
    }
  }

  /** Dashes along a straight line or a run of points, in world units, shifted by `phase`. */
  dashes(points: readonly Floor[], y: number, width: number, [on, off]: readonly [number, number], paint: Paint, phase = 0): void {
    const period = on + off;
    let travelled = -(((phase % period) + period) % period);
    for (let i = 0; i + 1 < points.length; i += 1) {
      const a = points[i]!, b = points[i + 1]!;
      const length = Math.hypot(b.x - a.x, b.z - a.z);
      const at = (s: number): Floor => ({ x: a.x + ((b.x - a.x) * s) / length, z: a.z + ((b.z - a.z) * s) / length });
      let start = Math.ceil(-travelled / period) * period + travelled - period;
      for (; start < length; start += period) {
        const from = Math.max(0, start), to = Math.min(length, start + on);
        if (to > from) this.ribbon([at(from), at(to)], y, width, paint);
      }
      travelled = ((travelled - length) % period + period) % period - period;
    }
  }

  /** Soft disc on the floor: shadow, pool of light. */
  glow(at: Floor, y: number, radius: number, paint: Paint): void {
    this.#softQuad([[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([u, v]) => [at.x + u! * radius, y, at.z + v! * radius, u!, v!]), paint);
  }

  /** Soft disc that faces the reader: glow in the air. */
  airGlow({ x, y, z }: Point, radius: number, paint: Paint): void {
    this.#softQuad([[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([u, v]) => [x + u! * radius, y + v! * radius * SCREEN_UP.y, z + v! * radius * SCREEN_UP.z, u!, v!]), paint);
  }

  #softQuad(corners: readonly (readonly number[])[], paint: Paint): void {
    if ((paint.opacity ?? 1) <= 0.004) return;
    this.#room(4, 6);
    this.#use(paint);
    // A texture coordinate of 0 means hard: soft ones are moved away from it.
    const [a, b, c, d] = corners.map(([x, y, z, u, v]) => this.#vertex(x!, y!, z!, u! + 4, v! + 4)) as [number, number, number, number];
    this.#triangle(a, b, c);
    this.#triangle(a, c, d);
  }
}
