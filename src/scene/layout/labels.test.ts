import { assert } from '../../../test/assert.ts';
import { fitCamera } from '../camera.ts';
import { PictureBuilder, type Picture } from '../picture.ts';
import { clusterPicture, ringPicture } from '../testing/fixtures.ts';
import type { Frame } from '../view.ts';
import { obstacles, overlaps } from './boxes.ts';
import { layoutLabels, type LaidText } from './labels.ts';
import { fitted, textWidth } from './widths.ts';

const WIDE: Frame = { width: 1246, height: 584, inset: { top: 0, right: 286, bottom: 0, left: 0 } };
const MIDDLE: Frame = { width: 640, height: 340, inset: { top: 30, right: 0, bottom: 0, left: 0 } };
const PHONE: Frame = { width: 360, height: 360, inset: { top: 0, right: 0, bottom: 0, left: 0 } };

function isPill(text: LaidText): boolean {
  return text.kind === 'pill' || text.kind === 'badge';
}

/** Many nodes thrown on the plate by a little generator. */
function crowd(seed: number): Picture {
  const picture = new PictureBuilder();
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  for (let i = 1; i <= 9; i++) {
    const at = { x: (next() - 0.5) * 9.5, z: (next() - 0.5) * 6 };
    picture.node({ id: `n${i}`, role: i === 1 ? 'leader' : 'follower', ...at, inlay: `S${i}`, caption: next() < 0.5 ? 'Follower' : 'A rather long caption', badge: 'T12', spoken: '' });
    picture.lane({ id: `n${i}`, x: at.x, z: at.z + 1.1, cells: Array.from({ length: 6 }, () => ({ state: 'solid' as const, text: '3', tint: 3 })), first: 1 });
    picture.label({ id: `l${i}`, at: { x: at.x, y: 0, z: at.z }, text: 'a hint', role: 'text', priority: 10, side: 'right', ground: 'pill' });
  }
  return picture.picture();
}

describe('label layout', () => {
  it('never lets pills overlap one another, bodies, trays or ids, or leave the stage', () => {
    const pictures = [clusterPicture(), clusterPicture(true), ringPicture(), ...Array.from({ length: 20 }, (_, i) => crowd(i + 1))];
    let pills = 0;
    for (const picture of pictures) {
      for (const frame of [WIDE, MIDDLE, PHONE]) {
        const camera = fitCamera(picture.plate, frame);
        const { texts } = layoutLabels(picture, camera);
        const taken = obstacles(picture, camera);
        const placed = texts.filter(isPill);
        pills += placed.length;
        for (const [i, one] of placed.entries()) {
          assert.ok(one.left >= 0 && one.right <= frame.width && one.top >= 0 && one.bottom <= frame.height, `${one.key} is on the stage`);
          assert.ok(!taken.some((box) => overlaps(one, box)), `${one.key} is off bodies and trays`);
          for (const other of placed.slice(i + 1)) assert.ok(!overlaps(one, other), `${one.key} is off ${other.key}`);
          for (const other of texts) if (!isPill(other)) assert.ok(!overlaps(one, other), `${one.key} is off ${other.key}`);
        }
      }
    }
    assert.ok(pills > 250, `${pills} pills were placed at all`);
  });

  it('says of every pill that finds no room that it is hidden, the lesser ones first', () => {
    const picture = crowd(3);
    const { texts, hidden } = layoutLabels(picture, fitCamera(picture.plate, PHONE));
    const wanted = picture.nodes.length + picture.labels.length;
    assert.equal(texts.filter(isPill).length + hidden.length, wanted);
    assert.ok(hidden.length > 0);
    const builder = new PictureBuilder();
    for (const [id, priority] of [['low', 10], ['high', 40]] as const) builder.label({ id, at: { x: 0, y: 0, z: 0 }, text: id, role: 'text', priority, side: 'centre', ground: 'plain' });
    const pair = builder.picture();
    assert.deepEqual(layoutLabels(pair, fitCamera(pair.plate, PHONE)).hidden, ['low']);
  });

  it('shows labels of a group together or not at all', () => {
    const shown = (group: string | undefined): readonly string[] => {
      const builder = new PictureBuilder();
      for (const [id, x] of [['free', -3], ['crowded', 3]] as const) builder.label({ id, at: { x, y: 0, z: 0 }, text: id, role: 'text', priority: 20, side: 'centre', ground: 'plain', ...(group && { group }) });
      builder.label({ id: 'first', at: { x: 3, y: 0, z: 0 }, text: 'first', role: 'text', priority: 30, side: 'centre', ground: 'plain' });
      const picture = builder.picture();
      const { texts, hidden } = layoutLabels(picture, fitCamera(picture.plate, WIDE));
      assert.equal(texts.length + hidden.length, 3);
      return texts.map(({ id }) => id);
    };
    assert.deepEqual(shown(undefined), ['first', 'free']);
    assert.deepEqual(shown('pair'), ['first']);
  });

  it('gives fixed texts to the ids, and digits only where they are 12 px', () => {
    const picture = clusterPicture();
    const wide = layoutLabels(picture, fitCamera(picture.plate, WIDE)).texts;
    assert.deepEqual(wide.filter((text) => text.kind === 'inlay').map((text) => text.text).sort(), ['S1', 'S2', 'S4', 'S5'], 'the crashed one has a cross');
    assert.ok(wide.some((text) => text.kind === 'digit'));
    assert.ok(wide.every((text) => text.size >= 12));
    const small = layoutLabels(picture, fitCamera(picture.plate, MIDDLE)).texts;
    assert.ok(!small.some((text) => text.kind === 'digit'));
  });

  it('writes letters only on arcs of at least 24 px', () => {
    const picture = ringPicture(64);
    const camera = fitCamera(picture.plate, WIDE);
    const ring = picture.rings[0]!;
    const letters = layoutLabels(picture, camera).texts.filter((text) => text.kind === 'arc');
    assert.ok(letters.length > 0 && letters.length < ring.arcs.length);
    const turn = 2 * Math.PI * ((ring.inner + ring.outer) / 2) * camera.scale;
    for (const letter of letters) {
      const arc = ring.arcs.find((candidate) => `arc/${candidate.id}` === letter.key);
      assert.ok(arc && (arc.end - arc.start) * turn >= 24, letter.key);
    }
  });

  it('shows one packet label of a kind, and none on narrow stages', () => {
    const builder = new PictureBuilder();
    for (const id of ['m1', 'm2', 'm3']) builder.packet({ id, shape: 'cube', role: 'leader', path: { kind: 'line', from: { x: -4, z: 0 }, to: { x: 4, z: Number(id[1]) - 2 } }, share: 0.4, label: 'AppendEntries', spoken: '' });
    const picture = builder.picture();
    assert.equal(layoutLabels(picture, fitCamera(picture.plate, WIDE)).texts.length, 1);
    assert.equal(layoutLabels(picture, fitCamera(picture.plate, MIDDLE)).texts.length, 0);
  });

  it('shows only badges on phones', () => {
    const picture = clusterPicture(true);
    const pills = layoutLabels(picture, fitCamera(picture.plate, PHONE), { badgesOnly: true }).texts.filter(isPill);
    assert.equal(pills.length, 5);
    assert.ok(pills.every((pill) => pill.text === '' && /^T\d$/.test(pill.badge ?? '')));
  });

  it('keeps a pill on its side for 600 ms, then lets it move', () => {
    const scene = (blocked: boolean): Picture => {
      const builder = new PictureBuilder();
      builder.node({ id: 'n1', role: 'follower', x: 0, z: 0, inlay: 'S1', caption: 'Follower', spoken: '' });
      if (blocked) builder.node({ id: 'n2', role: 'follower', x: 0, z: -1.3, inlay: 'S2', caption: '', spoken: '' });
      return builder.picture();
    };
    const camera = fitCamera(scene(false).plate, WIDE);
    const first = layoutLabels(scene(false), camera, { nowMs: 0 });
    assert.equal(first.memory.get('node/n1')?.side, 'above');
    const soon = layoutLabels(scene(true), camera, { previous: first.memory, nowMs: 300 });
    assert.deepEqual(soon.hidden, ['n1'], 'no room on its side, and too soon for another');
    const later = layoutLabels(scene(true), camera, { previous: soon.memory, nowMs: 700 });
    const side = later.memory.get('node/n1')?.side;
    assert.ok(side && side !== 'above', `moved to ${side}`);
    const back = layoutLabels(scene(false), camera, { previous: later.memory, nowMs: 2000 });
    assert.equal(back.memory.get('node/n1')?.side, side, 'a free side is not left for a better one');
  });
});

describe('text widths', () => {
  it('grow with the text, its size and its weight', () => {
    assert.ok(textWidth('Leader', 13) > textWidth('Leade', 13));
    assert.ok(textWidth('Leader', 14) > textWidth('Leader', 13));
    assert.ok(textWidth('Leader', 13, 600) > textWidth('Leader', 13, 400));
    assert.equal(textWidth('', 13), 0);
    assert.ok(textWidth('節点', 13) > 26, 'East Asian signs take a full em');
  });

  it('cut a text with an ellipsis where it does not fit', () => {
    assert.equal(fitted('Follower', 13, 400, 200), 'Follower');
    const cut = fitted('Follower', 13, 400, 40);
    assert.ok(cut.endsWith('…') && textWidth(cut, 13, 400) <= 40);
    assert.equal(fitted('Follower', 13, 400, 3), '');
  });
});
