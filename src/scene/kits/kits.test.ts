import { assert } from '../../../test/assert.ts';
import { fitCamera } from '../camera.ts';
import { allMarks } from '../flat/all-marks.ts';
import { primitives } from '../flat/shapes-2d.ts';
import { svgText } from '../flat/svg-text.ts';
import { hitTest } from '../hit.ts';
import { layoutLabels } from '../layout/labels.ts';
import { nodeSolids } from '../node-body.ts';
import { defaults, TOKENS } from '../palette.ts';
import type { Floor, Picture, SolidMark } from '../picture.ts';
import { PictureBuilder } from '../picture.ts';
import { onPlate } from '../shapes.ts';
import { shaped, solidDepth, solidForm } from '../solid-shapes.ts';
import { kitPictures } from '../testing/kit-pictures.ts';
import type { Shot } from '../view.ts';
import { onBus } from './control-bus.ts';
import { offsetLane, offsetX } from './offset-lane.ts';
import { probeRing } from './probe-ring.ts';
import { queueSlots } from './queue-slots.ts';

const FRAME = { width: 960, height: 560, inset: { top: 0, right: 0, bottom: 0, left: 0 } };
const shot = (picture: Picture, scheme: 'dark' | 'light' = 'dark'): Shot => ({ picture, frame: FRAME, colours: defaults(scheme), scheme });
const each = (check: (picture: Picture, name: string) => void): void => {
  for (const [name, make] of Object.entries(kitPictures)) check(make(), name);
};

describe('kits', () => {
  it('give every mark of a kind its own id', () => {
    each((picture, name) => {
      for (const marks of [picture.nodes, picture.links, picture.solids, picture.paints, picture.labels, picture.packets]) {
        const ids = marks.map(({ id }) => id);
        assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), [], name);
      }
    });
  });

  it('stay on their plate', () => {
    each((picture, name) => {
      for (const solid of picture.solids) {
        const half = { x: solid.width / 2, z: solidDepth(solid) / 2 };
        for (const sx of [-1, 1]) assert.ok(onPlate(picture.plate, { x: solid.x + sx * half.x, z: solid.z + half.z }), `${name}: ${solid.id}`);
      }
      for (const paint of picture.paints) {
        if (paint.form !== 'ring') continue;
        assert.ok(onPlate(picture.plate, paint.at, paint.radius), `${name}: ${paint.id}`);
      }
    });
  });

  it('name only tones that the palette has', () => {
    each((picture, name) => {
      for (const { tone, id } of picture.paints) assert.ok(TOKENS.includes(tone), `${name}: ${id} is in ${tone}`);
      for (const { tone, edge, id } of picture.solids) for (const token of [tone, edge]) assert.ok(token === undefined || TOKENS.includes(token), `${name}: ${id} is in ${token}`);
    });
  });

  it('are drawn flat with a key for every path, finite numbers and known colours', () => {
    each((picture, name) => {
      const keys = primitives(shot(picture), allMarks).map(({ key }) => key);
      assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), [], name);
      for (const solid of picture.solids) assert.ok(keys.some((key) => key === `solid/${solid.id}` || key.startsWith(`solid/${solid.id}/`)), `${name}: ${solid.id}`);
      for (const scheme of ['dark', 'light'] as const) assert.ok(!/NaN|Infinity|undefined|#FF00FF/i.test(svgText(shot(picture, scheme), allMarks)), name);
    });
  });

  it('have bodies that the flat picture outlines where the 3D one stands, within a px', () => {
    each((picture, name) => {
      const camera = fitCamera(picture.plate, FRAME);
      const paths = new Map(primitives(shot(picture), allMarks).map(({ key, d }) => [key, d]));
      const bodies: [string, SolidMark][] = picture.solids.map((solid) => [`solid/${solid.id}/wall`, solid]);
      for (const node of picture.nodes) for (const [i, solid] of nodeSolids(node).entries()) bodies.push([`node/${node.id}${i ? `/${i}` : ''}/wall`, solid]);
      for (const [key, solid] of bodies) {
        if (solid.finish === 'outline' || solid.shape === 'orb') continue;
        // What the 3D view makes an instance of: the form, scaled by width and depth, at the solid's place.
        const form = solidForm(solid.shape, solid.width, solidDepth(solid));
        const foot = shaped(form.outline, solid, form.ratio).map((p: Floor) => camera.project({ x: p.x + solid.x, y: solid.y ?? 0, z: p.z + solid.z }));
        const seen = [...paths.get(key)!.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map((match) => ({ x: Number(match[1]), y: Number(match[2]) }));
        assert.closeTo(Math.max(...seen.map(({ y }) => y)), Math.max(...foot.map(({ y }) => y)), 1, `${name}: front of ${key}`);
        assert.ok(Math.max(...seen.map(({ x }) => x)) >= Math.max(...foot.map(({ x }) => x)) - 1, `${name}: right of ${key}`);
      }
    });
  });

  it('write nothing smaller than 12 px', () => {
    each((picture) => {
      for (const width of [960, 640, 360]) {
        const frame = { ...FRAME, width, height: Math.round(width * 0.6) };
        for (const text of layoutLabels(picture, fitCamera(picture.plate, frame)).texts) assert.ok(text.size >= 12, text.key);
      }
    });
  });

  it('let a pointer on a proxy find its service', () => {
    const picture = kitPictures['mesh']!();
    const camera = fitCamera(picture.plate, FRAME);
    const proxy = picture.solids.find(({ id }) => id === 'web/proxy')!;
    const { x, y } = camera.project({ x: proxy.x, z: proxy.z, y: proxy.width / 2 });
    assert.deepEqual(hitTest(picture, camera, x, y), { kind: 'node', id: 'web', distance: 0 });
  });

  it('line equal positions up in every lane, and part their pins', () => {
    const builder = new PictureBuilder();
    const pins = (['round', 'square', 'diamond'] as const).map((shape) => ({ id: shape, shape, at: 42, role: 'replica' as const }));
    for (const [id, z] of [['a', -1], ['b', 1]] as const) offsetLane(builder, { id, x: -2, z, first: 41, role: 'replica', cells: ['41', '42'].map((text) => ({ state: 'applied', text })), pins });
    const { solids } = builder.picture();
    const find = (id: string): SolidMark => solids.find((solid) => solid.id === id)!;
    assert.equal(find('a/42').x, find('b/42').x);
    assert.equal(find('a/42').x, offsetX({ x: -2, first: 41 }, 42));
    const xs = pins.map(({ id }) => find(`a/pin/${id}`).x);
    assert.ok(xs[1]! - xs[0]! > 0.15 && xs[2]! - xs[1]! > 0.15);
  });

  it('show as many slabs and tiles as wait and are in service, and no ring without a failure', () => {
    const builder = new PictureBuilder();
    queueSlots(builder, { id: 'b', x: 0, z: 0, queued: 3, busy: 2, capacity: 5 });
    probeRing(builder, { id: 'b', x: 0, z: 0, failures: 0 });
    probeRing(builder, { id: 'c', x: 0, z: 0, failures: 2 });
    const { solids, paints } = builder.picture();
    const count = (start: string): number => solids.filter(({ id }) => id.startsWith(start)).length;
    assert.deepEqual([count('b/queued-'), count('b/slot-'), count('b/free-')], [3, 2, 3]);
    assert.equal(paints.filter(({ id }) => id.startsWith('b/probes')).length, 0);
    assert.equal(paints.filter(({ id, tone }) => id.startsWith('c/probes') && tone === 'fail').length, 2);
  });

  it('lead a configuration from the control plane to its proxy along the bus', () => {
    const bus = { from: { x: 0, z: -3 }, z: -2 }, proxy = { x: 2, z: 1 };
    assert.deepEqual(onBus(bus, proxy, 0), bus.from);
    assert.deepEqual(onBus(bus, proxy, 1 / 6), { x: 0, z: -2 });
    assert.deepEqual(onBus(bus, proxy, 0.5), { x: 2, z: -2 });
    assert.deepEqual(onBus(bus, proxy, 1), proxy);
  });
});
