/** Finds figures of the page by the ids that authors write in `sync` and `for`. */

/**
 * The element with this id in the tree of `near`; the figure inside it where it is a stand-in (`data-ds`). Null when there
 * is none.
 */
export function figureWithId(near: Node, id: string): Element | null {
  const root = near.getRootNode();
  const found = root instanceof Document || root instanceof DocumentFragment ? root.getElementById(id) : null;
  return found?.hasAttribute('data-ds') ? found.firstElementChild ?? found : found;
}

/** Calls back when elements or ids in the tree of `near` come, go or change; returns what stops it. */
export function watchIds(near: Node, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(near.getRootNode(), { childList: true, subtree: true, attributes: true, attributeFilter: ['id'] });
  return () => observer.disconnect();
}
