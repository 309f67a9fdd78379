/** Verdict lamp of a CAP corner: lit when the property holds, dark slate when it is given up. Never red. */
import type { Floor, NodeMark, PictureBuilder } from '../picture.ts';

export interface LampSpec extends Floor {
  readonly id: string;
  /** Letter on it: C, A or P. */
  readonly letter: string;
  /** `holds` green with a solid ring and pool; `given-up` slate with a dashed ring; `neutral` slate with a ring in text colour. */
  readonly state: 'holds' | 'given-up' | 'neutral';
  /** Word in its pill, with its tick or cross: `✓ Available`. */
  readonly caption: string;
  readonly spoken: string;
  readonly selected?: boolean;
  readonly scale?: number;
}

/** The lamp as a node, with its ring. */
export function lamp(picture: PictureBuilder, { id, x, z, letter, state, caption, spoken, selected, scale = 1 }: LampSpec): void {
  const role: NodeMark['role'] = state === 'holds' ? 'lamp-lit' : state === 'given-up' ? 'lamp-dark' : 'lamp-neutral';
  if (state === 'holds') picture.paint({ form: 'glow', id: `${id}/pool`, tone: 'ok', at: { x, z }, radius: 1.6 * scale });
  const ring = { form: 'ring', id: `${id}/ring`, at: { x, z: z + 0.02 }, radius: 0.84 * scale } as const;
  if (state === 'given-up') picture.paint({ ...ring, tone: 'link', width: 0.045, dash: 'dash' });
  else picture.paint({ ...ring, tone: state === 'holds' ? 'ok' : 'text', width: 0.05 });
  picture.node({ id, role, x, z, inlay: letter, caption, spoken, scale, ...(selected ? { selected } : {}) });
}
