import { assert } from '../../../test/assert.ts';
import { fitCamera } from '../camera.ts';
import { defaults, type Scheme } from '../palette.ts';
import { PictureBuilder, type Picture } from '../picture.ts';
import { tokenOutline } from '../token-shapes.ts';
import { clusterPicture, ringPicture } from '../testing/fixtures.ts';
import type { Shot } from '../view.ts';
import { hull } from './pen.ts';
import { runsOf } from '../arcs.ts';
import { allMarks } from './all-marks.ts';
import { FlatScene, primitives } from './shapes-2d.ts';
import { svgText } from './svg-text.ts';

function shot(picture: Picture, scheme: Scheme = 'dark'): Shot {
  return { picture, frame: { width: 960, height: 560, inset: { top: 0, right: 0, bottom: 0, left: 0 } }, colours: defaults(scheme), scheme };
}

/** 32-bit FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16);
}

describe('flat picture', () => {
  it('gives every path its own key', () => {
    for (const picture of [clusterPicture(), ringPicture(), ringPicture(64, 8)]) {
      const keys = primitives(shot(picture), allMarks).map((primitive) => primitive.key);
      assert.equal(new Set(keys).size, keys.length);
    }
  });

  it('paints every mark of a picture', () => {
    const picture = clusterPicture();
    const keys = primitives(shot(picture), allMarks).map((primitive) => primitive.key);
    const drawn = (start: string): boolean => keys.some((key) => key === start || key.startsWith(`${start}/`));
    for (const node of picture.nodes) assert.ok(drawn(`node/${node.id}`), node.id);
    for (const link of picture.links) assert.ok(drawn(`link/${link.id}`), link.id);
    for (const lane of picture.lanes) assert.ok(drawn(`lane/${lane.id}`), lane.id);
    for (const packet of picture.packets) assert.ok(drawn(`packet/${packet.id}`), packet.id);
    for (const wall of picture.walls) assert.ok(drawn(`wall/${wall.id}`), wall.id);
    assert.ok(drawn('plate'));
  });

  it('has only finite numbers and known colours in its paths', () => {
    for (const scheme of ['dark', 'light'] as const) {
      for (const picture of [clusterPicture(true), ringPicture(32, 8)]) {
        const text = svgText(shot(picture, scheme), allMarks);
        assert.ok(!/NaN|Infinity|undefined|#FF00FF/i.test(text));
      }
    }
  });

  it('paints what stands in front after what stands behind', () => {
    const builder = new PictureBuilder();
    builder.node({ id: 'front', role: 'follower', x: 0, z: 1, inlay: '', caption: '', spoken: '' });
    builder.node({ id: 'back', role: 'follower', x: 0, z: -1, inlay: '', caption: '', spoken: '' });
    const keys = primitives(shot(builder.picture()), allMarks).map((primitive) => primitive.key);
    assert.ok(keys.indexOf('node/back/top') < keys.indexOf('node/front/wall'));
  });

  it('outlines a token where the camera sees its edges', () => {
    const builder = new PictureBuilder();
    builder.node({ id: 'n', role: 'candidate', x: 2, z: 1, inlay: '', caption: '', spoken: '' });
    const one = shot(builder.picture());
    const camera = fitCamera(one.picture.plate, one.frame);
    const wall = primitives(one, allMarks).find((primitive) => primitive.key === 'node/n/wall')!;
    const seen = [...wall.d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((match) => ({ x: Number(match[1]), y: Number(match[2]) }));
    const floor = tokenOutline('diamond').map((p) => camera.project({ x: p.x + 2, y: 0, z: p.z + 1 }));
    assert.closeTo(Math.max(...seen.map((p) => p.y)), Math.max(...floor.map((p) => p.y)), 0.1, 'front corner');
    assert.ok(Math.max(...seen.map((p) => p.x)) >= Math.max(...floor.map((p) => p.x)) - 0.1);
  });

  it('keeps the very same paths for what has not changed', () => {
    const scene = new FlatScene(allMarks);
    const first = new Map(scene.primitives(shot(clusterPicture())).map((primitive) => [primitive.key, primitive]));
    const again = scene.primitives(shot(clusterPicture()));
    const same = again.filter((primitive) => first.get(primitive.key) === primitive).length;
    assert.ok(same / again.length > 0.5, `${same} of ${again.length} are the same objects`);
    assert.equal(again.find((primitive) => primitive.key === 'node/n1/wall'), first.get('node/n1/wall'));
  });

  it('paints the same from what it kept as from nothing', () => {
    const scene = new FlatScene(allMarks);
    scene.primitives(shot(ringPicture()));
    scene.primitives(shot(clusterPicture()));
    scene.primitives(shot(ringPicture(16)));
    assert.deepEqual(scene.primitives(shot(ringPicture())), primitives(shot(ringPicture()), allMarks));
  });

  it('joins arcs under 0.75 px and loses nothing of the ring', () => {
    const ring = ringPicture(2048, 8).rings[0]!;
    assert.equal(ring.arcs.length, 16_384);
    const turn = 1700;
    const runs = runsOf(ring.arcs, turn);
    assert.ok(runs.length < 2 * turn / 0.75, `${runs.length} runs`);
    const covered = runs.reduce((sum, run) => sum + run.to - run.from, 0);
    assert.ok(covered > 0.85 && covered <= 1.0001, `${covered} of the ring is covered`);
    for (const role of ['owner-1', 'owner-2', 'owner-3', 'owner-4']) assert.ok(runs.some((run) => run.role === role));
  });

  it('keeps a ring of 16,384 arcs to a few dozen paths', () => {
    assert.ok(primitives(shot(ringPicture(2048, 8)), allMarks).length < 150);
  });

  it('is the same text in Node and in every browser', () => {
    assert.equal(hash(svgText(shot(clusterPicture(), 'dark'), allMarks)), GOLDEN.cluster);
    assert.equal(hash(svgText(shot(ringPicture(), 'light'), allMarks)), GOLDEN.ring);
  });

  it('writes texts so that they can never be markup', () => {
    const builder = new PictureBuilder();
    builder.label({ id: 'l', at: { x: 0, y: 0, z: 0 }, text: '<script>&"', role: 'text', priority: 10, side: 'centre', ground: 'plain' });
    const text = svgText(shot(builder.picture()), allMarks);
    assert.ok(!text.includes('<script>'));
    assert.ok(text.includes('&#60;script&#62;&#38;&#34;'));
  });

  it('finds the hull of points', () => {
    const found = hull([{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 1, y: 1 }, { x: 2, y: 2 }, { x: 0, y: 2 }]);
    assert.equal(found.length, 4);
    assert.ok(!found.some((p) => p.x === 1));
  });
});

/** Hashes of the two fixtures; they change only when the picture is meant to. */
const GOLDEN = { cluster: 'fcfdb74d', ring: '68351fb9' };
