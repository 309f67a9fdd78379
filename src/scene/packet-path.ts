/** Where packets are on their way. */
import type { Floor, PacketMark, Point } from './picture.ts';
import { onCircle, PACKET, trimmedLine } from './shapes.ts';

/** Place of a packet that has gone `share` of a straight way, on its hop above the link. */
export function hopPoint(from: Floor, to: Floor, share: number): Point {
  return {
    x: from.x + (to.x - from.x) * share,
    z: from.z + (to.z - from.z) * share,
    y: PACKET.rest + PACKET.hop * 4 * share * (1 - share),
  };
}

/** Kept clear of the centres of sender and receiver, so that a packet leaves from an edge and not from within a body. */
const PACKET_TRIM = 0.5;

/** Where a packet is after `share` of its way (its own share when not given), its hop and its easing included. */
export function packetPoint(packet: PacketMark, share = travelled(packet.share)): Point {
  const { path } = packet;
  if (path.kind === 'arc') return { ...onCircle(path.radius, path.from + (path.to - path.from) * share), y: PACKET.rest };
  const way = trimmedLine(path.from, path.to, PACKET_TRIM) ?? path;
  return hopPoint(way.from, way.to, share);
}

/** Constant speed, easing only the last part of the way. */
export function travelled(share: number): number {
  const start = 1 - PACKET.ease;
  if (share <= start) return share / (1 - PACKET.ease / 2);
  const speed = 1 / (1 - PACKET.ease / 2);
  const late = (share - start) / PACKET.ease;
  return start * speed + speed * PACKET.ease * (late - (late * late) / 2);
}
