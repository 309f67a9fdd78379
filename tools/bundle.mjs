/**
 * Builds `cdn/`: what pages load by a script tag. Three bundles from the same sources:
 *
 *   ds-elements.js, elements/<slug>.js, chunks/   ES modules; the loader fetches the rest by relative addresses
 *   ds-elements.classic.js                        the loader for a classic script tag
 *   ds-elements.all.js                            everything in one classic script, for files on a disk;
 *   ds-elements.all.<tag>.js                      the words of another language for it
 *
 * Equal sources give equal bytes: names of chunks are hashes of their content and nothing holds a date or a path.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { transform } from 'esbuild';
import { rollup } from 'rollup';
import { root } from './browser.mjs';
import { target, tsconfigRaw } from './compiler-options.mjs';
import { companionSlugs, loaderMap, moduleOf, previewOf, slugs, slugsOnly } from './entries.mjs';
import { squeezeTemplates } from './squeeze-templates.mjs';
import { isThree, leanThree } from './three-lean.mjs';
import { dropUnusedMembers } from './unused-members.mjs';

const cdn = join(root, 'cdn');
const scene = join(root, 'src/scene/');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
/** Says whose code a chunk holds; the one file that is made of built ones holds everybody's. */
const signed = {
  name: 'signed',
  renderChunk(code, { moduleIds }) {
    const holds = (...folders) => moduleIds.some((id) => id.startsWith(join(cdn, 'elements/')) || folders.some((folder) => id.includes(`node_modules/${folder}`)));
    const others = [...(holds('lit', '@lit/') ? ['lit (BSD-3-Clause)'] : []), ...(holds('three/') ? ['three.js (MIT)'] : [])];
    const thanks = others.length > 0 ? `. Holds parts of ${others.join(' and ')}: see THIRD-PARTY.md` : '';
    return { code: `/*! ds-elements ${version}, MIT${thanks} */\n${code}`, map: null };
  },
};

const typescript = {
  name: 'typescript',
  async transform(code, id) {
    if (!id.endsWith('.ts')) return null;
    const compiled = await transform(squeezeTemplates(code), { loader: 'ts', format: 'esm', target, tsconfigRaw, sourcefile: id });
    return { code: compiled.code, map: null };
  },
};

/** Answers an import with made-up source. */
function virtual(id, source) {
  return { name: `virtual:${id}`, resolveId: (asked) => (asked === id ? `\0${id}` : null), load: (asked) => (asked === `\0${id}` ? source : null) };
}

const minify = terser({
  module: true,
  ecma: 2020,
  compress: { passes: 2 },
  mangle: true,
  format: { comments: false },
});

const unusedOfThree = dropUnusedMembers(isThree);

async function bundle(input, plugins, output) {
  const warnings = [];
  const built = await rollup({
    input,
    // What comes later may take from an element's file; a façade before it would be one more request.
    preserveEntrySignatures: 'allow-extension',
    plugins: [...plugins, leanThree, unusedOfThree.collect, nodeResolve({ exportConditions: ['production'], extensions: ['.ts', '.mjs', '.js'] }), typescript],
    onwarn: (warning) => warnings.push(warning.message),
    treeshake: { moduleSideEffects: (id) => !id.includes('node_modules/three/') },
  });
  await built.write({ dir: cdn, format: 'es', plugins: [unusedOfThree.drop, minify, signed], hoistTransitiveImports: true, ...output });
  await built.close();
  if (warnings.length > 0) throw new Error(`The bundler warns:\n${warnings.join('\n')}`);
}

/** Modules that an entry needs before it can run, itself included. */
function reached(graph, id, seen = new Set()) {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const next of graph.getModuleInfo(id)?.importedIds ?? []) reached(graph, next, seen);
  return seen;
}

/**
 * Which chunk a module belongs to, so that a first picture takes few bytes and at most four requests: `picture` is all that
 * the first picture with the tightest budget, the ring's, shares with anything, `marks` what the others share besides, `base`
 * what elements share when they live. Everything else is left to the bundler: parts of models that only two have, and what a
 * dynamic import() leads to (controls, painter).
 */
function chunksOf(graph) {
  const reachedFrom = (pathOf) => slugs().map((slug) => reached(graph, join(root, pathOf(slug))));
  const previews = reachedFrom(previewOf);
  const elements = reachedFrom(moduleOf);
  const entries = new Set(slugs().flatMap((slug) => [previewOf(slug), moduleOf(slug)]).map((path) => join(root, path)));
  const users = (sets, id) => sets.filter((set) => set.has(id)).length;
  const tightest = previews[slugs().indexOf('hash-ring')];
  // Painters and motion take from the scene what pictures are made of.
  const isShared = (id) => users(previews, id) > 1 || users(elements, id) > 1 || (id.startsWith(scene) && graph.getModuleInfo(id).importers.some((user) => user.startsWith(scene) && users(previews, user) === 0));
  return (id) => {
    if (entries.has(id) || !isShared(id)) return null;
    if (tightest.has(id)) return 'picture';
    if (users(previews, id) > 0) return 'marks';
    return users(elements, id) > (id.startsWith(scene) ? 1 : 2) ? 'base' : null;
  };
}

/** The loader asks for an element and for what the element needs at once, which saves a round trip. */
const fetchTogether = {
  name: 'fetch-together',
  generateBundle(_options, files) {
    const loader = files['ds-elements.js'];
    for (const element of loader.dynamicImports) {
      const call = new RegExp(`import\\((["'])\\./${element}\\1\\)`, 'g');
      const needs = files[element].imports.filter((name) => !loader.imports.includes(name));
      if (needs.length > 0) loader.code = loader.code.replace(call, (own) => `Promise.all([${[own, ...needs.map((name) => `import("./${name}")`)].join()}])`);
    }
  },
};

/** Words of a language say so in their name; an `index` is called after its folder. */
function chunkName({ name, moduleIds }) {
  const module = moduleIds.at(-1) ?? name;
  const folder = basename(dirname(module));
  const isWords = basename(dirname(dirname(module))) === 'languages';
  return `chunks/${isWords ? `words-${folder}-${name}` : name === 'index' ? folder : name}-[hash].js`;
}

async function modules() {
  const input = { 'ds-elements': join(root, 'src/loader/loader.ts') };
  for (const slug of slugs()) {
    input[`elements/${slug}.preview`] = join(root, previewOf(slug));
    input[`elements/${slug}`] = join(root, moduleOf(slug));
  }
  for (const slug of companionSlugs()) input[`elements/${slug}`] = join(root, moduleOf(slug));
  let chunkOf = null;
  await bundle(input, [], {
    entryFileNames: '[name].js',
    plugins: [unusedOfThree.drop, minify, signed, fetchTogether],
    chunkFileNames: chunkName,
    manualChunks: (id, graph) => (chunkOf ??= chunksOf(graph))(id),
  });
}

async function classic() {
  const slugsPlugin = { name: 'slugs-only', load: (id) => (id === loaderMap ? slugsOnly() : null) };
  await bundle({ 'ds-elements.classic': join(root, 'src/loader/classic.ts') }, [slugsPlugin], { format: 'iife', entryFileNames: '[name].js' });
}

/** Language tag → name of the concept, or `base` → file of its words. */
async function wordFiles() {
  const tags = await readdir(join(root, 'src/elements/languages'), { withFileTypes: true }).then((entries) => entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const files = (await readdir(join(cdn, 'chunks'))).filter((name) => name.startsWith('words-'));
  return new Map(tags.map((tag) => [tag, new Map(files.filter((name) => name.startsWith(`words-${tag}-`)).map((name) => [name.slice(`words-${tag}-`.length, -'-12345678.js'.length), join(cdn, 'chunks', name)]))]));
}

/** Where modules import words, the one file asks for a script beside it: modules cannot be had from a disk. */
function wordsApart(words) {
  const named = new Map([...words].flatMap(([tag, files]) => [...files].map(([name, file]) => [basename(file), { tag, name }])));
  return {
    name: 'words-apart',
    transform(code) {
      let found = false;
      const replaced = code.replace(/import\("\.\/(words-[\w-]+\.js)"\)/g, (all, file) => {
        const { tag, name } = named.get(file);
        found = true;
        return `wordsBeside(${JSON.stringify(tag)},${JSON.stringify(name)})`;
      });
      return found ? { code: `import { wordsBeside } from ${JSON.stringify(join(root, 'src/loader/words-beside.ts'))};\n${replaced}`, map: null } : null;
    },
  };
}

/** Of the modules as they were built, so that it holds the same code. */
async function single() {
  const words = await wordFiles();
  const source = [...slugs(), ...companionSlugs()].map((slug) => `import ${JSON.stringify(join(cdn, `elements/${slug}.js`))};`).join('\n');
  await bundle({ 'ds-elements.all': 'all' }, [virtual('all', source), wordsApart(words)], { format: 'iife', entryFileNames: '[name].js', inlineDynamicImports: true });
  for (const [tag, files] of words) {
    const imports = [...files.values()].map((file, at) => `import * as words${at} from ${JSON.stringify(file)};`);
    const tables = [...files.keys()].map((name, at) => `${JSON.stringify(name)}: words${at}`);
    const filling = `${imports.join('\n')}\n(window.dsElementsWords ??= {})[${JSON.stringify(tag)}] = { ${tables.join(', ')} };`;
    await bundle({ [`ds-elements.all.${tag}`]: 'words' }, [virtual('words', filling)], { format: 'iife', entryFileNames: '[name].js' });
  }
}

async function filesIn(folder) {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1).replaceAll('\\', '/')).sort();
}

/** Checksums for `integrity="…"` and an import map that carries them to what the loader fetches. */
async function integrity() {
  const sums = {};
  for (const file of (await filesIn(cdn)).filter((name) => name.endsWith('.js'))) {
    sums[file] = `sha384-${createHash('sha384').update(await readFile(join(cdn, file))).digest('base64')}`;
  }
  await writeFile(join(cdn, 'integrity.json'), `${JSON.stringify(sums, null, 2)}\n`);
  // A script may fetch this one where a policy allows nothing but scripts.
  await writeFile(join(cdn, 'integrity.js'), `export const sums = ${JSON.stringify(sums)};\n`);
  const map = {
    imports: { 'ds-elements': './ds-elements.js', 'ds-elements/elements/': './elements/' },
    integrity: Object.fromEntries(Object.entries(sums).filter(([file]) => !/\.(classic|all)(\.[\w-]+)?\.js$/.test(file)).map(([file, sum]) => [`./${file}`, sum])),
  };
  await writeFile(join(cdn, 'importmap.json'), `${JSON.stringify(map, null, 2)}\n`);
}

export async function buildCdn() {
  await rm(cdn, { recursive: true, force: true });
  await mkdir(cdn, { recursive: true });
  await modules();
  await classic();
  await single();
  await integrity();
}
