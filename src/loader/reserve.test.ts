import { assert } from '../../test/assert.ts';
import { importers } from './elements.ts';
import { textWidth } from '../scene/layout/widths.ts';
import { reserveSpace } from './reserve.ts';

/**
 * Read-outs and the sentence below them wrap differently with the fonts of a machine: a line more or less is not a shift of the
 * figure, and with a font wider than labels are laid out for it may be one in each.
 */
function tolerance(): number {
  const context = document.createElement('canvas').getContext('2d');
  assert.ok(context);
  const sample = 'shares differ by about 22% from even';
  context.font = '100px ui-sans-serif, system-ui, sans-serif';
  return context.measureText(sample).width > textWidth(sample, 100) ? 40 : 20;
}

/** Heights by width of a tag as the loader's sheet keeps it, and of the element itself. */
async function heights(element: HTMLElement, widths: readonly number[]): Promise<number[]> {
  const found: number[] = [];
  for (const width of widths) {
    element.style.width = `${width}px`;
    // One for the observer of sizes, one for the words that break elsewhere, one to spare.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    found.push(element.getBoundingClientRect().height);
  }
  return found;
}

describe('the place that the loader keeps', () => {
  for (const [slug, importer] of importers) {
    it(`is as high as ds-${slug} turns out to be, from phone to desk`, async () => {
      const widths = [328, 440, 560, 720, 860, 900, 1100, 1400];
      const release = reserveSpace(document, ['ds-not-yet']);
      const waiting = document.createElement('ds-not-yet');
      document.body.append(waiting);
      const kept = await heights(waiting, widths);
      release();
      waiting.remove();

      await importer.element();
      const element = document.createElement(`ds-${slug}`);
      element.setAttribute('paused', '');
      element.setAttribute('loading', 'eager');
      document.body.append(element);
      await (element as HTMLElement & { readonly ready: Promise<unknown> }).ready;
      const real = await heights(element, widths);
      element.remove();
      const most = tolerance();
      widths.forEach((width, at) => assert.closeTo(real[at] ?? NaN, kept[at] ?? NaN, most, `height at a width of ${width}`));
    });
  }
});
