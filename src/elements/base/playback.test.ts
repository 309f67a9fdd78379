import { assert } from '../../../test/assert.ts';
import { Playback } from './playback.ts';
import type { Playable } from './playback.ts';
import { HandFrames } from './testing/frames.ts';
import { Ticker } from './ticker.ts';

class FakeRun implements Playable {
  nowMs = 0;
  durationMs = Infinity;
  pace = 100;
  steps = 0;
  ends = 0;
  /** Calls of `deadline` a move needs; the budget runs out before. */
  heavy = false;

  advance(toMs: number, deadline: () => boolean): boolean {
    if (this.heavy) {
      while (!deadline()) this.nowMs += 0.001;
      return false;
    }
    this.nowMs = toMs;
    return true;
  }

  stepOn(): void { this.steps += 1; }
  ended(): void { this.ends += 1; }
}

function setUp() {
  const frames = new HandFrames();
  const run = new FakeRun();
  const playback = new Playback(new Ticker(frames), run, () => undefined);
  playback.visible = true;
  return { frames, run, playback };
}

describe('playback', () => {
  it('turns viewing time into simulated time by pace and speed', () => {
    const { frames, run, playback } = setUp();
    playback.play();
    frames.pass(1);
    frames.pass(100, 10);
    assert.closeTo(run.nowMs, 100, 0.01);
    playback.speed = 4;
    frames.pass(100, 10);
    assert.closeTo(run.nowMs, 500, 0.01);
  });

  it('loses no time to the whole microseconds of the kernel', () => {
    const { frames, run, playback } = setUp();
    run.pace = 0.01;
    playback.play();
    frames.pass(1);
    frames.pass(6000, 1000 / 60);
    assert.closeTo(run.nowMs, 1, 0.002);
  });

  it('asks for no frame while it is paused or cannot be seen', () => {
    const { frames, playback } = setUp();
    assert.equal(frames.asked, 0);
    playback.play();
    assert.equal(frames.asked, 1);
    playback.visible = false;
    assert.equal(frames.asked, 0);
    assert.equal(playback.playing, true, 'being off screen changes no intent');
    playback.visible = true;
    playback.pause();
    assert.equal(frames.asked, 0);
  });

  it('does not count the time it was off screen', () => {
    const { frames, run, playback } = setUp();
    playback.play();
    frames.pass(3);
    const { nowMs } = run;
    playback.visible = false;
    frames.pass(10, 1000);
    playback.visible = true;
    frames.pass(1, 1000);
    assert.equal(run.nowMs, nowMs);
  });

  it('slows down and says so where the model needs more than its budget', () => {
    const { frames, run, playback } = setUp();
    run.heavy = true;
    frames.tick = 1;
    playback.play();
    frames.pass(3);
    assert.equal(playback.lagging, true);
    assert.ok(run.nowMs < 1);
    run.heavy = false;
    frames.pass(100);
    assert.equal(playback.lagging, false);
  });

  it('stops exactly at the end and tells it', () => {
    const { frames, run, playback } = setUp();
    run.durationMs = 3;
    playback.play();
    frames.pass(10, 10);
    assert.equal(run.nowMs, 3);
    assert.ok(run.ends > 0);
  });

  it('asks for no frames where the reader wants no motion', () => {
    const { frames, run, playback } = setUp();
    playback.reduced = true;
    playback.play();
    frames.pass(10, 100);
    assert.equal(frames.asked, 0);
    assert.equal(run.nowMs, 0);
    playback.pause();
  });
});
