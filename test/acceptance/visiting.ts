/** Pages of the demo in frames, as readers and hosts open them. */
import { assert } from '../assert.ts';
import { until } from './support.ts';

/** A page in a frame, with its document at hand. */
export interface Visit {
  readonly frame: HTMLIFrameElement;
  readonly view: Window;
  readonly page: Document;
  /** The first element for a selector; its absence fails. */
  one<Kind extends Element = HTMLElement>(selector: string): Kind;
  all<Kind extends Element = HTMLElement>(selector: string): Kind[];
}

const open = new Set<HTMLIFrameElement>();

export function frameOf(width: number, height: number): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.style.cssText = `position:fixed;inset:0 auto auto 0;border:0;width:${width}px;height:${height}px`;
  open.add(frame);
  return frame;
}

export function leave(): void {
  for (const frame of open) frame.remove();
  open.clear();
}

function visitOf(frame: HTMLIFrameElement): Visit {
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  assert.ok(page && view);
  return {
    frame, view, page,
    one: (selector) => {
      const found = page.querySelector(selector);
      assert.ok(found, `${selector} on the page`);
      return found as never;
    },
    all: (selector) => [...page.querySelectorAll(selector)] as never[],
  };
}

/** Opens an address of the demo. */
export async function visit(address: string, { width = 1280, height = 800 } = {}): Promise<Visit> {
  const frame = frameOf(width, height);
  frame.src = address;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  return visitOf(frame);
}

/** Opens a page, edited where that is asked for, with a script that runs before anything of its own does. */
export async function visitAfter(address: string, script: string, { width = 1280, height = 800, edit = (source: string) => source } = {}): Promise<Visit> {
  const source = await (await fetch(address)).text();
  const frame = frameOf(width, height);
  document.body.append(frame);
  const made = visitOf(frame);
  made.page.open();
  made.page.write(edit(source).replace(/<head>/i, `<head><base href="${address}"><script>${script}</script>`));
  made.page.close();
  await until(() => made.page.readyState === 'complete', 'the page');
  return made;
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe objects to on the whole page. */
export async function objections({ page, view }: Visit): Promise<string[]> {
  const inner = view as Window & { axe?: { run(root: Document): Promise<{ violations: readonly Finding[] }> } };
  if (!inner.axe) {
    const script = page.createElement('script');
    script.src = '/node_modules/axe-core/axe.min.js';
    const loaded = new Promise((resolve) => script.addEventListener('load', resolve));
    page.head.append(script);
    await loaded;
  }
  assert.ok(inner.axe);
  const { violations } = await inner.axe.run(page);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary ?? ''})`).join(' | ')}`);
}
