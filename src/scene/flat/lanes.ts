/** Trays of log entries: one path for all cells that look alike, so that a log costs a handful of paths. */
import { mix, satin, shade } from '../palette.ts';
import type { Cell, Floor, LaneMark } from '../picture.ts';
import { cellCentre, cellHeight, LANE, roundedRectangle, trayWidth } from '../shapes.ts';
import type { FlatMarks } from './marks.ts';
import { disc, hull, through, type Pen } from './pen.ts';

const OUTLINE = roundedRectangle(LANE.width, LANE.depth, LANE.corner, 3);
const INNER = roundedRectangle(LANE.width - 2 * LANE.bevel, LANE.depth - 2 * LANE.bevel, LANE.corner - LANE.bevel / 2, 3);
const HOLE = roundedRectangle(LANE.width * 0.56, LANE.depth * 0.56, LANE.corner * 0.7, 3);
const TILT = 0.22;

function tilted(outline: readonly Floor[]): Floor[] {
  const sine = Math.sin(TILT), cosine = Math.cos(TILT);
  return outline.map(({ x, z }) => ({ x: x * cosine - z * sine, z: x * sine + z * cosine }));
}

/** Colours of a cell: lit face and line. */
function tint(pen: Pen, cell: Cell, dim: boolean): { readonly base: string; readonly line: string } {
  const token = cell.tint > 0 ? `term-${((cell.tint - 1) % 6) + 1}` : 'idle';
  const base = pen.colour(cell.tint > 0 ? token : 'idle-body');
  const line = pen.colour(cell.tint > 0 ? `${token}-line` : 'idle');
  if (!dim) return { base, line };
  return { base: mix(pen.colour('lane'), pen.colour('idle-body'), 0.62), line: pen.colour('idle') };
}

/** Parts of the cells that look alike. */
interface Batch {
  readonly cell: Cell;
  wall: string;
  top: string;
  face: string;
  hole: string;
  cross: string;
  dots: string;
}

/** Tray, then cells, grouped by state and tint. */
function drawLane(pen: Pen, lane: LaneMark): void {
  const key = `lane/${lane.id}`;
  let signature = `${key}|${lane.x}|${lane.z}|${lane.dim ? 1 : 0}`;
  for (const cell of lane.cells) signature += `|${cell.state}${cell.tint}${cell.fill ?? ''}`;
  pen.memo(signature, () => {
    drawTray(pen, key, lane);
    const batches = new Map<string, Batch>();
    let free = '';
    for (const [i, cell] of lane.cells.entries()) {
      const centre = cellCentre(i, lane.cells.length);
      const place = { x: lane.x + centre.x, z: lane.z + centre.z };
      if (cell.state === 'free') {
        const at = pen.at({ ...place, y: 0.004 });
        free += disc(at, Math.max(1, LANE.dot * at.scale));
        continue;
      }
      const name = `${cell.state}-${cell.tint}-${cell.fill ?? 1}`;
      const batch = batches.get(name) ?? { cell, wall: '', top: '', face: '', hole: '', cross: '', dots: '' };
      batches.set(name, batch);
      addCell(pen, batch, cell, place);
    }
    pen.add(`${key}/free`, free, { fill: pen.scheme === 'dark' ? mix(pen.colour('lane'), pen.colour('link'), 0.75) : pen.colour('link'), opacity: pen.scheme === 'dark' ? 1 : 0.8 });
    for (const [name, batch] of batches) paintBatch(pen, `${key}/${name}`, batch, lane.dim === true);
  });
}

function drawTray(pen: Pen, key: string, lane: LaneMark): void {
  const tray = roundedRectangle(trayWidth(lane.cells.length), LANE.tray.depth, LANE.tray.corner);
  const d = through(pen.outline(tray, 0.003, lane));
  const dark = pen.scheme === 'dark';
  const colour = pen.colour('lane');
  // Sunken: darker under its back edge, a hairline of light on its front edge.
  pen.add(`${key}/tray`, d, {
    gradient: { kind: 'down', stops: [{ at: 0, colour: dark ? shade(colour, 0.72) : shade(colour, 0.93) }, { at: 0.4, colour }, { at: 1, colour }] },
    stroke: dark ? mix(pen.colour('plate'), pen.colour('plate-edge'), 0.35) : mix(colour, '#ffffff', 0.3), width: 1,
  });
}

function addCell(pen: Pen, batch: Batch, cell: Cell, place: Floor): void {
  const height = cellHeight(cell.state, cell.fill);
  const turned = cell.state === 'conflict' ? tilted(OUTLINE) : OUTLINE;
  const bevel = Math.min(LANE.bevel, height * 0.5);
  const base = pen.outline(turned, 0.004, place);
  const shoulder = pen.outline(turned, height - bevel, place);
  const face = pen.outline(cell.state === 'conflict' ? tilted(INNER) : INNER, height, place);
  batch.wall += through(hull([...base, ...shoulder, ...face]));
  batch.top += through(hull([...shoulder, ...face]));
  batch.face += through(face);
  if (cell.state === 'hollow' || (cell.state === 'solid' && (cell.fill ?? 1) < 1)) batch.hole += through(pen.outline(HOLE, height + 0.001, place));
  if (cell.state === 'conflict') {
    const arm = LANE.width * 0.24;
    for (const side of [1, -1]) batch.cross += through([pen.at({ x: place.x - arm * side, y: height, z: place.z - arm }), pen.at({ x: place.x + arm * side, y: height, z: place.z + arm })], false);
  }
  if (cell.state === 'dot') {
    const at = pen.at({ ...place, y: height });
    batch.dots += disc(at, Math.max(1.2, LANE.dot * 1.3 * at.scale));
  }
}

function paintBatch(pen: Pen, key: string, batch: Batch, dim: boolean): void {
  const { cell } = batch;
  const { base, line } = tint(pen, cell, dim);
  const { scheme } = pen;
  const dark = scheme === 'dark';
  const conflict = cell.state === 'conflict';
  const contour = conflict ? pen.colour('fail') : dark ? shade(base, 0.55) : line;
  const wall = shade(satin(base, [0, 0, 1], scheme), dark ? 0.8 : 0.86);
  const bevel = mix(satin(base, [0, 0.5, 0.8], scheme), wall, 0.2);
  pen.add(`${key}/wall`, batch.wall, { fill: wall, stroke: contour, width: conflict ? 1.8 : dark ? 0.7 : 0.9 });
  pen.add(`${key}/bevel`, batch.top, { fill: bevel });
  pen.add(`${key}/face`, batch.face, { fill: satin(base, [0, 1, 0], scheme) });
  const missing = cell.state === 'solid' ? 1 - (cell.fill ?? 1) : 1;
  pen.add(`${key}/hole`, batch.hole, { fill: dark ? pen.colour('lane') : pen.colour('inlay'), stroke: shade(base, dark ? 0.5 : 0.75), width: 0.8, ...(missing < 1 ? { opacity: Math.round(missing * 100) / 100 } : {}) });
  pen.add(`${key}/cross`, batch.cross, { stroke: pen.colour('fail'), width: 1.8, cap: 'round' });
  pen.add(`${key}/dots`, batch.dots, { fill: pen.colour('ink') });
}

export const laneMarks: FlatMarks = {
  kinds: ['lanes'],
  // A tray lies in front of its token but reaches under nothing: its back edge decides.
  standing: (pen, { lanes }) => lanes.map((lane) => ({ z: lane.z - LANE.tray.depth / 2, draw: () => drawLane(pen, lane) })),
};
