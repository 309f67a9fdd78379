/** A stack of discs: a copy of data or a broker. For nodes give the role instead; this is for miniatures and for extra stacks. */
import { BODY } from '../node-body.ts';
import type { Floor, PictureBuilder, Role } from '../picture.ts';
import { TOKEN } from '../shapes.ts';

export interface DiscStackSpec extends Floor {
  readonly id: string;
  /** `primary`, `replica`, `broker` … */
  readonly role: Role;
  /** Multiplies the usual radius and height; 1 when absent. */
  readonly scale?: number;
  /** Discs; 3 when absent. */
  readonly discs?: number;
  /** Node that a pointer on it selects. */
  readonly node?: string;
}

/** Discs from the floor up, with dark seams between them. */
export function discStack(picture: PictureBuilder, { id, x, z, role, scale = 1, discs = BODY.stack.discs, node }: DiscStackSpec): void {
  const height = BODY.stack.height * scale;
  for (let i = 0; i < discs; i++) {
    picture.solid({ id: `${id}/disc-${i}`, shape: 'round', x, z, y: i * (height + BODY.stack.gap * scale), width: 2 * TOKEN.radius * scale, height, role, ...(node === undefined ? {} : { node }) });
  }
}

/** Small red dot, seen on the shoulder of a stack that lags over its limit; it hangs before it, so that nothing of the stack hides it. */
export function lagDot(picture: PictureBuilder, spec: Floor & { readonly id: string; readonly scale?: number }): void {
  const scale = spec.scale ?? 1;
  picture.solid({ id: `${spec.id}/lag`, shape: 'orb', x: spec.x + 0.42 * scale, z: spec.z + 0.02 * scale, y: 0.9 * scale, width: 0.22 * scale, height: 0.22 * scale, role: 'fail' });
}
