/**
 * What a figure looks like just now: asks the concept for a picture, lets motion run between pictures, and hands shots
 * to a painter. The flat one is there at once; the 3D one takes its place when it has come. Draws only what changed, and
 * only while it can be seen.
 */
import { PictureBuilder } from '../../scene/picture.ts';
import type { Picture } from '../../scene/picture.ts';
import type { Colours, Frame, Painter, Shot } from '../../scene/view.ts';
import type { Desk } from './desk.ts';
import type { ClipOptions } from './clip.ts';
import { Easel } from './easel.ts';
import type { SelectDetail, SelectionKind, View } from './events.ts';
import { Overlay, unitOfType } from './overlay.ts';
import type { Page } from './page.ts';
import { flatPainter, Motion } from './painters.ts';
import type { StageLike } from './painters.ts';
import type { Preferences } from './preferences.ts';
import type { Scheme } from './preferred.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { stillSize } from './still-size.ts';
import type { StillLook } from './still.ts';
import { told, whyOf } from './told.ts';
import { insetsAt, layoutAt } from './ui/layout.ts';
import type { NodePlace } from './ui/node-layer.ts';
import type { Shell } from './ui/shell.ts';
import { readColours } from './ui/tokens.ts';
import type { Sight } from './visibility.ts';

export interface StageOwner<Config extends object, State> {
  readonly element: HTMLElement;
  readonly settings: Settings;
  readonly session: Session<Config, State>;
  readonly shell: Shell;
  readonly desk: Desk<Config, State>;
  readonly page: Page<StageLike>;
  readonly preferences: Preferences;
  /** Picture that was there before this code; null when there was none. */
  readonly preview: SVGElement | null;
  /** Renders the shell at once: paper does not wait. */
  renderNow(): void;
  /** The first picture is there. `reason`: why it is flat though 3D was asked for. */
  ready(view: View, reason?: string): void;
}

/** How a picture follows the one before: on from it, by motion to a new state, or without any. */
export type Turn = 'on' | 'to' | 'cut';

export interface ImageOptions {
  /** `png` when absent. */
  readonly type?: 'png' | 'svg';
  /** In px, 120–4096; as wide as the stage when absent. Up to 460 px in the layout of phones; beyond 860 px enlarged. */
  readonly width?: number;
  /** In px, 120–4096; when absent 8:5, and a square up to 460 px of width. */
  readonly height?: number;
}

/** Bounds of the sides of an image in px. */
const narrowest = 120;
const widest = 4096;

/** Before it was measured: a stage of 8:5. */
const assumed = { width: 640, height: 400 };

export class StageHost<Config extends object, State> {
  readonly #owner: StageOwner<Config, State>;
  readonly #motion = new Motion();
  #overlay: Overlay | null = null;
  readonly #sizes: () => ResizeObserver;
  #observer: ResizeObserver | null = null;
  readonly #frame = (now: number) => this.#onFrame(now);
  readonly #easel: Easel;
  #connected = false;
  #sight: Sight = { near: false, visible: false };
  #dirty = true;
  #turn: Turn = 'cut';
  #ready = false;
  #size = assumed;
  #hostWidth = 0;
  #colours: Colours | null = null;
  #scheme: Scheme = 'dark';
  #printing = false;
  #controlsAsked = false;
  readonly #beforePrint = () => this.#print(true);
  readonly #afterPrint = () => this.#print(false);

  constructor(owner: StageOwner<Config, State>) {
    this.#owner = owner;
    const host = this;
    this.#easel = new Easel({
      get container() { return host.#connected && !host.#wants2d ? owner.shell.canvas : null; },
      get fades() { return !owner.preferences.reduced && host.#sight.visible; },
      flat: () => flatPainter(owner.element.ownerDocument, owner.session.concept.marks),
      accepted: () => this.#accepted(),
      fellBack: (reason) => this.#fellBack(reason),
      repaint: () => this.changed('cut'),
    });
    this.#sizes = () => new ResizeObserver(() => {
      this.#measured = false;
      this.#request();
    });
  }

  #measured = false;
  /** What the page's type makes of a px. */
  #unit = 1;

  // ---- what others ask

  /** Width of the element in CSS px; 0 while unknown. */
  get width(): number {
    return this.#hostWidth;
  }

  /** Phone layout. */
  get tall(): boolean {
    return this.#hostWidth > 0 && layoutAt(this.#hostWidth) === 'phone';
  }

  get reason(): string | null {
    return this.#easel.reason;
  }

  get printing(): boolean {
    return this.#printing;
  }

  set sight(sight: Sight) {
    const appeared = sight.visible && !this.#sight.visible;
    this.#sight = sight;
    // Whatever the page did to the colours meanwhile could not be heard.
    if (appeared) this.looksChanged();
    if (sight.near) this.#askForLive();
    this.#request();
  }

  changed(turn: Turn): void {
    this.#dirty = true;
    if (turn === 'cut' || this.#turn === 'cut') this.#turn = 'cut';
    else if (turn === 'to') this.#turn = 'to';
    this.#request();
  }

  looksChanged(): void {
    this.#colours = null;
    this.#dirty = true;
    this.#request();
  }

  /** What lies under a point of the stage. */
  pick(x: number, y: number): SelectDetail | null {
    return this.#overlay?.pick(x, y) ?? null;
  }

  /** Ids of what is drawn of a kind. */
  drawn(kind: SelectionKind): readonly string[] {
    return this.#overlay?.drawn(kind) ?? [];
  }

  /** Where a message, entry or link is drawn on the stage. */
  spotOf(kind: SelectionKind, id: string): { readonly x: number; readonly y: number } | null {
    return this.#overlay?.spotOf(kind, id) ?? null;
  }

  /** Where every node is drawn on the stage. */
  get places(): readonly NodePlace[] {
    return this.#overlay?.places ?? [];
  }

  // ---- life

  connect(): void {
    this.#connected = true;
    const { element } = this.#owner;
    // Known before the first render, the width spares a second one.
    this.#hostWidth = element.clientWidth;
    const { defaultView } = element.ownerDocument;
    defaultView?.addEventListener('beforeprint', this.#beforePrint);
    defaultView?.addEventListener('afterprint', this.#afterPrint);
    this.#dirty = true;
  }

  /** Frees what the GPU holds if the element is not back within a task: moving it must not cost a new context. */
  disconnect(): void {
    this.#connected = false;
    const { defaultView } = this.#owner.element.ownerDocument;
    defaultView?.removeEventListener('beforeprint', this.#beforePrint);
    defaultView?.removeEventListener('afterprint', this.#afterPrint);
    this.#observer?.disconnect();
    this.#observer = null;
    this.#owner.page.ticker.cancel(this.#frame);
    setTimeout(() => {
      if (this.#connected) return;
      this.#easel.clear();
      this.#overlay?.dispose();
      this.#overlay = null;
    });
  }

  /** After each render of the shell: the places for surfaces and layers are there. */
  rendered(): void {
    const { shell, page } = this.#owner;
    const { stage, title } = shell;
    if (!stage || !this.#connected) return;
    if (!this.#observer) {
      this.#observer = this.#sizes();
      this.#observer.observe(stage);
      if (title) this.#observer.observe(title);
      this.#measured = false;
    }
    this.#showPreview();
    this.#dirty = true;
    if (this.#wants2d) this.#easel.dropLive();
    this.#askForLive();
    // The first picture comes with the first render, not a frame later.
    if (!this.#ready && this.#mayPaint) this.#paint(page.ticker.now());
    else {
      // A list that scrolls is a tab stop from its first moment, seen or not.
      shell.tick();
      this.#request();
    }
  }

  /** The picture that was there first stands in for the own one until that is painted. */
  #showPreview(): void {
    const { preview, shell } = this.#owner;
    const { stage, canvas } = shell;
    if (!preview || !stage || !canvas || preview.parentElement === canvas) return;
    preview.querySelector('.panel')?.remove();
    preview.setAttribute('height', String(stage.clientHeight));
    preview.setAttribute('viewBox', `0 0 ${stage.clientWidth} ${stage.clientHeight}`);
    preview.setAttribute('aria-hidden', 'true');
    canvas.append(preview);
  }

  get #wants2d(): boolean {
    return this.#owner.settings.get('view') === '2d';
  }

  get #mayPaint(): boolean {
    if (!this.#connected) return false;
    if (this.#sight.visible) return true;
    return !this.#ready && (this.#sight.near || this.#owner.settings.get('loading') === 'eager');
  }

  // ---- frames

  #request(): void {
    if (this.#mayPaint && this.#owner.shell.stage) this.#owner.page.ticker.request(this.#frame, 'draw');
  }

  #onFrame(now: number): void {
    if (this.#mayPaint && (this.#dirty || !this.#measured || this.#motion.moving)) this.#paint(now);
  }

  #measure(): void {
    const { shell, element } = this.#owner;
    const stage = shell.stage?.getBoundingClientRect();
    this.#measured = true;
    this.#unit = unitOfType(element.ownerDocument);
    if (!stage || stage.width < 1 || stage.height < 1) return;
    if (stage.width !== this.#size.width || stage.height !== this.#size.height) this.#turn = 'cut';
    this.#size = { width: stage.width, height: stage.height };
    const width = element.clientWidth || Math.round(stage.width);
    if (width === this.#hostWidth) return;
    this.#hostWidth = width;
    // Another layout, or lines that break elsewhere.
    this.#owner.desk.requestUpdate();
  }

  get #view(): Frame {
    return { ...this.#size, inset: insetsAt(this.#hostWidth || this.#size.width, this.#owner.preferences.rightToLeft) };
  }

  /** What is to be seen now; null when the concept fails. */
  #picture(tall = this.tall): Picture | null {
    const { session } = this.#owner;
    return session.guard(() => {
      const builder = new PictureBuilder();
      session.concept.draw({ ...session.moment, tall }, builder);
      return builder.picture();
    }) ?? null;
  }

  #paint(now: number): void {
    const { shell, desk, session, preferences, page } = this.#owner;
    if (!this.#measured) this.#measure();
    const picture = this.#picture();
    const container = shell.canvas;
    const { root } = shell;
    if (!picture || !container || !root) return;
    const still = preferences.reduced || this.#printing;
    const shown = this.#motion.next(picture, now, still ? 'cut' : this.#turn, session.playback.running);
    this.#dirty = false;
    this.#turn = 'on';
    this.#scheme = desk.scheme;
    this.#colours ??= readColours(root, this.#scheme);
    const shot: Shot = { picture: shown, frame: this.#view, colours: this.#colours, scheme: this.#scheme };
    const painter = this.#easel.paint(container, shot, this.#printing);
    this.#overlay ??= this.#makeOverlay();
    this.#overlay?.show(shot, desk, { tall: this.tall, unit: this.#unit }, now);
    shell.tick();
    if (!this.#ready) this.#first(painter);
    if (this.#motion.moving) page.ticker.request(this.#frame, 'draw');
  }

  #makeOverlay(): Overlay | null {
    const { type, nodes } = this.#owner.shell;
    return type && nodes && new Overlay(type, nodes);
  }

  #first(painter: Painter): void {
    this.#ready = true;
    this.#owner.ready(painter.view, this.#easel.reason ?? undefined);
    if (this.#controlsAsked) return;
    this.#controlsAsked = true;
    Promise.all([this.#owner.shell.loadControls(this.#owner.session.narrator.loadPanels()), this.#motion.load()]).catch((error: unknown) => {
      this.#controlsAsked = false;
      this.#owner.session.problems.report('controls', { code: 'load', topic: 'controls', recoverable: true, phrase: told('The controls could not be loaded: {why}', { why: whyOf(error) }) });
    });
  }

  // ---- the 3D picture

  #askForLive(): void {
    const { settings, page, element } = this.#owner;
    const wanted = this.#sight.near || settings.get('loading') === 'eager';
    if (!wanted || !this.#connected || this.#wants2d) return;
    this.#easel.ask(() => page.stage(), element.ownerDocument);
  }

  /** A 3D painter came: what it paints first fades in over the flat picture. */
  #accepted(): void {
    this.#dirty = true;
    if (this.#mayPaint) this.#paint(this.#owner.page.ticker.now());
  }

  /** The flat picture stays, for good. */
  #fellBack(reason: string): void {
    this.#dirty = true;
    this.#owner.desk.requestUpdate();
    if (this.#ready) this.#owner.ready('2d', reason);
    this.#request();
  }

  // ---- paper and files

  /** Print shows the flat picture of now, on light ground. */
  #print(on: boolean): void {
    if (this.#printing === on) return;
    this.#printing = on;
    this.#colours = null;
    this.#dirty = true;
    this.#easel.print(on);
    this.#owner.renderNow();
    if (on && this.#owner.shell.canvas) this.#paint(this.#owner.page.ticker.now());
    else this.#request();
  }

  /** The picture of this moment as a file; always the flat one, which needs no screen. */
  async toImage(options: ImageOptions): Promise<Blob> {
    const { type = 'png' } = options;
    if (type !== 'png' && type !== 'svg') throw new RangeError('toImage({type}) is "png" or "svg"');
    const { session, element } = this.#owner;
    const look = this.lookFor('toImage', options);
    const picture = this.#picture(look.size.tall);
    if (!picture) throw new Error('there is no picture of a model that stopped');
    const { stillImage } = await import('./still-image.ts');
    return stillImage(picture, session.concept.marks, look, type, element.ownerDocument);
  }

  /** A stretch of the run as a film; the figure stays where it is. */
  async toClip(options: ClipOptions): Promise<Blob> {
    const { session, settings, element } = this.#owner;
    const look = this.lookFor('toClip', options);
    const { run, concept, moment } = session;
    const { recordClip } = await import('./clip.ts');
    return recordClip({
      concept, specs: settings.specs, recipe: { ...run.recipe, actions: run.actions }, speed: session.playback.speed, moment, look, document: element.ownerDocument,
    }, options);
  }

  /** Size, colours and words of a still of this moment. Throws for a size that cannot be. */
  lookFor(method: string, { width = Math.max(narrowest, this.#size.width), height }: Pick<ImageOptions, 'width' | 'height'>): StillLook {
    for (const [name, value] of Object.entries({ width, height: height ?? narrowest })) {
      if (typeof value !== 'number' || !(value >= narrowest && value <= widest)) throw new RangeError(`${method}({${name}}) is from ${narrowest} to ${widest}`);
    }
    const { desk, shell, preferences } = this.#owner;
    const { root } = shell;
    if (!root) throw new Error('there is no picture yet: wait for ready');
    // What was set a moment ago counts, colours too.
    this.#owner.renderNow();
    return {
      size: stillSize(width, height), scheme: desk.scheme, colours: readColours(root, desk.scheme),
      title: desk.heading, clause: desk.subtitle, description: desk.summary(), language: desk.language, rightToLeft: preferences.rightToLeft,
    };
  }
}
