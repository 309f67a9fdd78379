/** The transport bar: steps, scrubber, time, speed, the concept's verbs, and the way to everything else. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { DiagramHost, Tick } from '../../host.ts';
import { formatNumber, formatTime } from '../format.ts';
import { icon } from '../icons.ts';
import { vars } from '../vars.ts';
import { ICONS } from './icons.ts';
import { switchOf, verbButton, verbsOf } from './verbs.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16] as const;

/** Least time in ms between two values that the slider tells assistive technology while the run moves. */
const TELL_EVERY = 1_000;
/** Most marks on the scrubber, and the least distance between two of one role as a share of its length. */
const MOST_TICKS = 120;
const TICK_GAP = 0.006;

/** Ticks that can be told apart: later ones of the same role that would touch are left out. */
export function spacedTicks(ticks: readonly Tick[], end: number): Tick[] {
  const last = new Map<string, number>();
  const kept = ticks.filter((tick) => {
    const share = tick.timeMs / end;
    if (!(share >= 0 && share <= 1) || share - (last.get(tick.role) ?? -1) < TICK_GAP) return false;
    last.set(tick.role, share);
    return true;
  });
  return kept.slice(-MOST_TICKS);
}

/** A choice of speeds, as a select; the one in force is among them even where the author chose another. */
export function speedSelect(host: DiagramHost, className: string): TemplateResult {
  const speeds = [...new Set([...SPEEDS, host.speed])].sort((a, b) => a - b);
  const label = (speed: number): string => host.text('ui.times', { speed: formatNumber(speed, host.language, speed % 1 === 0 ? 0 : speed * 4 % 1 === 0 && speed * 2 % 1 !== 0 ? 2 : 1) });
  return html`<select class="button speed ${className}" aria-label=${host.text('ui.speed')} @change=${(event: Event) => event.target instanceof HTMLSelectElement && host.setSpeed(Number(event.target.value))}>
    ${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === host.speed}>${label(speed)}</option>`)}</select>`;
}

export class Transport {
  readonly #host: DiagramHost;
  readonly #requests: { toggleMore(): void };
  readonly #slider = createRef<HTMLInputElement>();
  readonly #scrubber = createRef<HTMLElement>();
  readonly #time = createRef<HTMLElement>();
  #told = -Infinity;
  #share = '';

  constructor(host: DiagramHost, requests: { toggleMore(): void }) {
    this.#host = host;
    this.#requests = requests;
  }

  render(moreOpen: boolean): TemplateResult {
    const host = this.#host;
    const { text } = host;
    const end = Math.max(host.scrubberEnd, 1);
    const { inBar, switches } = verbsOf(host);
    const [short, long] = [switches.filter((each) => !each.long), switches.filter((each) => each.long)];
    const widest = formatTime(end, host.language, end).length;
    return html`<button type="button" class="button step-back" aria-label=${text('ui.back')} @click=${() => host.step(-1)}>${icon(ICONS.back)}</button>
      <button type="button" class="button" aria-label=${text('ui.forward')} @click=${() => host.step(1)}>${icon(ICONS.forward)}</button>
      <div class="scrubber" ${ref(this.#scrubber)}>
        <input type="range" min="0" max=${end} step="any" aria-label=${text('ui.time')} ${ref(this.#slider)} @input=${this.#onInput} @keydown=${this.#onKey}>
        <span class="track" aria-hidden="true"><i class="fill"></i>${spacedTicks(host.ticks, end).map((tick) => html`<i class="tick r-${tick.role}" ${vars({ '--at': tick.timeMs / end })}></i>`)}<i class="thumb"></i></span>
      </div>
      <span class="time" ${ref(this.#time)} ${vars({ '--w': Math.max(widest, 6) })}></span>
      ${host.lagging ? html`<span class="lagging" role="img" title=${text('ui.lagging')} aria-label=${text('ui.lagging')}>!</span>` : nothing}
      ${speedSelect(host, 'wide-only')}
      ${short.map((each) => switchOf(host, each, 'in-bar'))}${inBar.map((spec) => verbButton(host, spec, 'in-bar'))}${long.map((each) => switchOf(host, each, 'in-bar long'))}
      <button type="button" class="button more-button" aria-label=${text('ui.more')} aria-haspopup="dialog" aria-expanded=${moreOpen} @click=${() => this.#requests.toggleMore()}>${icon(ICONS.more)}</button>`;
  }

  /** Writes what changes in every frame straight to the elements: no template is evaluated for it. */
  tick(): void {
    const host = this.#host;
    const scrubber = this.#scrubber.value;
    const slider = this.#slider.value;
    const time = this.#time.value;
    if (!scrubber || !slider || !time) return;
    const end = Math.max(host.scrubberEnd, 1);
    const share = Math.min(1, host.currentTime / end).toFixed(4);
    if (share !== this.#share || scrubber.style.getPropertyValue('--at') === '') {
      this.#share = share;
      scrubber.style.setProperty('--at', share);
    }
    const shown = formatTime(host.currentTime, host.language, end);
    if (time.textContent !== shown) time.textContent = shown;
    const now = performance.now();
    if (host.playing && now - this.#told < TELL_EVERY) return;
    this.#told = now;
    slider.max = String(end);
    slider.value = String(Math.min(end, host.currentTime));
    slider.setAttribute('aria-valuetext', host.text('ui.time.of', { time: shown, end: formatTime(end, host.language, end) }));
  }

  readonly #onInput = (): void => {
    const slider = this.#slider.value;
    if (slider) this.#host.seek(Number(slider.value));
  };

  /** Arrows move by a hundredth of the span, pages by a tenth, in every browser; towards the end is right, or left where text runs so. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const host = this.#host;
    const end = Math.max(host.scrubberEnd, 1);
    const ahead = this.#slider.value && getComputedStyle(this.#slider.value).direction === 'rtl' ? -1 : 1;
    const moves: { readonly [key: string]: number } = {
      ArrowRight: ahead * end / 100, ArrowLeft: -ahead * end / 100, ArrowUp: end / 100, ArrowDown: -end / 100,
      PageUp: end / 10, PageDown: -end / 10, Home: -Infinity, End: Infinity,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    host.seek(Math.max(0, Math.min(end, host.currentTime + move)));
  };
}
