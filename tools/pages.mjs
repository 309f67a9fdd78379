/**
 * Writes the documents of `docs/` as pages of the demo, each HTML example running above its source.
 *
 *     npm run docs              writes demo/docs/*.html
 *     npm run docs -- --check   writes nothing; fails where a page is not what its document says
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
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

const asked = process.argv[1] && basename(process.argv[1]) === 'pages.mjs';
if (asked) {
  const made = await pages();
  const there = new Map(await Promise.all((await readdir(to).catch(() => [])).map(async (name) => [name, await readFile(join(to, name), 'utf8')])));
  const old = [...made].filter(([name, text]) => there.get(name) !== text).map(([name]) => name);
  const left = [...there.keys()].filter((name) => !made.has(name));
  if (process.argv.includes('--check')) {
    for (const name of [...old, ...left]) console.error(`demo/docs/${name} is not what its document says: run npm run docs`);
    process.exit(old.length + left.length === 0 ? 0 : 1);
  }
  await mkdir(to, { recursive: true });
  for (const name of old) await writeFile(join(to, name), made.get(name));
  console.log(`${made.size} pages, ${old.length} written${left.length > 0 ? `; no document any more: ${left.join(', ')}` : ''}`);
}
