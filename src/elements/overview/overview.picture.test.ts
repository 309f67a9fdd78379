import { assert } from '../../../test/assert.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { overviewConfig } from '../../models/overview/config.ts';
import { overview } from '../../models/overview/model.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import type { Picture } from '../../scene/picture.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import { translator, addDefaults } from '../base/strings.ts';
import { layoutOf } from './islands.ts';
import { drawCracked } from './live.picture.ts';
import { overviewStrings } from './overview.strings.ts';

addDefaults('en', overviewStrings);

function pictureAt(settings: { readonly [name: string]: number }, ms: number, tall = false): { readonly picture: Picture; readonly state: OverviewState } {
  const run = new Timeline({ model: overview(), config: overviewConfig(settings), seed: 1, commands: [], reconfigure: (config) => config });
  run.advance(ms * 1000);
  const builder = new PictureBuilder();
  drawCracked({ state: run.state, nowUs: run.nowUs, tall, usPerViewingMs: 1000, name: (id) => id, text: translator('en'), selected: null, settings: {} }, builder);
  return { picture: builder.picture(), state: run.state };
}

describe('the picture of the opening scene', () => {
  it('stands every machine on its island, dark where it is down', () => {
    const { picture, state } = pictureAt({}, 9000);
    assert.equal(picture.nodes.length, 64);
    assert.equal(picture.nodes.filter(({ role }) => role === 'crashed').length, 64 - state.upCount);
    assert.ok(state.upCount < 64);
  });

  it('says an island\'s share as a count above 64 machines', () => {
    const { picture } = pictureAt({ nodes: 400 }, 100);
    assert.equal(picture.nodes.length, 63);
    assert.ok(picture.labels.some(({ text }) => text.includes('45 of 45')));
  });

  it('keeps islands apart, wide, on a phone, and on a phone without a frame', () => {
    for (const { places, width } of [layoutOf(false, true), layoutOf(true, true), layoutOf(true, false)]) {
      for (const [i, a] of places.entries()) for (const b of places.slice(i + 1)) assert.ok(Math.hypot(a.x - b.x, a.z - b.z) > a.radius + b.radius, `plate of ${width}`);
    }
  });

  it('keeps its ids apart', () => {
    for (const tall of [false, true]) {
      const { picture } = pictureAt({}, 3300, tall);
      for (const marks of [picture.nodes, picture.solids, picture.paints, picture.packets, picture.links, picture.labels]) assert.equal(new Set(marks.map(({ id }) => id)).size, marks.length);
      assert.ok(picture.packets.length > 0);
    }
  });
});
