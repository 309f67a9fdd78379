/**
 * Text over the picture, in screen space: pills, badges, ids on inlays, digits. Elements are kept and moved by `transform`,
 * and only when they move; nothing here takes the pointer or is read out, since buttons and table say the same.
 */
import type { LaidText } from '../../../scene/layout/labels.ts';

/** A piece of text at its place on the stage, as `layoutLabels` gives it. */
export type PlacedText = Pick<LaidText, 'key' | 'kind' | 'x' | 'y' | 'text' | 'badge' | 'role' | 'size' | 'weight' | 'tone' | 'leader'>;

interface Kept {
  readonly element: HTMLElement;
  readonly words: Text;
  tag: HTMLElement | null;
  line: HTMLElement | null;
  look: string;
  moved: string;
  ruled: string;
}

export class TypeLayer {
  readonly #container: HTMLElement;
  readonly #kept = new Map<string, Kept>();
  #unit = 1;

  /** @param container - The shell's `.type`; nothing else may put children there. */
  constructor(container: HTMLElement) {
    this.#container = container;
  }

  /** Shows exactly these texts, whose places and sizes are in units of `unit` px. */
  update(texts: readonly PlacedText[], unit = 1): void {
    if (unit !== this.#unit) {
      this.#unit = unit;
      const { style } = this.#container;
      style.scale = String(unit);
      style.width = style.height = `${100 / unit}%`;
    }
    const seen = new Set<string>();
    for (const text of texts) {
      seen.add(text.key);
      this.#show(this.#kept.get(text.key) ?? this.#make(text.key), text);
    }
    for (const [key, kept] of this.#kept) {
      if (seen.has(key)) continue;
      kept.element.remove();
      kept.line?.remove();
      this.#kept.delete(key);
    }
  }

  dispose(): void {
    this.update([]);
  }

  #make(key: string): Kept {
    const { ownerDocument } = this.#container;
    const element = ownerDocument.createElement('span');
    const words = element.appendChild(ownerDocument.createTextNode(''));
    this.#container.append(element);
    const kept: Kept = { element, words, tag: null, line: null, look: '', moved: '', ruled: '' };
    this.#kept.set(key, kept);
    return kept;
  }

  #show(kept: Kept, text: PlacedText): void {
    const { element } = kept;
    const look = `${text.kind} r-${text.role} ${text.tone} ${text.size} ${text.weight}`;
    if (look !== kept.look) {
      kept.look = look;
      element.className = `${text.kind} r-${text.role}`;
      element.style.color = `var(--_${text.tone})`;
      element.style.fontSize = `${text.size}px`;
      element.style.fontWeight = String(text.weight);
    }
    if (kept.words.data !== text.text) kept.words.data = text.text;
    this.#showBadge(kept, text.badge);
    this.#showLine(kept, text);
    // Halves of a px keep type crisp, and centred pills of odd width from trembling.
    const moved = `translate(${Math.round(text.x * 2) / 2}px, ${Math.round(text.y * 2) / 2}px) translate(-50%, -50%)`;
    if (moved !== kept.moved) element.style.transform = kept.moved = moved;
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

  /** The line from a selected mark to its pill lies under all texts. */
  #showLine(kept: Kept, { leader, x, y }: PlacedText): void {
    if (!leader) {
      kept.line?.remove();
      kept.line = null;
      return;
    }
    if (!kept.line) {
      kept.line = this.#container.ownerDocument.createElement('i');
      this.#container.prepend(kept.line);
      kept.ruled = '';
    }
    const across = leader.x - x;
    const down = leader.y - y;
    const ruled = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) rotate(${Math.atan2(down, across).toFixed(4)}rad) scaleX(${Math.hypot(across, down).toFixed(1)})`;
    if (ruled !== kept.ruled) kept.line.style.transform = kept.ruled = ruled;
  }
}
