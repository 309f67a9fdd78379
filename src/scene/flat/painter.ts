/** Paints shots as SVG kept in the page: elements keyed by path, only attributes that changed are written. */
import type { Painter, Shot } from '../view.ts';
import { gradientAttributes, gradientId, PATH_ATTRIBUTES, pathValues, stopAttributes } from './markup.ts';
import type { FlatMarks } from './marks.ts';
import type { Gradient, Primitive } from './pen.ts';
import { FlatScene } from './shapes-2d.ts';

const SVG = 'http://www.w3.org/2000/svg';

interface Kept {
  readonly element: SVGPathElement;
  primitive: Primitive;
  values: readonly (string | null)[];
  /** Number of the last painting that had it. */
  painting: number;
}

/** The 2D view: there at once, everywhere, and where WebGL is not. Labels are not its business. */
export class FlatPainter implements Painter {
  readonly view = '2d';
  readonly surface: SVGSVGElement;
  readonly #document: Document;
  readonly #scene: FlatScene;
  readonly #definitions: SVGDefsElement;
  readonly #group: SVGGElement;
  readonly #kept = new Map<string, Kept>();
  readonly #gradients = new Map<string, { readonly element: Element; painting: number }>();
  #painting = 0;
  #size = '';

  /** @param marks - Drawers of the kinds of marks that will be seen; others are left out. */
  constructor(document: Document, marks: readonly FlatMarks[]) {
    this.#document = document;
    this.#scene = new FlatScene(marks);
    this.surface = document.createElementNS(SVG, 'svg');
    this.surface.setAttribute('aria-hidden', 'true');
    this.surface.setAttribute('focusable', 'false');
    this.#definitions = document.createElementNS(SVG, 'defs');
    this.#group = document.createElementNS(SVG, 'g');
    this.surface.append(this.#definitions, this.#group);
  }

  paint(shot: Shot): void {
    this.#painting++;
    this.#fit(shot);
    const list = this.#scene.primitives(shot);
    for (const primitive of list) {
      const kept = this.#kept.get(primitive.key);
      if (kept) kept.painting = this.#painting;
      if (primitive.gradient) this.#define(primitive.gradient);
    }
    for (const [key, kept] of this.#kept) {
      if (kept.painting === this.#painting) continue;
      kept.element.remove();
      this.#kept.delete(key);
    }
    this.#write(list);
    for (const [id, gradient] of this.#gradients) {
      if (gradient.painting === this.#painting) continue;
      gradient.element.remove();
      this.#gradients.delete(id);
    }
  }

  dispose(): void {
    this.#kept.clear();
    this.#gradients.clear();
    this.#group.replaceChildren();
    this.#definitions.replaceChildren();
  }

  #fit({ frame }: Shot): void {
    const size = `${frame.width} ${frame.height}`;
    if (size === this.#size) return;
    this.#size = size;
    this.surface.setAttribute('viewBox', `0 0 ${size}`);
    this.surface.setAttribute('width', String(frame.width));
    this.surface.setAttribute('height', String(frame.height));
  }

  /** Brings elements into the order of the list, moving as few as it can. */
  #write(list: readonly Primitive[]): void {
    let next = this.#group.firstElementChild;
    for (const primitive of list) {
      const kept = this.#kept.get(primitive.key) ?? this.#create(primitive);
      if (kept.primitive !== primitive) this.#update(kept, primitive);
      if (kept.element === next) next = next.nextElementSibling;
      else this.#group.insertBefore(kept.element, next);
    }
  }

  #create(primitive: Primitive): Kept {
    const element = this.#document.createElementNS(SVG, 'path');
    const values = pathValues(primitive);
    for (const [i, name] of PATH_ATTRIBUTES.entries()) {
      const value = values[i];
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    const kept = { element, primitive, values, painting: this.#painting };
    this.#kept.set(primitive.key, kept);
    return kept;
  }

  #update(kept: Kept, primitive: Primitive): void {
    const values = pathValues(primitive);
    for (const [i, name] of PATH_ATTRIBUTES.entries()) {
      const value = values[i] ?? null;
      if (value === kept.values[i]) continue;
      if (value === null) kept.element.removeAttribute(name);
      else kept.element.setAttribute(name, value);
    }
    kept.values = values;
    kept.primitive = primitive;
  }

  #define(gradient: Gradient): void {
    const id = gradientId(gradient);
    const known = this.#gradients.get(id);
    if (known) {
      known.painting = this.#painting;
      return;
    }
    const { name, attributes } = gradientAttributes(gradient);
    const element = this.#document.createElementNS(SVG, name);
    for (const [attribute, value] of attributes) element.setAttribute(attribute, value);
    for (const stop of stopAttributes(gradient)) {
      const child = this.#document.createElementNS(SVG, 'stop');
      for (const [attribute, value] of stop) child.setAttribute(attribute, value);
      element.append(child);
    }
    this.#definitions.append(element);
    this.#gradients.set(id, { element, painting: this.#painting });
  }
}
