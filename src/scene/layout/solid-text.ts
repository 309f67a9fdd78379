/** Text on a solid: in ink on its top, in text colour in the hole of a hollow one. */
import type { Camera } from '../camera.ts';
import type { Point, Role, SolidMark } from '../picture.ts';
import { solidDepth, solidTop } from '../solid-shapes.ts';
import type { LaidText } from './labels.ts';
import { textWidth } from './widths.ts';

type Write = (camera: Camera, at: Point, key: string, id: string, kind: LaidText['kind'], words: string, role: Role, size: number, weight: number, tone: string) => LaidText;

/** Sizes tried in px; smaller text is not drawn. */
const SIZES = [14, 13, 12] as const;

/** The text with its place, or nothing where it does not fit. */
export function solidText(camera: Camera, solid: SolidMark, write: Write): LaidText[] {
  const words = solid.text ?? '';
  if ((solid.tween?.presence ?? 1) < 0.5) return [];
  const orb = solid.shape === 'orb';
  // The hole of a window is in the far half: the text stands in front of it.
  const z = solid.z + (solid.finish === 'window' ? solidDepth(solid) * 0.2 : 0);
  const at = { x: solid.x, z, y: orb ? (solid.y ?? 0) + solid.width / 2 : solidTop(solid) };
  const room = solid.width * camera.project(at).scale - (orb ? 4 : 2);
  const onBody = solid.finish === undefined || solid.finish === 'solid' || solid.finish === 'window';
  const dark = solid.role === 'ancestor';
  const size = SIZES.find((each) => textWidth(words, each, 600) <= room);
  return size === undefined ? [] : [write(camera, at, `solid/${solid.id}`, solid.node ?? solid.id, 'digit', words, solid.role, size, 600, onBody && !dark ? 'ink' : 'text')];
}
