/** What a run offers to those who move through it. */
import type { Action, ActedBy, ActionResult, Command, ModelEvent } from './model.ts';

export interface Branch {
  readonly id: string;
  readonly parent: string | null;
  readonly forkedAtUs: number;
  readonly endUs: number;
  /** What the first command after the fork did, e.g. `crash n1`. */
  readonly label: string;
}

/** A run that can be moved through, forwards and backwards. */
export interface TimelineContract<Config, State> {
  readonly nowUs: number;
  /** State at `nowUs`. Read only: never mutate, never keep across a call. */
  readonly state: State;
  readonly config: Config;
  readonly seed: number;
  /** Runs forward to `timeUs`, at most `budget` kernel events; returns the model events that happened, in order. */
  advance(timeUs: number, budget?: number): readonly ModelEvent[];
  /** Goes to any time on the current or the named branch. Equal to a run from 0. Reports no events. */
  seek(timeUs: number, branch?: string): void;
  /** Applies an action now. In the past (later commands or events known) it forks a branch; the old future is kept. */
  act(action: Action, by: ActedBy): ActionResult & { readonly events: readonly ModelEvent[] };
  /** Moment of the nth next (n > 0) or before the nth previous (n < 0) model event, or null when none within `withinUs`. */
  neighbour(n: number, withinUs: number): number | null;
  /** Model events with from ≤ time < to on this branch, from a ring of 20,000. */
  events(fromUs: number, toUs: number): readonly ModelEvent[];
  readonly branch: string;
  readonly branches: readonly Branch[];
  /** Commands of the current branch up to its end. */
  readonly commands: readonly Command[];
  /** Furthest time already simulated on the current branch. */
  readonly endUs: number;
  /** Identifies state, queue, streams and time: 16 hex digits, equal in every engine. */
  hash(): string;
}
