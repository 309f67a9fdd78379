import { emulateMedia } from '@web/test-runner-commands';
import { assert } from '../../../test/assert.ts';
import { define } from './define.ts';
import { DsToy } from './testing/toy.ts';

define('ds-toy', DsToy);

describe('a reader who wants no motion', () => {
  beforeEach(() => emulateMedia({ reducedMotion: 'reduce' }));
  afterEach(() => emulateMedia({ reducedMotion: 'no-preference' }));

  it('finds the figure at a telling moment, paused without the attribute, and Play goes event by event', async function () {
    this.timeout(10_000);
    const figure = document.createElement('ds-toy');
    figure.view = '2d';
    document.body.prepend(figure);
    try {
      await figure.ready;
      assert.equal(figure.currentTime, 1500, 'the still of the scenario');
      assert.equal(figure.playing, false);
      assert.equal(figure.hasAttribute('paused'), false);
      assert.ok(figure.matches(':state(reduced)'));
      const stepped = new Promise<number>((resolve) => figure.addEventListener('ds-event', ({ detail }) => resolve(detail.time), { once: true }));
      figure.play();
      assert.equal(await stepped, 2000, 'the next event, and nothing between');
      assert.equal(figure.currentTime, 2000);
    } finally {
      figure.remove();
    }
  });

  it('gets the moment that the author asked for', async () => {
    const figure = document.createElement('ds-toy');
    figure.setAttribute('time', '700ms');
    document.body.prepend(figure);
    await figure.ready;
    assert.equal(figure.currentTime, 700);
    figure.remove();
  });
});
