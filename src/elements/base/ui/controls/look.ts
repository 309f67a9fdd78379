/** Looks at messages, log entries and links one after the other: what a pointer does by hitting them, keys and buttons do too. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DiagramHost } from '../../host.ts';

export type Thing = 'message' | 'entry' | 'link';
export const THINGS: readonly Thing[] = ['message', 'entry', 'link'];

export const isThing = (kind: string): kind is Thing => (THINGS as readonly string[]).includes(kind);

export class Look {
  readonly #host: DiagramHost;
  readonly #chosen: () => void;

  /** @param chosen - Something was chosen so; focus follows. */
  constructor(host: DiagramHost, chosen: () => void) {
    this.#host = host;
    this.#chosen = chosen;
  }

  /** Goes to the next of a kind, or to the one before; round and round. */
  go(kind: Thing, by: 1 | -1): void {
    const host = this.#host;
    const ids = host.drawn(kind);
    if (ids.length === 0) {
      host.answer(host.text(`ui.none.${kind}`));
      return;
    }
    const at = host.selection?.kind === kind ? ids.indexOf(host.selection.id) : -1;
    const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length;
    this.#chosen();
    host.select(kind, ids[next] ?? '');
  }

  /** A button for each kind of which there is something. */
  buttons(go: (kind: Thing) => void): TemplateResult | typeof nothing {
    const { text } = this.#host;
    const counts = THINGS.map((kind) => [kind, this.#host.drawn(kind).length] as const).filter(([, count]) => count > 0);
    if (counts.length === 0) return nothing;
    return html`<fieldset><legend>${text('ui.look')}</legend><div class="wrap">${counts.map(([kind, count]) => html`<button type="button" class="button" @click=${() => go(kind)}>${text('ui.count', { what: text(`ui.look.${kind}`), count })}</button>`)}</div></fieldset>`;
  }
}
