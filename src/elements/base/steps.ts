/**
 * Reading steps: elements of the page with `data-ds-for="id"`. The current one drives the diagram; without script they
 * are plain prose.
 *
 * Current is the last step whose top is above a line at 42 % of the viewport, before the first the first: exactly one,
 * always. Observers tell when a step crosses the line, so nothing runs while nothing crosses, and the page gets no
 * scroll listener.
 */
import type { Action } from '../../models/kernel/model.ts';
import { parseCommands } from './commands.ts';
import { parseDuration } from './grammar.ts';

/** What a step asks of its diagram. */
export interface StepOrder {
  readonly element: Element;
  /** Simulated ms to seek to; null where the step gives none. */
  readonly timeMs: number | null;
  readonly commands: readonly Action[];
}

export interface StepsHost {
  /** True while the reader works in the diagram: scrolling changes nothing then. */
  readonly occupied: boolean;
  follow(order: StepOrder): void;
}

const line = 0.42;
const hysteresis = 24;
const settleMs = 120;
/** A jump to the diagram scrolls; the step that sent the reader there stays current meanwhile. */
const pinnedMs = 1500;
/** Below this width of the window the diagram is often off screen: only the link acts. */
const phone = 640;
const mostSteps = 200;

export class Steps {
  readonly #host: StepsHost;
  readonly #page: Document;
  #id = '';
  #steps: readonly Element[] = [];
  #current: Element | null = null;
  #driven: Element | null = null;
  #observers: readonly IntersectionObserver[] = [];
  #observedHeight = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #pinnedUntil = 0;
  #waiting: (() => void) | null = null;
  readonly #onClick = (event: Event) => this.#followLink(event);

  constructor(page: Document, host: StepsHost) {
    this.#page = page;
    this.#host = host;
  }

  get current(): Element | null {
    return this.#current;
  }

  /** Looks for the steps of the diagram with this id, once the page has been read. */
  start(id: string): void {
    this.stop();
    this.#id = id;
    if (!id) return;
    if (this.#page.readyState === 'loading') {
      const ready = () => this.refresh();
      this.#page.addEventListener('DOMContentLoaded', ready, { once: true });
      this.#waiting = () => this.#page.removeEventListener('DOMContentLoaded', ready);
    } else this.refresh();
  }

  /** Looks again: steps may have been added. */
  refresh(): void {
    if (!this.#id) return;
    const found = [...this.#page.querySelectorAll(`[data-ds-for="${CSS.escape(this.#id)}"]:not([data-ds])`)].slice(0, mostSteps);
    if (found.length === this.#steps.length && found.every((step, index) => step === this.#steps[index])) return;
    this.#release();
    this.#steps = found;
    for (const step of found) {
      step.addEventListener('click', this.#onClick);
      step.parentElement?.setAttribute('data-ds-steps', this.#id);
    }
    this.#observe();
    this.#evaluate();
  }

  stop(): void {
    this.#waiting?.();
    this.#waiting = null;
    this.#release();
    this.#current = null;
    this.#driven = null;
    this.#id = '';
  }

  #release(): void {
    for (const observer of this.#observers) observer.disconnect();
    this.#observers = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const step of this.#steps) {
      step.removeEventListener('click', this.#onClick);
      step.removeAttribute('aria-current');
      step.parentElement?.removeAttribute('data-ds-steps');
    }
    this.#steps = [];
  }

  /** Two lines, half the hysteresis above and below: a step is told of when it passes either. */
  #observe(): void {
    for (const observer of this.#observers) observer.disconnect();
    this.#observedHeight = innerHeight;
    this.#observers = [-hysteresis / 2, hysteresis / 2].map((offset) => {
      const below = Math.round(innerHeight * (1 - line) - offset);
      const observer = new IntersectionObserver(() => this.#evaluate(), { rootMargin: `1000000px 1000000px ${-below}px 1000000px` });
      for (const step of this.#steps) observer.observe(step);
      return observer;
    });
  }

  #evaluate(): void {
    if (!this.#steps.length) return;
    if (innerHeight !== this.#observedHeight) this.#observe();
    if (performance.now() < this.#pinnedUntil) return;
    const next = this.#stepAtLine();
    if (next) this.#makeCurrent(next);
  }

  #stepAtLine(): Element | undefined {
    const at = innerHeight * line;
    const index = this.#current ? this.#steps.indexOf(this.#current) : -1;
    let found = 0;
    this.#steps.forEach((step, i) => {
      // A step that is passed already must come back half the hysteresis below the line before it lets go.
      const margin = i <= index ? hysteresis / 2 : -hysteresis / 2;
      if (step.getBoundingClientRect().top <= at + margin) found = i;
    });
    return this.#steps[found];
  }

  #makeCurrent(step: Element): void {
    if (step === this.#current) return;
    this.#current?.removeAttribute('aria-current');
    this.#current = step;
    step.setAttribute('aria-current', 'step');
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = innerWidth < phone ? null : setTimeout(() => {
      this.#timer = null;
      this.#drive();
    }, settleMs);
  }

  #drive(force = false): void {
    const step = this.#current;
    if (!step || (!force && (step === this.#driven || this.#host.occupied))) return;
    this.#driven = step;
    const time = parseDuration(step.getAttribute('data-ds-time') ?? '').value;
    const parsed = parseCommands(step.getAttribute('data-ds-do') ?? '');
    const target = step.getAttribute('data-ds-target')?.slice(0, 256);
    const commands = (parsed.ok ? parsed.commands : []).map((command) => (target && command.target === undefined ? { ...command, target } : command));
    this.#host.follow({ element: step, timeMs: time ?? null, commands });
  }

  /** The link at the end of a step makes it current and acts at once, on every width; the jump stays the browser's. */
  #followLink(event: Event): void {
    const step = event.currentTarget as Element;
    const link = (event.target as Element | null)?.closest?.('a[href]');
    if (!link || link.getAttribute('href') !== `#${this.#id}`) return;
    this.#pinnedUntil = performance.now() + pinnedMs;
    this.#makeCurrent(step);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#drive(true);
  }
}
