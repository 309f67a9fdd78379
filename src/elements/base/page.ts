/** What the figures of one page share: the frame loop, the stage, and one listener for command buttons. */
import { Ticker } from './ticker.ts';
import type { FrameSource } from './ticker.ts';

/** Listens for command buttons where the browser does not: one listener a page, removed with the last figure. */
class CommandButtons {
  readonly #document: Document;
  #users = 0;
  readonly #onClick = (event: MouseEvent) => this.#press(event);

  constructor(document: Document) {
    this.#document = document;
  }

  acquire(): void {
    if (this.#users++ === 0 && !CommandButtons.native) this.#document.addEventListener('click', this.#onClick);
  }

  release(): void {
    if (--this.#users === 0) this.#document.removeEventListener('click', this.#onClick);
  }

  /** HTML's invoker commands reach the element by themselves. */
  static get native(): boolean {
    return 'commandForElement' in HTMLButtonElement.prototype;
  }

  #press(event: MouseEvent): void {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLButtonElement>('button[commandfor][command]');
    const command = button?.getAttribute('command');
    if (!button || button.disabled || !command?.startsWith('--')) return;
    const target = this.#document.getElementById(button.getAttribute('commandfor') ?? '');
    target?.dispatchEvent(Object.assign(new Event('command', { cancelable: true }), { command, source: button }));
  }
}

export class Page<Stage = unknown> {
  readonly ticker: Ticker;
  readonly buttons: CommandButtons;
  readonly #load: () => Promise<Stage>;
  #stage: Promise<Stage> | null = null;

  constructor(document: Document, load: () => Promise<Stage>, frames?: FrameSource) {
    this.ticker = new Ticker(frames);
    this.buttons = new CommandButtons(document);
    this.#load = load;
  }

  /** The one 3D stage, fetched when the first figure asks; asked again after a failure it tries again. */
  stage(): Promise<Stage> {
    this.#stage ??= this.#load().catch((error: unknown) => {
      this.#stage = null;
      throw error;
    });
    return this.#stage;
  }
}
