/** Figures of a page with one diagram, built files: what is fetched, when the picture is there, what a frame costs. */
import { launchBrowser } from './browser.mjs';
import { slugs } from './entries.mjs';
import { servePages } from './serve-for-tools.mjs';

/** Before any script of the page: collect what the browser measures. */
function collect() {
  window.seen = { shift: 0, long: 0, readyAt: null, view: null };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.seen.long = Math.max(window.seen.long, duration);
  }).observe({ type: 'longtask', buffered: true });
  document.addEventListener('ds-ready', (event) => {
    window.seen.readyAt ??= performance.now();
    window.seen.view = event.detail.view;
  });
}

/** In the page: main-thread share and frame intervals while the diagram plays. */
async function watchFrames(seconds) {
  const intervals = [];
  let last = performance.now();
  const end = last + seconds * 1000;
  while (last < end) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    intervals.push(now - last);
    last = now;
  }
  intervals.sort((a, b) => a - b);
  return { median: intervals[intervals.length >> 1], worst: intervals.at(-1), count: intervals.length };
}

async function measure(browser, address, slug) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.evaluateOnNewDocument(collect);
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const busy = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
  const requests = [];
  let sawPicture = null;
  page.on('response', (response) => {
    if (response.url().includes('/cdn/')) requests.push(response.url());
  });
  const markup = `<!doctype html><title>Bench</title><script type="module" src="/cdn/ds-elements.js"></script><body style="margin:16px"><ds-${slug}>A diagram.</ds-${slug}>`;
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url().endsWith('/bench-page')) void request.respond({ contentType: 'text/html', body: markup });
    else void request.continue();
  });
  await page.goto(`${address}/bench-page`);
  await page.waitForFunction(() => window.seen.readyAt !== null, { timeout: 30_000 });
  sawPicture = requests.length;
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const before = await busy();
  const frames = await page.evaluate(watchFrames, 4);
  const after = await busy();
  const seen = await page.evaluate(() => window.seen);
  const spent = (name) => ((after[name] - before[name]) * 1000) / frames.count;
  const figures = [
    { name: 'ds-ready after navigation', value: seen.readyAt, unit: 'ms' },
    { name: 'requests at ds-ready', value: sawPicture, unit: '', goal: 4 },
    { name: 'layout shift', value: seen.shift, unit: '' },
    { name: 'longest task while loading', value: seen.long, unit: 'ms' },
    { name: 'frame interval, median', value: frames.median, unit: 'ms', goal: 16.7 },
    { name: 'main thread per frame, script', value: spent('ScriptDuration'), unit: 'ms', goal: 4 },
    { name: 'main thread per frame, all', value: spent('TaskDuration'), unit: 'ms' },
    { name: 'heap', value: after.JSHeapUsedSize / 1e6, unit: 'MB' },
  ];
  await page.close();
  return [`page with ds-${slug}, view ${seen.view}`, figures];
}

export async function pageFigures() {
  const server = await servePages({ built: true });
  const browser = await launchBrowser();
  try {
    const all = [];
    for (const slug of slugs()) all.push(await measure(browser, server.address, slug));
    return all;
  } finally {
    await browser.close();
    await server.stop();
  }
}
