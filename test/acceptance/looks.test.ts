/** Elements look as they did: stills of theirs against those on record. */
import { assert } from '../assert.ts';
import { differences, drawn, fileOf, looks, written } from '../looks.ts';
import { clear, figureIn, put } from './support.ts';

const onRecord = async (file: string): Promise<string> => (await fetch(new URL(`../pictures/${file}`, import.meta.url))).text();

describe('the look', () => {
  afterEach(clear);

  for (const look of looks) {
    const { slug, attributes, scheme, width } = look;
    it(`of ${slug}, ${scheme}, at ${width} px is the one on record`, async () => {
      const named = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`).join(' ');
      const figure = figureIn(put(`<ds-${slug} ${named} theme="${scheme}" view="2d" paused loading="eager" lang="en"></ds-${slug}>`, width));
      await figure.ready;
      const still = written(await (await figure.toImage({ type: 'svg', width })).text());
      assert.deepEqual(differences(still, await onRecord(fileOf(look))), [], fileOf(look));
    });
  }

  it('differs from the one on record where a mark has moved by 2 px, is gone or has another colour', async () => {
    const look = looks[0]!;
    const still = await drawn(look);
    assert.deepEqual(differences(still, still), []);
    const path = /(<path [^>]*?d="M)(-?[\d.]+)/;
    assert.equal(differences(still.replace(path, (_, start: string, x: string) => `${start}${Number(x) + 2}`), still).length, 1);
    assert.ok(differences(still.replace(/<path [^>]*>\n/, ''), still).length > 0);
    assert.equal(differences(still.replace(/#[0-9A-Fa-f]{6}/, '#123456'), still).length, 1);
  });
});
