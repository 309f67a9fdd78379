/** The elements there are, read from the loader's map, the one place that names them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './browser.mjs';

export const loaderMap = join(root, 'src/loader/elements.ts');

/** Slugs in the order of the map. */
export function slugs() {
  return [...readFileSync(loaderMap, 'utf8').matchAll(/^\s*\['([a-z-]+)', \{ preview:/gm)].map((match) => match[1]);
}

/** Slugs of what is no concept but works with them. */
export function companionSlugs() {
  return [...readFileSync(loaderMap, 'utf8').matchAll(/^\s*\['([a-z-]+)', \{ element:/gm)].map((match) => match[1]);
}

/** Path of an element's module, from the root. */
export function moduleOf(slug) {
  return `src/elements/${slug}/ds-${slug}.ts`;
}

/** Path of what shows its first picture. */
export function previewOf(slug) {
  return `src/elements/${slug}/${slug}.preview.ts`;
}

/** What stands in for the map in the classic loader, which finds modules beside itself. */
export function slugsOnly() {
  return Object.entries({ importers: slugs(), companions: companionSlugs() }).map(([name, list]) => `export const ${name} = new Map(${JSON.stringify(list)}.map((slug) => [slug, null]));`).join('\n');
}

/** Source of the one file that holds every element. */
export function allSource(from) {
  return [...slugs(), ...companionSlugs()].map((slug) => `export * from '${from}${moduleOf(slug)}';`).join('\n');
}
