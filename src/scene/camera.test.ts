import { assert } from '../../test/assert.ts';
import { ELEVATION, fitCamera, type Matrix } from './camera.ts';
import type { Plate, Point } from './picture.ts';
import { PLATE_THICKNESS, plateOutline } from './shapes.ts';
import type { Frame } from './view.ts';

const RECTANGLE: Plate = { shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true };
const ROUND: Plate = { shape: 'round', width: 7.6, depth: 7.6, radius: 0, dots: false };
const FRAMES: readonly Frame[] = [
  { width: 1246, height: 584, inset: { top: 0, right: 286, bottom: 0, left: 0 } },
  { width: 640, height: 400, inset: { top: 40, right: 0, bottom: 70, left: 0 } },
  { width: 360, height: 480, inset: { top: 0, right: 0, bottom: 0, left: 0 } },
  { width: 320, height: 180, inset: { top: 10, right: 30, bottom: 0, left: 20 } },
];

/** Column-major matrix times a point. */
function times(m: Matrix, [x, y, z, w]: readonly number[]): number[] {
  return [0, 1, 2, 3].map((row) => m[row]! * x! + m[4 + row]! * y! + m[8 + row]! * z! + m[12 + row]! * w!);
}

describe('camera', () => {
  it('finds the point on the floor again from where it appears', () => {
    for (const frame of FRAMES) {
      const camera = fitCamera(RECTANGLE, frame);
      for (const point of [{ x: 0, y: 0, z: 0 }, { x: -5, y: 0, z: 3 }, { x: 4.2, y: 0.3, z: -3.4 }, { x: 2, y: 1, z: 2 }]) {
        const { x, y } = camera.project(point);
        const found = camera.unproject(x, y, point.y);
        assert.ok(found);
        assert.closeTo(found.x, point.x, 1e-9);
        assert.closeTo(found.z, point.z, 1e-9);
      }
    }
  });

  it('projects as its matrices do', () => {
    for (const frame of FRAMES) {
      const camera = fitCamera(ROUND, frame);
      const points: readonly Point[] = [{ x: 0, y: 0, z: 0 }, { x: 3, y: 1.5, z: -2 }, { x: -2.5, y: 0.2, z: 3 }];
      for (const point of points) {
        const clip = times(camera.projection, times(camera.view, [point.x, point.y, point.z, 1]));
        const w = clip[3]!;
        const seen = camera.project(point);
        assert.closeTo(((clip[0]! / w + 1) / 2) * frame.width, seen.x, 1e-6);
        assert.closeTo(((1 - clip[1]! / w) / 2) * frame.height, seen.y, 1e-6);
        assert.ok(Math.abs(clip[2]! / w) <= 1, 'between near and far');
        assert.closeTo(w, seen.depth, 1e-9);
      }
    }
  });

  it('shows the whole plate in what the frame leaves free, as large as it can', () => {
    for (const plate of [RECTANGLE, ROUND]) {
      for (const frame of FRAMES) {
        const camera = fitCamera(plate, frame);
        const seen = plateOutline(plate).flatMap((at) => [camera.project({ ...at, y: 0 }), camera.project({ ...at, y: -PLATE_THICKNESS })]);
        const left = Math.min(...seen.map((p) => p.x)), right = Math.max(...seen.map((p) => p.x));
        const top = Math.min(...seen.map((p) => p.y)), bottom = Math.max(...seen.map((p) => p.y));
        const { inset } = frame;
        assert.ok(left >= inset.left + 7 && right <= frame.width - inset.right - 7, 'across');
        assert.ok(top >= inset.top + 7 && bottom <= frame.height - inset.bottom - 7, 'down');
        const freeWidth = frame.width - inset.left - inset.right, freeHeight = frame.height - inset.top - inset.bottom;
        assert.ok((right - left) / freeWidth > 0.85 || (bottom - top) / freeHeight > 0.8, 'fills one side');
        assert.closeTo((left + right) / 2, inset.left + freeWidth / 2, 0.01, 'in the middle');
      }
    }
  });

  it('looks down at 52 degrees and keeps the plate straight when the picture is moved aside', () => {
    const camera = fitCamera(RECTANGLE, FRAMES[0]!);
    assert.closeTo((Math.atan2(camera.position.y, camera.position.z) * 180) / Math.PI, ELEVATION, 1e-9);
    const a = camera.project({ x: -5, y: 0, z: 2 }), b = camera.project({ x: 5, y: 0, z: 2 });
    assert.closeTo(a.y, b.y, 1e-9);
    assert.closeTo(a.scale, b.scale, 1e-9);
  });

  it('has near and far close round the plate', () => {
    const camera = fitCamera(RECTANGLE, FRAMES[0]!);
    assert.ok(camera.far / camera.near < 1.6, `far is ${(camera.far / camera.near).toFixed(2)} times near`);
  });
});
