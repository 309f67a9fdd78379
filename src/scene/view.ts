/** What painters are told besides the picture: the window they paint into, its colours, and how far tweens have come. */
import type { Picture } from './picture.ts';

/** Box of the stage in CSS pixels, and the parts of it that readouts cover. The camera fits the plate into what is left. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly inset: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
}

/** Device pixels per CSS pixel that a painter may use at most. */
export type PixelRatio = number;

/**
 * A colour as painters need it: `#rrggbb`. Resolved from custom properties in the browser, from the defaults in Node.
 * Keys are the token names of `palette.ts`.
 */
export type Colours = { readonly [token: string]: string };

/** One state on screen: what to draw, seen through which camera, in which colours. */
export interface Shot {
  readonly picture: Picture;
  readonly frame: Frame;
  readonly colours: Colours;
  readonly scheme: 'light' | 'dark';
}

/**
 * Something that turns shots into pixels. `paint` is called only when something changed and the element is on screen;
 * between calls nothing runs.
 */
export interface Painter {
  readonly view: '3d' | '2d';
  /** The element that carries the pixels; the host places and sizes it by CSS. */
  readonly surface: HTMLElement | SVGElement;
  paint(shot: Shot): void;
  /** Frees what it holds; the surface is removed by the host. */
  dispose(): void;
}
