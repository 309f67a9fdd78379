/**
 * `ds-elements.classic.js`: the loader for a page that can only name a classic script. It leaves no name behind, looks for
 * none (`define`, `module`), and finds the elements' modules beside itself, whatever the page's base address.
 */
import { companions, importers, type Importer } from './elements.ts';
import { watch } from './watch.ts';

const script = (document.currentScript as HTMLScriptElement | null) ?? document.querySelector<HTMLScriptElement>('script[src*="ds-elements.classic"]');
if (script?.src) {
  const beside = (name: string) => import(new URL(`elements/${name}.js`, script.src).href) as ReturnType<NonNullable<Importer['preview']>>;
  const concepts = [...importers.keys()].map((slug): [string, Importer] => [slug, { preview: () => beside(`${slug}.preview`), element: () => beside(slug) }]);
  watch(document, new Map([...concepts, ...[...companions.keys()].map((slug): [string, Importer] => [slug, { element: () => beside(slug) }])]));
}
