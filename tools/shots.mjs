/**
 * `npm run shots`: a picture of every element at the moments of `test/shots.config.ts`, at every width, light and dark,
 * in `shots/out/`. Words narrow it: `npm run shots -- raft 360 dark`. `--built` takes the built files, `--2x` twice the pixels,
 * `--lang=de` and `--dir=rtl` a page in that language and direction.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { schemes, shots, widths } from '../test/shots.config.ts';
import { launchBrowser, root } from './browser.mjs';
import { servePages } from './serve-for-tools.mjs';

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const built = process.argv.includes('--built');
const pixels = process.argv.includes('--2x') ? 2 : 1;
const valueOf = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? '';
const lang = valueOf('lang') || 'en';
const dir = valueOf('dir') || 'ltr';
const suffix = `${lang === 'en' ? '' : `-${lang}`}${dir === 'ltr' ? '' : `-${dir}`}`;
const out = join(root, 'shots/out');

const wanted = shots
  .flatMap((shot) => widths.flatMap((width) => schemes.map((scheme) => ({ ...shot, lang, dir, width, scheme, file: `${shot.element}-${shot.name}-${width}-${scheme}${suffix}.png` }))))
  .filter(({ file }) => words.every((word) => file.includes(word)));

/** In the page: makes the element, brings it to its moment, waits until it is drawn. */
async function stage({ element, attributes = {}, actions = [], laterMs = 0, lang, dir }) {
  Object.assign(document.documentElement, { lang, dir });
  const made = document.createElement(`ds-${element}`);
  const frames = async (count) => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  };
  made.setAttribute('loading', 'eager');
  made.setAttribute('paused', '');
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  document.body.replaceChildren(made);
  await customElements.whenDefined(`ds-${element}`);
  const ready = await Promise.race([made.ready, new Promise((resolve) => setTimeout(() => resolve({ view: 'not ready after 20 s' }), 20_000))]);
  const refused = [];
  for (const [action, target] of actions) {
    const result = made.act(action, target);
    if (!result.ok) refused.push(`${action}: ${result.reason}`);
  }
  if (laterMs > 0) made.seek(made.currentTime + laterMs);
  await frames(3);
  // Cross-fades and tweens end on their own; stills are taken after them.
  await new Promise((resolve) => setTimeout(resolve, 900));
  await frames(2);
  return { view: ready?.reason ? `${ready.view} (${ready.reason})` : ready?.view, refused, height: Math.round(made.getBoundingClientRect().height), wide: document.documentElement.scrollWidth };
}

if (wanted.length === 0) {
  console.log('No shot of that name.');
  process.exit(1);
}
await mkdir(out, { recursive: true });
const server = await servePages({ built });
const browser = await launchBrowser({ protocolTimeout: 120_000 });
let odd = 0;
try {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (['warn', 'error'].includes(message.type())) console.log(`  console.${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    odd += 1;
    console.log(`  uncaught: ${(error.stack ?? error.message).split('\n').slice(0, 4).join('\n    ')}`);
  });
  for (const shot of wanted) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: shot.scheme }]);
    await page.setViewport({ width: shot.width, height: 900, deviceScaleFactor: pixels });
    await page.goto(`${server.address}/tools/shots.html`, { waitUntil: 'load' });
    const { view, refused, height, wide } = await page.evaluate(stage, shot);
    const element = await page.$(`ds-${shot.element}`);
    await element.screenshot({ path: join(out, shot.file) });
    const notes = [view, `${height} px high`, ...refused, ...(wide > shot.width ? [`the page scrolls sideways: ${wide} px`] : [])];
    if (refused.length > 0 || wide > shot.width) odd += 1;
    console.log(`${shot.file}  ${notes.join(', ')}`);
  }
} finally {
  await browser.close();
  await server.stop();
}
process.exit(odd === 0 ? 0 : 1);
