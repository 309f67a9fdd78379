/** Shapes of bodies, made once from the outlines that the flat picture uses too. `top` says which vertices rise with the height. */
import { BufferAttribute, BufferGeometry } from 'three';
import type { Floor } from '../picture.ts';
import { CROWN, GAUGE, LANE, roundedRectangle, TOKEN } from '../shapes.ts';
import { CROWN_OUTLINE, tokenOutline } from '../token-shapes.ts';
import type { TokenShape } from '../shapes.ts';
import { namedForm } from '../solid-shapes.ts';

/** Collects vertices with normals. */
class Solid {
  readonly #positions: number[] = [];
  readonly #normals: number[] = [];
  readonly #tops: number[] = [];
  readonly #indices: number[] = [];

  vertex(x: number, y: number, z: number, nx: number, ny: number, nz: number, top: number): number {
    this.#positions.push(x, y, z);
    const length = Math.hypot(nx, ny, nz) || 1;
    this.#normals.push(nx / length, ny / length, nz / length);
    this.#tops.push(top);
    return this.#tops.length - 1;
  }

  triangle(a: number, b: number, c: number): void {
    this.#indices.push(a, b, c);
  }

  /** A flat face of three or four corners, counter-clockwise from outside. */
  face(corners: readonly (readonly [number, number, number])[], top = 0): void {
    const a = corners[0]!, b = corners[1]!, c = corners[2]!;
    const u = [b[0]! - a[0]!, b[1]! - a[1]!, b[2]! - a[2]!], v = [c[0]! - a[0]!, c[1]! - a[1]!, c[2]! - a[2]!];
    const normal = [u[1]! * v[2]! - u[2]! * v[1]!, u[2]! * v[0]! - u[0]! * v[2]!, u[0]! * v[1]! - u[1]! * v[0]!] as const;
    const made = corners.map(([x, y, z]) => this.vertex(x, y, z, ...normal, top));
    for (let i = 2; i < made.length; i += 1) this.triangle(made[0]!, made[i - 1]!, made[i]!);
  }

  geometry(): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(this.#positions), 3));
    geometry.setAttribute('normal', new BufferAttribute(new Float32Array(this.#normals), 3));
    geometry.setAttribute('top', new BufferAttribute(new Float32Array(this.#tops), 1));
    geometry.setIndex(this.#indices);
    return geometry;
  }
}

/** Outward normals of an outline that runs clockwise seen from above. */
function outwards(outline: readonly Floor[]): Floor[] {
  const count = outline.length;
  return outline.map((_, i) => {
    const a = outline[(i + count - 1) % count]!, b = outline[(i + 1) % count]!;
    const length = Math.hypot(b.x - a.x, b.z - a.z) || 1;
    return { x: (b.z - a.z) / length, z: -(b.x - a.x) / length };
  });
}

/**
 * A prism with a rounded upper edge: stands on y = 0, its top face at the height of the instance.
 *
 * @param inner - The outline drawn in by the bevel, point for point.
 */
export function prism(outline: readonly Floor[], inner: readonly Floor[], bevel: number, segments: number): BufferGeometry {
  const solid = new Solid();
  const normals = outwards(outline);
  const count = outline.length;
  const rings: number[][] = [];
  const ring = (share: number, y: number, ny: number, top: number): void => {
    rings.push(outline.map((at, i) => solid.vertex(at.x + (inner[i]!.x - at.x) * share, y, at.z + (inner[i]!.z - at.z) * share, normals[i]!.x * (1 - ny), ny, normals[i]!.z * (1 - ny), top)));
  };
  ring(0, 0, 0, 0);
  ring(0, -bevel, 0, 1);
  for (let n = 1; n <= segments; n += 1) {
    const angle = (Math.PI / 2) * (n / segments);
    ring(1 - Math.cos(angle), -bevel * (1 - Math.sin(angle)), n / segments, 1);
  }
  for (let n = 0; n + 1 < rings.length; n += 1) {
    for (let i = 0; i < count; i += 1) {
      const [a, b] = [rings[n]![i]!, rings[n]![(i + 1) % count]!];
      const [c, d] = [rings[n + 1]![i]!, rings[n + 1]![(i + 1) % count]!];
      solid.triangle(a, c, b);
      solid.triangle(b, c, d);
    }
  }
  const centre = solid.vertex(0, 0, 0, 0, 1, 0, 1);
  const lid = inner.map(({ x, z }) => solid.vertex(x, 0, z, 0, 1, 0, 1));
  for (let i = 0; i < count; i += 1) solid.triangle(centre, lid[(i + 1) % count]!, lid[i]!);
  return solid.geometry();
}

export const token = (shape: TokenShape): BufferGeometry => prism(tokenOutline(shape), tokenOutline(shape, 1, TOKEN.bevel), TOKEN.bevel, 2);

export const tile = (): BufferGeometry =>
  prism(roundedRectangle(LANE.width, LANE.depth, LANE.corner, 3), roundedRectangle(LANE.width - 2 * LANE.bevel, LANE.depth - 2 * LANE.bevel, LANE.corner - LANE.bevel / 2, 3), LANE.bevel, 1);

/** Column and its foot: of width 1 in x; the depth is scaled too. */
export function column(): BufferGeometry {
  const { width, depth, corner, bevel } = GAUGE;
  return prism(roundedRectangle(width, depth, corner), roundedRectangle(width - 2 * bevel, depth - 2 * bevel, Math.max(0.02, corner - bevel)), bevel, 3);
}

/** Ball round the origin, of radius 1. */
export function ball(across = 12, down = 7): BufferGeometry {
  const solid = new Solid();
  const rows = Array.from({ length: down + 1 }, (_, row) => Array.from({ length: across + 1 }, (_2, i) => {
    const polar = (Math.PI * row) / down, angle = (2 * Math.PI * i) / across;
    const x = Math.sin(polar) * Math.sin(angle), y = Math.cos(polar), z = Math.sin(polar) * Math.cos(angle);
    return solid.vertex(x, y, z, x, y, z, 0);
  }));
  for (let row = 0; row < down; row += 1) {
    for (let i = 0; i < across; i += 1) {
      const a = rows[row]![i]!, b = rows[row]![i + 1]!, c = rows[row + 1]![i]!, d = rows[row + 1]![i + 1]!;
      if (row > 0) solid.triangle(a, c, b);
      if (row < down - 1) solid.triangle(b, c, d);
    }
  }
  return solid.geometry();
}

/** Cube of half-size 1 with rounded edges: standing, so that one edge faces the reader a little. */
export function cube(): BufferGeometry {
  const side = 2.1;
  const low = roundedRectangle(side, side, 0.5, 4);
  const solid = prism(low, roundedRectangle(side - 0.6, side - 0.6, 0.3, 4), 0.32, 1);
  // Stands round its own middle: from −1 to 1.
  const position = solid.getAttribute('position') as BufferAttribute;
  const tops = solid.getAttribute('top') as BufferAttribute;
  for (let i = 0; i < position.count; i += 1) {
    position.setY(i, position.getY(i) + (tops.getX(i) === 1 ? 1 : -1));
    tops.setX(i, 0);
  }
  return solid;
}

export function octahedron(): BufferGeometry {
  const solid = new Solid();
  const up = [0, 1.15, 0] as const, low = [0, -1.15, 0] as const;
  const round = [[-1, 0, 0.25], [0.25, 0, 1], [1, 0, -0.25], [-0.25, 0, -1]] as const;
  for (let i = 0; i < 4; i += 1) {
    const a = round[i]!, b = round[(i + 1) % 4]!;
    solid.face([up, a, b]);
    solid.face([low, b, a]);
  }
  return solid.geometry();
}

export function torus(): BufferGeometry {
  const solid = new Solid();
  const around = 16, tube = 6, thickness = 0.36;
  const at = (i: number, j: number): number => {
    const angle = (2 * Math.PI * i) / around, turn = (2 * Math.PI * j) / tube;
    const [sx, sz, c, s] = [Math.sin(angle), Math.cos(angle), Math.cos(turn), Math.sin(turn)];
    return solid.vertex(sx * (1 + thickness * c), thickness * s, sz * (1 + thickness * c), sx * c, s, sz * c, 0);
  };
  const rings = Array.from({ length: around + 1 }, (_, i) => Array.from({ length: tube + 1 }, (_2, j) => at(i, j)));
  for (let i = 0; i < around; i += 1) {
    for (let j = 0; j < tube; j += 1) {
      const a = rings[i]![j]!, b = rings[i + 1]![j]!, c = rings[i]![j + 1]!, d = rings[i + 1]![j + 1]!;
      solid.triangle(a, b, c);
      solid.triangle(b, d, c);
    }
  }
  return solid.geometry();
}

/** Body of a solid mark, of depth 1. */
export function body(name: string): BufferGeometry {
  const { outline, inner, bevel } = namedForm(name);
  return prism(outline, inner, bevel, /tile|slab|small/.test(name) ? 1 : 2);
}

/** Plus sign that faces the reader, of half-size 1. */
export function plus(): BufferGeometry {
  const solid = new Solid();
  const arm = 0.34, thick = 0.3;
  const rim = [[-arm, 1], [arm, 1], [arm, arm], [1, arm], [1, -arm], [arm, -arm], [arm, -1], [-arm, -1], [-arm, -arm], [-1, -arm], [-1, arm], [-arm, arm]] as const;
  for (let i = 0; i < rim.length; i += 1) {
    const [ax, ay] = rim[i]!, [bx, by] = rim[(i + 1) % rim.length]!;
    solid.face([[0, 0, thick], [bx, by, thick], [ax, ay, thick]]);
    solid.face([[ax, ay, thick], [bx, by, thick], [bx, by, -thick], [ax, ay, -thick]]);
  }
  return solid.geometry();
}

/** Bar of half-length 1.3. */
export function bar(): BufferGeometry {
  const outline = roundedRectangle(2.6, 1.1, 0.4, 4);
  return prism(outline, roundedRectangle(2.3, 0.8, 0.25, 4), 0.15, 1);
}

/** Flat card of half-width 1. */
export function card(): BufferGeometry {
  const outline = roundedRectangle(2, 1.4, 0.2, 3);
  return prism(outline, roundedRectangle(1.9, 1.3, 0.15, 3), 0.05, 1);
}

/** The crown, upright on y = 0: front face at the place, its thickness behind. */
export function crown(): BufferGeometry {
  const solid = new Solid();
  const outline = CROWN_OUTLINE;
  const { depth } = CROWN;
  for (let i = 0; i < outline.length; i += 1) {
    const a = outline[i]!, b = outline[(i + 1) % outline.length]!;
    solid.face([[0, 0.12, 0], [b.x, b.y, 0], [a.x, a.y, 0]]);
    solid.face([[0, 0.12, -depth], [a.x, a.y, -depth], [b.x, b.y, -depth]]);
    solid.face([[a.x, a.y, 0], [b.x, b.y, 0], [b.x, b.y, -depth], [a.x, a.y, -depth]]);
  }
  return solid.geometry();
}
