/**
 * Text over the picture, in screen space: pills, badges, ids on inlays, digits. Elements are kept and moved by `transform`,
 * and only when they move; nothing here takes the pointer or is read out, since buttons and table say the same.
 */
import type { Role } from '../../../scene/picture.ts';

/** A piece of text at its place on the stage. */
export interface PlacedText {
  /** Unique on the stage, stable while it stands for the same thing. */
  readonly id: string;
  readonly text: string;
  /** Short tag inside the pill, in the colour of `role`. */
  readonly badge?: string;
  readonly role: Role;
  /** `pill`: on its own ground. `badge`: the tag alone, as on phones. `plain`: on a body or on bare plate. */
  readonly ground: 'pill' | 'badge' | 'plain';
  /** Centre of the text in CSS px from the stage's upper left. */
  readonly x: number;
  readonly y: number;
  /** Height of the type in px; 13 for pills, 14 for ids. */
  readonly size?: number;
  /** Colour of plain text: dark ink on a body, the colour of text, the quiet one, or the role's. Default `text`. */
  readonly tone?: 'ink' | 'text' | 'muted' | 'role';
  /** Digits of logs and clocks are set in the monospaced face. */
  readonly mono?: boolean;
  /** 0–1; 1 when absent. */
  readonly opacity?: number;
}

interface Kept {
  readonly element: HTMLElement;
  readonly words: Text;
  tag: HTMLElement | null;
  look: string;
  moved: string;
  opacity: number;
}

export class TypeLayer {
  readonly #container: HTMLElement;
  readonly #kept = new Map<string, Kept>();

  /** @param container - The shell's `.type`; nothing else may put children there. */
  constructor(container: HTMLElement) {
    this.#container = container;
  }

  /** Shows exactly these texts. */
  update(texts: readonly PlacedText[]): void {
    const seen = new Set<string>();
    for (const text of texts) {
      seen.add(text.id);
      this.#show(this.#kept.get(text.id) ?? this.#make(text), text);
    }
    for (const [id, kept] of this.#kept) {
      if (seen.has(id)) continue;
      kept.element.remove();
      this.#kept.delete(id);
    }
  }

  dispose(): void {
    this.update([]);
  }

  #make(text: PlacedText): Kept {
    const { ownerDocument } = this.#container;
    const element = ownerDocument.createElement('span');
    const words = element.appendChild(ownerDocument.createTextNode(''));
    this.#container.append(element);
    const kept: Kept = { element, words, tag: null, look: '', moved: '', opacity: 1 };
    this.#kept.set(text.id, kept);
    return kept;
  }

  #show(kept: Kept, text: PlacedText): void {
    const { element } = kept;
    const look = `${text.ground} r-${text.role} tone-${text.tone ?? 'text'}${text.mono ? ' mono' : ''} ${text.size ?? ''}`;
    if (look !== kept.look) {
      kept.look = look;
      element.className = look;
      element.style.fontSize = text.size === undefined ? '' : `${text.size}px`;
    }
    if (kept.words.data !== text.text) kept.words.data = text.text;
    this.#showBadge(kept, text.badge);
    // Whole device pixels keep type crisp; the half keeps centred pills of odd width from trembling.
    const moved = `translate(${Math.round(text.x * 2) / 2}px, ${Math.round(text.y * 2) / 2}px) translate(-50%, -50%)`;
    if (moved !== kept.moved) element.style.transform = kept.moved = moved;
    const opacity = text.opacity ?? 1;
    if (opacity !== kept.opacity) {
      kept.opacity = opacity;
      element.style.opacity = opacity === 1 ? '' : String(opacity);
    }
  }

  #showBadge(kept: Kept, badge: string | undefined): void {
    if (badge === undefined) {
      kept.tag?.remove();
      kept.tag = null;
      return;
    }
    if (!kept.tag) {
      kept.tag = this.#container.ownerDocument.createElement('b');
      kept.element.append(kept.tag);
    }
    if (kept.tag.textContent !== badge) kept.tag.textContent = badge;
  }
}
