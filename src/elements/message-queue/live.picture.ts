/** Event streaming with all that a live figure shows: messages under way, a queue, bands of many partitions. */
import type { PictureBuilder } from '../../scene/picture.ts';
import { drawBands } from './bands.ts';
import { drawLane } from './lane.ts';
import { MOST_LANES } from './layout.ts';
import type { QueueMoment } from './looks.ts';
import type { More } from './message-queue.picture.ts';
import { drawStanding } from './message-queue.picture.ts';
import { drawPackets, shownMessages } from './packets.ts';
import { drawQueue } from './queue.picture.ts';

export function drawMessageQueue(moment: QueueMoment, picture: PictureBuilder): void {
  const { mode, partitions } = moment.state.config;
  const busy = new Set(shownMessages(moment).map(({ message }) => `${message.from}>${message.to}`));
  const middle = mode === 'queue' ? drawQueue : partitions > MOST_LANES ? drawBands : drawLanes;
  drawPackets(moment, drawStanding(moment, picture, { busy, middle }), picture);
}

const drawLanes: More['middle'] = (moment, layout, picture) => layout.rows.forEach((row) => { drawLane(moment, layout, row, picture); });
