/** Lets an element grow with its text but never shrink back, so that a page does not breathe with every sentence. */
export class SteadyHeight {
  #element: HTMLElement | null = null;
  #text: string | null = null;
  #width = 0;
  #height = 0;

  /**
   * To be called when text or width may have changed; measures only where one has. Another width breaks lines elsewhere: what
   * was learnt is forgotten.
   *
   * @param width - Of the figure, in px.
   */
  settle(element: HTMLElement | null, width: number): void {
    const text = element?.textContent ?? null;
    if (!element || (element === this.#element && width === this.#width && text === this.#text)) return;
    if (element !== this.#element || width !== this.#width) {
      this.#height = 0;
      element.style.minHeight = '';
    }
    this.#element = element;
    this.#width = width;
    this.#text = text;
    const height = element.offsetHeight;
    if (height <= this.#height) return;
    this.#height = height;
    element.style.minHeight = `${height}px`;
  }
}
