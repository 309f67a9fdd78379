/**
 * The frame of swarm tests: random systems under random faults, one for each seed. The seed picks sizes, latencies and what
 * goes wrong; every invariant is checked after every event; then everything is repaired and the system has to make
 * progress; last, the whole run is replayed and has to show the same again, also where it is entered in the middle.
 *
 * A model's `swarm.ts` exports `runSwarm = swarmOf({…})`; `npm run test:deep` finds it there.
 */
import type { Action, Command, Model, Plain, RandomStream } from './model.ts';
import { Stream } from './random.ts';
import { Timeline } from './timeline.ts';

/** How to shake one model. */
export interface Swarm<Config, State> {
  readonly model: Model<Config, State>;
  /** A random system: sizes, latencies, rates. Cover the corners: one node, no latency, no loss, very much of it. */
  readonly draw: (random: RandomStream) => Config;
  /** Something that a reader may do at this moment. It may be refused. */
  readonly disturb: (state: State, random: RandomStream) => Action;
  /** Ends every fault. Those refused, because nothing was wrong, do not count. */
  readonly repair: (state: State) => readonly Action[];
  /** A count that must grow once everything is repaired, such as acknowledged writes. */
  readonly progress: (state: State) => number;
  /** Simulated time that the repaired system has for that. */
  readonly progressWithinUs: number;
  /** Kernel events between two disturbances, on average; 50 when absent. */
  readonly calm?: number;
  /** As in `RunParameters`; needed when `set` is among the disturbances. */
  readonly reconfigure?: (config: Config, name: string, value: Plain | undefined) => Config;
}

export interface SwarmOptions {
  /** Runs, one a seed. */
  readonly schedules: number;
  /** 1 when absent. */
  readonly firstSeed?: number;
  /** Kernel events of a run before everything is repaired. */
  readonly events: number;
  /** Stop at the first failure; all seeds are run when absent. */
  readonly once?: boolean;
}

export interface SwarmFailure {
  readonly seed: number;
  /** Kernel events handled when it failed. */
  readonly event: number;
  /** What broke, seed, event and the command that shows it again. */
  readonly message: string;
}

export interface SwarmReport {
  readonly runs: number;
  /** Kernel events handled in all. */
  readonly events: number;
  /** Actions that were done. Refused ones are not counted. */
  readonly actions: number;
  readonly failures: readonly SwarmFailure[];
}

interface Visit { readonly timeUs: number; readonly hash: string }

/** One seed's run. */
class Run<Config, State> {
  readonly #swarm: Swarm<Config, State>;
  readonly #random: Stream;
  readonly #config: Config;
  readonly #seed: number;
  readonly #visits: Visit[] = [];
  readonly timeline: Timeline<Config, State>;

  constructor(swarm: Swarm<Config, State>, seed: number) {
    this.#swarm = swarm;
    this.#seed = seed;
    this.#random = Stream.named(seed, 'swarm');
    this.#config = swarm.draw(Stream.named(seed, 'swarm size'));
    this.timeline = this.#timeline([]);
  }

  #timeline(commands: readonly Command[]): Timeline<Config, State> {
    const { model, reconfigure } = this.#swarm;
    return new Timeline({ model, config: this.#config, seed: this.#seed, commands, ...(reconfigure ? { reconfigure } : {}) });
  }

  /** Runs and disturbs until so many events were handled, or nothing happens any more whatever is done. */
  disturb(events: number): void {
    const { timeline } = this;
    const calm = this.#swarm.calm ?? 50;
    const visitAt = [0.2, 0.5, 0.8].map((share) => share * events);
    for (let idle = 0; timeline.handled < events && idle < 100; idle += 1) {
      const before = timeline.handled;
      timeline.advance(timeline.nowUs + 60_000_000, 1 + Math.floor(this.#random.exponential(calm)));
      timeline.act(this.#swarm.disturb(timeline.state, this.#random), 'script');
      if (timeline.handled > before) idle = 0;
      if (timeline.handled >= visitAt[0]!) {
        visitAt.shift();
        this.#visit();
      }
    }
  }

  /** Remembers this microsecond when all of it has happened, and leaves it, so that a seek must show the same. */
  #visit(): void {
    const { timeline } = this;
    timeline.advance(timeline.nowUs);
    this.#visits.push({ timeUs: timeline.nowUs, hash: timeline.hash() });
    timeline.advance(timeline.nowUs + 1);
  }

  repair(): void {
    for (const action of this.#swarm.repair(this.timeline.state)) this.timeline.act(action, 'script');
    const { timeline } = this;
    const { progress, progressWithinUs } = this.#swarm;
    const before = progress(timeline.state);
    const limitUs = timeline.nowUs + progressWithinUs;
    const strideUs = Math.max(1, Math.floor(progressWithinUs / 200));
    while (progress(timeline.state) <= before) {
      if (timeline.nowUs >= limitUs) throw new Error(`no progress within ${progressWithinUs / 1000} ms of the repair, it stands at ${before}`);
      timeline.advance(Math.min(limitUs, timeline.nowUs + strideUs));
    }
  }

  /** The same commands again, as a whole and entered in the middle, must lead to the same. */
  replay(): void {
    const { timeline } = this;
    const end: Visit = { timeUs: timeline.nowUs, hash: timeline.hash() };
    const again = this.#timeline(timeline.commands);
    again.advance(end.timeUs);
    if (again.hash() !== end.hash) throw new Error(`the run replayed to ${end.timeUs} µs is not the run`);
    for (const { timeUs, hash } of [...this.#visits, end]) {
      for (const run of [timeline, again]) {
        run.seek(timeUs);
        if (run.hash() !== hash) throw new Error(`a seek to ${timeUs} µs does not show what was there`);
      }
    }
  }
}

/** Runs the swarm over a range of seeds. Never throws for what a model did wrong: it is in the report. */
export function swarmOf<Config, State>(swarm: Swarm<Config, State>): (options: SwarmOptions) => SwarmReport {
  return ({ schedules, firstSeed = 1, events, once }) => {
    const failures: SwarmFailure[] = [];
    const sum = { runs: 0, events: 0, actions: 0 };
    for (let seed = firstSeed; seed < firstSeed + schedules && !(once && failures.length > 0); seed += 1) {
      let run: Run<Config, State> | null = null;
      try {
        run = new Run(swarm, seed);
        run.disturb(events);
        run.repair();
        sum.events += run.timeline.handled;
        sum.actions += run.timeline.commands.length;
        run.replay();
      } catch (error) {
        failures.push(describe(swarm.model.slug, seed, events, run?.timeline ?? null, error));
      }
      sum.runs += 1;
    }
    return { ...sum, failures };
  };
}

function describe<Config, State>(slug: string, seed: number, events: number, timeline: Timeline<Config, State> | null, error: unknown): SwarmFailure {
  const what = error instanceof Error ? error.message : String(error);
  const event = timeline?.handled ?? 0;
  const lately = (timeline?.commands ?? []).slice(-8).map(({ timeUs, action, target, args }) => `  ${timeUs} µs ${action} ${target ?? ''} ${args ? JSON.stringify(args) : ''}`);
  const again = `npm run test:deep -- --seeds ${seed} --events ${events} ${slug}`;
  return { seed, event, message: [`${slug}, seed ${seed}, event ${event}: ${what}`, `again: ${again}`, `configuration: ${JSON.stringify(timeline?.config ?? null)}`, ...lately].join('\n') };
}

/**
 * The first failure that a swarm finds in a model with a planted bug, or null when the bug gets away. `model` is the model
 * with one rule replaced.
 */
export function catches<Config, State>(swarm: Swarm<Config, State>, model: Model<Config, State>, options: SwarmOptions): SwarmFailure | null {
  return swarmOf({ ...swarm, model })({ ...options, once: true }).failures[0] ?? null;
}

/** One of the items, evenly. */
export function pick<Item>(random: RandomStream, items: readonly Item[]): Item {
  const item = items[random.integer(0, items.length - 1)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** What `drawFault` may choose from. */
export interface Faulty {
  readonly nodes: readonly string[];
  /** Ids of messages in flight; none where the model has none. */
  readonly messages?: readonly string[];
  /** Verbs that the model does not have. */
  readonly except?: readonly string[];
}

/**
 * One of the actions that all elements share (crash, recover, freeze, thaw, slow, cut, heal, drop, delay), with a random
 * target. Repairs are as frequent as faults, so that runs do not end in a standstill.
 */
export function drawFault(random: RandomStream, { nodes, messages = [], except = [] }: Faulty): Action {
  const node = pick(random, nodes);
  const other = pick(random, nodes);
  const sides: string[][] = [[], []];
  for (const each of nodes) sides[random.integer(0, 1)]!.push(each);
  const message = messages.length > 0 ? pick(random, messages) : null;
  const choices: readonly Action[] = [
    { action: 'crash', target: node }, { action: 'recover', target: node }, { action: 'recover', target: other },
    { action: 'freeze', target: node }, { action: 'thaw', target: node }, { action: 'thaw', target: other },
    { action: 'slow', target: node, args: { factor: pick(random, [1, 1, 3, 10]) } },
    { action: 'cut', args: { groups: sides.map((side) => side.join(',')).join('|') } },
    { action: 'cut', target: `${node}${pick(random, ['-', '>'])}${other}` },
    { action: 'heal' }, { action: 'heal' },
    ...(message === null ? [] : [{ action: 'drop', target: message }, { action: 'delay', target: message, args: { by: pick(random, [1, 40, 400]) } }]),
  ];
  return pick(random, choices.filter(({ action }) => !except.includes(action)));
}
