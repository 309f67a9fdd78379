/** Floor rings cut into equal parts: a quorum (one part a copy) and a row of failed probes (one part a strike). */
import type { Floor, PictureBuilder } from '../picture.ts';

/** Gap between parts, in turns. */
const GAP = 0.02;

export interface PartRingSpec extends Floor {
  readonly id: string;
  /** One part each, clockwise from the back: whether it is filled. */
  readonly parts: readonly boolean[];
  /** Colour token of filled parts. */
  readonly tone: string;
  /** Middle of the ring; 0.735 when absent. */
  readonly radius?: number;
  /** 0.11 when absent. */
  readonly width?: number;
}

/** A ring in parts; unfilled ones are faint. */
export function partRing(picture: PictureBuilder, { id, x, z, parts, tone, radius = 0.735, width = 0.11 }: PartRingSpec): void {
  const count = parts.length;
  for (const [i, filled] of parts.entries()) {
    const from = i / count + (count > 1 ? GAP / 2 : 0), to = (i + 1) / count - (count > 1 ? GAP / 2 : 0);
    picture.paint({ form: 'ring', id: `${id}/part-${i}`, tone: filled ? tone : 'link', opacity: filled ? 1 : 0.45, at: { x, z }, radius, width, from, to });
  }
}

export interface QuorumRingSpec extends Floor {
  readonly id: string;
  /** Whether each copy of the register can be reached, itself included. */
  readonly reached: readonly boolean[];
  readonly scale?: number;
}

/** Round a copy: one arc for every copy, filled for each it can reach. */
export function quorumRing(picture: PictureBuilder, { id, x, z, reached, scale = 1 }: QuorumRingSpec): void {
  partRing(picture, { id: `${id}/quorum`, x, z, parts: reached, tone: 'replica', radius: 0.735 * scale });
}
