/** An element that grows with its text but never shrinks back, so that a page does not breathe with every sentence. */
export class SteadyHeight {
  readonly element: HTMLElement;
  readonly #observer: ResizeObserver;
  #width = 0;
  #height = 0;

  constructor(element: HTMLElement) {
    this.element = element;
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#observer.observe(element);
  }

  dispose(): void {
    this.#observer.disconnect();
  }

  /** Another width breaks lines elsewhere: what was learnt is forgotten. */
  #measure(): void {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    if (width !== this.#width) {
      this.#width = width;
      this.#height = 0;
      this.element.style.minHeight = '';
    } else if (height > this.#height) {
      this.#height = height;
      this.element.style.minHeight = `${height}px`;
    }
  }
}
