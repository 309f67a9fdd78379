/**
 * A cut drawn across the links: by mouse from any bare place, by finger after the sheet's button, since a finger that
 * slides scrolls the page. Nodes on both sides are parted; a line that ends among them cuts the links it crosses.
 */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { DiagramHost } from '../../host.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Place extends Spot {
  readonly id: string;
  readonly width?: number;
}

/** What a line does: parts the nodes in two, cuts single links, or both. */
export interface Cut {
  /** Both sides, as the action takes them; null where the line goes round some node. */
  readonly groups: string | null;
  /** Links to be cut besides. */
  readonly links: readonly string[];
}

/** What can be cut. */
export interface Cuttable {
  readonly places: readonly Place[];
  /** Ids that stand on a side; the others are ends of links only. */
  readonly sides: readonly string[];
  /** Ids of the links that are drawn. */
  readonly drawn: readonly string[];
}

/** Px a pointer moves before it draws. */
const SLOP = 8;
/** Longest line in px that may be meant as a press. */
const SHORTEST = 24;

const side = (a: Spot, b: Spot, p: Spot): number => Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));

const ring = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

function crosses(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** What a line from `a` to `b` cuts; null where it passes between no two nodes. Links that are not drawn count only where none that is drawn is crossed. */
export function cutBy(a: Spot, b: Spot, { places, sides, drawn }: Cuttable): Cut | null {
  const known = new Set(drawn);
  const linkOf = (one: Place, other: Place): string => (known.has(`${other.id}-${one.id}`) ? `${other.id}-${one.id}` : `${one.id}-${other.id}`);
  const inner = places.filter(({ id }) => sides.includes(id));
  const outer = places.filter(({ id }) => !sides.includes(id));
  const among = inner.flatMap((one, at) => inner.slice(at + 1).filter((other) => crosses(a, b, one, other)).map((other) => linkOf(one, other)));
  const ends = inner.flatMap((one) => outer.filter((other) => crosses(a, b, one, other)).map((other) => linkOf(one, other)));
  const left = inner.filter((place) => side(a, b, place) < 0).map(({ id }) => id);
  const right = inner.filter((place) => side(a, b, place) >= 0).map(({ id }) => id);
  const drawnEnds = ends.filter((id) => known.has(id));
  if (among.length > 0 && among.length === left.length * right.length) return { groups: `${left.join(',')}|${right.join(',')}`, links: drawnEnds };
  const all = [...among, ...ends];
  const seen = all.filter((id) => known.has(id));
  return all.length > 0 ? { groups: null, links: seen.length > 0 ? seen : all } : null;
}

export class CutLine {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  readonly #offered: () => boolean;
  #armed = false;
  #from: Spot | null = null;
  #drawing = false;
  readonly #line = createRef<SVGElement>();

  /** @param offered - Whether a cut can be drawn just now. */
  constructor(host: DiagramHost, root: () => ParentNode, offered: () => boolean) {
    this.#host = host;
    this.#root = root;
    this.#offered = offered;
    const layer = this.#layer;
    layer?.addEventListener('pointerdown', this.#down);
    layer?.addEventListener('pointermove', this.#move);
    layer?.addEventListener('pointerup', this.#up);
    layer?.addEventListener('pointercancel', this.#end);
  }

  /** The next stroke, of a finger as well, is a cut. */
  arm(): void {
    this.#armed = true;
    this.#layer?.classList.add('cutting');
    this.#host.answer(this.#host.text('ui.cut.how'));
  }

  render(): TemplateResult {
    return html`<svg class="cutline" aria-hidden="true" ${ref(this.#line)}><path></path><path></path></svg>`;
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
    if (event.button !== 0 || !event.isPrimary || !this.#offered() || !(this.#armed || (bare && event.pointerType !== 'touch'))) return;
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

  get #cuttable(): Cuttable {
    const { places, nodeIds, sides } = this.#host;
    const ids = new Set(nodeIds);
    return { places: places.filter(({ id }) => ids.has(id)), sides, drawn: this.#host.drawn('link') };
  }

  #far(from: Spot, to: Spot): readonly Place[] {
    const cuttable = this.#cuttable;
    const cut = cutBy(from, to, cuttable);
    if (!cut) return [];
    const far = new Set(cut.groups?.split('|')[1]?.split(','));
    return cuttable.places.filter(({ id }) => far.has(id) || cut.links.some((link) => link.startsWith(`${id}-`) || link.endsWith(`-${id}`)));
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
    if (Math.hypot(to.x - from.x, to.y - from.y) >= SHORTEST) this.#do(cutBy(from, to, this.#cuttable));
  };

  #do(cut: Cut | null): void {
    const host = this.#host;
    if (!cut) {
      host.answer(host.text('ui.cut.nothing'));
      return;
    }
    if (cut.groups !== null) host.act('cut', undefined, { groups: cut.groups });
    for (const id of cut.links) host.act('cut', id);
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
