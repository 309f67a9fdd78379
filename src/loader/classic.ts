/**
 * `ds-elements.classic.js`: the loader for a page that can only name a classic script. It leaves no name behind, looks for
 * none (`define`, `module`), and finds the elements' modules beside itself, whatever the page's base address.
 */
import { importers, type Importer } from './elements.ts';
import { watch } from './watch.ts';

const script = (document.currentScript as HTMLScriptElement | null) ?? document.querySelector<HTMLScriptElement>('script[src*="ds-elements.classic"]');
if (script?.src) {
  const beside = [...importers.keys()].map((slug): [string, Importer] => [slug, () => import(new URL(`elements/${slug}.js`, script.src).href)]);
  watch(document, new Map(beside));
}
