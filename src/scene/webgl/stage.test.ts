import { assert } from '../../../test/assert.ts';
import { fitCamera } from '../camera.ts';
import { channels, defaults, satin } from '../palette.ts';
import type { Scheme } from '../palette.ts';
import { PictureBuilder } from '../picture.ts';
import type { ArcMark, Picture } from '../picture.ts';
import { TOKEN } from '../shapes.ts';
import type { Frame, Shot } from '../view.ts';
import { createStage, Stage } from './index.ts';
import type { WebglPainter } from './index.ts';

const frame: Frame = { width: 480, height: 300, inset: { top: 0, right: 0, bottom: 0, left: 0 } };
const colours = { dark: defaults('dark'), light: defaults('light') };
const shotOf = (picture: Picture, scheme: Scheme = 'dark'): Shot => ({ picture, frame, colours: colours[scheme], scheme });

/** Nine nodes with full logs, a wall and forty packets: the busiest cluster there is. */
function cluster(packets = 40): Picture {
  const builder = new PictureBuilder();
  for (let i = 0; i < 9; i += 1) {
    const at = { x: -4 + (i % 3) * 4, z: -2.4 + Math.floor(i / 3) * 2.2 };
    const role = i === 0 ? 'leader' : i === 1 ? 'candidate' : i === 2 ? 'crashed' : 'follower';
    builder.node({ id: `n${i}`, ...at, role, inlay: `S${i}`, caption: '', spoken: '', timer: { share: 0.6, urgent: i === 4 }, pool: i === 0 });
    builder.lane({ id: `n${i}`, x: at.x, z: at.z + 0.95, first: 1, dim: i === 2, cells: Array.from({ length: 8 }, (_, n) => ({ state: n < 5 ? 'solid' : n < 6 ? 'hollow' : n < 7 ? 'conflict' : 'free', text: '1', tint: 1 + (n % 6) } as const)) });
    builder.link({ id: `l${i}`, from: at, to: { x: 0, z: 0 }, state: i % 2 ? 'live' : 'blocked', role: 'leader' });
  }
  for (let i = 0; i < packets; i += 1) {
    const shape = (['cube', 'octahedron', 'ball', 'torus', 'card'] as const)[i % 5]!;
    builder.packet({ id: `m${i}`, shape, role: 'leader', path: { kind: 'line', from: { x: -4, z: -2 }, to: { x: 4, z: (i % 9) / 3 } }, share: (i % 10) / 10, spoken: '', ...(i % 7 === 0 ? { lost: 0.4 } : {}) });
  }
  builder.wall({ id: 'cut', state: 'open', points: [{ x: 1, z: -3.8 }, { x: 0.4, z: -1 }, { x: 0.8, z: 1 }, { x: 0, z: 3.8 }] });
  return builder.picture();
}

function ring(count: number): Picture {
  const builder = new PictureBuilder();
  builder.plate({ shape: 'round', width: 7.4, depth: 7.4, radius: 3.7, dots: false });
  const arcs = Array.from({ length: count }, (_, i): ArcMark => ({ id: `t${i}`, start: i / count, end: (i + 1) / count, role: (['owner-1', 'owner-2', 'owner-3', 'owner-4'] as const)[i % 4]!, pattern: 'plain', letter: 'A', node: 's1' }));
  builder.ring({ id: 'ring', inner: 2.42, outer: 2.98, height: 0.2, tokens: true, rail: 3.3, chevrons: 1.9, arcs });
  for (let i = 0; i < 12; i += 1) builder.gauge({ id: `s${i}`, x: -1.8 + i * 0.32, z: 0.4, role: 'owner-1', pattern: 'stripes', share: 0.5, inlay: 'A', text: '', spoken: '', width: 0.24 });
  return builder.picture();
}

/** What a canvas shows, as rows of red, green, blue, alpha; drawn 1:1 in CSS px. */
async function pixels(painter: WebglPainter): Promise<ImageData> {
  const canvas = painter.surface.querySelector('canvas')!;
  document.body.append(painter.surface);
  const flat = new OffscreenCanvas(frame.width, frame.height);
  const context = flat.getContext('2d')!;
  const box = canvas.getBoundingClientRect();
  const outer = painter.surface.getBoundingClientRect();
  context.drawImage(await createImageBitmap(canvas), box.left - outer.left, box.top - outer.top, box.width, box.height);
  painter.surface.remove();
  return context.getImageData(0, 0, frame.width, frame.height);
}

const at = (image: ImageData, x: number, y: number): number[] => [...image.data.slice((Math.round(y) * image.width + Math.round(x)) * 4, (Math.round(y) * image.width + Math.round(x)) * 4 + 4)];

describe('the 3D stage', () => {
  let stage: Stage;
  const quiet = { lost: (): void => undefined, repaint: (): void => undefined };
  beforeEach(() => { stage = createStage(document); });
  afterEach(() => stage.dispose());

  it('serves twenty figures from one context', () => {
    const painters = Array.from({ length: 20 }, () => stage.createPainter(document, quiet));
    for (const painter of painters) painter.paint(shotOf(cluster(4)));
    assert.equal(stage.info.contexts, 1);
    assert.equal(stage.info.frames, 20);
    for (const painter of painters) painter.dispose();
    assert.equal(stage.info.painters, 0);
    assert.equal(stage.info.geometries, 0);
    assert.equal(stage.info.textures, 0);
  });

  for (const scheme of ['dark', 'light'] as const) {
    it(`keeps its busiest pictures within 40 draws and 30,000 triangles (${scheme})`, () => {
      for (const [name, picture] of Object.entries({ cluster: cluster(), many: ring(16_384), few: ring(32) })) {
        const painter = stage.createPainter(document, quiet);
        painter.paint(shotOf(picture, scheme));
        const { draws, triangles } = stage.info;
        assert.ok(draws > 3 && draws <= 40, `${name}: ${draws} draws`);
        assert.ok(triangles > 500 && triangles <= 30_000, `${name}: ${triangles} triangles`);
        painter.dispose();
      }
    });
  }

  it('draws a top face in the very colour that the palette gives it', async () => {
    const builder = new PictureBuilder();
    builder.node({ id: 'n1', x: 0, z: 0, role: 'follower', inlay: '', caption: '', spoken: '' });
    const picture = builder.picture();
    const painter = stage.createPainter(document, quiet);
    painter.paint(shotOf(picture));
    const camera = fitCamera(picture.plate, frame);
    const { x, y } = camera.project({ x: -0.43, y: TOKEN.height, z: 0 });
    const shown = at(await pixels(painter), x, y);
    const expected = channels(satin(colours.dark['follower-body']!, [0, 1, 0], 'dark'));
    for (const [i, channel] of expected.entries()) assert.ok(Math.abs(shown[i]! - channel) <= 6, `${shown} instead of ${expected}`);
    painter.dispose();
  });

  it('puts the edge of the plate where the camera of the flat picture puts it', async () => {
    const picture = new PictureBuilder().picture();
    const painter = stage.createPainter(document, quiet);
    painter.paint(shotOf(picture));
    const image = await pixels(painter);
    const camera = fitCamera(picture.plate, frame);
    const left = camera.project({ x: -picture.plate.width / 2, y: 0, z: 0 });
    const row = Math.round(left.y);
    let edge = 0;
    while (edge < frame.width && at(image, edge, row)[3]! < 200) edge += 1;
    assert.ok(Math.abs(edge - left.x) <= 1.5, `at ${edge}, expected ${left.x.toFixed(1)}`);
    painter.dispose();
  });

  it('asks for the picture again when a lost context came back', async () => {
    let repaints = 0;
    const painter = stage.createPainter(document, { ...quiet, repaint: () => { repaints += 1; } });
    painter.paint(shotOf(cluster(2)));
    const loser = stage.loser!;
    loser.loseContext();
    while (!stage.isLost) await new Promise((resolve) => requestAnimationFrame(resolve));
    const before = stage.info.frames;
    painter.paint(shotOf(cluster(2)));
    assert.equal(stage.info.frames, before, 'nothing is drawn without a context');
    loser.restoreContext();
    while (repaints === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    painter.paint(shotOf(cluster(2)));
    assert.equal(stage.info.frames, before + 1);
    assert.equal(stage.info.contexts, 1);
    assert.ok(await plateShows(painter), 'the plate is there again');
    painter.dispose();
  });

  it('gives a figure that comes after a lost context a new one, and the others their pictures back', async () => {
    let repaints = 0;
    const first = stage.createPainter(document, { ...quiet, repaint: () => { repaints += 1; } });
    first.paint(shotOf(cluster(2)));
    stage.loser!.loseContext();
    while (!stage.isLost) await new Promise((resolve) => requestAnimationFrame(resolve));
    const second = stage.createPainter(document, quiet);
    assert.equal(stage.info.contexts, 2);
    assert.ok(!stage.isLost);
    assert.equal(repaints, 1);
    for (const painter of [first, second]) {
      painter.paint(shotOf(cluster(2)));
      assert.ok(await plateShows(painter));
      painter.dispose();
    }
    assert.equal(stage.info.geometries, 0);
  });

  it('draws nothing between pictures', async () => {
    const painter = stage.createPainter(document, quiet);
    painter.paint(shotOf(cluster(2)));
    const before = stage.info.frames;
    for (let i = 0; i < 5; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    assert.equal(stage.info.frames, before);
    painter.dispose();
  });

  it('goes down step by step where frames come late, then hands over to the flat picture', () => {
    let now = 1000;
    const slow = new Stage(slowDocument(() => now));
    const reasons: string[] = [];
    const painter = slow.createPainter(document, { lost: (reason) => reasons.push(reason), repaint: () => undefined });
    for (let i = 0; i < 400 && reasons.length === 0; i += 1, now += 300) painter.paint(shotOf(cluster(0)));
    assert.deepEqual(reasons, ['slow']);
    assert.equal(slow.info.contexts, 2, 'one with smooth edges, one without');
    assert.equal(slow.info.pixelRatio, 1);
    assert.throws(() => slow.createPainter(document, quiet), /slow/);
    painter.dispose();
    slow.dispose();
  });
});

/** Whether the middle of the front edge of the plate is painted. */
async function plateShows(painter: WebglPainter): Promise<boolean> {
  const camera = fitCamera(new PictureBuilder().picture().plate, frame);
  const { x, y } = camera.project({ x: -4.6, y: 0, z: 3.4 });
  return at(await pixels(painter), x, y)[3] === 255;
}

/** A document whose frames come when the test says; none is ever skipped. */
function slowDocument(now: () => number): Document {
  const view = { requestAnimationFrame: () => 0 };
  return { createElement: (name: string) => document.createElement(name), defaultView: view, timeline: { get currentTime() { return now(); } } } as unknown as Document;
}
