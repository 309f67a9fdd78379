/** Cuts drawn over the stage. What draws them is fetched when a mouse moves over the stage, or the sheet's button asks for it. */
import { nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DiagramHost } from '../../host.ts';
import type { CutLine } from './cut-line.ts';

export class Cutter {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  readonly #layer: HTMLElement | null;
  #line: CutLine | null = null;
  #loading: Promise<void> | null = null;
  #disposed = false;

  constructor(host: DiagramHost, root: () => ParentNode) {
    this.#host = host;
    this.#root = root;
    this.#layer = root().querySelector<HTMLElement>('.nodes');
    this.#layer?.addEventListener('pointermove', this.#come);
  }

  /** Whether a cut can be drawn here. */
  get offered(): boolean {
    return this.#host.actions.some(({ action, needs }) => action === 'cut' && (needs === 'groups' || needs === 'link'));
  }

  /** The next stroke, of a finger as well, is a cut. */
  arm(): void {
    void this.#load().then(() => this.#line?.arm());
  }

  /** The line, over the stage, whose upper left is that of the figure. */
  render(): TemplateResult | typeof nothing {
    return this.offered && this.#line ? this.#line.render() : nothing;
  }

  /** False when nothing was being drawn. */
  cancel(): boolean {
    return this.#line?.cancel() ?? false;
  }

  dispose(): void {
    this.#disposed = true;
    this.#layer?.removeEventListener('pointermove', this.#come);
    this.#line?.dispose();
  }

  readonly #come = ({ pointerType }: PointerEvent): void => {
    if (pointerType !== 'touch' && this.offered) void this.#load();
  };

  /** Where it cannot be had, the sheet still has other ways to cut; the next move asks again. */
  #load(): Promise<void> {
    return this.#loading ??= import('./cut-line.ts').then(({ CutLine }) => {
      if (this.#disposed) return;
      this.#layer?.removeEventListener('pointermove', this.#come);
      this.#line = new CutLine(this.#host, this.#root, () => this.offered);
      this.#host.requestUpdate();
    }).catch(() => { this.#loading = null; });
  }
}
