/** A stretch of a run as a film. A chunk of its own: few pages ask for it. */
import { defaults } from '../../scene/palette.ts';
import { PictureBuilder } from '../../scene/picture.ts';
import type { Concept, Moment } from './concept.ts';
import { Run } from './run.ts';
import type { Recipe } from './run.ts';
import type { SettingSpecs } from './settings.ts';
import { paintSvg } from './still-image.ts';
import { stillText } from './still.ts';
import type { StillLook } from './still.ts';

export interface ClipOptions {
  /** First moment in simulated ms; 0 when absent. */
  readonly from?: number;
  /** Last moment in simulated ms, after `from`; at most 60 s of viewing later. */
  readonly to: number;
  /** In px, 120–4096; as wide as the stage when absent. */
  readonly width?: number;
  /** In px, 120–4096; when absent 8:5, and a square up to 460 px of width. */
  readonly height?: number;
}

/** What is filmed: a copy of the run, which leaves the figure as it is. */
export interface Filmed<Config extends object, State> {
  readonly concept: Concept<Config, State>;
  readonly specs: SettingSpecs;
  readonly recipe: Recipe;
  /** Simulated time against the pace. */
  readonly speed: number;
  /** The figure's own moment: what it says of words, names and views holds for every frame. */
  readonly moment: Moment<State>;
  readonly look: StillLook;
  readonly document: Document;
}

const longest = 60_000;
const framesPerSecond = 30;
/** Of pictures with flat grounds and sharp edges, per px and s. */
const bitsPerPixel = 5;

/** The best kind of WebM that this browser records; throws where it records none. */
export function clipType(): string {
  const known = typeof MediaRecorder !== 'undefined' && typeof HTMLCanvasElement.prototype.captureStream === 'function'
    ? ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'].find((type) => MediaRecorder.isTypeSupported(type)) : undefined;
  if (known === undefined) throw new Error('this browser records no WebM; toImage() gives single pictures');
  return known;
}

/** The run again, picture by picture. */
class Film<Config extends object, State> {
  readonly #filmed: Filmed<Config, State>;
  readonly #run: Run<Config, State>;

  constructor(filmed: Filmed<Config, State>) {
    this.#filmed = filmed;
    this.#run = new Run(filmed.concept, filmed.specs, filmed.recipe);
  }

  /** Simulated ms per ms of viewing at a moment. */
  rateAt(ms: number): number {
    return (this.#run.paceAt(ms) * this.#filmed.speed) / 1000;
  }

  /** SVG text of a moment. */
  frameAt(ms: number): string {
    const { concept, specs, moment: base, look } = this.#filmed;
    this.#run.seek(ms);
    const { state, nowUs } = this.#run.timeline;
    const settings = { ...this.#run.settings };
    for (const [name, spec] of specs) if (spec.change === 'view' && base.settings[name] !== undefined) settings[name] = base.settings[name];
    const moment: Moment<State> = {
      ...base, state, nowUs, tall: look.size.tall, selected: null, settings, usPerViewingMs: this.rateAt(ms) * 1000,
      name: (id) => concept.givenName?.(state, id) ?? base.name(id),
    };
    const builder = new PictureBuilder();
    concept.draw(moment, builder);
    return stillText(builder.picture(), concept.marks, { ...look, clause: concept.subtitle(moment), background: defaults(look.scheme).surface });
  }
}

/** Viewing ms of a stretch; infinite beyond what is recorded. */
function viewingMs(film: { rateAt(ms: number): number }, from: number, to: number): number {
  let at = from;
  let viewed = 0;
  for (; at < to && viewed <= longest; viewed += 10) at += 10 * film.rateAt(at);
  return at < to ? Infinity : viewed;
}

/**
 * Films a stretch of a run, as long as it takes to view. Frames are taken as fast as the machine paints them, at most 30 a
 * second; each shows the moment at which it is taken, so the film keeps its pace on a slow machine.
 */
export async function recordClip<Config extends object, State>(filmed: Filmed<Config, State>, { from = 0, to }: ClipOptions): Promise<Blob> {
  const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
  if (!isTime(from) || !isTime(to) || to <= from) throw new RangeError('toClip({from, to}) are simulated ms, from before to');
  const type = clipType();
  const film = new Film(filmed);
  if (viewingMs(film, from, to) > longest) throw new RangeError(`toClip({from, to}) is at most ${longest / 1000} s of viewing`);
  const canvas = filmed.document.createElement('canvas');
  canvas.width = filmed.look.size.width;
  canvas.height = filmed.look.size.height;
  // Frames are read back from it.
  canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  await paintSvg(film.frameAt(from), canvas, filmed.document);
  const stream = canvas.captureStream(framesPerSecond);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: canvas.width * canvas.height * bitsPerPixel });
  const parts: Blob[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => void parts.push(data);
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(new Error('the browser stopped recording'));
  });
  // Heard below, after the frames.
  ended.catch(() => undefined);
  const started = new Promise<void>((resolve) => {
    recorder.onstart = () => resolve();
  });
  recorder.start();
  await Promise.race([started, ended]);
  try {
    let last = performance.now();
    for (let at = from; at < to;) {
      await new Promise((resolve) => setTimeout(resolve, 1000 / framesPerSecond));
      const now = performance.now();
      at = Math.min(to, at + (now - last) * film.rateAt(at));
      last = now;
      await paintSvg(film.frameAt(at), canvas, filmed.document);
    }
    // The last frame is seen for as long as the others.
    await new Promise((resolve) => setTimeout(resolve, 4000 / framesPerSecond));
  } finally {
    if (recorder.state !== 'inactive') recorder.stop();
  }
  await ended;
  for (const track of stream.getTracks()) track.stop();
  return new Blob(parts, { type: 'video/webm' });
}
