/** Opens the pages of the demo as on a phone, with the built files: what they say, how wide they are, and which diagrams do not live. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './browser.mjs';
import { slugs } from './entries.mjs';

/** A phone's width, and those around which layouts change. */
const widths = [360, 640, 700, 1024];
/** For one thing to appear. */
const mostMs = 15_000;
const diagrams = slugs().map((slug) => `ds-${slug}`);
const inDemo = (folder) => readdirSync(join(root, 'demo', folder)).filter((name) => name.endsWith('.html')).sort().map((name) => folder + name);

/** Brings one element after another into view; those that stay without a picture, or without contents. Runs in the page. */
async function lifeless(mostMs, diagrams) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const elements = [...document.querySelectorAll('*')].filter(({ localName }) => localName.startsWith('ds-') && !['ds-at', 'ds-note'].includes(localName));
  const isAlive = ({ localName, shadowRoot }) => Boolean(diagrams.includes(localName) ? shadowRoot?.querySelector('.canvas > *') : shadowRoot?.firstElementChild);
  const dead = [];
  for (const [at, element] of elements.entries()) {
    const until = performance.now() + mostMs;
    while (!isAlive(element) && performance.now() < until) {
      // What stands above it may still be growing.
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      await frame();
    }
    if (!isAlive(element)) dead.push(`${element.localName} ${element.id || `number ${at + 1}`} stays empty`);
  }
  return dead;
}

/** Frames of a page whose diagram stays without a picture; they may be of no origin, so nothing but the browser sees into them. */
async function emptyFrames(tab) {
  const empty = [];
  for (const frame of await tab.$$('iframe')) {
    await frame.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
    const inside = await frame.contentFrame();
    await inside.waitForFunction((tags) => document.querySelector(tags)?.shadowRoot?.querySelector('.canvas > *'), { timeout: mostMs }, diagrams.join())
      .catch(() => empty.push(`the frame ${inside.url()} stays empty`));
  }
  return empty;
}

/** What is wrong with a page, or null. */
async function visit(browser, address) {
  const tab = await browser.newPage();
  const said = [];
  tab.on('console', (message) => ['warn', 'error'].includes(message.type()) && said.push(message.text()));
  tab.on('pageerror', (error) => said.push(error.message));
  tab.on('requestfailed', (request) => said.push(`${request.url()}: ${request.failure()?.errorText}`));
  try {
    await tab.setViewport({ width: widths[0], height: 740 });
    await tab.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    const source = await (await tab.goto(address)).text();
    const has = source.includes('<ds-') || source.includes('playground.js');
    if (has) await tab.waitForSelector(diagrams.join(), { timeout: mostMs }).catch(() => said.push('no diagram comes'));
    said.push(...(await tab.evaluate(lifeless, mostMs, diagrams)), ...(await emptyFrames(tab)));
    for (const width of widths) {
      await tab.setViewport({ width, height: 740 });
      const wide = await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.documentElement.scrollWidth)))));
      if (wide > width) said.push(`${wide} px wide in a window of ${width}`);
    }
  } finally {
    await tab.close();
  }
  return said.length > 0 ? said.join('\n') : null;
}

/** Runs `report(title, problem)` for each page, on a server of the built files. */
export async function checkDemoPages(browser, address, report) {
  for (const name of [...inDemo(''), ...inDemo('docs/')]) {
    report(`demo/${name} on a phone`, await visit(browser, `${address}/demo/${name}`));
  }
}
