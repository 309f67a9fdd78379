/** Draws the picture that links to the guide are shown with: its opening scene, 1200 × 630, into `demo/open-graph.jpg`. */
import { join } from 'node:path';
import { launchBrowser, root } from './browser.mjs';
import { servePages } from './serve-for-tools.mjs';

const server = await servePages({ built: false });
const browser = await launchBrowser({ protocolTimeout: 120_000 });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 630 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(new URL('/demo/index.html', server.address).href, { waitUntil: 'domcontentloaded' });
  await page.evaluate(() => document.querySelector('ds-overview').ready);
  // Layers of light settle over a few frames after the first.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await page.addStyleTag({ content: '.top, .theme, .foot { visibility: hidden !important }' });
  await page.screenshot({ path: join(root, 'demo/open-graph.jpg'), type: 'jpeg', quality: 80 });
} finally {
  await browser.close();
}
process.exit(0);
