/** The versions of one key that a copy holds: what both sides share is low and neutral, later ones are in their writer's colour. */
import type { Floor, PictureBuilder } from '../picture.ts';
import { cornersAt, tray } from './tray.ts';

export interface Version {
  readonly id: string;
  /** `x=2`. */
  readonly text: string;
  /** Side that wrote it; `ancestor` is common to both. */
  readonly by: 'a' | 'b' | 'ancestor';
}

export interface VersionTilesSpec extends Floor {
  /** Id of the copy. */
  readonly id: string;
  readonly versions: readonly Version[];
  /** The last two are concurrent: one frame round both. */
  readonly siblings?: boolean;
  /** Clock in a pill under the strip: `A:2 B:0`; empty: none. */
  readonly clock: string;
  /** Multiplies tile and pitch; 1 when absent. */
  readonly scale?: number;
}

export const VERSION = { width: 0.6, depth: 0.46, pitch: 0.66, low: 0.12, high: 0.26 } as const;

/** Tray, tiles, frame and clock, with the middle of the strip at the place. */
export function versionTiles(picture: PictureBuilder, { id, x, z, versions, siblings = false, clock, scale = 1 }: VersionTilesSpec): void {
  const pitch = VERSION.pitch * scale, count = Math.max(1, versions.length);
  const left = x - ((count - 1) * pitch) / 2;
  tray(picture, { id: `${id}/versions`, x, z, width: count * pitch + 0.16, depth: VERSION.depth + 0.16, corner: 0.12 });
  for (const [i, { id: version, text, by }] of versions.entries()) {
    const ancestor = by === 'ancestor';
    picture.solid({
      id: `${id}/version/${version}`, shape: 'tile', x: left + i * pitch, z, y: 0.004, width: VERSION.width * scale, depth: VERSION.depth, height: ancestor ? VERSION.low : VERSION.high,
      role: ancestor ? 'ancestor' : by === 'a' ? 'version-a' : 'version-b', text, shadow: false, entry: `${id}:${version}`,
    });
  }
  if (siblings && count > 1) {
    const middle = left + (count - 1.5) * pitch;
    picture.paint({ form: 'line', id: `${id}/siblings`, tone: 'text', width: 0.035, closed: true, points: cornersAt(middle, z, 2 * pitch + 0.04, VERSION.depth + 0.12, 0.14) });
  }
  if (clock !== '') picture.label({ id: `${id}/clock`, at: { x, y: 0, z: z + VERSION.depth / 2 + 0.12 }, text: clock, role: 'text', priority: 22, side: 'below', ground: 'pill' });
}
