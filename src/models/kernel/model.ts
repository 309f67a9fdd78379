/**
 * What a model of a distributed system is, to the kernel: plain data and the functions that move it.
 *
 * A run is a pure function of (configuration, seed, commands). Virtual time is an integer count of microseconds.
 */

/** JSON-like data: the only thing that queues, commands, events and snapshots may hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** Arguments of an action, as `act()`, `do="…"` and the recipe carry them. */
export type ActionArguments = { readonly [name: string]: Plain | undefined };

/** Something done to the system from outside, by a reader, a script or a scenario. */
export interface Action {
  /** Verb, e.g. `crash`, `write`, `set`. */
  readonly action: string;
  /** Node or link id, display name, or a role keyword of the model (`leader`, `random`); resolved when the action runs. */
  readonly target?: string;
  readonly args?: ActionArguments;
}

export type ActedBy = 'user' | 'script' | 'scenario';

/** An action with its moment. Applied after every queued event of the same microsecond, in the order given. */
export interface Command extends Action {
  readonly timeUs: number;
  readonly by: ActedBy;
}

/**
 * Answer to an action. A refusal leaves the state untouched and says why, in one English sentence; `template` is that
 * sentence with places for `values`, for those who say it in another language.
 */
export type ActionResult = { readonly ok: true } | {
  readonly ok: false; readonly reason: string;
  readonly template?: string; readonly values?: { readonly [place: string]: string | number };
};

/** Something that happened in the modelled system; the source of `ds-event`. */
export interface ModelEvent {
  readonly timeUs: number;
  /** Order of emission within the run, from 0. */
  readonly seq: number;
  /** Dotted name, e.g. `raft.leader`. */
  readonly type: string;
  readonly node?: string;
  readonly peer?: string;
  readonly data: { readonly [key: string]: Plain | undefined };
}

/** An entry of the event queue: data, never a closure, so that a run can be copied, saved and replayed. */
export interface Scheduled {
  readonly timeUs: number;
  /** Insertion number; breaks ties of equal times. */
  readonly seq: number;
  readonly kind: string;
  readonly data: Plain;
}

/** A seeded stream of random numbers. One stream per purpose and node, so that looking changes nothing. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 random bits. */
  next(): number;
  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number;
  /** True with probability `share` (0–1). Always draws, so that changing the share does not shift later draws. */
  chance(share: number): boolean;
  /** Exponentially distributed with the given mean, by `exact-math`; ≥ 0. */
  exponential(mean: number): number;
}

/** What a model may use while it handles an event or an action. */
export interface World {
  /** Virtual time in µs. */
  readonly nowUs: number;
  /** Queues `data` under `kind` after `delayUs` (integer ≥ 0); returns its sequence number. */
  schedule(delayUs: number, kind: string, data: Plain): number;
  /** The stream of that name; made on first use from the run's seed and the name. */
  random(stream: string): RandomStream;
  /** Reports something that happened. `node` and `peer` are ids. */
  emit(type: string, fields: { readonly node?: string; readonly peer?: string } & { readonly [key: string]: Plain | undefined }): void;
}

/**
 * A model. `State` is plain data: objects, arrays, Maps, Sets and typed arrays of plain values. Records that never
 * change after they are made (log entries, messages) may be shared between copies; everything else must be copied.
 */
export interface Model<Config, State> {
  /** The tag without `ds-`. */
  readonly slug: string;
  /** Builds the state at time 0 and schedules the first events. */
  create(config: Config, world: World): State;
  /** Moves the state by one queued event. Bounded work. */
  handle(state: State, event: Scheduled, world: World): void;
  /** Does what a reader or scenario asks, or refuses. The generic action `set` never reaches it: see `configure`. */
  act(state: State, action: Action, world: World): ActionResult;
  /** Takes over a changed live setting. `changed` is the camelCase name. Unknown or unchanged settings do nothing. */
  configure(state: State, config: Config, changed: string, world: World): void;
  /** Deep copy that shares only immutable records. */
  copy(state: State): State;
  /**
   * Throws `InvariantViolation` if the system broke its own rules. `event`: only what the last event could have
   * broken, cheap; `full`: everything.
   */
  check(state: State, scope: 'event' | 'full'): void;
}

/** Where in a run a rule was broken. */
export interface ViolatedAt {
  readonly seed: number;
  /** Kernel events handled, the last one included. */
  readonly event: number;
  readonly timeUs: number;
}

/** A model broke one of its own rules: a defect of the model, never of the page. The simulation adds `at`. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
  readonly rule: string;
  readonly detail: string;
  readonly at: ViolatedAt | null;
  constructor(rule: string, detail: string, at: ViolatedAt | null = null) {
    super(`${rule}: ${detail}${at === null ? '' : ` (seed ${at.seed}, event ${at.event}, ${at.timeUs} µs)`}`);
    this.rule = rule;
    this.detail = detail;
    this.at = at;
  }
}
