import { assert } from '../../test/assert.ts';
import type { Floor } from './picture.ts';
import { hopPoint, travelled } from './packet-path.ts';
import { onCircle, onPlate, plateDots, plateOutline, roundedRectangle, trimmedArc, trimmedLine, type TokenShape } from './shapes.ts';
import { blendedOutline, tokenOutline } from './token-shapes.ts';
import { wallPoints } from './wall-shapes.ts';

const SHAPES: readonly TokenShape[] = ['round', 'hexagon', 'diamond', 'rounded-square', 'octagon', 'pentagon'];

/** Twice the area, positive where the outline runs clockwise from above (z to the reader). */
function turning(outline: readonly Floor[]): number {
  return outline.reduce((sum, a, i) => {
    const b = outline[(i + 1) % outline.length]!;
    return sum + a.x * b.z - b.x * a.z;
  }, 0);
}

describe('shapes', () => {
  it('outlines every token clockwise, convex, round the origin', () => {
    for (const shape of SHAPES) {
      const outline = tokenOutline(shape);
      assert.ok(turning(outline) > 0, `${shape} runs clockwise`);
      for (let i = 0; i < outline.length; i++) {
        const a = outline[i]!, b = outline[(i + 1) % outline.length]!, c = outline[(i + 2) % outline.length]!;
        assert.ok((b.x - a.x) * (c.z - b.z) - (b.z - a.z) * (c.x - b.x) >= -1e-9, `${shape} is convex at ${i}`);
      }
    }
  });

  it('draws bevels in point for point', () => {
    for (const shape of SHAPES) {
      const outer = tokenOutline(shape), inner = tokenOutline(shape, 1, 0.07);
      assert.equal(inner.length, outer.length);
      for (const [i, point] of inner.entries()) assert.ok(Math.hypot(point.x, point.z) < Math.hypot(outer[i]!.x, outer[i]!.z), `${shape} ${i}`);
    }
  });

  it('blends one silhouette into another, ending as the other', () => {
    const round = tokenOutline('round'), diamond = tokenOutline('diamond');
    const width = (outline: readonly Floor[]): number => Math.max(...outline.map((p) => p.x));
    assert.closeTo(width(blendedOutline(round, diamond, 0)), width(round), 0.002);
    assert.closeTo(width(blendedOutline(round, diamond, 1)), width(diamond), 0.002);
    const half = width(blendedOutline(round, diamond, 0.5));
    assert.ok(half > width(round) && half < width(diamond));
  });

  it('keeps the corners of a rounded rectangle within its sides', () => {
    const outline = roundedRectangle(2, 1, 0.3);
    assert.closeTo(Math.max(...outline.map((p) => p.x)), 1, 1e-9);
    assert.closeTo(Math.max(...outline.map((p) => p.z)), 0.5, 1e-9);
    assert.ok(outline.every((p) => Math.hypot(Math.abs(p.x) - 0.7, Math.abs(p.z) - 0.2) <= 0.3 + 1e-9 || Math.abs(p.x) <= 0.7 + 1e-9 || Math.abs(p.z) <= 0.2 + 1e-9));
  });

  it('prints dots only on the plate', () => {
    const plate = { shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true } as const;
    const dots = plateDots(plate);
    assert.ok(dots.length > 100);
    assert.ok(dots.every((dot) => onPlate(plate, dot)));
    assert.ok(plateOutline(plate).every((point) => onPlate(plate, point, -1e-6) && !onPlate(plate, point, 0.01)));
  });

  it('counts turns clockwise from the back', () => {
    assert.closeTo(onCircle(1, 0).z, -1, 1e-12);
    assert.closeTo(onCircle(1, 0.25).x, 1, 1e-12);
  });

  it('trims arcs on both sides and leaves most even of short ones', () => {
    const long = trimmedArc(0.1, 0.3);
    assert.ok(long);
    assert.closeTo(long.from - 0.1, 0.0022, 1e-12);
    assert.closeTo(0.3 - long.to, 0.0022, 1e-12);
    const short = trimmedArc(0, 0.001);
    assert.ok(short && short.to - short.from > 0.0007);
    assert.equal(trimmedArc(0.2, 0.2), null);
  });

  it('drops a link that is all trim', () => {
    assert.equal(trimmedLine({ x: 0, z: 0 }, { x: 1, z: 0 }, 0.6), null);
    assert.deepEqual(trimmedLine({ x: 0, z: 0 }, { x: 4, z: 0 }, 1), { from: { x: 1, z: 0 }, to: { x: 3, z: 0 } });
  });

  it('moves a packet at constant speed, slows at the end, and arrives', () => {
    assert.equal(travelled(0), 0);
    assert.closeTo(travelled(1), 1, 1e-12);
    assert.closeTo(travelled(0.4), 2 * travelled(0.2), 1e-12);
    for (let i = 1; i <= 100; i++) assert.ok(travelled(i / 100) > travelled((i - 1) / 100));
    assert.ok(travelled(1) - travelled(0.98) < travelled(0.02));
    assert.ok(hopPoint({ x: 0, z: 0 }, { x: 2, z: 0 }, 0.5).y > hopPoint({ x: 0, z: 0 }, { x: 2, z: 0 }, 0).y);
  });

  it('runs a crack from the front to the back', () => {
    const points = [{ x: 0, z: -2 }, { x: 0, z: 0 }, { x: 0, z: 2 }];
    const half = wallPoints({ id: 'w', points, state: 'open', tween: { extent: 0.75, strength: 1 } });
    assert.deepEqual(half[half.length - 1], { x: 0, z: 2 });
    assert.closeTo(half[0]!.z, -1, 1e-12);
    assert.equal(wallPoints({ id: 'w', points, state: 'open' }).length, 3);
  });
});
