/** The arcs of a ring as satin bodies in one mesh, rebuilt only when arcs, colours or zoom change. */
import { BufferAttribute, BufferGeometry, Mesh } from 'three';
import type { RawShaderMaterial } from 'three';
import { runsOf } from '../arcs.ts';
import type { Run } from '../arcs.ts';
import { channels, mix } from '../palette.ts';
import type { ArcMark, RingMark } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { RING, tokenSpan, circle, onCircle } from '../shapes.ts';
import type { Batch } from './batch.ts';
import { tone } from './ground.ts';
import type { Studio } from './ground.ts';

/** Bodies that are their own and only instance share the satin shader: what is an instance's there is a vertex's here. */
const constants: readonly (readonly [string, number])[] = [['place', 4], ['size', 4]];

export class RingMesh {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  #built: { readonly arcs: readonly ArcMark[]; readonly colours: unknown; readonly scale: number } | null = null;
  #runs: readonly Run[] = [];

  constructor(material: RawShaderMaterial) {
    this.mesh = new Mesh(new BufferGeometry(), material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 3;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
  }

  show(ring: RingMark | undefined, studio: Studio): void {
    this.mesh.visible = ring !== undefined && ring.arcs.length > 0;
    if (!ring) return;
    const { camera, colours } = studio;
    const known = this.#built;
    if (known && known.arcs === ring.arcs && known.colours === colours && known.scale === camera.scale) return;
    this.#built = { arcs: ring.arcs, colours, scale: camera.scale };
    this.#runs = runsOf(ring.arcs, 2 * Math.PI * ring.outer * camera.scale);
    this.#build(ring, studio);
  }

  #build(ring: RingMark, studio: Studio): void {
    const positions: number[] = [], normals: number[] = [], bases: number[] = [], lines: number[] = [], indices: number[] = [];
    const turnPx = 2 * Math.PI * ring.outer * studio.camera.scale;
    const bevel = Math.min(RING.bevel, ring.height / 3);
    for (const run of this.#runs) {
      const { base, line } = coloursOf(studio, run);
      const length = (run.to - run.from) * turnPx;
      const steps = length < 8 ? 1 : Math.max(2, Math.ceil((run.to - run.from) * 110));
      // Across the body: foot of the outer wall, its shoulder, the top, the inner shoulder, the inner foot.
      const profile = [[ring.outer, 0, 1, 0], [ring.outer, ring.height - bevel, 1, 0], [ring.outer, ring.height - bevel, 0.7, 0.7], [ring.outer - bevel, ring.height, 0.3, 0.95], [ring.outer - bevel, ring.height, 0, 1], [ring.inner + bevel, ring.height, 0, 1], [ring.inner + bevel, ring.height, -0.3, 0.95], [ring.inner, ring.height - bevel, -0.7, 0.7], [ring.inner, ring.height - bevel, -1, 0], [ring.inner, 0, -1, 0]] as const;
      const first = positions.length / 3;
      for (let i = 0; i <= steps; i += 1) {
        const angle = 2 * Math.PI * (run.from + ((run.to - run.from) * i) / steps);
        const sine = Math.sin(angle), cosine = Math.cos(angle);
        for (const [radius, y, out, up] of profile) {
          positions.push(radius * sine, y, -radius * cosine);
          normals.push(out * sine, up, -out * cosine);
          bases.push(...base, 1);
          lines.push(...line, 0);
        }
      }
      const width = profile.length;
      for (let i = 0; i < steps; i += 1) {
        for (let k = 0; k + 1 < width; k += 1) {
          if (profile[k]![0] === profile[k + 1]![0] && profile[k]![1] === profile[k + 1]![1]) continue;
          const a = first + i * width + k, b = a + 1, c = a + width, d = c + 1;
          indices.push(a, b, c, c, b, d);
        }
      }
      for (const [end, sign] of length < 3 ? [] : [[0, -1], [steps, 1]] as const) {
        const angle = 2 * Math.PI * (run.from + ((run.to - run.from) * end) / steps);
        const face = positions.length / 3;
        for (const [radius, y] of [[ring.outer, 0], [ring.outer, ring.height - bevel], [ring.outer - bevel, ring.height], [ring.inner + bevel, ring.height], [ring.inner, ring.height - bevel], [ring.inner, 0]] as const) {
          positions.push(radius * Math.sin(angle), y, -radius * Math.cos(angle));
          normals.push(sign * Math.cos(angle), 0, sign * Math.sin(angle));
          bases.push(...base.map((channel) => channel * 0.72), 1);
          lines.push(...line, 0);
        }
        for (let k = 1; k < 5; k += 1) indices.push(...(sign < 0 ? [face, face + k + 1, face + k] : [face, face + k, face + k + 1]));
      }
    }
    this.#upload(positions, normals, bases, lines, indices);
  }

  #upload(positions: number[], normals: number[], bases: number[], lines: number[], indices: number[]): void {
    const { geometry } = this.mesh;
    geometry.dispose();
    const count = positions.length / 3;
    const set = (name: string, values: number[] | Float32Array, size: number): void => {
      geometry.setAttribute(name, new BufferAttribute(new Float32Array(values), size));
    };
    set('position', positions, 3);
    set('normal', normals, 3);
    set('base', bases, 4);
    set('line', lines, 4);
    set('top', new Float32Array(count), 1);
    for (const [name, size] of constants) set(name, new Float32Array(count * size).map((_, i) => (name === 'size' && i % 4 < 3 ? 1 : 0)), size);
    geometry.setIndex(new BufferAttribute(new Uint32Array(indices), 1));
  }

  /** Token dots and patterns, on the top faces. */
  drawTops(ring: RingMark, batch: Batch, studio: Studio): void {
    const turnPx = 2 * Math.PI * ring.outer * studio.camera.scale;
    const middle = (ring.inner + ring.outer) / 2;
    const y = ring.height + 0.008;
    const ink = { colour: tone(studio, 'ink'), opacity: 0.85 };
    for (const run of this.#runs) {
      const span = run.to - run.from;
      const length = span * turnPx;
      if (run.pattern !== 'plain' && length >= 10) drawPattern(batch, studio, ring, run, length, y);
      if (!ring.tokens || !run.token || length < 5) continue;
      const room = tokenSpan(ring, span);
      batch.polygon(circle(room * Math.PI * middle * 0.72, 14), y, ink, onCircle(middle, run.to - room / 2));
    }
  }
}

function coloursOf(studio: Studio, run: Run): { readonly base: readonly number[]; readonly line: readonly number[] } {
  const look = ROLES[run.role];
  const ground = tone(studio, 'plate');
  const [base, line] = [tone(studio, look.body), tone(studio, look.line)];
  const shown = run.dim ? [mix(base, ground, studio.scheme === 'dark' ? 0.62 : 0.66), mix(line, ground, 0.5)] : [base, line];
  const [one, other] = shown.map((colour) => channels(colour).map((channel) => channel / 255)) as [number[], number[]];
  return { base: one, line: other };
}

function drawPattern(batch: Batch, studio: Studio, ring: RingMark, run: Run, length: number, y: number): void {
  const count = Math.max(1, Math.floor(length / 7));
  const ink = tone(studio, 'ink');
  for (let i = 0; i < count; i += 1) {
    const turn = run.from + ((run.to - run.from) * (i + 0.5)) / count;
    if (run.pattern === 'stripes') batch.ribbon([onCircle(ring.inner + 0.03, turn), onCircle(ring.outer - 0.03, turn)], y, 1.3 / studio.camera.scale, { colour: ink, opacity: 0.4 });
    else for (const share of [0.2, 0.5, 0.8]) batch.polygon(circle(0.022, 6), y, { colour: ink, opacity: 0.5 }, onCircle(ring.inner + (ring.outer - ring.inner) * share, turn));
  }
}
