import { assert } from '../../test/assert.ts';
import { PictureBuilder, type Picture, type SolidMark } from './picture.ts';
import { TWEEN, Tweener } from './tweener.ts';

function holding(solid: Partial<SolidMark> | null): Picture {
  const builder = new PictureBuilder();
  if (solid) builder.solid({ id: 's', shape: 'tile', x: 0, z: 0, width: 0.4, height: 0.1, role: 'replica', ...solid });
  builder.paint({ form: 'ring', id: 'r', tone: 'link', at: { x: solid?.x ?? 0, z: 0 }, radius: 1, width: 0.1 });
  return builder.picture();
}

describe('motion of solids and paints', () => {
  it('runs from where they were to where they are, then comes to rest', () => {
    const tweener = new Tweener();
    tweener.next(holding({}), 0);
    assert.ok(!tweener.busy);
    tweener.next(holding({ x: 2, height: 0.3, role: 'primary' }), 100);
    const half = tweener.next(holding({ x: 2, height: 0.3, role: 'primary' }), 100 + TWEEN.presence / 4);
    const { x, height, tween } = half.solids[0]!;
    assert.ok(x > 0 && x < 2 && height > 0.1 && height < 0.3, `${x} ${height}`);
    assert.equal(tween?.from, 'replica');
    const ring = half.paints[0]!;
    assert.ok(ring.form === 'ring' && ring.at.x > 0 && ring.at.x < 2);
    const target = holding({ x: 2, height: 0.3, role: 'primary' });
    assert.deepEqual(tweener.next(target, 100 + TWEEN.presence), target);
    assert.ok(!tweener.busy);
  });

  it('fades what is new in and what is gone out', () => {
    const tweener = new Tweener();
    tweener.next(holding(null), 0);
    assert.ok(tweener.next(holding({}), 10).solids[0]!.tween!.presence < 0.1);
    tweener.next(holding({}), 1000);
    tweener.next(holding(null), 1010);
    const leaving = tweener.next(holding(null), 1010 + TWEEN.presence / 4).solids;
    assert.equal(leaving.length, 1);
    assert.ok(leaving[0]!.tween!.presence < 1);
    assert.equal(tweener.next(holding(null), 1010 + TWEEN.presence).solids.length, 0);
  });

  it('cuts where no motion is wanted', () => {
    const tweener = new Tweener();
    tweener.next(holding({}), 0);
    const target = holding({ x: 2 });
    assert.deepEqual(tweener.next(target, 10, 'cut'), target);
  });
});
