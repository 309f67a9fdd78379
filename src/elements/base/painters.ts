/** The doors to the painters: the flat one comes with the element, the 3D one on demand. */
import type { Camera } from '../../scene/camera.ts';
import type { FlatMarks } from '../../scene/flat/marks.ts';
import { FlatPainter } from '../../scene/flat/painter.ts';
import { layoutLabels } from '../../scene/layout/labels.ts';
import type { LabelMemory } from '../../scene/layout/labels.ts';
import type { Picture } from '../../scene/picture.ts';
import type { TweenMode, Tweener } from '../../scene/tweener.ts';
import type { Painter } from '../../scene/view.ts';
import { Page } from './page.ts';
import type { PlacedText } from './ui/type-layer.ts';
import type { Turn } from './stage-host.ts';

/** What a painter of the 3D stage tells its figure. */
export interface StageClient {
  /** The context is gone for good: the figure goes over to the flat picture. */
  lost(reason: string): void;
  /** The context came back: what was painted must be painted again. */
  repaint(): void;
}

/** The one 3D stage of a page. Throws where there is no WebGL, saying why. */
export interface StageLike {
  createPainter(document: Document, client: StageClient): Painter;
}

const pages = new WeakMap<Document, Page<StageLike>>();

/** What the figures of a document share; made when the first one asks. */
export function pageOf(document: Document): Page<StageLike> {
  const known = pages.get(document);
  if (known) return known;
  const page = new Page<StageLike>(document, () => loadStage(document));
  pages.set(document, page);
  return page;
}

async function loadStage(document: Document): Promise<StageLike> {
  const { createStage } = await import('../../scene/webgl/index.ts');
  return createStage(document);
}

export function flatPainter(document: Document, marks: readonly FlatMarks[]): Painter {
  return new FlatPainter(document, marks);
}

/** Motion between pictures: a run plays them out, a step shortens them, a jump has none. */
export class Motion {
  #tweener: Tweener | null = null;
  #mode: TweenMode = 'cut';

  /** The next picture will differ even if nothing else changes. */
  get moving(): boolean {
    return this.#tweener?.busy ?? false;
  }

  /** Fetches what motion needs; until it has come, pictures follow each other as they are. */
  async load(): Promise<void> {
    if (this.#tweener) return;
    const { Tweener } = await import('./moving.ts');
    this.#tweener ??= new Tweener();
  }

  /** The picture to be shown at a moment of viewing time. */
  next(picture: Picture, now: number, turn: Turn, running: boolean): Picture {
    if (turn !== 'on') this.#mode = turn === 'to' ? 'step' : 'cut';
    else if (running) this.#mode = 'play';
    else if (this.#mode === 'cut') this.#mode = 'step';
    return this.#tweener?.next(picture, now, this.#mode) ?? picture;
  }
}

/** The same view, measured in units of so many px. */
function inUnits(camera: Camera, unit: number): Camera {
  if (unit === 1) return camera;
  const { width, height, inset } = camera.frame;
  return {
    ...camera, scale: camera.scale / unit,
    frame: { width: width / unit, height: height / unit, inset: { top: inset.top / unit, right: inset.right / unit, bottom: inset.bottom / unit, left: inset.left / unit } },
    project(point) {
      const { x, y, depth, scale } = camera.project(point);
      return { x: x / unit, y: y / unit, depth, scale: scale / unit };
    },
  };
}

/** Type over the picture, each piece at its place; keeps to its places while it can. */
export class Type {
  #memory: LabelMemory | undefined;

  /** Places in units of `unit` px, which is what a reader's larger type makes of a px. */
  place(picture: Picture, camera: Camera, unit: number, badgesOnly: boolean, nowMs: number): readonly PlacedText[] {
    const { texts, memory } = layoutLabels(picture, inUnits(camera, unit), { badgesOnly, nowMs, ...(this.#memory && { previous: this.#memory }) });
    this.#memory = memory;
    return texts;
  }
}
