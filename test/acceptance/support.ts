/** What the acceptance tests share: figures on a page, frames, and what reaches the console. */
import { addStrings, translator } from '../../src/elements/base/strings.ts';
import type { DsDiagram } from '../../src/elements/base/diagram.ts';
import { forgetWarnings } from '../../src/elements/base/problems.ts';
import { importers } from '../../src/loader/elements.ts';
import { assert } from '../assert.ts';
import { conceptOf, runOf } from '../golden.ts';
import { frames, until } from '../until.ts';

export type Figure = DsDiagram;

/** The elements that there are, each with one of its nodes and what that is called. */
export const elements = await Promise.all([...importers].map(async ([slug, { element }]) => {
  await element();
  const tag = `ds-${slug}`;
  const concept = await conceptOf(slug);
  addStrings('en', concept.strings);
  const run = runOf(concept, { scenario: 'default', seed: '1' });
  // The last one that can crash: stories befall the first.
  const node = [...concept.nodes(run.timeline.state)].reverse().find((id) => run.act({ action: 'crash', target: id }, 'script').ok) ?? '';
  return { tag, type: customElements.get(tag)! as typeof DsDiagram & (new () => Figure), node, name: concept.defaultName(node, translator('en')) };
}));

export { frames, until };

const boxes: HTMLElement[] = [];

/** Markup in a box of the page; gone after `clear`. */
export function put(markup: string, width = 1000): HTMLElement {
  const box = document.createElement('div');
  box.style.width = `${width}px`;
  box.innerHTML = markup;
  document.body.append(box);
  boxes.push(box);
  return box;
}

export function clear(): void {
  for (const box of boxes.splice(0)) box.remove();
  scrollTo(0, 0);
}

export function figureIn(box: ParentNode, selector = elements.map(({ tag }) => tag).join()): Figure {
  const figure = box.querySelector<Figure>(selector);
  assert.ok(figure, selector);
  return figure;
}

/** A figure whose controls are there as well. */
export async function show(markup: string, width = 1000): Promise<Figure> {
  const figure = figureIn(put(markup, width));
  await figure.ready;
  await until(() => inside(figure).querySelector('.scrubber') !== null || figure.hasAttribute('no-controls'), 'controls');
  await frames();
  return figure;
}

export function inside(figure: Figure): ShadowRoot {
  assert.ok(figure.shadowRoot);
  return figure.shadowRoot;
}

export function messagesOf(figure: Figure): string[] {
  return [...inside(figure).querySelectorAll('.error li')].map((item) => item.textContent ?? '');
}

/** Warnings that `work` causes; anything else on the console still fails the test. */
export async function warningsOf(work: () => Promise<void> | void): Promise<readonly string[]> {
  const lines: string[] = [];
  const { warn } = console;
  console.warn = (line: unknown) => lines.push(String(line));
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve));
  } finally {
    console.warn = warn;
  }
  return lines;
}

export { forgetWarnings };
