/**
 * One figure's run with everything that moves it: settings, children, play state, actions, selection. Knows no rendering:
 * it tells its element what changed, and the page what happened.
 */
import type { Action, ActedBy, ActionArguments, ActionResult, ModelEvent } from '../../models/kernel/model.ts';
import { allowedOf } from './allowed.ts';
import { noScript, readScript } from './children.ts';
import type { Script } from './children.ts';
import { complainOfChildren, complainOfModel, complainTogether } from './complaints.ts';
import type { Concept, Moment, SettingValues, TimedAction } from './concept.ts';
import { fire, fireModelEvents } from './events.ts';
import type { PlayedBy } from './events.ts';
import { Expectations } from './expectations.ts';
import { Narrator } from './narrator.ts';
import { Playback } from './playback.ts';
import type { Playable } from './playback.ts';
import { Problems } from './problems.ts';
import { Run } from './run.ts';
import type { Recipe } from './run.ts';
import { Selection } from './selection.ts';
import { coerceSetting } from './settings.ts';
import { SettingsNow } from './settings-now.ts';
import { settle } from './settle.ts';
import type { Settings, SettingValue } from './settings.ts';
import type { Ticker } from './ticker.ts';
import { Travel } from './travel.ts';
import type { Translate } from './strings.ts';
import { told } from './told.ts';
import { obeyView } from './view-commands.ts';

/** What changed, so that the element does no more than it must: time went on, words too, a step or action, anything. */
export type Change = 'frame' | 'words' | 'act' | 'jump';

export interface SessionOwner {
  readonly element: HTMLElement;
  readonly settings: Settings;
  readonly ticker: Ticker;
  readonly text: Translate;
  /** The reader wants no motion. */
  readonly reduced: boolean;
  /** Phone layout. */
  readonly tall: boolean;
  changed(change: Change): void;
  /** Shows the play state in the attribute `paused`. */
  reflectPaused(paused: boolean): void;
  milestone(message: string): void;
  answer(message: string): void;
}

/** The figure whose clock another one follows. */
export interface Leader {
  readonly localName: string;
  readonly readonly: boolean;
  readonly seed: string;
  readonly currentTime: number;
  readonly playing: boolean;
  play(): void;
  pause(): void;
  step(n?: number): number;
  seek(ms: number): void;
  reset(): void;
  act(action: string, target?: string | null, args?: ActionArguments): ActionResult;
}

/** Characters of a reason why an action was refused. */
const longestReason = 300;

export class Session<Config extends object, State> implements Playable {
  readonly concept: Concept<Config, State>;
  readonly problems: Problems;
  readonly playback: Playback;
  readonly selection: Selection;
  readonly narrator: Narrator<Config, State>;
  readonly #expectations: Expectations;
  readonly #travel: Travel;
  readonly #owner: SessionOwner;
  #run: Run<Config, State> | null = null;
  #script: Script = noScript;
  /** Settings that the run and the play state already follow. */
  #applied: SettingValues | null = null;
  #restored = false;
  #leader: Leader | null = null;
  /** What was done to the leader, and so is done here. */
  #led: readonly TimedAction[] = [];
  /** The reader stopped it; a reading step must not start it again. */
  #pausedByUser = false;
  #opened = false;
  readonly #settingsNow = new SettingsNow();

  constructor(concept: Concept<Config, State>, owner: SessionOwner) {
    this.concept = concept;
    this.#owner = owner;
    this.problems = new Problems(owner.element, () => owner.changed('words'));
    this.playback = new Playback(owner.ticker, this, () => owner.changed('words'));
    this.selection = new Selection(owner.element, () => owner.changed('act'));
    const session = this;
    this.narrator = new Narrator(concept, {
      get text() { return owner.text; },
      get state() { return session.run.timeline.state; },
      guard: (work) => this.guard(work),
      milestone: (message) => owner.milestone(message),
      answer: (message) => owner.answer(message),
      loaded: () => owner.changed('words'),
    });
    this.#travel = new Travel(owner.ticker, {
      seek: (ms, branch, deadline) => this.guard(() => this.run.seek(ms, branch, deadline)) !== false,
      advance: (ms, deadline) => this.guard(() => this.run.advance(ms, deadline))?.arrived !== false,
      get connected() { return owner.element.isConnected; },
      moved: () => this.#moved(),
    });
    this.#expectations = new Expectations({
      element: owner.element, ticker: owner.ticker,
      get expected() { return String(owner.settings.get('expect')); },
      get nowMs() { return session.nowMs; },
      breaches: () => (concept.verdicts ? this.guard(() => concept.verdicts?.(this.moment)) ?? [] : []),
      changed: () => owner.changed('words'),
    });
  }

  // ---- settings → run

  /** The run, following the settings as they are now. */
  get run(): Run<Config, State> {
    this.sync();
    return this.#run ??= this.#begin();
  }

  /** Takes over changed settings, all at once, so that the order in which they were written does not matter. */
  sync(): void {
    const { settings } = this.#owner;
    const before = this.#applied;
    if (before !== null && settings.values === before) return;
    this.#arrangeScenario();
    const now = settings.values;
    this.#applied = now;
    this.narrator.names.use(String(now['names'] ?? ''));
    this.playback.speed = Number(now['speed'] ?? 1);
    if (!before) return;
    const changed = [...settings.specs].filter(([name]) => !Object.is(before[name], now[name]));
    if (!changed.length) return;
    const restart = changed.some(([, spec]) => spec.change === 'restart');
    if (this.#run) {
      if (restart || (!this.#run.begun && changed.some(([, spec]) => spec.change === 'live'))) this.#startOver();
      else for (const [name, spec] of changed) if (spec.change === 'live') this.#set(name, now[name] ?? '', 'script');
    }
    if (!Object.is(before['time'], now['time']) && !restart && this.#opened) this.seek(Number(now['time']));
    if (!Object.is(before['paused'], now['paused']) && this.#opened) this.#followPaused(now['paused'] === true);
    this.#moved();
  }

  /** Gives the scenario's values their place and lets the concept settle what does not go together. */
  #arrangeScenario(): void {
    const { settings } = this.#owner;
    const adjustments = settle(settings, this.concept, this.#leader?.seed ?? null);
    complainTogether(this.problems, settings, adjustments);
  }

  #recipe(): Recipe {
    const { values } = this.#owner.settings;
    const scenario = String(values['scenario'] ?? 'default');
    return {
      settings: values, seed: String(values['seed'] ?? '1'), scenario,
      actions: [...(this.concept.scenarios.get(scenario)?.actions ?? []), ...this.#script.actions, ...this.#led.map((action) => ({ ...action, by: 'script' as const }))],
    };
  }

  #begin(): Run<Config, State> {
    const run = new Run(this.concept, this.#owner.settings.specs, this.#recipe());
    run.nameTargets(this.narrator.names);
    return run;
  }

  /** Other settings ask for another run: it begins, and whoever follows this figure hears of it. */
  #startOver(): void {
    const from = this.#run?.nowMs ?? 0;
    const begun = this.#run?.begun === true;
    this.restart();
    if (this.#leader) this.#go(Math.min(this.#leader.currentTime, this.durationMs));
    if (begun) this.#tellSeek(from);
  }

  #tellSeek(from: number): void {
    fire(this.#owner.element, 'ds-seek', { from, to: this.nowMs, branch: this.run.branch });
  }

  /** Another moment is shown: what held at the last one need not hold. */
  #moved(): void {
    this.#owner.changed('jump');
    this.#expectations.judge();
  }

  /** Starts the run anew at 0 with the settings of now. */
  restart(): void {
    if (!this.#run) return;
    this.#travel.arrive();
    this.#expectations.forget();
    this.#restored = false;
    this.guard(() => {
      this.#run = this.#begin();
    });
    this.problems.clear('invariant');
    this.playback.halted = false;
    this.selection.clear();
    this.#owner.changed('jump');
  }

  /** Reads the children again; the run is built anew with them and goes on where it was. */
  readChildren(): void {
    const script = readScript(this.#owner.element);
    if (JSON.stringify(script) === JSON.stringify(this.#script)) return;
    const actionsChanged = JSON.stringify(script.actions) !== JSON.stringify(this.#script.actions);
    this.#script = script;
    complainOfChildren(this.problems, script.faults);
    if (actionsChanged && this.#run && !this.#restored) {
      const { nowMs } = this.#run;
      this.restart();
      this.#go(nowMs);
      this.#tellSeek(nowMs);
    }
    this.#owner.changed('words');
  }

  /** Puts a saved run in place of the one that settings make. */
  restore(recipe: Recipe, timeMs: number): void {
    const run = new Run(this.concept, this.#owner.settings.specs, recipe);
    const from = this.#run?.nowMs ?? 0;
    this.#applied ??= this.#owner.settings.values;
    this.#run = run;
    this.#restored = true;
    this.#opened = true;
    this.#expectations.forget();
    this.#go(timeMs);
    this.#moved();
    this.#tellSeek(from);
  }

  /** First time on a page: the moment to open at, and whether to play. */
  open(): void {
    this.sync();
    if (this.#opened) return;
    this.#opened = true;
    const { settings, reduced } = this.#owner;
    const time = Number(settings.get('time'));
    const still = reduced && settings.textOf('time') === null ? this.scenario?.stillMs ?? 0 : time;
    if (still > 0) this.#go(Math.min(still, this.durationMs));
    if (!reduced && settings.get('paused') !== true) this.playback.play();
  }

  // ---- time

  get scenario() {
    return this.concept.scenarios.get(this.#run?.recipe.scenario ?? String(this.#owner.settings.get('scenario')));
  }

  get nowMs(): number {
    return this.run.nowMs;
  }

  get durationMs(): number {
    const until = Number(this.#owner.settings.get('until'));
    return Number.isFinite(until) ? until : this.scenario?.untilMs ?? Infinity;
  }

  get pace(): number {
    return this.run.paceAt(this.run.nowMs);
  }

  get notes(): Script['notes'] {
    return this.#script.notes;
  }

  /** Playback asks: run on to a time while the frame's budget lasts. */
  advance(toMs: number, deadline: () => boolean): boolean {
    if (this.underway) return false;
    const from = this.nowMs;
    let arrived = true;
    const events = this.guard(() => {
      const result = this.run.advance(toMs, deadline);
      arrived = result.arrived;
      return result.events;
    });
    this.#happened(events ?? [], 'frame');
    this.#passCues(from);
    return arrived;
  }

  /** Playback asks, for readers who want no motion. */
  stepOn(): void {
    this.#stepBy(1);
  }

  /** Playback tells that the end was reached. */
  ended(): void {
    fire(this.#owner.element, 'ds-end', { time: this.nowMs });
    if (this.#owner.settings.get('loop') === true && this.durationMs > 0) {
      this.#go(0);
      this.#owner.changed('jump');
    } else this.pause('author');
  }

  /**
   * Follows the clock, the seed and the actions of another figure; null: runs alone again. Own controls act on the leader
   * meanwhile.
   */
  followLeader(leader: Leader | null, done: readonly TimedAction[]): void {
    if (leader === this.#leader) return;
    const from = this.nowMs;
    this.#leader = leader;
    if (leader) this.playback.pause();
    else if (this.#owner.settings.get('paused') !== true && !this.#owner.reduced) this.playback.play();
    this.#followDone(done);
    this.#go(Math.min(leader?.currentTime ?? from, this.durationMs));
    this.#moved();
    if (this.nowMs !== from) this.#tellSeek(from);
  }

  /** The run with these actions of the leader, at 0. */
  #followDone(done: readonly TimedAction[]): void {
    this.#led = done;
    this.#applied = null;
    this.sync();
    this.restart();
  }

  /** The leader's clock went on to this time. */
  followTo(ms: number): void {
    const { nowMs } = this;
    const to = Math.min(ms, this.durationMs);
    if (to < nowMs) this.followJump(to, null);
    else if (to > nowMs) {
      this.advance(to, () => false);
      if (to >= this.durationMs) fire(this.#owner.element, 'ds-end', { time: this.nowMs });
    }
  }

  /** The leader was moved to this time, of another run where `done` is given. */
  followJump(ms: number, done: readonly TimedAction[] | null): void {
    if (done) this.#followDone(done);
    const from = this.nowMs;
    const to = Math.min(ms, this.durationMs);
    if (done || to !== from) this.#go(to);
    this.#moved();
    if (done || to !== from) this.#tellSeek(from);
  }

  /** What was done to the leader is done here; what this system refuses is left out. */
  repeat(fresh: readonly TimedAction[], done: readonly TimedAction[]): void {
    this.#led = done;
    for (const { timeMs, action, target, args } of fresh) {
      this.followJump(timeMs, null);
      if (this.nowMs === timeMs) this.act(action, target, args, 'script');
    }
  }

  get playing(): boolean {
    return this.#leader ? this.#leader.playing : this.playback.playing;
  }

  /** True while the virtual clock moves, as far as is known here. */
  get running(): boolean {
    return this.#leader ? this.#leader.playing : this.playback.running;
  }

  play(by: PlayedBy): void {
    if (this.#leader) return this.#leader.play();
    if (this.playback.playing || this.problems.has('invariant')) return;
    if (this.nowMs >= this.durationMs) this.seek(0);
    if (by === 'user') this.#pausedByUser = false;
    this.playback.play();
    this.#owner.reflectPaused(false);
    this.#owner.changed('words');
    fire(this.#owner.element, 'ds-play', { time: this.nowMs, by });
  }

  pause(by: PlayedBy): void {
    if (this.#leader) return this.#leader.pause();
    if (!this.playback.playing) return;
    if (by === 'user') this.#pausedByUser = true;
    this.playback.pause();
    this.#owner.reflectPaused(true);
    this.#owner.changed('act');
    fire(this.#owner.element, 'ds-pause', { time: this.nowMs, by });
  }

  #followPaused(paused: boolean): void {
    if (paused) this.pause('author');
    else this.play('author');
  }

  /** By events, forward or back; pauses. Returns the time in ms. */
  step(n: number, by: PlayedBy): number {
    if (this.#leader) return this.#leader.step(n);
    this.pause(by);
    this.#stepBy(n);
    return this.nowMs;
  }

  #stepBy(n: number): void {
    this.#travel.arrive();
    const from = this.nowMs;
    const events = this.guard(() => this.run.step(n, this.pace, this.durationMs));
    if (n < 0) this.#tellSeek(from);
    this.#happened(events ?? [], n < 0 ? 'jump' : 'act');
    if (this.nowMs > from && this.nowMs >= this.durationMs) fire(this.#owner.element, 'ds-end', { time: this.nowMs });
  }

  seek(ms: number, branch?: string): void {
    if (this.#leader) return this.#leader.seek(ms);
    const from = this.nowMs;
    if (branch !== undefined && !this.run.branches.some(({ id }) => id === branch)) throw new RangeError(`no branch "${String(branch).slice(0, 40)}"`);
    const to = Math.min(ms, this.durationMs);
    this.#go(to, branch);
    this.#moved();
    this.#tellSeek(from);
  }

  /** Back to the start of the run as settings describe it; branches are forgotten. */
  reset(): void {
    if (this.#leader) return this.#leader.reset();
    const from = this.nowMs;
    if (this.#restored) this.#run?.restart();
    else {
      this.#applied = this.#owner.settings.values;
      this.restart();
    }
    this.#tellSeek(from);
    this.#owner.changed('jump');
  }

  /** Time and orders of a reading step. Scrolling back returns to the run that nobody has touched. */
  follow(timeMs: number | null, commands: readonly Action[]): void {
    if (timeMs !== null) this.seek(timeMs, this.run.branches[0]?.id);
    for (const command of commands) this.obey(command, 'script');
    if (!this.#pausedByUser && !this.#owner.reduced && !commands.some(({ action }) => action === 'pause')) this.play('author');
  }

  #go(ms: number, branch?: string): void {
    this.#travel.go(ms, branch);
  }

  /** True while a long seek is on its way. */
  get underway(): boolean {
    return this.#travel.underway;
  }

  // ---- actions

  /** An action or a view command, from wherever it comes. */
  obey(command: Action, by: ActedBy): ActionResult {
    return obeyView(this, command, by === 'user' ? 'user' : 'author') ?? this.act(command.action, command.target, command.args, by);
  }

  /** Acts on the system now. `ds-act` can refuse it, and so can the system. */
  act(action: string, target: string | undefined, args: ActionArguments | undefined, by: ActedBy): ActionResult {
    const { element, text, settings } = this.#owner;
    if (this.problems.has('invariant')) return { ok: false, reason: text('refused.stopped') };
    this.#travel.arrive();
    if (by === 'user' && settings.get('readonly') === true) return { ok: false, reason: text('refused.readonly') };
    if (by === 'user' && this.#actOnLeader(action, target, args)) return { ok: true };
    if (!fire(element, 'ds-act', { action, ...(target !== undefined && { target }), ...(args && { args }), by })) return { ok: false, reason: text('refused.page') };
    if (action === 'set') return this.#setByAction(args, by);
    const id = target === undefined ? undefined : this.narrator.idOf(target);
    return this.#apply({ action, ...(id !== undefined && { target: id }), ...(args && { args }) }, by);
  }

  /** What a reader does to a figure that follows another of its kind happens to both, where the leader takes it. */
  #actOnLeader(action: string, target: string | undefined, args: ActionArguments | undefined): boolean {
    const leader = this.#leader;
    if (!leader || leader.localName !== this.#owner.element.localName || leader.readonly || !this.concept.actions.some((spec) => spec.action === action)) return false;
    return leader.act(action, target && this.narrator.idOf(target), args).ok;
  }

  #setByAction(args: ActionArguments | undefined, by: ActedBy): ActionResult {
    const name = String(args?.['name'] ?? '');
    const spec = this.#owner.settings.specs.get(name);
    if (spec?.change !== 'live') return { ok: false, reason: this.narrator.say(told('no live setting "{name}"', { name: name.slice(0, 40) })) };
    const value = coerceSetting(args?.['value'], spec)?.value;
    if (value === undefined) return { ok: false, reason: this.narrator.say(told('{name} must be {allowed}', { name, allowed: allowedOf(spec) })) };
    const result = this.#set(name, value, by);
    if (result.ok && by === 'user') fire(this.#owner.element, 'ds-change', { name, value });
    return result;
  }

  #set(name: string, value: SettingValue, by: ActedBy): ActionResult {
    return this.#apply({ action: 'set', args: { name, value: value === Infinity ? 'never' : value } }, by);
  }

  #apply(action: Action, by: ActedBy): ActionResult {
    const result = this.guard(() => this.run.act(action, by));
    if (!result) return { ok: false, reason: this.#owner.text('refused.stopped') };
    if (!result.ok) {
      // A reason names what was asked for, which may be any text.
      const said = this.narrator.reasonOf(result);
      const reason = said.length > longestReason ? `${said.slice(0, longestReason)}…` : said;
      if (by === 'user') this.#owner.answer(reason);
      return { ok: false, reason };
    }
    this.#happened(result.events, 'act', by === 'user');
    return { ok: true };
  }

  // ---- what happened

  #happened(events: readonly ModelEvent[], change: Change, answered = false): void {
    const { element } = this.#owner;
    this.#owner.changed(events.length && change === 'frame' ? 'words' : change);
    for (const event of events) this.narrator.announce(event, answered);
    fireModelEvents(element, events, (type) => this.narrator.isMilestone(type));
    this.#expectations.judge();
    const last = events.at(-1);
    const session = this;
    if (last) fire(element, 'ds-step', { time: this.nowMs, seq: last.seq, get readouts() { return session.readouts; } });
  }

  #passCues(fromMs: number): void {
    for (const cue of this.run.cues(fromMs, this.nowMs)) {
      if (cue.action !== 'pace' && cue.action !== 'play') this.obey(cue, 'scenario');
    }
  }

  /** What the author expects and the system breaches, as far as it was looked at, in words. */
  get breaches(): readonly string[] {
    return this.#expectations.breaches.map(({ verdict, message }) => this.#owner.text('expect.breached', { verdict, message }));
  }

  // ---- words

  /** What `draw` and the words are made from. */
  get moment(): Moment<State> {
    const run = this.run;
    const { timeline } = run;
    return {
      state: timeline.state, nowUs: timeline.nowUs, tall: this.#owner.tall,
      // Simulated ms a second and µs a ms are the same number.
      usPerViewingMs: this.pace * this.playback.speed,
      name: (id) => this.narrator.nameOf(id, timeline.state), text: this.#owner.text, selected: this.selection.current?.id ?? null,
      settings: this.#settingsNow.of(this.#owner.settings, run.settings),
    };
  }

  get readouts() {
    return Object.freeze(this.guard(() => this.concept.readouts(this.moment)) ?? {});
  }

  /**
   * Lets no error of a model or a concept reach the page: a broken rule stops the run and says so, with what is needed
   * to see it again.
   */
  guard<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.playback.halted = true;
      complainOfModel(this.problems, error, this.#run);
      return undefined;
    }
  }
}
