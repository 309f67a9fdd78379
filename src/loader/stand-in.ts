/** `<div data-ds="raft-cluster" data-ds-nodes="5">`, for pages whose editor strips unknown tags but keeps `data-*`. */

/** Never made from data attributes: an editor that strips handlers and styles must not be undone here. */
const refused = /^(on|style$|is$|slot$|nonce$|data-|aria-)/;
const plainName = /^[a-z][a-z-]*$/;
const most = 64;

/** Name that the element gets for an attribute of its stand-in; null for one that it must not get. */
export function plainNameOf(attribute: string): string | null {
  if (!attribute.startsWith('data-ds-')) return null;
  const plain = attribute.slice('data-ds-'.length);
  return plainName.test(plain) && !refused.test(plain) ? plain : null;
}

/** Puts the element inside its stand-in, with the stand-in's content, and returns it. Again on the same one: null. */
export function standIn(host: HTMLElement, slug: string): HTMLElement | null {
  const tag = `ds-${slug}`;
  if (host.firstElementChild?.localName === tag) return null;
  const element = host.ownerDocument.createElement(tag);
  for (const { name, value } of [...host.attributes].slice(0, most)) {
    const plain = plainNameOf(name);
    if (plain !== null) element.setAttribute(plain, value);
  }
  element.append(...host.childNodes);
  host.append(element);
  return element;
}
