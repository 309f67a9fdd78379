import type { Action, ActedBy, ActionResult, Command, ModelEvent } from './model.ts';
import { Simulation } from './simulation.ts';
import type { RunParameters, Snapshot } from './simulation.ts';
import type { Branch, TimelineContract } from './timeline.contract.ts';

export interface TimelineParameters<Config, State> extends RunParameters<Config, State> {
  /** Timed commands of the scenario and of children, in order of time; equal times in the order given. */
  readonly commands?: readonly Command[];
}

interface Keyframe<Config, State> {
  readonly snapshot: Snapshot<Config, State>;
  /** Commands already applied. */
  readonly applied: number;
}

/** One future: its commands, what is known of it, and where to start from. */
interface Track<Config, State> {
  readonly id: string;
  readonly parent: string | null;
  readonly forkedAtUs: number;
  readonly label: string;
  commands: Command[];
  keyframes: Keyframe<Config, State>[];
  /** Kernel events between keyframes; doubles when they are thinned. */
  spacing: number;
  /** The newest events, in order; at most `keptEvents`. */
  events: ModelEvent[];
  endUs: number;
  /** Last time it was chosen, by a running number. */
  touched: number;
}

const keyframeEvery = 1000;
/** A state takes up to 0.2 MB and a run may hold 4 MB; what lies between two of them is run again within a few frames. */
const keptKeyframes = 24;
const keptEvents = 10_000;
const keptBranches = 16;

/** A fraction would get into every later time, and from there into comparisons for equality. */
function wholeUs(timeUs: number): number {
  if (!Number.isFinite(timeUs)) throw new RangeError(`a time is a number of microseconds, not ${timeUs}`);
  return Math.max(0, Math.floor(timeUs));
}

/**
 * A run that can be moved through, forwards and backwards, by keyframes and replay. `seek(t)` equals a run from 0 to t.
 *
 * A command at time t is applied after all queued events with time ≤ t. An action in the past forks: the new branch keeps
 * what lies before, takes the action, and then the scenario's own later commands; those of the reader stay with the old
 * branch, which can be chosen again.
 */
export class Timeline<Config, State> implements TimelineContract<Config, State> {
  readonly #parameters: TimelineParameters<Config, State>;
  readonly #simulation: Simulation<Config, State>;
  readonly #tracks = new Map<string, Track<Config, State>>();
  #track: Track<Config, State>;
  #applied = 0;
  #made = 1;
  #clock = 0;

  constructor(parameters: TimelineParameters<Config, State>) {
    this.#parameters = parameters;
    this.#simulation = new Simulation(parameters);
    const first: Keyframe<Config, State> = { snapshot: this.#simulation.snapshot(), applied: 0 };
    this.#track = {
      id: 'b0', parent: null, forkedAtUs: 0, label: '', commands: [...(parameters.commands ?? [])],
      keyframes: [first], spacing: keyframeEvery, events: this.#simulation.takeEvents(), endUs: 0, touched: 0,
    };
    this.#tracks.set('b0', this.#track);
    this.#runTo(0, Infinity);
  }

  get nowUs(): number { return this.#simulation.nowUs; }
  get state(): State { return this.#simulation.state; }
  get config(): Config { return this.#simulation.config; }
  get seed(): number { return this.#parameters.seed; }
  get branch(): string { return this.#track.id; }
  get endUs(): number { return this.#track.endUs; }
  /** Kernel events handled since 0 at the current time. */
  get handled(): number { return this.#simulation.handled; }

  get branches(): readonly Branch[] {
    return [...this.#tracks.values()].map(({ id, parent, forkedAtUs, endUs, label }) => ({ id, parent, forkedAtUs, endUs, label }));
  }

  get commands(): readonly Command[] {
    return this.#track.commands;
  }

  /** Throws `RangeError` unless the time is a finite number; parts of a microsecond are dropped. */
  advance(timeUs: number, budget = Infinity): readonly ModelEvent[] {
    return this.#runTo(wholeUs(timeUs), budget);
  }

  /** Moves on through events and commands, keeping keyframes and events of what is new. */
  #runTo(timeUs: number, budget: number): ModelEvent[] {
    const simulation = this.#simulation;
    const happened: ModelEvent[] = [];
    let left = budget;
    for (;;) {
      const command = this.#track.commands[this.#applied];
      const stop = command && command.timeUs < timeUs ? Math.max(command.timeUs, simulation.nowUs) : timeUs;
      const before = simulation.handled;
      const arrived = simulation.runTo(stop, Math.min(left, this.#track.spacing));
      left -= simulation.handled - before;
      this.#note(happened);
      if (!arrived) {
        if (left <= 0) break;
        continue;
      }
      if (!command || command.timeUs > timeUs) break;
      this.#applied += 1;
      simulation.act(command);
      this.#note(happened);
    }
    return happened;
  }

  /** Files events that happened, and a keyframe where one is due. */
  #note(happened: ModelEvent[]): void {
    const simulation = this.#simulation;
    const track = this.#track;
    const events = simulation.takeEvents();
    const known = track.events.at(-1)?.seq ?? -1;
    for (const event of events) {
      happened.push(event);
      if (event.seq > known) track.events.push(event);
    }
    if (track.events.length > keptEvents * 1.05) track.events = track.events.slice(-keptEvents);
    if (simulation.nowUs > track.endUs) track.endUs = simulation.nowUs;
    const newest = track.keyframes.at(-1);
    if (newest && simulation.handled - newest.snapshot.handled >= track.spacing) {
      track.keyframes.push({ snapshot: simulation.snapshot(), applied: this.#applied });
      if (track.keyframes.length > keptKeyframes) {
        track.keyframes = track.keyframes.filter((_, at) => at % 2 === 0);
        track.spacing *= 2;
      }
    }
  }

  /** Throws `RangeError` for an unknown branch or a time that is no finite number; times below 0 are 0. */
  seek(time: number, branch: string = this.#track.id): void {
    const timeUs = wholeUs(time);
    const track = this.#tracks.get(branch);
    if (!track) throw new RangeError(`no branch ${branch}`);
    const changed = track !== this.#track;
    this.#track = track;
    track.touched = this.#clock += 1;
    const start = this.#keyframeBefore(track, timeUs);
    const nearer = start.snapshot.handled > this.#simulation.handled;
    if (changed || timeUs < this.#simulation.nowUs || nearer) {
      this.#simulation.restore(start.snapshot);
      this.#applied = start.applied;
    }
    this.#runTo(timeUs, Infinity);
  }

  #keyframeBefore(track: Track<Config, State>, timeUs: number): Keyframe<Config, State> {
    const keyframes = track.keyframes;
    let low = 0;
    let high = keyframes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (keyframes[middle]!.snapshot.nowUs <= timeUs) low = middle;
      else high = middle - 1;
    }
    return keyframes[low]!;
  }

  act(action: Action, by: ActedBy): ActionResult & { readonly events: readonly ModelEvent[] } {
    // A budget may have cut this microsecond short; on replay the command comes after all of it.
    const events = this.#runTo(this.nowUs, Infinity);
    const before = this.#simulation.snapshot();
    const result = this.#simulation.act(action);
    if (!result.ok) {
      // A refusal leaves no trace, not even a drawn random number.
      this.#simulation.restore(before);
      return { ...result, events };
    }
    const command: Command = { ...action, timeUs: this.nowUs, by };
    if (this.#track.endUs > this.nowUs || this.#readerActsLater()) this.#fork(command, before.nextEventSeq);
    else this.#track.commands.splice(this.#applied, 0, command);
    this.#applied += 1;
    this.#note(events);
    return { ...result, events };
  }

  #readerActsLater(): boolean {
    return this.#track.commands.slice(this.#applied).some((command) => command.by !== 'scenario');
  }

  #fork(command: Command, nextEventSeq: number): void {
    const from = this.#track;
    const nowUs = this.nowUs;
    const later = from.commands.slice(this.#applied).filter(({ by }) => by === 'scenario');
    const handled = this.#simulation.handled;
    this.#track = {
      id: `b${this.#made}`, parent: from.id, forkedAtUs: nowUs, label: [command.action, command.target].filter(Boolean).join(' '),
      commands: [...from.commands.slice(0, this.#applied), command, ...later],
      keyframes: from.keyframes.filter(({ snapshot, applied }) => snapshot.handled <= handled && applied <= this.#applied && snapshot.nowUs <= nowUs),
      spacing: from.spacing,
      events: from.events.filter(({ seq }) => seq < nextEventSeq),
      endUs: nowUs,
      touched: (this.#clock += 1),
    };
    this.#made += 1;
    this.#tracks.set(this.#track.id, this.#track);
    this.#dropOldest();
  }

  /** Keeps at most 16 branches: the leaf that was not chosen for longest goes first. */
  #dropOldest(): void {
    while (this.#tracks.size > keptBranches) {
      const parents = new Set([...this.#tracks.values()].map(({ parent }) => parent));
      const leaves = [...this.#tracks.values()].filter((track) => track !== this.#track && !parents.has(track.id) && track.id !== 'b0');
      leaves.sort((a, b) => a.touched - b.touched);
      if (!leaves[0]) return;
      this.#tracks.delete(leaves[0].id);
    }
  }

  neighbour(n: number, withinUs: number): number | null {
    if (n === 0) return this.nowUs;
    return n > 0 ? this.#later(n, withinUs) : this.#earlier(-n, withinUs);
  }

  /** Counts microseconds in which something happened, so that n back and n forward is the identity. */
  #earlier(n: number, withinUs: number): number | null {
    const events = this.#track.events;
    let count = 0;
    let last = Infinity;
    for (let at = events.length - 1; at >= 0; at -= 1) {
      const { timeUs } = events[at]!;
      if (timeUs > this.nowUs || timeUs === last) continue;
      if (timeUs < this.nowUs - withinUs) return null;
      last = timeUs;
      count += 1;
      if (count === n) return Math.max(0, timeUs - 1);
    }
    return null;
  }

  /** Looks ahead on the simulation itself and goes back, leaving nothing behind. */
  #later(n: number, withinUs: number): number | null {
    const { endUs, events, keyframes, spacing } = this.#track;
    const start = this.#simulation.snapshot();
    const applied = this.#applied;
    const known = events.length;
    const limit = this.nowUs + withinUs;
    let found: number | null = null;
    let count = 0;
    let last = start.nowUs;
    this.#track.keyframes = [...keyframes];
    try {
      while (found === null && this.nowUs < limit) {
        const command = this.#track.commands[this.#applied]?.timeUs ?? Infinity;
        for (const event of this.#runTo(Math.min(limit, Math.max(Math.min(this.#simulation.nextDueUs, command), this.nowUs)), 64)) {
          if (event.timeUs <= last) continue;
          last = event.timeUs;
          count += 1;
          if (count === n) found = event.timeUs;
          if (found !== null) break;
        }
      }
    } finally {
      // Also when the model breaks a rule ahead: the reader has not got there.
      Object.assign(this.#track, { endUs, keyframes, spacing });
      this.#track.events = events.slice(0, known);
      this.#simulation.restore(start);
      this.#applied = applied;
    }
    return found;
  }

  events(fromUs: number, toUs: number): readonly ModelEvent[] {
    return this.#track.events.filter(({ timeUs }) => timeUs >= fromUs && timeUs < toUs);
  }

  hash(): string {
    return this.#simulation.hash();
  }
}
