/** `<div data-ds="raft-cluster" data-ds-nodes="5">`, for pages whose editor strips unknown tags but keeps `data-*`. */

/** Never made from data attributes: an editor that strips handlers and styles must not be undone here. */
const refused = /^(on|style$|is$|slot$|nonce$|data-|aria-)/;
const plainName = /^[a-z][a-z-]*$/;
const most = 64;

/** Puts the element inside its stand-in, with the stand-in's content, and returns it. Again on the same one: null. */
export function standIn(host: HTMLElement, slug: string): HTMLElement | null {
  const tag = `ds-${slug}`;
  if (host.firstElementChild?.localName === tag) return null;
  const element = host.ownerDocument.createElement(tag);
  for (const { name, value } of [...host.attributes].slice(0, most)) {
    if (!name.startsWith('data-ds-')) continue;
    const plain = name.slice('data-ds-'.length);
    if (plainName.test(plain) && !refused.test(plain)) element.setAttribute(plain, value);
  }
  element.append(...host.childNodes);
  host.append(element);
  return element;
}
