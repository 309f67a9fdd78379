/**
 * A real button over every node of the drawing: hit target, focus ring, and the text that a screen reader or translator
 * meets. Kept by hand, not by templates: buttons stay the same elements while they move, so focus is never lost.
 */
import type { DiagramHost } from '../host.ts';

/** Where a node is drawn on the stage, in CSS px from its upper left. */
export interface NodePlace {
  readonly id: string;
  /** Centre of the body. */
  readonly x: number;
  readonly y: number;
  /** Box of the body. */
  readonly width: number;
  readonly height: number;
  /** Name, caption, badge and what else is told of it, for the accessible name. */
  readonly name: string;
}

/** Least side of a target in px: what WCAG 2.2 asks, and what a finger needs; and the greatest, so that bare plate stays. */
const LEAST = 24;
const LEAST_COARSE = 40;
const MOST = 64;

interface Kept {
  readonly button: HTMLButtonElement;
  readonly label: HTMLSpanElement;
  place: NodePlace;
  moved: string;
  crowded: boolean;
}

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** How far `to` lies from `from` in a direction, crosswise distance counting double; Infinity when it lies elsewhere. */
function reach(from: NodePlace, to: NodePlace, direction: Direction): number {
  const across = to.x - from.x;
  const down = to.y - from.y;
  const sideways = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const ahead = sideways ? across : down;
  const along = direction === 'ArrowLeft' || direction === 'ArrowUp' ? -ahead : ahead;
  const aside = Math.abs(sideways ? down : across);
  return along > 1 && aside <= along * 2.5 ? along + aside * 2 : Infinity;
}

/** Id of the nearest place in a direction, or null when there is none. */
export function nearestInDirection(places: readonly NodePlace[], from: string, direction: Direction): string | null {
  const start = places.find((place) => place.id === from);
  if (!start) return null;
  let best: string | null = null;
  let least = Infinity;
  for (const place of places) {
    const length = place.id === from ? Infinity : reach(start, place, direction);
    if (length < least) {
      least = length;
      best = place.id;
    }
  }
  return best;
}

/** Greatest side that two square targets round these places may have without overlap, in px. */
function distance(a: NodePlace, b: NodePlace): number {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
}

export class NodeLayer {
  readonly #host: DiagramHost;
  readonly #container: HTMLElement;
  readonly #kept = new Map<string, Kept>();
  #places: readonly NodePlace[] = [];
  #current: string | null = null;

  /** @param container - The shell's part `nodes`; nothing else may put children there. */
  constructor(host: DiagramHost, container: HTMLElement) {
    this.#host = host;
    this.#container = container;
    container.addEventListener('keydown', this.#onKey);
    container.addEventListener('click', this.#onClick);
    container.addEventListener('focusin', this.#onFocus);
  }

  /** Buttons follow the picture; those that do not fit at 24 px without overlap leave the pointer to `pick`. */
  update(places: readonly NodePlace[]): void {
    this.#places = places;
    const seen = new Set<string>();
    const least = matchMedia('(pointer: coarse)').matches ? LEAST_COARSE : LEAST;
    const fitted: NodePlace[] = [];
    let before: Element | null = null;
    for (const place of places) {
      seen.add(place.id);
      const kept = this.#kept.get(place.id) ?? this.#make(place);
      const crowded = fitted.some((other) => distance(place, other) < LEAST);
      if (!crowded) fitted.push(place);
      const room = Math.min(...places.map((other) => (other === place ? Infinity : distance(place, other))));
      const wanted = Math.max(least, Math.min(MOST, Math.max(place.width, place.height)));
      this.#show(kept, place, Math.max(LEAST, Math.min(wanted, room)), crowded);
      // Order of reading is order of ids; a button moves only when it must, since moving drops focus.
      const next: ChildNode | null = before ? before.nextSibling : this.#container.firstChild;
      if (next !== kept.button) this.#container.insertBefore(kept.button, next);
      before = kept.button;
    }
    for (const [id, kept] of this.#kept) {
      if (seen.has(id)) continue;
      this.#forget(id, kept);
    }
    if (this.#current === null || !seen.has(this.#current)) this.#setCurrent(places[0]?.id ?? null);
  }

  /** Puts focus on a node, or on the current one; false when there is none. */
  focus(id: string | null = this.#current): boolean {
    const kept = id === null ? undefined : this.#kept.get(id);
    kept?.button.focus({ preventScroll: true });
    return kept !== undefined;
  }

  /** Takes the listeners and buttons away. */
  dispose(): void {
    this.#places = [];
    this.#container.removeEventListener('keydown', this.#onKey);
    this.#container.removeEventListener('click', this.#onClick);
    this.#container.removeEventListener('focusin', this.#onFocus);
    for (const [id, kept] of this.#kept) this.#forget(id, kept);
  }

  #make(place: NodePlace): Kept {
    const document = this.#container.ownerDocument;
    const button = document.createElement('button');
    const label = button.appendChild(document.createElement('span'));
    button.type = 'button';
    button.part.add('node');
    button.className = 'node';
    button.tabIndex = -1;
    button.dataset['id'] = place.id;
    button.setAttribute('aria-haspopup', 'dialog');
    label.className = 'vh';
    const kept: Kept = { button, label, place, moved: '', crowded: false };
    this.#kept.set(place.id, kept);
    return kept;
  }

  #show(kept: Kept, place: NodePlace, side: number, crowded: boolean): void {
    kept.place = place;
    const moved = `${side} ${Math.round(place.x - side / 2)} ${Math.round(place.y - side / 2)}`;
    if (moved !== kept.moved) {
      kept.moved = moved;
      kept.button.style.width = kept.button.style.height = `${Math.floor(side)}px`;
      kept.button.style.transform = `translate(${Math.round(place.x - side / 2)}px, ${Math.round(place.y - side / 2)}px)`;
    }
    if (crowded !== kept.crowded) {
      kept.crowded = crowded;
      kept.button.classList.toggle('crowded', crowded);
    }
    const { selection } = this.#host;
    const expanded = String(selection?.kind === 'node' && selection.id === place.id);
    if (kept.button.getAttribute('aria-expanded') !== expanded) kept.button.setAttribute('aria-expanded', expanded);
    // A name that changes under focus is read out again each time: it waits until the run stands still.
    const focused = kept.button.matches(':focus');
    if (kept.label.textContent !== place.name && !(focused && this.#host.playing && kept.label.textContent !== '')) kept.label.textContent = place.name;
  }

  #forget(id: string, kept: Kept): void {
    const hadFocus = kept.button.matches(':focus');
    kept.button.remove();
    this.#kept.delete(id);
    if (!hadFocus) return;
    this.#setCurrent(this.#places[0]?.id ?? null);
    this.focus();
  }

  #setCurrent(id: string | null): void {
    if (this.#current !== null) this.#tabStop(this.#current, -1);
    this.#current = id;
    if (id !== null) this.#tabStop(id, 0);
  }

  #tabStop(id: string, index: number): void {
    const kept = this.#kept.get(id);
    if (kept) kept.button.tabIndex = index;
  }

  #idOf(event: Event): string | null {
    const { target } = event;
    return target instanceof Element ? target.closest<HTMLElement>('.node')?.dataset['id'] ?? null : null;
  }

  readonly #onFocus = (event: FocusEvent): void => {
    const id = this.#idOf(event);
    if (id !== null && id !== this.#current) this.#setCurrent(id);
  };

  readonly #onClick = (event: MouseEvent): void => {
    const id = this.#idOf(event);
    if (id !== null) {
      const { selection } = this.#host;
      if (selection?.kind === 'node' && selection.id === id) this.#host.deselect();
      else this.#host.select('node', id);
      return;
    }
    const box = this.#container.getBoundingClientRect();
    const found = this.#host.pick(event.clientX - box.left, event.clientY - box.top);
    if (found) this.#host.select(found.kind, found.id);
    else this.#host.deselect();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const from = this.#idOf(event);
    if (from === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#target(event.key, from);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== null) this.focus(next);
  };

  /** Node a key leads to; null: nowhere from here; undefined: not a key of this layer. */
  #target(key: string, from: string): string | null | undefined {
    switch (key) {
      case 'ArrowLeft': case 'ArrowRight': case 'ArrowUp': case 'ArrowDown':
        return nearestInDirection(this.#places, from, key);
      case 'Home': return this.#places[0]?.id ?? null;
      case 'End': return this.#places.at(-1)?.id ?? null;
      default: return undefined;
    }
  }
}
