/**
 * `ds-elements.js`, the module that a page names in its one script tag. Fetches the code of the elements that the page
 * uses, when they come near the viewport. Importable where there is no document; it does nothing there.
 */
import { companions, importers } from './elements.ts';
import { watch as watchFor } from './watch.ts';

/** Watches one more root: tags inside a page's own shadow roots are not found from the document. Returns what stops it. */
export function watch(root: Document | ShadowRoot): () => void {
  return watchFor(root, new Map([...importers, ...companions]));
}

if (typeof document !== 'undefined') watch(document);
