/**
 * The heart of every model: virtual time in whole microseconds, a queue of plain data, named streams of random numbers.
 *
 * A model is a record of functions over plain state. This one rings a bell about every `everyUs`:
 *
 *     interface Config { readonly everyUs: number }
 *     interface State { everyUs: number; rings: number; broken: boolean }
 *     const bell: Model<Config, State> = {
 *       slug: 'bell',
 *       create({ everyUs }, world) {
 *         world.schedule(everyUs, 'ring', null);                 // data, never a closure
 *         return { everyUs, rings: 0, broken: false };
 *       },
 *       handle(state, event, world) {                            // event.kind is 'ring'
 *         world.schedule(1 + world.random('ring').integer(0, 2 * state.everyUs), 'ring', null);
 *         if (state.broken) return;
 *         state.rings += 1;
 *         world.emit('bell.ring', { node: 'b1', rings: state.rings });
 *       },
 *       act(state, { action }) {
 *         if (action !== 'crash') return { ok: false, reason: `a bell has no action ${action}` };
 *         state.broken = true;
 *         return { ok: true };
 *       },
 *       configure(state, { everyUs }) { state.everyUs = everyUs; }, // after the action `set`
 *       copy: (state) => ({ ...state }),
 *       check(state, _scope) { if (state.rings < 0) throw new InvariantViolation('rings count up', `${state.rings}`); },
 *     };
 *     const run = new Timeline({ model: bell, config: { everyUs: 1000 }, seed: 7, commands: [] });
 *     run.advance(60_000); run.seek(20_000); run.act({ action: 'crash' }, 'user');    // forks
 *
 * Messages between nodes: `network.ts`. Random fault schedules: `testing.ts`.
 */
import { hashOf } from './hash.ts';
import { EventQueue } from './heap.ts';
import { InvariantViolation } from './model.ts';
import type { Action, ActionResult, Model, ModelEvent, Plain, RandomStream, World } from './model.ts';
import { Stream } from './random.ts';
import type { StreamState } from './random.ts';
import { refused } from './refusal.ts';

/** What a run is made from, besides its commands. */
export interface RunParameters<Config, State> {
  readonly model: Model<Config, State>;
  readonly config: Config;
  /** 32 bits; see `parseSeed`. */
  readonly seed: number;
  /**
   * The configuration after the action `set {name, value}`, or the same object when that changes nothing. Without it
   * every `set` is refused.
   */
  readonly reconfigure?: (config: Config, name: string, value: Plain | undefined) => Config;
}

/** A moment of a run from which it can go on. Immutable records are shared with the run, everything else is a copy. */
export interface Snapshot<Config, State> {
  readonly nowUs: number;
  readonly config: Config;
  readonly state: State;
  readonly queue: EventQueue;
  readonly streams: readonly (readonly [string, StreamState])[];
  readonly nextSeq: number;
  readonly nextEventSeq: number;
  readonly handled: number;
}

/** Events after which every invariant is checked in full. */
const fullCheckEvery = 1000;
const ok: ActionResult = { ok: true };

/**
 * A model in motion: its state, the queue of what is due, its streams of random numbers and its clock. The same
 * parameters and the same sequence of calls give the same bits in every engine.
 */
export class Simulation<Config, State> {
  readonly #parameters: RunParameters<Config, State>;
  #config: Config;
  #state: State;
  #queue = new EventQueue();
  #streams = new Map<string, Stream>();
  #nowUs = 0;
  #nextSeq = 0;
  #nextEventSeq = 0;
  #handled = 0;
  #emitted: ModelEvent[] = [];
  readonly #world: World;

  constructor(parameters: RunParameters<Config, State>) {
    this.#parameters = parameters;
    this.#config = parameters.config;
    this.#world = this.#makeWorld();
    this.#state = parameters.model.create(parameters.config, this.#world);
    this.#check('full');
  }

  #makeWorld(): World {
    const simulation = this;
    return {
      get nowUs() { return simulation.#nowUs; },
      schedule: (delayUs, kind, data) => this.#schedule(delayUs, kind, data),
      random: (name) => this.#random(name),
      emit: (type, fields) => {
        const { node, peer, ...data } = fields;
        const event = { timeUs: this.#nowUs, seq: this.#nextEventSeq, type, ...(node === undefined ? {} : { node }), ...(peer === undefined ? {} : { peer }), data };
        this.#nextEventSeq += 1;
        this.#emitted.push(event);
      },
    };
  }

  #schedule(delayUs: number, kind: string, data: Plain): number {
    if (!Number.isSafeInteger(delayUs) || delayUs < 0) throw new RangeError(`${kind}: a delay is a whole number of microseconds, not ${delayUs}`);
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    this.#queue.push({ timeUs: this.#nowUs + delayUs, seq, kind, data });
    return seq;
  }

  #random(name: string): RandomStream {
    let stream = this.#streams.get(name);
    if (!stream) {
      stream = Stream.named(this.#parameters.seed, name);
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Virtual time in µs. */
  get nowUs(): number { return this.#nowUs; }
  get config(): Config { return this.#config; }
  /** Read only for callers; it moves with the next event. */
  get state(): State { return this.#state; }
  /** Queued events handled so far. */
  get handled(): number { return this.#handled; }
  /** When the next queued event is due; Infinity when nothing is. */
  get nextDueUs(): number { return this.#queue.peek()?.timeUs ?? Infinity; }

  /** Model events since the last call. */
  takeEvents(): ModelEvent[] {
    const events = this.#emitted;
    if (events.length > 0) this.#emitted = [];
    return events;
  }

  /** Handles the next queued event; false when nothing is queued. */
  step(): boolean {
    const event = this.#queue.pop();
    if (!event) return false;
    this.#nowUs = event.timeUs;
    this.#handled += 1;
    this.#parameters.model.handle(this.#state, event, this.#world);
    this.#check(this.#handled % fullCheckEvery === 0 ? 'full' : 'event');
    return true;
  }

  /** Handles what is due up to and including `timeUs`, at most `budget` events; true when it got there. */
  runTo(timeUs: number, budget = Infinity): boolean {
    for (let left = budget; this.nextDueUs <= timeUs; left -= 1) {
      if (left <= 0) return false;
      this.step();
    }
    if (timeUs > this.#nowUs) this.#nowUs = timeUs;
    return true;
  }

  /** Does an action now. `set` changes a live setting; everything else is the model's. */
  act(action: Action): ActionResult {
    const result = action.action === 'set' ? this.#set(action) : this.#parameters.model.act(this.#state, action, this.#world);
    if (result.ok) this.#check('event');
    return result;
  }

  #set(action: Action): ActionResult {
    const name = typeof action.args?.['name'] === 'string' ? action.args['name'] : (action.target ?? '');
    const before = this.#config;
    const after = this.#parameters.reconfigure?.(before, name, action.args?.['value']);
    if (after === undefined) return refused('no setting {name} can be changed', { name });
    if (after === before) return ok;
    this.#config = after;
    this.#parameters.model.configure(this.#state, after, name, this.#world);
    return ok;
  }

  #check(scope: 'event' | 'full'): void {
    try {
      this.#parameters.model.check(this.#state, scope);
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
      throw new InvariantViolation(error.rule, error.detail, { seed: this.#parameters.seed, event: this.#handled, timeUs: this.#nowUs });
    }
  }

  snapshot(): Snapshot<Config, State> {
    return {
      nowUs: this.#nowUs,
      config: this.#config,
      state: this.#parameters.model.copy(this.#state),
      queue: this.#queue.copy(),
      streams: [...this.#streams].map(([name, stream]) => [name, stream.state] as const),
      nextSeq: this.#nextSeq,
      nextEventSeq: this.#nextEventSeq,
      handled: this.#handled,
    };
  }

  /** Goes on from a snapshot of the same run, as often as wanted. */
  restore(snapshot: Snapshot<Config, State>): void {
    this.#nowUs = snapshot.nowUs;
    this.#config = snapshot.config;
    this.#state = this.#parameters.model.copy(snapshot.state);
    this.#queue = snapshot.queue.copy();
    this.#streams = new Map(snapshot.streams.map(([name, state]) => [name, new Stream(state)]));
    this.#nextSeq = snapshot.nextSeq;
    this.#nextEventSeq = snapshot.nextEventSeq;
    this.#handled = snapshot.handled;
    this.#emitted = [];
  }

  /** Identifies time, configuration, state, queue and streams: 16 hex digits, the same in every engine. */
  hash(): string {
    const streams = [...this.#streams].map(([name, stream]) => [name, stream.state] as const).sort(([a], [b]) => (a < b ? -1 : 1));
    return hashOf([this.#nowUs, this.#config, this.#state, this.#queue.sorted(), streams, this.#nextEventSeq]);
  }
}
