/** Where services, lanes and collector stand: calls go from left to right at the back, telemetry comes forward. */
import { calleesOf, depthOf } from '../../models/observability/topology.ts';
import type { Callers } from '../../models/observability/topology.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

export interface LaneForm {
  readonly x: number;
  readonly z: number;
  readonly width: number;
  readonly depth: number;
}

export interface Layout {
  readonly plate: Plate;
  readonly places: ReadonlyMap<string, Floor>;
  readonly serviceScale: number;
  readonly collector: Floor;
  readonly collectorScale: number;
  readonly lanes: { readonly logs: LaneForm; readonly metrics: LaneForm; readonly traces: LaneForm };
  /** Of the word of a lane, from its left edge: telemetry begins behind it. */
  readonly word: number;
  /** Room for words beside every service. */
  readonly wordy: boolean;
}

/** Row of every service: who calls nobody gets one of its own, callers stand amid those that they call. */
function rowsOf(callers: Callers): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  let next = 0;
  const place = (number: number): number => {
    const below = calleesOf(number, callers).map(place);
    const row = below.length === 0 ? next++ : below.reduce((sum, each) => sum + each, 0) / below.length;
    rows.set(number, row);
    return row;
  };
  place(1);
  return rows;
}

function placesOf(callers: Callers, { left, right, back, front }: { readonly left: number; readonly right: number; readonly back: number; readonly front: number }): ReadonlyMap<string, Floor> {
  const rows = rowsOf(callers);
  const lastRow = Math.max(...rows.values()), deepest = Math.max(...[...rows.keys()].map((number) => depthOf(number, callers)));
  return new Map([...rows].sort(([a], [b]) => a - b).map(([number, row]) => {
    const depth = depthOf(number, callers);
    // Those further in front stand a little to the right, so that pills do not cover who is behind.
    const lean = lastRow === 0 ? 0 : (row / lastRow) * (lastRow > 2 ? 1.5 : 0.75) * (depth === 0 ? 0.4 : 1);
    return [`s${number}`, { x: left + ((right - left) * depth) / Math.max(1, deepest) + lean - (depth === 0 ? 0.3 : lastRow > 2 ? 0.7 : 0.2), z: lastRow === 0 ? (back + front) / 2 : back + ((front - back) * row) / lastRow }];
  }));
}

/** The plate for a stage; tall ones are laid out anew, with the collector in front of the lanes. */
export function layoutOf(callers: Callers, tall: boolean): Layout {
  const rows = Math.max(...rowsOf(callers).values()) + 1;
  const shared = { serviceScale: rows <= 2 ? (tall ? 0.9 : 1) : Math.max(0.42, 2.4 / rows), wordy: rows <= 3 };
  if (tall) {
    const lane = (z: number): LaneForm => ({ x: -3.85, z, width: 7.7, depth: 0.86 });
    return {
      ...shared, plate: { shape: 'rectangle', width: 8.8, depth: 9.8, radius: 1.3, dots: true },
      places: placesOf(callers, { left: -3.1, right: 3.2, back: rows > 3 ? -4.2 : -3.9, front: rows > 3 ? -1.9 : -2.1 }),
      collector: { x: 0, z: 3.75 }, collectorScale: 0.85, lanes: { logs: lane(-0.55), metrics: lane(0.55), traces: lane(1.65) }, word: 1.75,
    };
  }
  const lane = (z: number): LaneForm => ({ x: -5.05, z, width: 7.6, depth: 0.82 });
  return {
    ...shared, plate: { shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true },
    places: placesOf(callers, { left: -4.1, right: 3.9, back: rows > 3 ? -3.2 : -2.75, front: rows > 3 ? -0.7 : -1.1 }),
    collector: { x: 4.15, z: 1.65 }, collectorScale: 1, lanes: { logs: lane(0.62), metrics: lane(1.68), traces: lane(2.74) }, word: 1.35,
  };
}
