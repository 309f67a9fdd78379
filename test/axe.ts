/** The accessibility audit. axe-core is a classic script, so it is put into the page as one. */
interface AxeResult {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
interface Axe {
  run(context: Element, options: { readonly rules: { readonly [rule: string]: { readonly enabled: boolean } } }): Promise<{ readonly violations: readonly AxeResult[] }>;
}

/** By page: an audit looks only at the page whose script it is. */
const loading = new WeakMap<Document, Promise<Axe>>();

function load(page: Document): Promise<Axe> {
  return new Promise((resolve, reject) => {
    const script = page.createElement('script');
    script.src = '/node_modules/axe-core/axe.min.js';
    script.onload = () => resolve((page.defaultView as unknown as { axe: Axe }).axe);
    script.onerror = () => reject(new Error('axe-core could not be loaded.'));
    page.head.append(script);
  });
}

/**
 * What axe objects to below an element, one line a rule; empty when it is content. Rules about whole pages are left out.
 * It looks into open shadow roots by itself.
 */
export async function violations(element: Element): Promise<string[]> {
  const page = element.ownerDocument;
  const axe = await (loading.get(page) ?? loading.set(page, load(page)).get(page)!);
  const off = { enabled: false };
  const result = await axe.run(element, { rules: { 'region': off, 'landmark-one-main': off, 'page-has-heading-one': off } });
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary ?? ''})`).join(' | ')}`);
}
