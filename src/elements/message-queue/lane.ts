/** One lane: its head with partition and in-sync replicas, its records, the cursors of groups and how far they lag. */
import { isInput } from '../../models/message-queue/cluster.ts';
import { OFFSET } from '../../scene/kits/tray.ts';
import type { PictureBuilder, Role, SolidFinish } from '../../scene/picture.ts';
import { ROLES } from '../../scene/roles.ts';
import { drawFrame, tileX } from './lane-frame.ts';
import type { Layout, Row } from './layout.ts';
import type { QueueMoment } from './looks.ts';
import { groupRole } from './looks.ts';
import type { Tile, Window } from './tiles.ts';
import { replicaOf, windowOf } from './tiles.ts';

const LOOKS: { readonly [state in Tile['state']]: { readonly finish: SolidFinish; readonly height: number } } = {
  committed: { finish: 'solid', height: 0.18 }, uncommitted: { finish: 'hollow', height: 0.18 }, open: { finish: 'window', height: 0.12 }, aborted: { finish: 'outline', height: 0 }, marker: { finish: 'solid', height: 0.08 },
};

/** The lane as it stands: its frame, its records, the groups' cursors. */
export function drawLane(moment: QueueMoment, layout: Layout, row: Row, picture: PictureBuilder): void {
  const { state } = moment;
  const shown = windowOf(state, row, layout.slots);
  drawFrame(moment, layout, row, picture, shown.tiles.length);
  shown.tiles.forEach((tile, at) => drawTile(moment, layout, row, tile, at, picture));
  const leads = row.replica === null || row.replica === state.controller.parts[row.partition]!.leader;
  if (leads && isInput(state.config, row.partition)) drawCursors(moment, layout, row, shown, picture);
  if (row.replica !== null) drawStanding(moment, layout, row, shown, picture);
}

function drawTile({ state, selected }: QueueMoment, { slotPitch, scale, ...layout }: Layout, row: Row, tile: Tile, at: number, picture: PictureBuilder): void {
  const { finish, height } = LOOKS[tile.state];
  const entry = `${row.id}:${tile.offset}`;
  const holder = state.brokers.get(row.replica ?? state.controller.parts[row.partition]!.leader ?? '');
  const outOfSync = row.replica !== null && !state.controller.parts[row.partition]!.isr.includes(row.replica);
  const text = tile.state === 'marker' || scale < 0.75 ? '' : tile.key === null ? `${tile.offset}` : tile.key;
  picture.solid({
    id: `${row.id}/${tile.offset}`, shape: 'tile', x: tileX({ ...layout, slotPitch }, at), z: row.z, y: 0.004, width: slotPitch * (tile.state === 'marker' ? 0.3 : 0.86), depth: OFFSET.depth * scale,
    height: (tile.newest && finish !== 'outline' && tile.state !== 'marker' ? OFFSET.newest : height) * Math.max(0.6, scale), finish, role: tile.diverged ? 'fail' : finish === 'outline' || tile.state === 'marker' ? 'link' : 'broker',
    shadow: false, entry, text, ...(!tile.diverged && (holder?.up !== true || outOfSync) ? { tone: 'idle' } : {}), ...(selected === entry ? { edge: 'text', contour: 2.5 } : {}),
  });
}

/** Pins at the committed offsets, the first group's before the lane, the second's behind; dashes to the end are lag. */
function drawCursors({ state }: QueueMoment, layout: Layout, row: Row, shown: Window, picture: PictureBuilder): void {
  const lines = layout.pitch >= 1.55 ? 4 : layout.pitch >= 0.92 ? 2 : 0;
  const replica = replicaOf(state, row);
  if (replica === null) return;
  for (const { name, index, committed } of state.groups.values()) {
    const offset = committed.get(row.partition);
    if (index >= lines || offset === undefined || ![...state.members.values()].some(({ group }) => group === name)) continue;
    const role = groupRole(index);
    const z = row.z + (index % 2 === 0 ? 1 : -1) * (OFFSET.tray * layout.scale / 2 + 0.12 + Math.floor(index / 2) * 0.21);
    const end = shown.placeOf(replica.highWatermark);
    const at = Math.min(shown.placeOf(offset), shown.tiles.length);
    const x = tileX(layout, Math.min(at, layout.slots - 1)) + (index - 1) * 0.05;
    picture.solid({ id: `${row.id}/pin/${name}`, shape: ROLES[role].shape === 'round' ? 'round' : ROLES[role].shape === 'diamond' ? 'diamond' : 'pentagon', x, z, width: ROLES[role].shape === 'round' ? 0.17 : 0.21, height: 0.16, role });
    const to = tileX(layout, end - 1) + layout.slotPitch * 0.4;
    if (end > at && to - x > 0.25) picture.paint({ form: 'line', id: `${row.id}/lag/${name}`, tone: ROLES[role].line, width: 0.05, dash: 'dash', points: [{ x: x + 0.17, z }, { x: to, z }] });
  }
}

/** Under the copy of a follower: in sync, or how far behind. */
function drawStanding({ state, text, name }: QueueMoment, layout: Layout, row: Row, shown: Window, picture: PictureBuilder): void {
  const part = state.controller.parts[row.partition]!;
  const id = row.replica!;
  const broker = state.brokers.get(id);
  const leader = state.brokers.get(part.leader ?? '')?.replicas.get(row.partition);
  const behind = leader ? Math.max(0, leader.log.endOffset - shown.endOffset) : 0;
  const diverged = shown.tiles.filter((tile) => tile.diverged).length + (shown.tiles.at(-1)?.diverged ? shown.later : 0);
  const key = broker?.up !== true ? 'down' : part.leader === id ? 'leads' : part.isr.includes(id) ? 'in-sync' : 'out-of-sync';
  const role: Role = diverged > 0 || key === 'out-of-sync' ? 'fail' : key === 'down' ? 'idle' : 'broker';
  const side = layout.tilesX + layout.slots * layout.slotPitch;
  picture.label({
    id: `${row.id}/standing`, at: { x: side - 0.1, y: 0, z: row.z + OFFSET.tray / 2 + 0.34 }, role, priority: 30, side: 'left', ground: 'pill',
    text: text(`message-queue.copy.${key}`, { name: name(id), epoch: part.epoch }),
    ...(diverged > 0 ? { badge: text('message-queue.to-cut', { count: diverged }) } : behind > 0 && broker?.up === true ? { badge: text('message-queue.behind', { count: behind }) } : {}),
  });
}
