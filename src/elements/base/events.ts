/** What the elements tell the page. All events bubble and are composed; only `ds-act` can be cancelled. */
import type { ActedBy, ActionArguments, ModelEvent, Plain } from '../../models/kernel/model.ts';

export type View = '3d' | '2d';
export type SelectionKind = 'node' | 'link' | 'message' | 'entry';
/** Who changed the play state. */
export type PlayedBy = 'user' | 'author' | 'visibility' | 'motion';
export type ErrorCode = 'bad-attribute' | 'bad-child' | 'bad-action' | 'bad-source' | 'no-webgl' | 'context-lost' | 'load' | 'invariant';

export interface ReadyDetail { readonly view: View; readonly reason?: string }
export interface PlayDetail { readonly time: number; readonly by: PlayedBy }
export interface SeekDetail { readonly from: number; readonly to: number; readonly branch: string }
export interface StepDetail { readonly time: number; readonly seq: number; readonly readouts: { readonly [key: string]: Plain } }
/** A model event. `type: 'more'` with `data.count` stands for those beyond 200 in one frame. */
export interface ModelEventDetail {
  /** Simulated ms. */
  readonly time: number;
  readonly seq: number;
  readonly type: string;
  readonly node?: string;
  readonly peer?: string;
  readonly data: { readonly [key: string]: Plain | undefined };
}
/** A caption and when it holds. Simulated ms. */
export interface NoteDetail {
  readonly time: number;
  /** Infinity where it has no end. */
  readonly until: number;
  readonly text: string;
}
/** What is said of a model event. */
export interface EventWords {
  /** One sentence in the language of the figure. */
  readonly text: string;
  /** Whether it is among those that fire `ds-milestone`. */
  readonly milestone: boolean;
}
export interface ActDetail { readonly action: string; readonly target?: string; readonly args?: ActionArguments; readonly by: ActedBy }
export interface ChangeDetail { readonly name: string; readonly value: string | number | boolean }
export interface SelectDetail { readonly kind: SelectionKind; readonly id: string }
export interface ViolationDetail { readonly time: number; readonly verdict: string; readonly message: string; readonly witness?: Plain }
export interface ErrorDetail {
  readonly code: ErrorCode;
  readonly message: string;
  readonly recoverable: boolean;
  readonly attribute?: string;
  readonly value?: string;
  readonly used?: string | number | boolean;
}
export interface EndDetail { readonly time: number }

/** Every event by name with its detail. */
export interface DiagramEventDetails {
  readonly 'ds-ready': ReadyDetail;
  readonly 'ds-play': PlayDetail;
  readonly 'ds-pause': PlayDetail;
  readonly 'ds-seek': SeekDetail;
  readonly 'ds-step': StepDetail;
  readonly 'ds-event': ModelEventDetail;
  readonly 'ds-milestone': ModelEventDetail;
  readonly 'ds-act': ActDetail;
  readonly 'ds-change': ChangeDetail;
  readonly 'ds-select': SelectDetail;
  readonly 'ds-violation': ViolationDetail;
  readonly 'ds-error': ErrorDetail;
  readonly 'ds-end': EndDetail;
}

declare global {
  interface HTMLElementEventMap {
    'ds-ready': CustomEvent<ReadyDetail>;
    'ds-play': CustomEvent<PlayDetail>;
    'ds-pause': CustomEvent<PlayDetail>;
    'ds-seek': CustomEvent<SeekDetail>;
    'ds-step': CustomEvent<StepDetail>;
    'ds-event': CustomEvent<ModelEventDetail>;
    'ds-milestone': CustomEvent<ModelEventDetail>;
    'ds-act': CustomEvent<ActDetail>;
    'ds-change': CustomEvent<ChangeDetail>;
    'ds-select': CustomEvent<SelectDetail>;
    'ds-violation': CustomEvent<ViolationDetail>;
    'ds-error': CustomEvent<ErrorDetail>;
    'ds-end': CustomEvent<EndDetail>;
  }
}

/** Fires one event; false when a listener cancelled it. */
export function fire<Name extends keyof DiagramEventDetails>(target: EventTarget, name: Name, detail: DiagramEventDetails[Name]): boolean {
  return target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'ds-act' }));
}

/** Simulated ms of a kernel time. */
export function toMs(timeUs: number): number {
  return timeUs / 1000;
}

/** Kernel time of simulated ms: an integer of µs. */
export function toUs(ms: number): number {
  return Math.round(ms * 1000);
}

/** A model event as pages get it. */
export function detailOf(event: ModelEvent): ModelEventDetail {
  const { timeUs, seq, type, node, peer, data } = event;
  return { time: toMs(timeUs), seq, type, ...(node !== undefined && { node }), ...(peer !== undefined && { peer }), data };
}

/** Most `ds-event`s of one frame; a listener that logs them must not stop the page. */
const mostPerFrame = 200;

/** Fires what happened in one frame, in order. `isMilestone` says which types also fire `ds-milestone`. */
export function fireModelEvents(target: EventTarget, events: readonly ModelEvent[], isMilestone: (type: string) => boolean): void {
  for (const event of events.slice(0, mostPerFrame)) {
    const detail = detailOf(event);
    fire(target, 'ds-event', detail);
    if (isMilestone(event.type)) fire(target, 'ds-milestone', detail);
  }
  const rest = events.slice(mostPerFrame);
  const last = rest.at(-1);
  if (!last) return;
  fire(target, 'ds-event', { time: toMs(last.timeUs), seq: last.seq, type: 'more', data: { count: rest.length } });
  for (const event of rest) if (isMilestone(event.type)) fire(target, 'ds-milestone', detailOf(event));
}
