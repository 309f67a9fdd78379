/**
 * Figures of pages with many diagrams (built files), and in the same run of a bare page with one shared three.js renderer and
 * sixty instanced objects a diagram, as the yardstick: what the same pictures would cost without models, words and controls.
 */
import { launchBrowser } from './browser.mjs';
import { servePages } from './serve-for-tools.mjs';

const counts = [1, 4, 16, 32, 64];
const cycles = 1000;

/** Before any script of the page: notes contexts, counts draws and callbacks of frames. */
function count() {
  const seen = window.seen = { contexts: [], draws: 0, callbacks: 0, shown: 0, pictureAt: null, stageAt: null };
  for (const canvas of [window.HTMLCanvasElement, window.OffscreenCanvas]) {
    const { getContext } = canvas.prototype;
    canvas.prototype.getContext = function (kind, ...rest) {
      const context = getContext.call(this, kind, ...rest);
      if (context && /webgl/.test(kind) && !this.counted) {
        this.counted = true;
        seen.contexts.push(context);
      }
      return context;
    };
  }
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']) {
    const draw = window.WebGL2RenderingContext.prototype[name];
    window.WebGL2RenderingContext.prototype[name] = function (...values) {
      seen.draws += 1;
      seen.stageAt ??= performance.now();
      return draw.apply(this, values);
    };
  }
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => request((now) => {
    if (!callback.uncounted) seen.callbacks += 1;
    callback(now);
  });
  document.addEventListener('ds-ready', () => { seen.pictureAt ??= performance.now(); });
}

const tags = ['ds-raft-cluster', 'ds-hash-ring'];
const diagram = (at, more = '') => `<${tags[at % 2]} id="d${at}" ${more}>A diagram.</${tags[at % 2]}>`;
/** Two are in view at the top; the others follow below. */
const ours = (many, more) => `<script type="module" src="/cdn/ds-elements.js"></script><div style="display:grid;grid-template-columns:1fr 1fr;gap:16px">${Array.from({ length: many }, (_, at) => diagram(at, more)).join('')}</div><div style="height:6000px"></div>`;

const bare = (many) => `<div style="display:grid;grid-template-columns:1fr 1fr;gap:16px">${'<canvas width="600" height="400" style="width:100%;height:500px"></canvas>'.repeat(many)}</div><div style="height:6000px"></div>
<script type="importmap">{"imports":{"three":"/node_modules/three/build/three.module.js"}}</script>
<script type="module">
  import * as THREE from 'three';
  const renderer = new THREE.WebGLRenderer({ canvas: new OffscreenCanvas(600, 400), antialias: true, alpha: true });
  renderer.setSize(600, 400, false);
  const camera = new THREE.PerspectiveCamera(16, 1.5, 1, 100);
  camera.position.set(0, 20, 16);
  camera.lookAt(0, 0, 0);
  const scenes = [...document.querySelectorAll('canvas')].map((canvas) => {
    const scene = new THREE.Scene();
    scene.add(new THREE.HemisphereLight(), new THREE.DirectionalLight());
    const objects = new THREE.InstancedMesh(new THREE.CylinderGeometry(0.3, 0.35, 0.3, 32), new THREE.MeshStandardMaterial({ color: '#38cdeb' }), 60);
    scene.add(objects);
    return { scene, objects, canvas, context: canvas.getContext('bitmaprenderer'), visible: false };
  });
  const sight = new IntersectionObserver((entries) => { for (const { target, isIntersecting } of entries) scenes.find(({ canvas }) => canvas === target).visible = isIntersecting; });
  for (const { canvas } of scenes) sight.observe(canvas);
  const place = new THREE.Matrix4();
  const frame = (now) => {
    for (const { scene, objects, context, visible } of scenes) {
      if (!visible) continue;
      for (let at = 0; at < 60; at += 1) objects.setMatrixAt(at, place.setPosition((at % 10) - 4.5, 0.2 * Math.sin(now / 300 + at), Math.floor(at / 10) - 2.5));
      objects.instanceMatrix.needsUpdate = true;
      renderer.render(scene, camera);
      context.transferFromImageBitmap(renderer.domElement.transferToImageBitmap());
    }
    window.seen.shown += 1;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
</script>`;

async function open(browser, address, body, { slowdown = 1, height = 640 } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height });
  await page.evaluateOnNewDocument(count);
  const session = await page.createCDPSession();
  // Time on the processor, not on the clock: where pixels are drawn by the same cores, the clock counts those too.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('HeapProfiler.enable');
  if (slowdown > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.setRequestInterception(true);
  page.on('request', (request) => (request.url() === `${address}/bench-many`
    ? request.respond({ contentType: 'text/html', body: `<!doctype html><title>Bench</title><link rel="icon" href="data:,"><body style="margin:16px">${body}` }) : request.continue()));
  await page.goto(`${address}/bench-many`);
  return {
    page,
    metrics: async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value])),
    async heap() {
      for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    },
  };
}

/** In the page; of contexts those that live: a slow machine is given another without antialiasing, and the first is let go. */
const seenNow = () => ({ ...window.seen, contexts: window.seen.contexts.filter((context) => !context.isContextLost()).length });

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Frames, main thread, draws and callbacks over some seconds. */
async function watch({ page, metrics }, seconds) {
  const before = { ...(await metrics()), ...(await page.evaluate(seenNow)) };
  const frames = await page.evaluate(async (ms) => {
    const end = performance.now() + ms;
    let frames = 0;
    const next = () => new Promise((resolve) => { const step = () => resolve(); step.uncounted = true; requestAnimationFrame(step); });
    while (performance.now() < end) { await next(); frames += 1; }
    return frames;
  }, seconds * 1000);
  const after = { ...(await metrics()), ...(await page.evaluate(seenNow)) };
  return { perFrame: ((after.TaskDuration - before.TaskDuration) * 1000) / frames, perSecond: frames / seconds, draws: after.draws - before.draws, callbacks: after.callbacks - before.callbacks, contexts: after.contexts };
}

const ready = (page) => page.waitForFunction(() => document.querySelector('#d0')?.shadowRoot?.querySelector('.canvas > *') && (!document.querySelector('#d1') || document.querySelector('#d1').shadowRoot?.querySelector('.canvas > *')), { timeout: 60_000 });

async function ofMany(browser, address, many) {
  const yardstick = await open(browser, address, bare(many));
  await yardstick.page.waitForFunction(() => window.seen.shown > 5, { timeout: 60_000 });
  const plain = await watch(yardstick, 3);
  await yardstick.page.close();
  const tab = await open(browser, address, ours(many, 'view="3d"'));
  await ready(tab.page);
  await rest(10_000);
  const visible = await watch(tab, 4);
  const view = await tab.page.evaluate(() => (document.querySelector('#d0').shadowRoot.querySelector('canvas') ? '3d' : '2d'));
  await tab.page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await rest(1500);
  const hidden = await watch(tab, 3);
  await tab.page.evaluate(() => { for (const element of document.querySelectorAll('[id^=d]')) element.pause?.(); window.scrollTo(0, 0); });
  await rest(2500);
  const paused = await watch(tab, 3);
  await tab.page.close();
  return { visible, hidden, paused, plain, view };
}

/** Heap of each further diagram, bytes: nobody came near, near and paused, running. */
async function heaps(browser, address) {
  const measured = async (many, more, settle, height) => {
    const tab = await open(browser, address, ours(many, more), { height });
    await ready(tab.page);
    await rest(settle);
    const bytes = await tab.heap();
    await tab.page.close();
    return bytes;
  };
  const each = async (more, settle, height) => (await measured(18, more, settle, height) - await measured(2, more, settle, height)) / 16;
  return [
    ['never near', await each('', 2000), 100_000],
    ['near and paused', await each('loading="eager" paused view="2d"', 9000), 400_000],
    // In a window that shows all of them, after half a minute.
    ['running', await each('view="2d"', 30_000, 5200), 4_000_000],
  ];
}

/** Bytes that each of many cycles of adding and removing leaves behind. */
async function growth(browser, address) {
  const tab = await open(browser, address, ours(1, 'view="2d" paused'));
  await ready(tab.page);
  const turn = (times) => tab.page.evaluate(async (n) => {
    for (let i = 0; i < n; i += 1) {
      const element = document.createElement('ds-raft-cluster');
      element.view = '2d';
      document.body.prepend(element);
      await element.ready;
      element.remove();
    }
  }, times);
  await turn(100);
  const before = await tab.heap();
  for (let done = 0; done < cycles; done += 100) await turn(100);
  const bytes = (await tab.heap() - before) / cycles;
  await tab.page.close();
  return bytes;
}

/** ms after navigation: first picture, first frame in depth; of the bare page its first frame. */
async function firsts(browser, address, slowdown) {
  const tab = await open(browser, address, ours(1, 'view="3d" paused'), { slowdown });
  await tab.page.waitForFunction(() => window.seen.stageAt !== null && window.seen.pictureAt !== null, { timeout: 120_000 });
  const { pictureAt, stageAt } = await tab.page.evaluate(seenNow);
  await tab.page.close();
  const yardstick = await open(browser, address, bare(1), { slowdown });
  await yardstick.page.waitForFunction(() => window.seen.stageAt !== null, { timeout: 120_000 });
  const bareAt = await yardstick.page.evaluate(() => window.seen.stageAt);
  await yardstick.page.close();
  return { pictureAt, stageAt, bareAt };
}

export async function manyFigures() {
  const server = await servePages({ built: true });
  const browser = await launchBrowser({ protocolTimeout: 600_000 });
  const { address } = server;
  try {
    const all = [];
    // Of the fewest with as many in view as all that follow: what those out of view cost shows beside it.
    let fewest = null;
    for (const many of counts) {
      const { visible, hidden, paused, plain, view } = await ofMany(browser, address, many);
      if (many > 1) fewest ??= visible.perFrame;
      all.push([`${many === 1 ? 'one diagram' : `${many} diagrams, two visible`}, view ${view}`, [
        { name: 'WebGL contexts at a time', value: visible.contexts, unit: '', goal: 1 },
        { name: 'main thread a frame', value: visible.perFrame, unit: 'ms', goal: 1.25 * plain.perFrame },
        ...(many > 1 ? [{ name: `main thread a frame, against ${counts[1]} diagrams`, value: visible.perFrame / fewest, unit: '×', goal: 1.2 }] : []),
        { name: 'frames', value: visible.perSecond, unit: '/s' },
        { name: 'yardstick: main thread a frame', value: plain.perFrame, unit: 'ms' },
        { name: 'yardstick: frames', value: plain.perSecond, unit: '/s' },
        { name: 'none visible: draws in 3 s', value: hidden.draws, unit: '' },
        { name: 'none visible: animation-frame callbacks in 3 s', value: hidden.callbacks, unit: '' },
        { name: 'all paused: draws in 3 s', value: paused.draws, unit: '' },
        { name: 'all paused: animation-frame callbacks in 3 s', value: paused.callbacks, unit: '' },
      ]]);
    }
    all.push(['heap of each further diagram', (await heaps(browser, address)).map(([name, bytes, goal]) => ({ name, value: bytes / 1000, unit: 'kB', goal: goal / 1000 }))]);
    all.push([`adding and removing, ${cycles} times`, [{ name: 'growth a time', value: await growth(browser, address) / 1000, unit: 'kB', goal: 2 }]]);
    for (const slowdown of [1, 4]) {
      const { pictureAt, stageAt, bareAt } = await firsts(browser, address, slowdown);
      all.push([slowdown === 1 ? 'first picture, whole processor' : `first picture, 1/${slowdown} of the processor`, [
        { name: 'first picture after navigation', value: pictureAt, unit: 'ms' },
        { name: 'first frame in depth', value: stageAt, unit: 'ms', goal: 1.15 * bareAt },
        { name: 'yardstick: first frame', value: bareAt, unit: 'ms' },
      ]]);
    }
    return all;
  } finally {
    await browser.close();
    await server.stop();
  }
}
