/** A whole picture as a flat list of paths in paint order: floor first, then what stands on it from the back to the front. */
import { fitCamera, type Camera } from '../camera.ts';
import type { Picture } from '../picture.ts';
import type { Shot } from '../view.ts';
import type { FlatMarks } from './marks.ts';
import { Pen, type Primitive } from './pen.ts';
import { drawPlate } from './plate.ts';

/** Writes shots as paths; keeps what has not changed from one shot to the next. */
export class FlatScene {
  readonly #marks: readonly FlatMarks[];
  #pen: Pen | null = null;
  #fitted = '';

  /** @param marks - Drawers of the kinds of marks that will be seen; others are left out. */
  constructor(marks: readonly FlatMarks[]) {
    this.#marks = marks;
  }

  /** Camera of the last shot. */
  get camera(): Camera | null {
    return this.#pen?.camera ?? null;
  }

  /** Paths of a shot, first painted first. */
  primitives(shot: Shot): readonly Primitive[] {
    const pen = this.#penFor(shot);
    pen.begin();
    drawPicture(pen, shot.picture, this.#marks);
    return pen.primitives;
  }

  #penFor({ picture, frame, colours, scheme }: Shot): Pen {
    const { plate } = picture;
    const fitted = JSON.stringify([frame, plate]);
    const pen = this.#pen;
    if (pen && this.#fitted === fitted && pen.scheme === scheme && sameColours(pen.colours, colours)) return pen;
    this.#fitted = fitted;
    this.#pen = new Pen(fitCamera(plate, frame), colours, scheme, plate);
    return this.#pen;
  }
}

function sameColours(one: Shot['colours'], other: Shot['colours']): boolean {
  if (one === other) return true;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** Floor first, layer by layer, then what stands on it, from the back to the front. */
function drawPicture(pen: Pen, picture: Picture, marks: readonly FlatMarks[]): void {
  drawPlate(pen, picture.plate);
  const floor = marks.flatMap((kind) => kind.floor ?? []).sort((a, b) => a.layer - b.layer);
  for (const { draw } of floor) draw(pen, picture);
  const standing = marks.flatMap((kind) => kind.standing?.(pen, picture) ?? []).sort((a, b) => a.z - b.z);
  for (const { draw } of standing) draw();
}

/** Paths of a single shot. */
export function primitives(shot: Shot, marks: readonly FlatMarks[]): readonly Primitive[] {
  return new FlatScene(marks).primitives(shot);
}
