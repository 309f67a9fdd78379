import { assert } from '../../../test/assert.ts';
import { Pace, WARM_UP } from './pace.ts';

/** Frames `gap` ms apart until quality must go down, or `most`. */
function framesUntilSlow(pace: Pace, gap: number, follows = true, most = 500): number {
  for (let i = 1; i <= most; i += 1) if (pace.note(i * gap, follows)) return i;
  return Infinity;
}

describe('the pace of figures', () => {
  it('finds fault with frames that come late again and again, the sooner the later they are', () => {
    const late = framesUntilSlow(new Pace(), 50);
    const later = framesUntilSlow(new Pace(), 320);
    assert.ok(late < 60, `${late} frames of 50 ms`);
    assert.ok(later < late && later <= WARM_UP + 8, `${later} frames of 320 ms`);
  });

  it('finds fault with a machine that takes half a second a frame', () => {
    assert.ok(framesUntilSlow(new Pace(), 500) <= WARM_UP + 8);
  });

  it('is content with 30 frames a second', () => {
    assert.equal(framesUntilSlow(new Pace(), 33.4), Infinity);
  });

  it('forgives hiccups among frames on time', () => {
    const pace = new Pace();
    let now = 0;
    for (let i = 0; i < 400; i += 1) {
      now += i % 8 === 0 ? 200 : 16.7;
      assert.ok(!pace.note(now, true), `frame ${i}`);
    }
  });

  it('does not judge single frames with nothing drawn between them', () => {
    assert.equal(framesUntilSlow(new Pace(), 90, false), Infinity);
  });

  it('counts the figures of one moment once', () => {
    const pace = new Pace();
    let verdicts = 0;
    for (let i = 1; i <= 14; i += 1) for (let figure = 0; figure < 20; figure += 1) if (pace.note(i * 60, true)) verdicts += 1;
    assert.equal(verdicts, 0);
  });

  it('takes a night asleep for no slow frame', () => {
    const pace = new Pace();
    for (let i = 1; i <= 40; i += 1) assert.ok(!pace.note(i * 3_600_000, true));
  });
});
