/** Opens pages of the kinds that break libraries, and the demo's own, with the built files, and says which of them show a diagram and which do not. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchBrowser, root } from './browser.mjs';
import { checkDemoPages } from './check-demo-pages.mjs';
import { slugs } from './entries.mjs';
import { servePages } from './serve-for-tools.mjs';

const slug = slugs()[0];
const tag = `<ds-${slug} loading="eager" view="2d">A diagram.</ds-${slug}>`;
/** Every element there is. */
const all = slugs().map((each) => `<ds-${each} loading="eager" view="2d">A diagram.</ds-${each}>`).join('');
const deep = `<ds-${slug} loading="eager" view="3d">A diagram.</ds-${slug}>`;
const page = (head, body = tag, lang = 'en') => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Built files</title>${head}<body>${body}</body></html>`;

const strict = (cdn) => `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; script-src ${new URL(cdn).origin}; require-trusted-types-for 'script'; trusted-types lit-html">`;

/** Title → markup, given the address of the files. */
const pages = {
  'a module, on a page with another base address': (cdn) => page(`<base href="/some/where/else/"><script type="module" src="${cdn}/ds-elements.js"></script>`),
  'a classic script, on a page with an AMD loader and another base address': (cdn) =>
    page(`<base href="/some/where/else/"><script>window.define = () => { window.touched = true }; define.amd = {}; window.module = { exports: {} }</script><script src="${cdn}/ds-elements.classic.js"></script>`),
  'one file for everything': (cdn) => page(`<script defer src="${cdn}/ds-elements.all.js"></script>`, all),
  'three dimensions': (cdn) => page(`<script type="module" src="${cdn}/ds-elements.js"></script>`, deep),
  'one element': (cdn) => page(`<script type="module" src="${cdn}/elements/${slug}.js"></script>`),
  'data attributes where unknown tags are stripped': (cdn) => page(`<script type="module" src="${cdn}/ds-elements.js"></script>`, `<div data-ds="${slug}" data-ds-loading="eager" data-ds-view="2d">A diagram.</div>`),
  'a module with a strict policy': (cdn) => page(`${strict(cdn)}<script type="module" src="${cdn}/ds-elements.js"></script>`, all),
  'in German, with a strict policy': (cdn) => page(`${strict(cdn)}<script type="module" src="${cdn}/ds-elements.js"></script>`, all, 'de'),
  'in German, by a classic script': (cdn) => page(`<script src="${cdn}/ds-elements.classic.js"></script>`, tag, 'de'),
  'in German, with one file for everything': (cdn) => page(`<script defer src="${cdn}/ds-elements.all.js"></script>`, all, 'de'),
  'in Chinese, with one file for everything and the words beside it': (cdn) => page(`<script defer src="${cdn}/ds-elements.all.zh-Hans.js"></script><script defer src="${cdn}/ds-elements.all.js"></script>`, all, 'zh'),
};

/** What the canvas of the picture in depth holds in its lower left corner, where the page is to shine through, and how much of it is drawn. Runs in the page. */
async function shades(name) {
  const drawn = document.querySelector(name).shadowRoot.querySelector('canvas');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const copy = Object.assign(document.createElement('canvas'), { width: drawn.width, height: drawn.height }).getContext('2d');
  copy.drawImage(drawn, 0, 0);
  const alphas = copy.getImageData(0, 0, drawn.width, drawn.height).data.filter((_value, index) => index % 4 === 3);
  return { corner: alphas[alphas.length - drawn.width], solid: alphas.filter((alpha) => alpha === 255).length / alphas.length };
}

/** What went wrong on a page, or null. */
async function visit(browser, address, html) {
  const tab = await browser.newPage();
  const said = [];
  tab.on('console', (message) => ['warn', 'error'].includes(message.type()) && said.push(message.text()));
  tab.on('pageerror', (error) => said.push(error.message));
  try {
    if (html !== null) {
      await tab.setRequestInterception(true);
      tab.on('request', (request) => (request.url() === address ? request.respond({ contentType: 'text/html', body: html }) : request.continue()));
    }
    await tab.goto(address);
    const found = await tab.waitForFunction(() => {
      const figures = [...document.querySelectorAll('*')].filter(({ localName }) => localName.startsWith('ds-'));
      return figures.length > 0 && figures.every(({ ready }) => ready) && Promise.all(figures.map(({ ready }) => ready)).then(() => ({ touched: window.touched }));
    }, { timeout: 20_000 })
      .then((handle) => handle.jsonValue(), (error) => ({ problem: error.message }));
    if (found.problem) said.push(found.problem);
    // The first picture is flat; the one in depth takes its place when three has come.
    if (html?.includes(deep)) {
      await tab.waitForFunction((name) => document.querySelector(name).shadowRoot.querySelector('canvas'), { timeout: 15_000 }, `ds-${slug}`)
        .then(() => tab.evaluate(shades, `ds-${slug}`), () => ({ corner: 255, solid: 0 }))
        .then(({ corner, solid }) => (corner === 0 && solid > 0.05) || said.push(`a canvas with ${Math.round(solid * 100)} % drawn and a corner of alpha ${corner}`));
    }
    if (html?.includes('<html lang="de">')) {
      await tab.waitForFunction(() => [...document.querySelectorAll('*')].filter(({ localName }) => localName.startsWith('ds-')).every(({ shadowRoot }) => shadowRoot.querySelector('summary').textContent === 'Datentabelle'), { timeout: 15_000 })
        .catch(() => said.push('not every figure speaks German'));
    }
    if (found.touched) said.push('the AMD loader of the page was called');
  } finally {
    await tab.close();
  }
  return said.length > 0 ? said.join('\n') : null;
}

/** Runs `report(title, problem)` for each kind of page. */
export async function checkBuiltPages(report) {
  const server = await servePages({ built: true });
  // A page that is answered from here has no address of its own, which the check of local addresses takes for a far one.
  const browser = await launchBrowser({ args: ['--disable-features=LocalNetworkAccessChecks'] });
  const folder = await mkdtemp(join(tmpdir(), 'ds-elements-'));
  try {
    for (const [title, markup] of Object.entries(pages)) {
      report(title, await visit(browser, `${server.address}/built-page`, markup(`${server.address}/cdn`)));
    }
    // The same server by another name is another origin.
    const elsewhere = server.address.replace('localhost', '127.0.0.1');
    const fromElsewhere = pages['a module, on a page with another base address'];
    report('a module from another origin', await visit(browser, `${server.address}/built-page`, fromElsewhere(`${elsewhere}/cdn`)));
    report('a classic script from another origin', await visit(browser, `${server.address}/built-page`, page(`<script src="${elsewhere}/cdn/ds-elements.classic.js"></script>`)));
    const file = join(folder, 'page.html');
    await writeFile(file, pages['one file for everything'](pathToFileURL(join(root, 'cdn')).href));
    report('one file, opened from a disk', await visit(browser, pathToFileURL(file).href, null));
    await checkDemoPages(browser, server.address, report);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await browser.close();
    await server.stop();
  }
}
