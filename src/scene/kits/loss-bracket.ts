/** What would be lost if the primary died now: a red bracket under confirmed writes that no replica has. */
import type { PictureBuilder } from '../picture.ts';
import { type OffsetLaneSpec, offsetX } from './offset-lane.ts';
import { OFFSET } from './tray.ts';

export interface LossBracketSpec {
  readonly id: string;
  /** The primary's lane. */
  readonly lane: Pick<OffsetLaneSpec, 'x' | 'z' | 'first' | 'pitch'>;
  /** First and last position at risk, both included. None: draw no bracket, only say "0 lost". */
  readonly from: number;
  readonly to: number;
  /** Where the best replica's lane lies, for the dashed drop to its end; no drop when absent. */
  readonly dropToZ?: number;
}

/** Bracket, red pool and dashed drop. The pill is a label of the concept: its words change with the width. */
export function lossBracket(picture: PictureBuilder, { id, lane, from, to, dropToZ }: LossBracketSpec): void {
  const pitch = lane.pitch ?? OFFSET.pitch;
  const left = offsetX(lane, from) - pitch * 0.48, right = offsetX(lane, to) + pitch * 0.48;
  const back = lane.z + OFFSET.tray / 2 + 0.02, front = back + 0.22;
  picture.paint({ form: 'glow', id: `${id}/pool`, tone: 'fail', at: { x: (left + right) / 2, z: lane.z + 0.12 }, radius: Math.max(0.8, (right - left) * 0.85) });
  picture.paint({ form: 'line', id, tone: 'fail', width: 0.08, points: [{ x: left, z: back }, { x: left, z: front }, { x: right, z: front }, { x: right, z: back }] });
  if (dropToZ !== undefined) picture.paint({ form: 'line', id: `${id}/drop`, tone: 'fail', width: 0.045, dash: 'dash', points: [{ x: left, z: front + 0.1 }, { x: left, z: dropToZ - OFFSET.tray / 2 - 0.04 }] });
}
