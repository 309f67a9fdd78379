/** Lanes of numbered tiles: log positions of copies, one column a position, or offsets of a partition with cursors and lag. */
import type { PictureBuilder, Role, SolidFinish, SolidMark } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { OFFSET, tray } from './tray.ts';

/**
 * What a copy has of a position: `applied` whole and high, `flushed` lower with a window in its far half, `received` a hollow
 * frame, `unconfirmed` a high hollow frame (on the primary), `missing` an outline. `newest` is raised, `free` an empty slot.
 */
export type OffsetState = 'applied' | 'flushed' | 'received' | 'unconfirmed' | 'missing' | 'newest' | 'free';

export interface OffsetCell {
  readonly state: OffsetState;
  /** Number on it; empty: none. */
  readonly text: string;
  /** Instead of the lane's role, for tiles of another writer. */
  readonly role?: Role;
}

/** A pin beside the lane at one position, with a dashed run to where the log ends. */
export interface OffsetPin {
  readonly id: string;
  /** Silhouette; keeps to its own third of the tile so that equal positions do not cover one another. */
  readonly shape: 'round' | 'square' | 'diamond';
  /** Position it points at. One before the first shown is drawn at the left edge. */
  readonly at: number;
  readonly role: Role;
  /** `front` when absent. */
  readonly side?: 'front' | 'behind';
  /** Last position of the dashed run; no run when absent or not beyond the pin. */
  readonly runTo?: number;
  /** Over the lag limit: the run is red. */
  readonly over?: boolean;
}

export interface OffsetLaneSpec {
  readonly id: string;
  /** Left edge of the first tile, and the middle of the row. */
  readonly x: number;
  readonly z: number;
  /** Number of the first position shown; its place is the same in every lane of the same `first` and `x`. */
  readonly first: number;
  readonly cells: readonly OffsetCell[];
  readonly role: Role;
  readonly pins?: readonly OffsetPin[];
  /** Distance of positions; 0.47 when absent. Phones may need less. */
  readonly pitch?: number;
  /** Entry id of a tile for selection, `<lane>:<position>` when it is `true`. */
  readonly entries?: boolean;
  /** The node is down: everything is greyed. */
  readonly dim?: boolean;
}

/** Middle of a position along x. */
export function offsetX(spec: Pick<OffsetLaneSpec, 'x' | 'first' | 'pitch'>, position: number): number {
  const pitch = spec.pitch ?? OFFSET.pitch;
  return spec.x + (position - spec.first + 0.5) * pitch;
}

const LOOKS: { readonly [state in OffsetState]: { readonly finish: SolidFinish; readonly height: number } } = {
  applied: { finish: 'solid', height: OFFSET.high }, newest: { finish: 'solid', height: OFFSET.newest }, flushed: { finish: 'window', height: OFFSET.low },
  received: { finish: 'hollow', height: OFFSET.low }, unconfirmed: { finish: 'hollow', height: OFFSET.high }, missing: { finish: 'outline', height: 0 }, free: { finish: 'outline', height: 0 },
};

/** Tray, tiles and pins. */
export function offsetLane(picture: PictureBuilder, spec: OffsetLaneSpec): void {
  const pitch = spec.pitch ?? OFFSET.pitch;
  const length = spec.cells.length * pitch;
  tray(picture, { id: `${spec.id}/tray`, x: spec.x + length / 2, z: spec.z, width: length + 0.14, depth: OFFSET.tray, corner: 0.12 });
  for (const [i, cell] of spec.cells.entries()) picture.solid(tileOf(spec, cell, spec.first + i, pitch));
  for (const pin of spec.pins ?? []) drawPin(picture, spec, pin, pitch);
}

function tileOf(spec: OffsetLaneSpec, cell: OffsetCell, position: number, pitch: number): SolidMark {
  const { finish, height } = LOOKS[cell.state];
  const outline = finish === 'outline';
  const width = pitch * (OFFSET.width / OFFSET.pitch);
  return {
    id: `${spec.id}/${position}`, shape: 'tile', x: offsetX(spec, position), z: spec.z, y: 0.004, width: outline ? width * 0.92 : width, depth: outline ? 0.44 : OFFSET.depth, height,
    role: outline ? 'link' : (cell.role ?? spec.role), finish, shadow: false,
    ...(spec.dim ? { tone: 'idle' } : {}), ...(outline || cell.text === '' ? {} : { text: cell.text }),
    ...(spec.entries && !outline ? { entry: `${spec.id}:${position}` } : {}),
  };
}

function drawPin(picture: PictureBuilder, spec: OffsetLaneSpec, pin: OffsetPin, pitch: number): void {
  const behind = pin.side === 'behind';
  const scale = pitch / OFFSET.pitch;
  const z = spec.z + (behind ? -1 : 1) * (OFFSET.tray / 2 + 0.13);
  const x = Math.max(spec.x, offsetX(spec, pin.at)) + OFFSET.thirds[pin.shape] * scale;
  const size = OFFSET.pin * (pin.shape === 'diamond' ? 1.25 : 1);
  picture.solid({ id: `${spec.id}/pin/${pin.id}`, shape: pin.shape === 'square' ? 'rounded-square' : pin.shape, x, z, width: size, height: 0.16, role: pin.role });
  const last = spec.first + spec.cells.length - 1;
  const to = offsetX(spec, Math.min(last, pin.runTo ?? -Infinity)) + pitch * 0.35;
  if (pin.runTo === undefined || pin.runTo <= pin.at || to - x < 0.3) return;
  picture.paint({ form: 'line', id: `${spec.id}/run/${pin.id}`, tone: pin.over ? 'fail' : ROLES[pin.role].line, width: 0.05, dash: 'dash', points: [{ x: x + 0.18, z }, { x: to, z }] });
}
