/** The figure over the whole screen. The browser's own key leaves it. */
import type { DiagramHost } from '../../host.ts';

export class FullScreen {
  readonly #host: DiagramHost;
  readonly #element: Element | null;

  constructor(host: DiagramHost, root: ParentNode) {
    this.#host = host;
    this.#element = root instanceof ShadowRoot ? root.host : null;
    // A listener on the element itself goes with it.
    this.#element?.addEventListener('fullscreenchange', () => host.requestUpdate());
  }

  /** False in frames that do not allow it, and on telephones that show only films so. */
  get possible(): boolean {
    return this.#element?.ownerDocument.fullscreenEnabled === true;
  }

  get on(): boolean {
    return this.#element?.matches(':fullscreen') === true;
  }

  toggle(): void {
    const refused = (): void => this.#host.answer(this.#host.text('ui.full.no'));
    if (!this.#element || !this.possible) refused();
    else if (this.on) this.#element.ownerDocument.exitFullscreen().catch(() => undefined);
    else this.#element.requestFullscreen().catch(refused);
  }
}
