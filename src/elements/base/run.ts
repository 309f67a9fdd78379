/**
 * A run of a concept's model: built from settings, seed, scenario and timed children, then moved through by the
 * timeline. Times are simulated ms here; the kernel counts µs.
 */
import type { Action, ActedBy, ActionArguments, ActionResult, Command, ModelEvent, Plain } from '../../models/kernel/model.ts';
import { parseSeed } from '../../models/kernel/fnv.ts';
import type { Branch, TimelineContract } from '../../models/kernel/timeline.contract.ts';
import { Timeline } from '../../models/kernel/timeline.ts';
import { viewCommands } from './commands.ts';
import type { Concept, Scenario, SettingValues, TimedAction } from './concept.ts';
import { toMs, toUs } from './events.ts';
import type { Names } from './names.ts';
import { coerceSetting, fallbackOf } from './settings.ts';
import type { SettingSpecs } from './settings.ts';

/** Everything a run is made from; what `snapshot()` saves. */
export interface Recipe {
  readonly settings: SettingValues;
  /** As the author wrote it. */
  readonly seed: string;
  readonly scenario: string;
  /** Actions in their order, those of the scenario and of children included. */
  readonly actions: readonly (TimedAction & { readonly by?: ActedBy })[];
}

/** A command that moves the view when the clock passes its time. */
export interface Cue {
  readonly timeMs: number;
  readonly action: string;
  readonly target?: string;
  readonly args?: ActionArguments;
}

/** Model events looked through at most for one step. */
const stepWithinViewingMs = 60_000;
/** Kernel events between two looks at the clock. */
const batch = 256;

export class Run<Config extends object, State> {
  readonly #concept: Concept<Config, State>;
  readonly #specs: SettingSpecs;
  #recipe: Recipe;
  #timeline: TimelineContract<Config, State>;
  #cues: readonly Cue[] = [];
  /** Which settings a configuration was made from; `set` actions make new ones from old. */
  readonly #origin = new WeakMap<Config, SettingValues>();

  constructor(concept: Concept<Config, State>, specs: SettingSpecs, recipe: Recipe) {
    this.#concept = concept;
    this.#specs = specs;
    this.#recipe = recipe;
    this.#timeline = this.#build(recipe);
  }

  #build(recipe: Recipe): TimelineContract<Config, State> {
    const systemActions = recipe.actions.filter((action) => !viewCommands.includes(action.action));
    this.#cues = recipe.actions.filter((action) => viewCommands.includes(action.action));
    const commands = systemActions
      .map(({ timeMs, by = 'scenario', ...action }): Command => ({ ...action, timeUs: toUs(timeMs), by }))
      .sort((a, b) => a.timeUs - b.timeUs);
    return new Timeline<Config, State>({
      model: this.#concept.model,
      config: this.#configure(recipe.settings),
      seed: parseSeed(recipe.seed),
      commands,
      reconfigure: (config, name, value) => this.#reconfigure(config, name, value),
    });
  }

  #configure(settings: SettingValues): Config {
    const config = this.#concept.configure(settings);
    this.#origin.set(config, settings);
    return config;
  }

  /** The configuration after `set {name, value}`; the same object when that changes nothing or is not admitted. */
  #reconfigure(config: Config, name: string, value: Plain | undefined): Config {
    const spec = this.#specs.get(name);
    const settings = this.#origin.get(config);
    if (!spec || !settings || spec.change !== 'live') return config;
    // A default need not be writable: no partition is said by leaving the attribute away.
    const fallback = fallbackOf(spec);
    const read = Object.is(value, fallback) ? fallback : coerceSetting(value, spec)?.value;
    if (read === undefined || Object.is(read, settings[name])) return config;
    return this.#configure({ ...settings, [name]: read });
  }

  /** Starts anew at 0. */
  restart(recipe: Recipe = this.#recipe): void {
    this.#recipe = recipe;
    this.#timeline = this.#build(recipe);
  }

  /** Display names in timed actions become ids, which only the state at 0 can tell. Before anything has run. */
  nameTargets(names: Names): void {
    const ids = this.#concept.nodes(this.#timeline.state);
    const { actions } = this.#recipe;
    if (actions.every(({ target }) => target === undefined || names.idOf(target, ids) === target)) return;
    this.restart({ ...this.#recipe, actions: actions.map((action) => (action.target === undefined ? action : { ...action, target: names.idOf(action.target, ids) })) });
  }

  get recipe(): Recipe {
    return this.#recipe;
  }

  get scenario(): Scenario | undefined {
    return this.#concept.scenarios.get(this.#recipe.scenario);
  }

  get timeline(): TimelineContract<Config, State> {
    return this.#timeline;
  }

  get nowMs(): number {
    return toMs(this.#timeline.nowUs);
  }

  get endMs(): number {
    return toMs(this.#timeline.endUs);
  }

  /** Settings that hold at the current time on this branch. */
  get settings(): SettingValues {
    return this.#origin.get(this.#timeline.config) ?? this.#recipe.settings;
  }

  /** True once something happened that a changed setting must not undo. */
  get begun(): boolean {
    return this.#timeline.endUs > 0 || this.#timeline.commands.some((command) => command.by !== 'scenario');
  }

  get branch(): string {
    return this.#timeline.branch;
  }

  get branches(): readonly Branch[] {
    return this.#timeline.branches;
  }

  /** Runs on to a time, until `deadline` says stop. Returns the model events on the way and whether it got there. */
  advance(untilMs: number, deadline: () => boolean): { readonly events: readonly ModelEvent[]; readonly arrived: boolean } {
    const target = toUs(untilMs);
    const events: ModelEvent[] = [];
    do {
      for (const event of this.#timeline.advance(target, batch)) events.push(event);
      if (this.#timeline.nowUs < target) continue;
      // The batch may have ended within this very microsecond, and a moment is all of its microsecond.
      for (const event of this.#timeline.advance(target)) events.push(event);
      return { events, arrived: true };
    } while (!deadline());
    return { events, arrived: false };
  }

  /**
   * Goes to a time, on this branch or another. Into what is known already at once; beyond, until `deadline` says stop.
   * Returns whether it got there.
   */
  seek(ms: number, branch?: string, deadline: () => boolean = () => false): boolean {
    const target = toUs(Math.max(0, ms));
    const known = this.#timeline.branches.find(({ id }) => id === (branch ?? this.branch))?.endUs ?? 0;
    this.#timeline.seek(Math.min(target, known), branch);
    return this.advance(toMs(target), deadline).arrived;
  }

  act(action: Action, by: ActedBy): ActionResult & { readonly events: readonly ModelEvent[] } {
    return this.#timeline.act(action, by);
  }

  /**
   * Moves to the moment after the nth next event, or before the nth previous one; with none within a minute of
   * viewing, by one second of viewing; never beyond the end.
   */
  step(n: number, pace: number, endMs: number): readonly ModelEvent[] {
    const within = toUs((stepWithinViewingMs / 1000) * pace);
    const moment = n === 0 ? this.#timeline.nowUs : this.#timeline.neighbour(n, within);
    const asked = moment ?? Math.max(0, this.#timeline.nowUs + Math.sign(n) * toUs(pace));
    const target = Math.min(asked, Number.isFinite(endMs) ? toUs(endMs) : asked);
    if (target <= this.#timeline.nowUs) {
      this.#timeline.seek(target);
      return [];
    }
    return this.advance(toMs(target), () => false).events;
  }

  events(fromMs: number, untilMs: number): readonly ModelEvent[] {
    return this.#timeline.events(toUs(fromMs), toUs(untilMs));
  }

  /** View commands with from < time ≤ to. */
  cues(fromMs: number, untilMs: number): readonly Cue[] {
    return this.#cues.filter((cue) => cue.timeMs > fromMs && cue.timeMs <= untilMs);
  }

  /** Simulated ms per second of viewing at speed 1, at a time: the concept's, changed by the scenario or a `pace` cue. */
  paceAt(ms: number): number {
    let pace = this.#concept.pace;
    let since = -1;
    for (const change of this.scenario?.paces ?? []) {
      if (change.fromMs <= ms && change.fromMs >= since) [pace, since] = [change.pace, change.fromMs];
    }
    for (const cue of this.#cues) {
      const value = cue.action === 'pace' ? Number(cue.target ?? cue.args?.['value']) : NaN;
      if (cue.timeMs <= ms && cue.timeMs >= since && value > 0 && value <= 1e6) [pace, since] = [value, cue.timeMs];
    }
    return pace;
  }

  /** Actions of the current branch as a recipe holds them. */
  get actions(): readonly (TimedAction & { readonly by: ActedBy })[] {
    const done = this.#timeline.commands.map(({ timeUs, ...action }) => ({ ...action, timeMs: toMs(timeUs) }));
    return [...done, ...this.#cues.map((cue) => ({ ...cue, by: 'scenario' as const }))].sort((a, b) => a.timeMs - b.timeMs);
  }
}
