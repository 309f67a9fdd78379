/** Lets an element grow with its text but never shrink back, so that a page does not breathe with every sentence. */
export class SteadyHeight {
  #element: HTMLElement | null = null;
  #width = 0;
  #height = 0;

  /** To be called when the text may have changed. Another width breaks lines elsewhere: what was learnt is forgotten. */
  settle(element: HTMLElement | null): void {
    if (!element) return;
    const width = element.offsetWidth;
    if (element !== this.#element || width !== this.#width) {
      this.#element = element;
      this.#width = width;
      this.#height = 0;
      element.style.minHeight = '';
    }
    const height = element.offsetHeight;
    if (height <= this.#height) return;
    this.#height = height;
    element.style.minHeight = `${height}px`;
  }
}
