/**
 * Writes the documents of `docs/` as pages of the demo, each HTML example running above its source.
 *
 *     npm run docs
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { root } from './browser.mjs';
import { rendered } from './page-of.mjs';

const from = join(root, 'docs');
const to = join(root, 'demo/docs');

/** Documents for authors with their short names, in reading order; the others are for contributors. */
const chapters = [
  ['Write', { 'authors-guide': 'Author’s guide', cookbook: 'Cookbook', presenting: 'Presenting' }],
  ['Look up', { elements: 'Elements', models: 'Models' }],
  ['Publish', { integrations: 'Integrations', publishing: 'Publishing', embedding: 'Embedding', stills: 'Stills and clips', languages: 'Languages' }],
];

/** File names and contents of all pages. Throws where a document links to what does not exist. */
export async function pages() {
  const names = chapters.flatMap(([, inside]) => Object.keys(inside));
  const texts = new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(from, `${name}.md`), 'utf8')])));
  return rendered(chapters, texts);
}

/** All pages, those that are not what their documents say, and files that no document has any more. */
export async function compared() {
  const made = await pages();
  const there = new Map(await Promise.all((await readdir(to).catch(() => [])).map(async (name) => [name, await readFile(join(to, name), 'utf8')])));
  return { made, old: [...made.keys()].filter((name) => there.get(name) !== made.get(name)), left: [...there.keys()].filter((name) => !made.has(name)) };
}

/** Writes what changed. What `npm run manifest` ends with. */
export async function writePages() {
  const { made, old, left } = await compared();
  await mkdir(to, { recursive: true });
  for (const name of old) await writeFile(join(to, name), made.get(name));
  for (const name of left) await rm(join(to, name));
  return { made, old, left };
}

if (process.argv[1] && basename(process.argv[1]) === 'pages.mjs') {
  const { made, old, left } = await writePages();
  console.log(`${made.size} pages, ${old.length} written, ${left.length} taken away`);
}
