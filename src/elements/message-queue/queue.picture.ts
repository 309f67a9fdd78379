/** A queue: what is ready, oldest at the right; what consumers hold until they settle it; what was set aside. */
import type { Queued } from '../../models/message-queue/cluster.ts';
import { POISON } from '../../models/message-queue/queue-rules.ts';
import { OFFSET, tray } from '../../scene/kits/tray.ts';
import type { PictureBuilder } from '../../scene/picture.ts';
import { tileX } from './lane-frame.ts';
import type { Layout } from './layout.ts';
import { placeOf } from './looks.ts';
import type { QueueMoment } from './looks.ts';

const numberOf = (id: string): string => id.slice(1);
/** Dead letters shown. */
const DEAD = 5;

export function drawQueue(moment: QueueMoment, layout: Layout, picture: PictureBuilder): void {
  const { state, text } = moment;
  const { slots, slotPitch, tilesX, headX, middle } = layout;
  const { ready, messages } = state.queue;
  const right = tilesX + slots * slotPitch;
  const host = [...state.brokers.keys()].find((id) => !state.controller.fenced.has(id));
  if (host !== undefined) picture.paint({ form: 'line', id: 'lead/queue', tone: 'leader', width: 0.06, points: [placeOf(layout, host), { x: headX + 0.05, z: middle }] });
  tray(picture, { id: 'queue/tray', x: (headX + right + 0.07) / 2, z: middle, width: right + 0.07 - headX, depth: OFFSET.tray, corner: 0.12 });
  const shown = ready.slice(0, slots);
  for (let at = 0; at < slots; at += 1) {
    const x = tileX(layout, slots - 1 - at);
    const message = messages.get(shown[at] ?? '');
    if (message) picture.solid({ id: `queue/${message.id}`, shape: 'tile', x, z: middle, y: 0.004, width: slotPitch * 0.86, depth: OFFSET.depth, height: at === 0 ? OFFSET.newest : 0.18, role: isPoison(message) ? 'fail' : 'broker', shadow: false, text: numberOf(message.payload.id), entry: `queue:${message.id}` });
    else picture.solid({ id: `queue/free-${at}`, shape: 'tile', x, z: middle, y: 0.004, width: slotPitch * 0.78, depth: 0.44, height: 0, role: 'link', finish: 'outline', opacity: 0.7, shadow: false });
  }
  picture.label({ id: 'queue/ready', at: { x: headX + 0.05, y: 0, z: middle - 0.58 }, text: text('message-queue.ready', { count: ready.length }), role: 'broker', priority: 30, side: 'right', ground: 'pill' });
  drawHands(moment, layout, picture);
  drawDead(moment, layout, picture);
}

const isPoison = ({ payload }: Queued): boolean => payload.value === POISON;

/** In hand, not settled: a frame beside its consumer, with the number of the delivery and what is left of its time. */
function drawHands({ state, nowUs, text }: QueueMoment, layout: Layout, picture: PictureBuilder): void {
  const held = new Map<string, number>();
  for (const message of state.queue.messages.values()) {
    const at = layout.places.get(message.member ?? '');
    if (message.member === null || !at) continue;
    const nth = held.get(message.member) ?? 0;
    held.set(message.member, nth + 1);
    if (nth > 2) continue;
    const x = at.x - (0.92 + nth * 0.42) * layout.memberScale;
    picture.solid({ id: `queue/${message.id}`, shape: 'tile', x, z: at.z, y: 0.004, width: 0.36, depth: 0.44, height: 0.18, finish: 'hollow', role: isPoison(message) ? 'fail' : 'broker', text: numberOf(message.payload.id), entry: `queue:${message.id}` });
    if (nth === 0) {
      const left = Math.max(0, Math.min(1, (message.untilUs - nowUs) / state.config.visibilityTimeoutUs));
      picture.paint({ form: 'ring', id: `${message.member}/lease`, tone: left < 0.25 ? 'fail' : 'leader', at, radius: 0.72 * layout.memberScale, width: 0.08, from: 0, to: left });
      if (message.attempts > 1) picture.label({ id: `${message.id}/attempt`, at: { x, y: 0.2, z: at.z - 0.3 }, text: text('message-queue.attempt', { attempt: message.attempts }), role: 'warn', priority: 40, side: 'above', ground: 'pill' });
    }
  }
}

function drawDead({ state, text }: QueueMoment, layout: Layout, picture: PictureBuilder): void {
  const { dead } = state.queue;
  const z = layout.middle + 1.85;
  const x = layout.tilesX;
  tray(picture, { id: 'dead/tray', x: x + (DEAD * layout.slotPitch) / 2, z, width: DEAD * layout.slotPitch + 0.14, depth: OFFSET.tray, corner: 0.12 });
  for (let at = 0; at < DEAD; at += 1) {
    const payload = dead[dead.length - 1 - at];
    picture.solid({ id: payload ? `dead/${payload.id}` : `dead/free-${at}`, shape: 'tile', x: x + (DEAD - at - 0.5) * layout.slotPitch, z, y: 0.004, width: layout.slotPitch * (payload ? 0.86 : 0.78), depth: payload ? OFFSET.depth : 0.44, height: payload ? 0.18 : 0, role: payload ? 'fail' : 'link', finish: payload ? 'solid' : 'outline', opacity: payload ? 1 : 0.7, shadow: false, ...(payload ? { text: numberOf(payload.id) } : {}) });
  }
  picture.label({ id: 'dead/name', at: { x: x + 0.05, y: 0, z: z - 0.58 }, text: text('message-queue.dead', { count: state.ledger.deadLetters }), role: state.ledger.deadLetters > 0 ? 'fail' : 'muted', priority: 28, side: 'right', ground: 'pill' });
}
