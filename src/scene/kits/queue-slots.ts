/** Beside a backend: a pile of waiting requests on its pad, a tray with one slot for each that may be in service, and how busy it is. */
import type { PictureBuilder } from '../picture.ts';
import { tray } from './tray.ts';

export interface QueueSlotsSpec {
  readonly id: string;
  /** Left edge of the pad, and the middle of the row. */
  readonly x: number;
  readonly z: number;
  /** Requests that wait. */
  readonly queued: number;
  /** Requests in service, and how many may be at once. */
  readonly busy: number;
  readonly capacity: number;
  /** Distance of slots; 0.36 when absent. */
  readonly pitch?: number;
  /** Out of rotation: greyed. */
  readonly dim?: boolean;
}

export const QUEUE = { pad: 0.44, gap: 0.16, pitch: 0.36, tile: 0.3, slab: 0.07, most: 9 } as const;

/** How far the row reaches along x from its left edge. */
export function queueLength({ capacity, pitch = QUEUE.pitch }: Pick<QueueSlotsSpec, 'capacity' | 'pitch'>): number {
  return QUEUE.pad + QUEUE.gap + capacity * pitch + 0.12;
}

/** Pad with its pile, tray with its tiles. A pile over nine slabs is drawn nine high: the number says the rest. */
export function queueSlots(picture: PictureBuilder, { id, x, z, queued, busy, capacity, pitch = QUEUE.pitch, dim }: QueueSlotsSpec): void {
  const padX = x + QUEUE.pad / 2;
  const size = pitch * (QUEUE.tile / QUEUE.pitch);
  tray(picture, { id: `${id}/pad`, x: padX, z, width: QUEUE.pad, depth: 0.46 });
  const slot = { shape: 'tile', z, width: size, depth: 0.34, role: 'link', finish: 'outline', height: 0, opacity: dim ? 0.5 : 0.85 } as const;
  if (queued === 0) picture.solid({ ...slot, id: `${id}/none`, x: padX });
  for (let i = 0; i < Math.min(QUEUE.most, queued); i++) {
    picture.solid({ id: `${id}/queued-${i}`, shape: 'slab', x: padX, z, y: 0.004 + i * (QUEUE.slab + 0.012), width: size, depth: 0.34, height: QUEUE.slab, role: 'client', shadow: i === 0 });
  }
  const left = x + QUEUE.pad + QUEUE.gap;
  const length = capacity * pitch;
  tray(picture, { id: `${id}/slots`, x: left + (length + 0.12) / 2, z, width: length + 0.12, depth: 0.46 });
  for (let i = 0; i < capacity; i++) {
    const at = left + 0.06 + (i + 0.5) * pitch;
    if (i < busy) picture.solid({ id: `${id}/slot-${i}`, shape: 'tile', x: at, z, y: 0.004, width: size, depth: 0.38, height: 0.2, role: dim ? 'idle' : 'client', shadow: false });
    else picture.solid({ ...slot, id: `${id}/free-${i}`, x: at });
  }
}
