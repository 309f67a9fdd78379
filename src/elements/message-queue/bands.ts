/** More partitions than lanes: those that a broker leads, as tiles in its band, higher where groups lag. */
import { lagOf } from '../../models/message-queue/measures.ts';
import { tray } from '../../scene/kits/tray.ts';
import type { PictureBuilder } from '../../scene/picture.ts';
import type { Layout } from './layout.ts';
import { placeOf } from './looks.ts';
import type { QueueMoment } from './looks.ts';

/** Heights of a tile: level, some lag, much. */
const HEIGHTS = [0.08, 0.2, 0.36] as const;
const MUCH = 10;

export function drawBands({ state, text }: QueueMoment, layout: Layout, picture: PictureBuilder): void {
  const { headX, tilesX, slots, slotPitch } = layout;
  const right = tilesX + slots * slotPitch;
  const most = Math.max(1, ...[...state.brokers.keys()].map((id) => state.controller.parts.filter(({ leader, partition }) => leader === id && partition < state.config.partitions).length));
  const room = Math.min(1.5, 5.2 / state.brokers.size - 0.3);
  const lines = Math.max(1, Math.min(8, Math.ceil(Math.sqrt((most * room) / (right - headX)))));
  const perLine = Math.ceil(most / lines);
  const pitch = (right - headX - 0.1) / perLine;
  const depth = Math.min(0.44, room / lines);
  const pending = state.groups.keys().next().value ?? '';
  for (const id of state.brokers.keys()) {
    const led = state.controller.parts.filter(({ leader, partition }) => leader === id && partition < state.config.partitions);
    const { z } = placeOf(layout, id);
    tray(picture, { id: `band/${id}`, x: (headX + right) / 2, z, width: right - headX, depth: depth * lines + 0.16, corner: 0.12 });
    picture.paint({ form: 'line', id: `lead/${id}`, tone: 'leader', width: 0.06, points: [placeOf(layout, id), { x: headX + 0.05, z }] });
    led.forEach(({ partition }, at) => {
      const lag = lagOf(state, pending, partition);
      picture.solid({
        id: `band/${partition}`, shape: 'tile', x: headX + 0.05 + (Math.floor(at / lines) + 0.5) * pitch, z: z + ((at % lines) - (lines - 1) / 2) * depth, y: 0.004, width: pitch * 0.8, depth: depth * 0.8,
        height: HEIGHTS[lag >= MUCH ? 2 : lag > 2 ? 1 : 0], role: 'broker', shadow: false,
      });
    });
  }
  const front = Math.max(...[...state.brokers.keys()].map((id) => placeOf(layout, id).z));
  picture.label({ id: 'bands', at: { x: (headX + right) / 2, y: 0, z: front + (depth * lines) / 2 + 0.4 }, text: text('message-queue.bands', { partitions: state.config.partitions }), role: 'muted', priority: 10, side: 'centre', ground: 'plain' });
}
