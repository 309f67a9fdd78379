/**
 * The one 3D stage of a page: one renderer and one context for all figures, each of which owns its visible canvas. Draws
 * when a figure asks and at no other time.
 *
 * A frame is drawn into the upper left corner of a shared buffer that only grows (resizing it for every figure costs tens
 * of milliseconds), then handed to the figure's canvas, which its box clips.
 */
import { WebGLRenderer } from 'three';
import type { BufferGeometry } from 'three';
import type { Frame } from '../view.ts';
import { makeMaterials, makeSurroundings } from './materials.ts';
import { ladder, Pace } from './pace.ts';
import { WebglPainter } from './painter.ts';
import { ball, bar, body, card, column, crown, cube, octahedron, plus, tile, token, torus } from './solids.ts';
import type { SolidName } from './standing.ts';

/** What the stage tells a figure. */
export interface StageClient {
  /** The context is gone for good, or too slow: the figure goes over to the flat picture. */
  lost(reason: string): void;
  /** The context came back: what was painted must be painted again. */
  repaint(): void;
}

/** Figures for tests and measurements. */
export interface StageInfo {
  /** Contexts made so far. */
  readonly contexts: number;
  readonly painters: number;
  /** Frames handed to canvases since the stage was made. */
  readonly frames: number;
  /** Draw calls and triangles of the last frame. */
  readonly draws: number;
  readonly triangles: number;
  readonly geometries: number;
  readonly textures: number;
  readonly pixelRatio: number;
}

type Buffer = OffscreenCanvas | HTMLCanvasElement;

/** Buffer sizes go up in steps of this, so that figures a little larger do not reallocate it. */
const grain = 256;
/** Waits before a new context is tried, after the browser did not restore a lost one. */
const retriesMs = [1000, 5000, 30_000];
const restoreWithinMs = 3000;

export class Stage {
  readonly #surroundings = makeSurroundings();
  readonly materials = makeMaterials(this.#surroundings);
  readonly #document: Document;
  #renderer: WebGLRenderer;
  #buffer: Buffer;
  #offscreen: boolean;
  readonly #clients = new Map<WebglPainter, StageClient>();
  readonly #solids = new Map<SolidName, BufferGeometry>();
  readonly #ladder = ladder();
  #rung = 0;
  #contexts = 0;
  #frames = 0;
  #width = 0;
  #height = 0;
  #lost = false;
  #retry = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #pace = new Pace();
  /** Frames to come after one that was drawn, and the time of the last that came. */
  #awaited = 0;
  #next = -1;
  #drawn = -1;
  #tooSlow = false;
  readonly #onLost = (event: Event): void => this.#contextLost(event);
  readonly #onRestored = (): void => this.#contextRestored();

  /** Throws where there is no WebGL 2. */
  constructor(document: Document) {
    this.#document = document;
    this.#offscreen = typeof OffscreenCanvas === 'function' && typeof ImageBitmapRenderingContext === 'function';
    [this.#buffer, this.#renderer] = this.#open();
  }

  #open(): [Buffer, WebGLRenderer] {
    const options = { alpha: true, antialias: this.#ladder[this.#rung]!.antialias, premultipliedAlpha: true, powerPreference: 'low-power', failIfMajorPerformanceCaveat: false } as const;
    // Asked before the renderer is made, which would complain on the console.
    let buffer: Buffer | undefined;
    let context: WebGL2RenderingContext | null = null;
    if (this.#offscreen) {
      buffer = new OffscreenCanvas(grain, grain);
      context = buffer.getContext('webgl2', options) as WebGL2RenderingContext | null;
    }
    // The kind is settled by the first: canvases that were handed bitmaps cannot be drawn into otherwise.
    if (!context && !(this.#offscreen && this.#contexts > 0)) {
      this.#offscreen = false;
      const canvas = this.#document.createElement('canvas');
      context = canvas.getContext('webgl2', options) as WebGL2RenderingContext | null;
      buffer = canvas;
    }
    if (!context || !buffer) throw new Error('no WebGL 2');
    const renderer = new WebGLRenderer({ canvas: buffer, context });
    renderer.autoClear = false;
    renderer.sortObjects = true;
    renderer.setClearColor(0x000000, 0);
    renderer.info.autoReset = false;
    renderer.setPixelRatio(1);
    buffer.addEventListener('webglcontextlost', this.#onLost);
    buffer.addEventListener('webglcontextrestored', this.#onRestored);
    this.#contexts += 1;
    this.#width = this.#height = 0;
    return [buffer, renderer];
  }

  /** Throws where this machine has shown to be too slow, or the context is lost and no new one can be had. */
  createPainter(document: Document, client: StageClient): WebglPainter {
    if (this.#tooSlow) throw new Error('slow');
    // Nobody waited for the lost context any more, or it did not come back: a figure that comes now brings its own chance.
    if (this.#lost) this.#reopen();
    const painter = new WebglPainter(this, document);
    this.#clients.set(painter, client);
    return painter;
  }

  release(painter: WebglPainter): void {
    this.#clients.delete(painter);
    if (this.#clients.size > 0) return;
    // The context stays for whoever comes next: making one is dear, and pages come and go.
    for (const solid of this.#solids.values()) solid.dispose();
    this.#solids.clear();
    clearTimeout(this.#timer);
  }

  /** Shape of that name, made once a stage. */
  solid(name: SolidName): BufferGeometry {
    let solid = this.#solids.get(name);
    if (!solid) {
      const makers: { readonly [solid: string]: () => BufferGeometry } = { tile, column, cube, octahedron, torus, card, crown, plus, bar, orb: () => ball(28, 14), ball: () => ball() };
      solid = makers[name]?.() ?? (name.startsWith('solid-') ? body(name) : token(name as Parameters<typeof token>[0]));
      this.#solids.set(name, solid);
    }
    return solid;
  }

  get info(): StageInfo {
    const { render, memory } = this.#renderer.info;
    return { contexts: this.#contexts, painters: this.#clients.size, frames: this.#frames, draws: render.calls, triangles: render.triangles, geometries: memory.geometries, textures: memory.textures, pixelRatio: this.#ladder[this.#rung]!.ratio };
  }

  /** The context is lost just now: figures go on, unseen. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** Draws a figure and hands the frame to its canvas. */
  draw(painter: WebglPainter, frame: Frame, canvas: HTMLCanvasElement): void {
    const prepared = painter.prepare(this.#surroundings);
    if (!prepared || this.#lost || frame.width < 1 || frame.height < 1) return;
    const { ratio } = this.#ladder[this.#rung]!;
    const width = Math.max(1, Math.round(frame.width * ratio));
    const height = Math.max(1, Math.round(frame.height * ratio));
    this.#fit(width, height);
    const renderer = this.#renderer;
    renderer.info.reset();
    renderer.setViewport(0, 0, width, height);
    renderer.setScissor(0, 0, width, height);
    renderer.setScissorTest(true);
    renderer.clear();
    renderer.render(prepared.scene, prepared.eye);
    this.#hand(canvas, width, height, ratio);
    this.#frames += 1;
    this.#watch();
  }

  #fit(width: number, height: number): void {
    const wider = Math.max(this.#width, Math.ceil(width / grain) * grain);
    const higher = Math.max(this.#height, Math.ceil(height / grain) * grain);
    if (wider === this.#width && higher === this.#height) return;
    this.#width = wider;
    this.#height = higher;
    this.#renderer.setSize(wider, higher, false);
  }

  #hand(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
    if (this.#offscreen) {
      const context = canvas.getContext('bitmaprenderer', { alpha: true });
      const bitmap = (this.#buffer as OffscreenCanvas).transferToImageBitmap();
      size(canvas, this.#width / ratio, this.#height / ratio, (this.#height - height) / ratio);
      context?.transferFromImageBitmap(bitmap);
      return;
    }
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    size(canvas, width / ratio, height / ratio, 0);
    const context = canvas.getContext('2d');
    context?.clearRect(0, 0, width, height);
    context?.drawImage(this.#buffer, 0, this.#height - height, width, height, 0, 0, width, height);
  }

  /** While figures move, frames that come late again and again cost quality, and at last the third dimension. */
  #watch(): void {
    const now = this.#frameTime;
    if (now === this.#drawn) return;
    this.#drawn = now;
    // The frame after the last one drawn is this one, whether its callback came before the drawing or is still to come.
    const late = this.#pace.note(now, this.#awaited > 0 || this.#next === now);
    this.#awaited += 1;
    this.#document.defaultView?.requestAnimationFrame(() => {
      this.#awaited -= 1;
      this.#next = this.#frameTime;
    });
    if (late) this.#stepDown();
  }

  /** The same for everything done in one frame. */
  get #frameTime(): number {
    return Number(this.#document.timeline.currentTime ?? 0);
  }

  #stepDown(): void {
    const before = this.#ladder[this.#rung]!;
    const next = this.#ladder[this.#rung + 1];
    if (!next) {
      this.#tooSlow = true;
      this.#giveUp('slow');
      return;
    }
    this.#rung += 1;
    // Smooth edges are a property of the context. Its successor is opened before it goes; where there is none, it stays.
    if (before.antialias !== next.antialias) {
      try {
        this.#reopen();
      } catch {
        this.#stepDown();
      }
    }
  }

  #giveUp(reason: string): void {
    for (const client of [...this.#clients.values()]) client.lost(reason);
  }

  #contextLost(event: Event): void {
    event.preventDefault();
    this.#lost = true;
    this.#retry = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tryAgain(), restoreWithinMs);
  }

  #contextRestored(): void {
    clearTimeout(this.#timer);
    this.#lost = false;
    this.#width = this.#height = 0;
    for (const client of this.#clients.values()) client.repaint();
  }

  /** The browser did not bring the context back: a new one, after 1, 5 and 30 s, then the flat picture. */
  #tryAgain(): void {
    const wait = retriesMs[this.#retry];
    this.#retry += 1;
    if (wait === undefined) {
      this.#giveUp('context-lost');
      return;
    }
    this.#timer = setTimeout(() => {
      try {
        this.#reopen();
      } catch {
        this.#tryAgain();
      }
    }, wait);
  }

  /** Goes over to a new context. Throws where there is none to be had; the old one then stays. */
  #reopen(): void {
    const [buffer, renderer] = this.#open();
    this.#retire();
    [this.#buffer, this.#renderer] = [buffer, renderer];
    this.#contextRestored();
  }

  #retire(): void {
    this.#buffer.removeEventListener('webglcontextlost', this.#onLost);
    this.#buffer.removeEventListener('webglcontextrestored', this.#onRestored);
    this.#renderer.dispose();
    const context = this.#renderer.getContext();
    // Its memory goes now and not when it is collected.
    if (!context.isContextLost()) context.getExtension('WEBGL_lose_context')?.loseContext();
  }

  /** Gives the context back; the stage draws no more. */
  dispose(): void {
    this.#retire();
    for (const material of Object.values(this.materials)) material.dispose();
    clearTimeout(this.#timer);
  }

  /** For tests: loses the context as a driver would, and lets it come back. */
  get loser(): WEBGL_lose_context | null {
    return this.#renderer.getContext().getExtension('WEBGL_lose_context');
  }
}

/** Box of the canvas in CSS px; `up` moves it so that the drawn corner lies at the top, without a layout shift. */
function size(canvas: HTMLCanvasElement, width: number, height: number, up: number): void {
  const { style } = canvas;
  const set = (name: 'inlineSize' | 'blockSize' | 'transform', value: string): void => {
    if (style[name] !== value) style[name] = value;
  };
  set('inlineSize', `${width}px`);
  set('blockSize', `${height}px`);
  set('transform', up === 0 ? 'none' : `translateY(${-up}px)`);
}
