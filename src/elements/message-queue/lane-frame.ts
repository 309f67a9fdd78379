/** The frame of a partition's lane: its tray, its name with a dot for each replica, and free slots. */
import type { QueueState } from '../../models/message-queue/cluster.ts';
import { isInput } from '../../models/message-queue/cluster.ts';
import { cornersAt, OFFSET, tray } from '../../scene/kits/tray.ts';
import type { PictureBuilder } from '../../scene/picture.ts';
import { ROLES } from '../../scene/roles.ts';
import type { Layout, Row } from './layout.ts';
import type { QueueMoment } from './looks.ts';

/** Lane where consumers of a partition read: that of its leader. */
export function rowOf({ rows }: Layout, { controller }: QueueState, partition: number): Row | undefined {
  const leader = controller.parts[partition]?.leader ?? null;
  return rows.find((row) => row.partition === partition && (row.replica === null || row.replica === leader)) ?? rows.find((row) => row.partition === partition);
}

/** Middle of the nth tile. */
export const tileX = ({ tilesX, slotPitch }: Pick<Layout, 'tilesX' | 'slotPitch'>, at: number): number => tilesX + (at + 0.5) * slotPitch;

/** `filled`: slots from the left that records stand in. */
export function drawFrame(moment: QueueMoment, layout: Layout, row: Row, picture: PictureBuilder, filled = 0): void {
  const { slots, slotPitch, headX, tilesX, scale } = layout;
  const right = tilesX + slots * slotPitch;
  tray(picture, { id: `${row.id}/tray`, x: (headX + right + 0.07) / 2, z: row.z, width: right + 0.07 - headX, depth: OFFSET.tray * scale, corner: 0.12 });
  drawHead(moment, layout, row, picture);
  for (let at = filled; at < slots; at += 1) {
    picture.solid({ id: `${row.id}/free-${at}`, shape: 'tile', x: tileX(layout, at), z: row.z, y: 0.004, width: slotPitch * 0.78, depth: 0.44 * scale, height: 0, role: 'link', finish: 'outline', opacity: 0.7, shadow: false });
  }
}

/** Name of the partition; below it a dot for each replica, whole while it is in sync. */
function drawHead({ state, text, tall }: QueueMoment, { headX, tilesX, scale }: Layout, row: Row, picture: PictureBuilder): void {
  const part = state.controller.parts[row.partition]!;
  const x = (headX + tilesX) / 2;
  const pips = row.replica === null && scale > 0.6;
  const isOutput = !isInput(state.config, row.partition);
  picture.label({
    id: `${row.id}/name`, at: { x, y: 0, z: row.z - (pips ? 0.1 : 0) * scale }, side: 'centre', ground: 'plain', priority: 36, role: part.leader === null ? 'fail' : 'text',
    text: isOutput ? text('message-queue.output') : `P${row.partition}`,
  });
  if (part.leader === null && isOutput === false && (row.replica === null || row.replica === part.replicas[0])) {
    picture.label({ id: `${row.id}/offline`, at: { x: headX + (tall ? 1.6 : 2.2), y: 0.2, z: row.z }, text: text('message-queue.offline', { partition: row.partition }), role: 'fail', priority: 48, side: 'centre', ground: 'pill' });
  }
  if (!pips) return;
  const apart = Math.min(0.15, 0.46 / part.replicas.length);
  part.replicas.forEach((id, at) => {
    const inSync = part.isr.includes(id) && state.brokers.get(id)?.up === true;
    const middle = { x: x + (at - (part.replicas.length - 1) / 2) * apart, z: row.z + 0.19 * scale };
    if (inSync) picture.paint({ form: 'area', id: `${row.id}/pip/${id}`, tone: ROLES.broker.line, points: cornersAt(middle.x, middle.z, apart * 0.74, apart * 0.74, apart * 0.37) });
    else picture.paint({ form: 'ring', id: `${row.id}/pip/${id}`, tone: 'fail', at: middle, radius: apart * 0.33, width: 0.03 });
  });
}
