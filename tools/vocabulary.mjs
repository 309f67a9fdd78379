/**
 * `node tools/vocabulary.mjs`: a picture of every kit of the picture vocabulary in both painters and schemes, in
 * `shots/vocabulary/`, with what it costs. `key=value` narrows it: `kit=mesh,cap view=3d scheme=dark width=640`.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser, root } from './browser.mjs';
import { servePages } from './serve-for-tools.mjs';

const out = join(root, 'shots/vocabulary');
const asked = process.argv.slice(2).join('&');

await mkdir(out, { recursive: true });
const server = await servePages();
const browser = await launchBrowser({ protocolTimeout: 120_000 });
try {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (['warn', 'error'].includes(message.type())) console.log(`  console.${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`  uncaught: ${error.stack ?? error.message}`));
  await page.setViewport({ width: 1800, height: 900 });
  await page.goto(`${server.address}/tools/vocabulary.html?${asked}`, { waitUntil: 'load' });
  await page.waitForFunction(() => window.drawn === true, { timeout: 60_000 });
  for (const { kit, view, scheme, ...cost } of await page.evaluate(() => window.measured)) {
    const figure = await page.$(`#${kit}-${view}-${scheme}`);
    await figure.screenshot({ path: join(out, `${kit}-${view}-${scheme}.png`) });
    console.log(`${kit}-${view}-${scheme}.png  ${JSON.stringify(cost)}`);
  }
} finally {
  await browser.close();
  await server.stop();
}
