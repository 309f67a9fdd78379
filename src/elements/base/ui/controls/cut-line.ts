/**
 * A cut drawn across the links: by mouse from any bare place, by finger after the sheet's button, since a finger that
 * slides scrolls the page. Nodes on both sides are parted; a line that ends among them cuts the links it crosses.
 */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { DiagramHost } from '../../host.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Place extends Spot {
  readonly id: string;
  readonly width?: number;
}

/** What a line does: parts all nodes in two, or cuts single links. */
export type Cut =
  | { readonly kind: 'groups'; readonly groups: string }
  | { readonly kind: 'links'; readonly pairs: readonly (readonly [string, string])[] };

/** Px a pointer moves before it draws. */
const SLOP = 8;
/** Longest line in px that may be meant as a press. */
const SHORTEST = 24;

const side = (a: Spot, b: Spot, p: Spot): number => Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));

const ring = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

function crosses(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** What a line from `a` to `b` cuts; null where it passes between no two nodes. */
export function cutBy(a: Spot, b: Spot, places: readonly Place[]): Cut | null {
  const pairs = places.flatMap((one, at) => places.slice(at + 1).filter((other) => crosses(a, b, one, other)).map((other) => [one.id, other.id] as const));
  if (pairs.length === 0) return null;
  const left = places.filter((place) => side(a, b, place) < 0).map(({ id }) => id);
  const right = places.filter((place) => side(a, b, place) >= 0).map(({ id }) => id);
  return pairs.length === left.length * right.length ? { kind: 'groups', groups: `${left.join(',')}|${right.join(',')}` } : { kind: 'links', pairs };
}

export class CutLine {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  #armed = false;
  #from: Spot | null = null;
  #drawing = false;
  readonly #line = createRef<SVGElement>();

  constructor(host: DiagramHost, root: () => ParentNode) {
    this.#host = host;
    this.#root = root;
    const layer = this.#layer;
    layer?.addEventListener('pointerdown', this.#down);
    layer?.addEventListener('pointermove', this.#move);
    layer?.addEventListener('pointerup', this.#up);
    layer?.addEventListener('pointercancel', this.#end);
  }

  /** Whether a cut can be drawn here. */
  get offered(): boolean {
    return this.#host.actions.some(({ action, needs }) => action === 'cut' && (needs === 'groups' || needs === 'link'));
  }

  /** The next stroke, of a finger as well, is a cut. */
  arm(): void {
    this.#armed = true;
    this.#layer?.classList.add('cutting');
    this.#host.answer(this.#host.text('ui.cut.how'));
  }

  /** The line, over the stage, whose upper left is that of the figure. */
  render(): TemplateResult | typeof nothing {
    return this.offered ? html`<svg class="cutline" aria-hidden="true" ${ref(this.#line)}><path></path><path></path></svg>` : nothing;
  }

  /** False when nothing was being drawn. */
  cancel(): boolean {
    const was = this.#armed || this.#drawing;
    this.#end();
    return was;
  }

  dispose(): void {
    this.#end();
    const layer = this.#layer;
    layer?.removeEventListener('pointerdown', this.#down);
    layer?.removeEventListener('pointermove', this.#move);
    layer?.removeEventListener('pointerup', this.#up);
    layer?.removeEventListener('pointercancel', this.#end);
  }

  get #layer(): HTMLElement | null {
    return this.#root().querySelector<HTMLElement>('.nodes');
  }

  #spot(event: PointerEvent): Spot {
    const box = this.#layer?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  readonly #down = (event: PointerEvent): void => {
    const bare = event.target === event.currentTarget;
    if (event.button !== 0 || !event.isPrimary || !this.offered || !(this.#armed || (bare && event.pointerType !== 'touch'))) return;
    this.#from = this.#spot(event);
  };

  readonly #move = (event: PointerEvent): void => {
    const from = this.#from;
    if (!from) return;
    const to = this.#spot(event);
    if (!this.#drawing && Math.hypot(to.x - from.x, to.y - from.y) < SLOP) return;
    if (!this.#drawing) this.#begin(event);
    this.#draw(from, to);
  };

  #begin(event: PointerEvent): void {
    const { currentTarget, pointerId } = event;
    if (currentTarget instanceof Element) {
      try {
        currentTarget.setPointerCapture(pointerId);
      } catch {
        // The pointer is gone already: its end will be told all the same.
      }
    }
    this.#drawing = true;
  }

  #draw(from: Spot, to: Spot): void {
    const [cut, marks] = this.#line.value?.children ?? [];
    cut?.setAttribute('d', `M${from.x} ${from.y}L${to.x} ${to.y}`);
    // A ring round each node on the far side, so that it is clear before it is done.
    const far = this.#far(from, to);
    marks?.setAttribute('d', far.map(({ x, y, width = 40 }) => ring(x, y, Math.max(16, Math.min(40, width / 2 + 5)))).join(''));
  }

  get #places(): readonly Place[] {
    const ids = new Set(this.#host.nodeIds);
    return this.#host.places.filter(({ id }) => ids.has(id));
  }

  #far(from: Spot, to: Spot): readonly Place[] {
    const cut = cutBy(from, to, this.#places);
    if (!cut) return [];
    const far = new Set(cut.kind === 'groups' ? cut.groups.split('|')[1]?.split(',') : cut.pairs.flat());
    return this.#places.filter(({ id }) => far.has(id));
  }

  readonly #up = (event: PointerEvent): void => {
    const from = this.#from;
    const drawn = this.#drawing;
    const to = this.#spot(event);
    if (!from || !drawn) {
      this.#from = null;
      return;
    }
    this.#end();
    this.#swallowClick();
    if (Math.hypot(to.x - from.x, to.y - from.y) >= SHORTEST) this.#do(cutBy(from, to, this.#places));
  };

  #do(cut: Cut | null): void {
    const host = this.#host;
    if (!cut) host.answer(host.text('ui.cut.nothing'));
    else if (cut.kind === 'groups') host.act('cut', undefined, { groups: cut.groups });
    else {
      // Not every two nodes have a link; what is refused is said only where nothing was cut.
      const known = new Set(host.drawn('link'));
      const named = cut.pairs.map(([one, other]) => (known.has(`${other}-${one}`) ? `${other}-${one}` : `${one}-${other}`));
      const drawn = named.filter((id) => known.has(id));
      for (const id of drawn.length > 0 ? drawn : named) host.act('cut', id);
    }
  }

  /** The press that follows a stroke chooses nothing. */
  #swallowClick(): void {
    const stage = this.#root().querySelector('.stage');
    const swallow = (event: Event): void => event.stopPropagation();
    stage?.addEventListener('click', swallow, { capture: true });
    setTimeout(() => stage?.removeEventListener('click', swallow, { capture: true }));
  }

  readonly #end = (): void => {
    this.#armed = false;
    this.#from = null;
    this.#drawing = false;
    for (const path of this.#line.value?.children ?? []) path.removeAttribute('d');
    this.#layer?.classList.remove('cutting');
  };
}
