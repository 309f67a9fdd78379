/**
 * `npm run size`: what a page pays, part by part, gzip and brotli, against the budgets. Reads the built `cdn/` and follows
 * imports: static ones belong to the first picture, what a dynamic import() leads to comes after it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from './browser.mjs';
import { slugs } from './entries.mjs';

const kB = 1000;
const cdn = join(root, 'cdn');
const files = new Map();

/** Sizes and imports of a built file. */
function file(name) {
  if (!files.has(name)) {
    const bytes = readFileSync(join(cdn, name));
    const code = bytes.toString();
    const resolve = (specifier) => posix.normalize(posix.join(dirname(name), specifier));
    files.set(name, {
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
      needs: [...code.matchAll(/(?:^|[;\s}])(?:import|export)\s*(?:[\w$\s{},*]+?from\s*)?["'](\.[^"']+)["']/g)].map((match) => resolve(match[1])),
      later: [...code.matchAll(/\bimport\(["'](\.[^"']+)["']\)/g)].map((match) => resolve(match[1])),
    });
  }
  return files.get(name);
}

/** A file and all it needs before it can run. */
function withNeeds(names, have = new Set()) {
  for (const name of names) {
    if (have.has(name)) continue;
    have.add(name);
    withNeeds(file(name).needs, have);
  }
  return have;
}

function sum(names, kind) {
  return [...names].reduce((total, name) => total + file(name)[kind], 0);
}

/** Everything that a first live diagram brings in the end. */
function withLater(names) {
  const have = withNeeds(names);
  for (const name of have) withNeeds(file(name).later, have);
  return have;
}

if (!existsSync(join(cdn, 'ds-elements.js'))) {
  console.error('There is no cdn/ yet: npm run build');
  process.exit(1);
}

const loader = new Set(['ds-elements.js']);
const rows = [];
const row = (title, names, gzipBudget, brotliBudget, requestBudget) => rows.push({ title, names, gzipBudget, brotliBudget, requestBudget });
row('loader', loader, 3);
row('classic loader', new Set(['ds-elements.classic.js']), 3);
const firsts = new Map();
for (const slug of slugs()) {
  const first = withNeeds([`elements/${slug}.preview.js`], new Set(loader));
  firsts.set(slug, first);
  row(`first picture, ${slug}`, first, slug === 'hash-ring' ? 34 : 40, undefined, 4);
}
/** What a button, an attribute or another language asks for, and no live diagram brings by itself. */
const onDemand = /^chunks\/(still-image|source|clip|markup|cut-line|lost-steps|languages|words-\w+)-/;
const wholes = new Map(slugs().map((slug) => [slug, withNeeds([`elements/${slug}.js`], new Set(firsts.get(slug)))]));
for (const slug of slugs()) {
  // The loader's own dynamic imports are the other elements.
  const live = withLater([...wholes.get(slug)].filter((name) => !loader.has(name)));
  row(`first live 3D diagram, ${slug}`, new Set([...[...live].filter((name) => !onDemand.test(name)), ...loader]), 200, 165);
}
for (const slug of slugs()) {
  const own = new Set([...wholes.get(slug)].filter((name) => [...wholes].every(([other, set]) => other === slug || !set.has(name))));
  row(`further element, ${slug}`, own, ['observability', 'message-queue'].includes(slug) ? 18 : 14);
}
row('all in one', new Set(['ds-elements.all.js']), 330);

let over = 0;
const show = (bytes, budget) => `${(bytes / kB).toFixed(1).padStart(6)}${budget === undefined ? '' : ` of ${budget}`}`.padEnd(14);
console.log(`${'kB (1,000 bytes)'.padEnd(36)}${'gzip'.padEnd(14)}${'brotli'.padEnd(14)}requests`);
for (const { title, names, gzipBudget, brotliBudget, requestBudget } of rows) {
  const gzip = sum(names, 'gzip');
  const brotli = sum(names, 'brotli');
  const bad = gzip > gzipBudget * kB || brotli > (brotliBudget ?? Infinity) * kB || names.size > (requestBudget ?? Infinity);
  if (bad) over += 1;
  console.log(`${bad ? '✗' : '✓'} ${title.padEnd(34)}${show(gzip, gzipBudget)}${show(brotli, brotliBudget)}${String(names.size).padStart(3)}${requestBudget ? ` of ${requestBudget}` : ''}`);
}
console.log('\nfiles');
for (const [name, { gzip, brotli }] of [...files].sort((a, b) => b[1].gzip - a[1].gzip)) console.log(`  ${name.padEnd(40)}${show(gzip)}${show(brotli)}`);
if (over > 0) console.log(`\n${over} over budget`);
process.exit(over === 0 ? 0 : 1);
