/**
 * How sources are served to browsers, by the demo's server and by the test runner alike: TypeScript through esbuild, and
 * `/cdn/…` and the manifest, which builds write, answered from the sources at the addresses that an author would name.
 */
import { join } from 'node:path';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { build } from 'esbuild';
import { root } from './browser.mjs';
import { target, tsconfigRaw } from './compiler-options.mjs';
import { allSource, companionSlugs, loaderMap, moduleOf, slugs, slugsOnly } from './entries.mjs';

async function classicLoader() {
  const slugsPlugin = {
    name: 'slugs-only',
    setup: (bundler) => bundler.onLoad({ filter: /[\\/]loader[\\/]elements\.ts$/ }, ({ path }) => (path === loaderMap ? { contents: slugsOnly(), loader: 'js' } : undefined)),
  };
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src/loader/classic.ts')], bundle: true, write: false, format: 'iife', target, tsconfigRaw, plugins: [slugsPlugin],
  });
  return outputFiles[0].text;
}

async function fromSources(path) {
  if (path === '/cdn/ds-elements.js') return "export * from '/src/loader/loader.ts';";
  if (path === '/cdn/ds-elements.classic.js') return classicLoader();
  if (path === '/cdn/ds-elements.all.js') return allSource('/');
  if (path === '/cdn/integrity.js') return 'export const sums = {};';
  const slug = /^\/cdn\/elements\/([a-z-]+)\.js$/.exec(path)?.[1];
  return slug && [...slugs(), ...companionSlugs()].includes(slug) ? `export * from '/${moduleOf(slug)}';` : undefined;
}

let manifest = null;

/** The manifest of the sources as they were when it was first asked for. */
function manifestOfSources() {
  manifest ??= import('./manifest.mjs').then(({ readManifest }) => readManifest()).then(JSON.stringify);
  return manifest;
}

const cdnPlugin = {
  name: 'cdn-from-sources',
  async serve(context) {
    if (context.path === '/custom-elements.json') return { body: await manifestOfSources(), type: 'json' };
    const body = await fromSources(context.path);
    return body === undefined ? undefined : { body, type: 'js' };
  },
};

/** Frames without an origin of their own may load modules, as they may from any host of static files. */
async function anyOrigin(context, next) {
  context.set('Access-Control-Allow-Origin', '*');
  await next();
}

const sources = esbuildPlugin({ ts: true, target, tsconfig: join(root, 'tsconfig.json') });

export const serving = {
  middleware: [anyOrigin],
  /** `built`: `/cdn/` is the folder of that name. */
  pluginsFor: ({ built = false } = {}) => (built ? [sources] : [cdnPlugin, sources]),
};
