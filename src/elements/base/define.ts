/** Registration of tags. */

/** Version of the library, as the tags carry it. */
export const version = '0.1.0';

const warned = new Set<string>();

/**
 * Defines a tag unless it exists: two copies of the library on one page must not break it. Warns once where the copies
 * differ in version. Does nothing where there are no custom elements (Node).
 */
export function define(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined') return;
  const known = customElements.get(tag) as (CustomElementConstructor & { readonly version?: string }) | undefined;
  if (!known) {
    customElements.define(tag, element);
    return;
  }
  if (known === element || known.version === version || warned.has(tag)) return;
  warned.add(tag);
  console.warn(`ds-elements: <${tag}> is already defined by version ${known.version ?? 'unknown'}; version ${version} leaves it as it is.`);
}
