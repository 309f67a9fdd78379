/**
 * Whose hand paints: the flat painter at once, the 3D one as soon as it has come, the flat one again where that fails. They
 * change places without a jump.
 */
import type { Painter, Shot } from '../../scene/view.ts';
import type { StageLike } from './painters.ts';

export interface EaselOwner {
  /** Where surfaces belong; null while no 3D painter is wanted. */
  readonly container: HTMLElement | null;
  /** Whether the reader sees one picture give way to the other. */
  readonly fades: boolean;
  flat(): Painter;
  /** A 3D painter stands ready. */
  accepted(): void;
  /** The figure stays flat, and why. */
  fellBack(reason: string): void;
  /** What was painted in 3D must be painted again. */
  repaint(): void;
}

const fadeMs = 150;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function drop(painter: Painter | null): void {
  painter?.surface.remove();
  painter?.dispose();
}

export class Easel {
  readonly #owner: EaselOwner;
  #flat: Painter | null = null;
  #live: Painter | null = null;
  /** The flat picture while the 3D one fades in over it. */
  #fading: Painter | null = null;
  #asking = false;
  /** Why the picture is flat though 3D was asked for; null while all is as asked. */
  reason: string | null = null;

  constructor(owner: EaselOwner) {
    this.#owner = owner;
  }

  /** Paints, in 3D where that is there. A 3D painter that fails hands over to the flat one within the same frame. */
  paint(container: HTMLElement, shot: Shot, printing: boolean): Painter {
    const painter = this.#painter(container, printing);
    try {
      painter.paint(shot);
      return painter;
    } catch (error) {
      if (painter !== this.#live) throw error;
      this.#fallBack(wordsOf(error));
      const flat = this.#painter(container, printing);
      flat.paint(shot);
      return flat;
    }
  }

  #painter(container: HTMLElement, printing: boolean): Painter {
    if (this.#live && !printing) return this.#live;
    if (!this.#flat) {
      this.#flat = this.#owner.flat();
      container.append(this.#flat.surface);
    }
    return this.#flat;
  }

  /** Asks the page's stage for a 3D painter, once. */
  ask(stage: () => Promise<StageLike>, document: Document): void {
    if (this.#live || this.#asking || this.reason !== null) return;
    this.#asking = true;
    stage().then((there) => there.createPainter(document, {
      lost: (reason) => this.#fallBack(reason),
      repaint: () => this.#owner.repaint(),
    })).then((painter) => this.#accept(painter), (error: unknown) => this.#fallBack(wordsOf(error)));
  }

  /** A painter that comes after the element left, or after the author asked for 2D, is not used. */
  #accept(painter: Painter): void {
    this.#asking = false;
    const { container } = this.#owner;
    if (!container) {
      painter.dispose();
      return;
    }
    this.#live = painter;
    container.append(painter.surface);
    this.#owner.accepted();
    const flat = this.#flat;
    this.#flat = null;
    if (!flat) return;
    this.#fading = flat;
    const done = () => this.#endFade();
    if (this.#owner.fades) painter.surface.animate([{ opacity: 0 }, { opacity: 1 }], { duration: fadeMs }).finished.then(done, done);
    else done();
  }

  #endFade(): void {
    drop(this.#fading);
    this.#fading = null;
  }

  /** Goes over to the flat picture for good. */
  #fallBack(reason: string): void {
    this.#asking = false;
    this.reason = reason;
    this.dropLive();
    this.#owner.fellBack(reason);
  }

  dropLive(): void {
    drop(this.#live);
    this.#live = null;
  }

  /** Paper shows the flat picture in place of the 3D one. */
  print(on: boolean): void {
    if (!this.#live) return;
    this.#live.surface.toggleAttribute('hidden', on);
    if (on) return;
    drop(this.#flat);
    this.#flat = null;
  }

  /** Frees all that paints. */
  clear(): void {
    this.#endFade();
    this.dropLive();
    drop(this.#flat);
    this.#flat = null;
  }
}
