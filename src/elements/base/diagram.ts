/** The one base class of all figures: attributes, properties, methods and life on a page. What moves and draws is in the parts it holds. */
import { html, LitElement } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import type { ActionResult, ActionArguments, Plain } from '../../models/kernel/model.ts';
import { Announcer } from './announcer.ts';
import { defineChildTags, observeScript } from './children.ts';
import './common.strings.ts';
import { parseCommands } from './commands.ts';
import { common } from './common-settings.ts';
import { complainOfCommand, complainOfLanguage, complainOfSettings, complainOfSteps, complainOfSync, complainOfView } from './complaints.ts';
import type { Concept } from './concept.ts';
import { version } from './define.ts';
import { Desk } from './desk.ts';
import { detailOf, fire, toMs } from './events.ts';
import type { EventWords, ModelEventDetail, NoteDetail, ReadyDetail, View } from './events.ts';
import type { LostSteps } from './lost-steps.ts';
import type { Page } from './page.ts';
import { pageOf } from './painters.ts';
import type { StageLike } from './painters.ts';
import { Preferences } from './preferences.ts';
import { plainArguments, takeSnapshot, toBase64Url } from './recipe.ts';
import type { Snapshot } from './recipe.ts';
import { Renders } from './renders.ts';
import { SavedRuns } from './saved-runs.ts';
import { Session } from './session.ts';
import type { Change } from './session.ts';
import { attributeOf, setting, Settings, settingsOf } from './settings.ts';
import type { HasSettings, SettingValue } from './settings.ts';
import { Speech } from './speech.ts';
import { StageHost } from './stage-host.ts';
import type { ImageOptions } from './stage-host.ts';
import type { ClipOptions } from './clip.ts';
import { Status } from './status.ts';
import { Steps } from './steps.ts';
import { addStrings } from './strings.ts';
import { Sync } from './sync.ts';
import { senseStyles } from './ui/sense.ts';
import { Shell } from './ui/shell.ts';
import { shellStyles } from './ui/styles.ts';
import { Visibility } from './visibility.ts';

defineChildTags();

/** A branch of the run as pages get it. Times in simulated ms. */
export interface BranchDetail {
  readonly id: string;
  readonly parent: string | null;
  readonly forkedAt: number;
  readonly end: number;
  readonly label: string;
}

/**
 * A live figure of a distributed system.
 *
 * @slot - Readable text for pages without JavaScript; replaced by the figure.
 * @slot caption - Text under the figure.
 * @slot description - Replaces the generated summary that is read out before the picture.
 * @fires {CustomEvent<ReadyDetail>} ds-ready - The first picture is there.
 * @fires {CustomEvent<PlayDetail>} ds-play - The clock was started.
 * @fires {CustomEvent<PlayDetail>} ds-pause - The clock was stopped.
 * @fires {CustomEvent<SeekDetail>} ds-seek - The run was moved to another time or branch.
 * @fires {CustomEvent<StepDetail>} ds-step - The state changed; at most once a frame.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened in the modelled system; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - Something worth telling happened in the modelled system.
 * @fires {CustomEvent<ActDetail>} ds-act - Somebody acts on the system; cancelling it refuses the action.
 * @fires {CustomEvent<ChangeDetail>} ds-change - The reader changed a setting in the controls.
 * @fires {CustomEvent<SelectDetail>} ds-select - The reader selected a node, link, message or entry.
 * @fires {CustomEvent<ViolationDetail>} ds-violation - Something named in `expect` was breached by the modelled system.
 * @fires {CustomEvent<ErrorDetail>} ds-error - Input that could not be used, or surroundings that failed.
 * @fires {CustomEvent<EndDetail>} ds-end - The end of the run was reached.
 * @csspart base - The panel.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Playback and actions.
 * @csspart nodes - The layer of node buttons.
 * @csspart node - A node button.
 * @csspart status - What was announced last.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input and failures.
 * @csspart caption - The caption.
 * @cssprop --ds-font - Type of all words.
 * @cssprop --ds-mono - Type of times and ids.
 * @cssprop [--ds-radius=18px] - Radius of the panel's corners.
 * @cssprop [--ds-surface=#111726] - Colour of the panel.
 * @cssprop [--ds-plate=#1B2540] - Colour of the plate that everything stands on.
 * @cssprop [--ds-text=#EDF1F8] - Colour of words.
 * @cssprop [--ds-muted=#A3AEC4] - Colour of lesser words.
 * @cssprop [--ds-accent=#86B0FF] - Colour of what is selected.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants no motion.
 * @cssstate fallback - While a flat picture stands in for the 3D one.
 * @cssstate error - While something that cannot go on by itself is wrong.
 */
export abstract class DsDiagram<Config extends object = object, State = unknown> extends LitElement implements HasSettings {
  /** Version of the library. */
  static readonly version = version;
  static override styles = [shellStyles, senseStyles];

  static override get observedAttributes(): string[] {
    const own = [...settingsOf(this)].map(([name, spec]) => attributeOf(name, spec));
    return [...super.observedAttributes, ...own, 'id', 'lang', 'dir'];
  }

  /** Model, picture and words of the concept. */
  protected abstract readonly concept: Concept<Config, State>;

  /** Start of all random streams: a decimal below 2³² is used as it is, other text is hashed (FNV-1a 32). */
  @setting(common.seed) seed!: string;
  /** Multiple of the element's stated pace, 0.1–16. */
  @setting(common.speed) speed!: number;
  /** Stands still. Shows what the reader did as well. */
  @setting(common.paused) paused!: boolean;
  /** Moment to open at, in simulated ms; setting it later seeks. */
  @setting(common.time) time!: number;
  /** End of the run in simulated ms; Infinity without. */
  @setting(common.until) until!: number;
  /** Starts again at 0 when the run ends. */
  @setting(common.loop) loop!: boolean;
  /** Named set-up plus timed actions. */
  @setting(common.scenario) scenario!: string;
  /** Recorded run to replay: the address of a file written by `export('ds-json')`, at most 8 MB; some elements read files of other tools as well. */
  @setting(common.src) src!: string;
  /** Hides the toolbars; a pause button stays. */
  @setting(common.noControls) noControls!: boolean;
  /** Panels that stand beside the picture, or `none`. */
  @setting(common.panels) panels!: string;
  /** Play, scrub and inspect are allowed, faults and writes are not. */
  @setting(common.readonly) readonly!: boolean;
  /** `auto` follows `color-scheme`, then the reader's preference. */
  @setting(common.theme) theme!: string;
  /** `3d` falls back to `2d` by itself. */
  @setting(common.view) view!: string;
  /** `lazy` fetches nothing heavy until the element nears the viewport. */
  @setting(common.loading) loading!: string;
  /** Accessible name and title; the element's own name when absent. */
  @setting(common.label) label!: string;
  /** Display names of nodes in order; ids stay as they are. */
  @setting(common.names) names!: string;
  /**
   * Id of another figure whose time, play state and seed this one follows, and what readers and scripts do to it as far as
   * this one has the action and the target. Own attributes, scenario and timed children stay; own controls act on the other.
   */
  @setting(common.sync) sync!: string;
  /** Verdicts of the element that must hold; a breach is shown, and fires `ds-violation` once a run. */
  @setting(common.expect) expect!: string;

  /** Resolves with the view at the first picture. */
  readonly ready: Promise<ReadyDetail>;

  readonly #internals: ElementInternals;
  readonly #settings: Settings;
  /** Properties that were set before the tag was defined. */
  readonly #early = new Map<string, unknown>();
  readonly #preferences = new Preferences(this, (what) => this.#preferred(what));
  readonly #visibility = new Visibility(this, () => this.#seen());
  #preview: SVGElement | null = null;
  #resolveReady: (detail: ReadyDetail) => void = () => undefined;
  #parts: Parts<Config, State> | null = null;
  readonly #speech = new Speech(this.#preferences, () => this.concept.slug, () => this.#reword());
  readonly #renders = new Renders(() => this.#made.page.ticker.now(), () => this.requestUpdate());
  readonly #status = new Status(() => this.requestUpdate());
  #lostSteps: LostSteps | null = null;
  #reflecting = false;
  #release: (() => void) | null = null;

  constructor() {
    super();
    this.#internals = this.attachInternals();
    const specs = new Map(settingsOf(this.constructor));
    specs.set('scenario', { kind: 'enum', fallback: 'default', words: () => [...this.concept.scenarios.keys()], change: 'restart' });
    const diagram = this;
    specs.set('expect', { ...common.expect, get words() { return diagram.concept.expects ?? []; } });
    this.#settings = new Settings(specs);
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
    for (const name of this.#settings.specs.keys()) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early.set(name, (this as unknown as { readonly [key: string]: unknown })[name]);
      Reflect.deleteProperty(this, name);
    }
  }

  // ---- settings

  /** @internal */
  readSetting(name: string): SettingValue {
    this.#session.sync();
    return this.#settings.get(name);
  }

  /** @internal */
  writeSetting(name: string, value: unknown): void {
    if (!this.#settings.writeValue(name, value)) return;
    if (name === 'paused') this.#reflectPaused(this.#settings.get('paused') === true);
    this.requestUpdate();
  }

  override attributeChangedCallback(attribute: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(attribute, before, now);
    if (this.#reflecting || before === now) return;
    for (const [name, spec] of this.#settings.specs) {
      if (attributeOf(name, spec) === attribute) this.#settings.writeText(name, now);
    }
    if (attribute === 'id' && this.isConnected) this.#made.steps.start(this.id);
    this.requestUpdate();
  }

  #reflectPaused(paused: boolean): void {
    this.#reflecting = true;
    this.toggleAttribute('paused', paused);
    this.#reflecting = false;
    this.#settings.writeText('paused', paused ? '' : null);
  }

  // ---- parts

  get #session(): Session<Config, State> {
    return this.#made.session;
  }

  /** Made on first use: the concept is not there yet while the constructor runs. */
  get #made(): Parts<Config, State> {
    return this.#parts ??= this.#make();
  }

  #make(): Parts<Config, State> {
    const diagram = this;
    const page = (this.constructor as typeof DsDiagram).page(this.ownerDocument);
    const { concept } = this;
    addStrings('en', concept.strings);
    const session: Session<Config, State> = new Session<Config, State>(concept, {
      element: this, settings: this.#settings, ticker: page.ticker,
      get text() { return diagram.#speech.text; },
      get reduced() { return diagram.#preferences.reduced; },
      get tall(): boolean { return stage.tall; },
      changed: (change) => this.#changed(change),
      reflectPaused: (paused) => this.#reflectPaused(paused),
      milestone: (message) => announcer.milestone(message),
      answer: (message) => announcer.answer(message),
    });
    const runs = new SavedRuns(this, concept, session, this.#settings, () => this.#renders.ask());
    const desk: Desk<Config, State> = new Desk(session, {
      element: this, settings: this.#settings,
      get text() { return diagram.#speech.text; },
      get language() { return diagram.#speech.language; },
      get heading() { return diagram.#heading; },
      get scheme() { return stage.printing ? 'light' : diagram.#preferences.scheme(String(diagram.#settings.get('theme'))); },
      get printing(): boolean { return stage.printing; },
      get width(): number { return stage.width; },
      get busy(): boolean { return runs.loading || session.underway; },
      get flatBecause(): string | null { return diagram.#settings.get('view') === '2d' ? null : stage.reason; },
      get status() { return diagram.#status.message; },
      get statusIsAnswer() { return diagram.#status.isAnswer; },
      requestUpdate: () => this.requestUpdate(),
      pick: (x, y) => stage.pick(x, y),
      drawn: (kind) => stage.drawn(kind),
      spotOf: (kind, id) => stage.spotOf(kind, id),
      get places() { return stage.places; },
      toHtml: () => this.toHtml(),
      permalink: () => (this.id && /^(https?|file):/.test(this.ownerDocument.location?.protocol ?? '') ? this.permalink() : null),
      answer: (message) => announcer.answer(message),
    });
    const shell: Shell = new Shell(desk, () => this.renderRoot as ShadowRoot);
    const stage: StageHost<Config, State> = new StageHost<Config, State>({
      element: this, settings: this.#settings, session, shell, desk, page, preferences: this.#preferences,
      get preview() { return diagram.#preview; },
      ready: (view, reason) => this.#isReady(view, reason),
      renderNow: () => {
        this.#preferences.forget();
        this.requestUpdate();
        this.performUpdate();
      },
    });
    const announcer = new Announcer(() => page.ticker.now(), (message, isAnswer) => {
      this.#status.say(message, isAnswer);
      this.#renders.soon();
    });
    const steps = new Steps(this.ownerDocument, {
      get occupied() { return diagram.matches(':focus-within'); },
      follow: ({ timeMs, commands }) => session.follow(timeMs, commands),
    });
    const sync = new Sync(this, page.ticker, {
      actions: concept.actions.map(({ action }) => action),
      followLeader: (leader, done) => session.followLeader(leader, done),
      followTo: (ms) => session.followTo(ms),
      jumpTo: (ms, done) => session.followJump(ms, done),
      repeat: (fresh, done) => session.repeat(fresh, done),
      watched: () => this.#watch(),
      complain: (reason) => complainOfSync(session.problems, this.#settings, reason),
    });
    return { session, runs, desk, shell, stage, announcer, steps, sync, page };
  }

  /** What the figures of a document share. A test may give its own. */
  static page(document: Document): Page<StageLike> {
    return pageOf(document);
  }

  // ---- life on a page

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [name, value] of this.#early) this.writeSetting(name, value);
    this.#early.clear();
    const { session, runs, stage, page, steps } = this.#made;
    this.#internals.role = 'figure';
    this.addEventListener('command', this.#onCommand);
    page.buttons.acquire();
    this.#preferences.start();
    const stopObserving = observeScript(this, () => session.readChildren());
    this.#release = () => {
      stopObserving();
      page.buttons.release();
      this.removeEventListener('command', this.#onCommand);
    };
    this.#listen();
    session.readChildren();
    session.playback.reduced = this.#preferences.reduced;
    runs.readAddress();
    session.open();
    stage.connect();
    this.#visibility.start();
    steps.start(this.id);
    this.#watchSteps();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release?.();
    this.#release = null;
    const { stage, steps, sync } = this.#made;
    this.#visibility.stop();
    this.#preferences.stop();
    steps.stop();
    this.#lostSteps?.stop();
    sync.stop();
    stage.disconnect();
    this.#renders.stop();
    this.#status.stop();
  }

  /** Looks for reading steps that no figure answers for, on a page that has steps. */
  #watchSteps(): void {
    const page = this.ownerDocument;
    if (page.readyState === 'loading') page.addEventListener('DOMContentLoaded', () => this.#watchSteps(), { once: true });
    else if (page.querySelector('[data-ds-for]:not([data-ds])')) import('./lost-steps.ts').then(({ LostSteps }) => {
      this.#lostSteps ??= new LostSteps(this, (ids) => complainOfSteps(this.#session.problems, ids));
      if (this.isConnected) this.#lostSteps.start();
    }, () => undefined);
  }

  /** The first picture may be there already: it is shown until this figure has one of its own. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.#preview = this.shadowRoot?.querySelector<SVGElement>('.preview') ?? null;
    return super.createRenderRoot();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#listen();
    this.#session.sync();
    this.#made.desk.refresh();
    complainOfSettings(this.#session.problems, this.#settings);
  }

  protected override render(): TemplateResult {
    return html`${this.#made.shell.render()}<i class="sense" aria-hidden="true" @transitionrun=${() => this.#preferred('looks')}></i>`;
  }

  protected override updated(): void {
    this.#renders.finish(() => {
      this.#internals.ariaLabel = this.#heading;
      const { session, runs, stage, sync } = this.#made;
      this.#state('playing', session.playback.running);
      this.#state('reduced', this.#preferences.reduced);
      this.#state('fallback', stage.reason !== null);
      this.#state('error', session.problems.fatal);
      if (this.isConnected) runs.readSource();
      if (this.isConnected) sync.follow(String(this.#settings.get('sync')));
      stage.rendered();
    });
  }

  #state(name: string, on: boolean): void {
    const { states } = this.#internals;
    try {
      if (on) states.add(name);
      else states.delete(name);
    } catch {
      // Browsers before the final syntax admit names with dashes only.
      if (on) states.add(`--${name}`);
      else states.delete(`--${name}`);
    }
  }

  /** A session tells what changed: frames are drawn, words follow a few times a second. */
  #changed(change: Change): void {
    if (!this.#parts) return;
    this.#parts.sync.moved();
    this.#parts.stage.changed(change === 'jump' ? 'cut' : change === 'act' ? 'to' : 'on');
    if (change === 'jump' || change === 'act' || !this.#parts.session.running) this.#renders.ask();
    else this.#renders.soon();
  }

  #seen(): void {
    const { sight } = this.#visibility;
    this.#watch();
    this.#made.sync.seen = sight.visible;
    // Whatever the page did to its styles meanwhile could not be heard.
    this.#preferences.forget();
    this.#made.stage.sight = sight;
    if (sight.near) this.#made.steps.refresh();
    if (this.isConnected) this.requestUpdate();
  }

  /** The clock moves while this figure can be seen, or one that follows it. */
  #watch(): void {
    this.#made.session.playback.visible = this.#visibility.sight.visible || this.#made.sync.watched;
  }

  #preferred(what: 'looks' | 'motion'): void {
    if (what === 'motion') {
      this.#session.playback.reduced = this.#preferences.reduced;
      if (this.#preferences.reduced) this.#session.playback.pause();
    } else {
      this.#preferences.forget();
      this.#made.stage.looksChanged();
    }
    this.requestUpdate();
  }

  #isReady(view: View, reason?: string): void {
    this.#preview?.remove();
    this.#preview = null;
    const detail: ReadyDetail = { view, ...(reason !== undefined && { reason }) };
    this.#resolveReady(detail);
    fire(this, 'ds-ready', detail);
    complainOfView(this.#session.problems, detail, this.getAttribute('view'));
    this.#renders.ask();
  }

  get #heading(): string {
    return String(this.#settings.get('label')) || this.#speech.text(`${this.concept.slug}.title`);
  }

  #listen(): void {
    this.#speech.listen((failed) => complainOfLanguage(this.#session.problems, failed));
  }

  /** Everything is said anew; what was announced was said in other words. */
  #reword(): void {
    this.#status.clear();
    this.#made.desk.forget();
    this.#renders.ask();
  }

  readonly #onCommand = (event: Event): void => {
    const text = (event as Event & { readonly command?: string }).command ?? '';
    if (!text.startsWith('--')) return;
    const parsed = parseCommands(text.slice(2));
    if (!parsed.ok) {
      complainOfCommand(this.#session.problems, text, parsed.reason);
      return;
    }
    this.#session.problems.clear('command');
    for (const command of parsed.commands) this.#session.obey(command, 'user');
  };

  // ---- methods

  /** Starts the clock. */
  play(): void {
    this.#session.play('author');
  }

  /** Stops the clock. */
  pause(): void {
    this.#session.pause('author');
  }

  /**
   * Moves to the moment after the nth next event, or before the nth previous one, and pauses.
   *
   * @returns the time in simulated ms.
   */
  step(n = 1): number {
    if (!Number.isInteger(n)) throw new TypeError('step(n) needs an integer');
    if (Math.abs(n) > 10_000) throw new RangeError('step(n) goes at most 10,000 events');
    return this.#session.step(n, 'author');
  }

  /**
   * Goes to a time, on this branch or another; equal to a run from 0.
   *
   * @param ms - Simulated ms, ≥ 0; beyond the end it is the end.
   * @param branch - Id of one of `branches`.
   */
  seek(ms: number, branch?: string): void {
    if (typeof ms !== 'number' || !Number.isFinite(ms)) throw new TypeError('seek(ms) needs a number');
    if (ms < 0) throw new RangeError('seek(ms) needs a time of 0 or later');
    this.#session.seek(ms, branch);
  }

  /** Starts the run anew; branches are forgotten. */
  reset(): void {
    this.#session.reset();
  }

  /**
   * Acts on the system at the current time; in the past this forks the run.
   *
   * @param action - A shared verb (`crash`, `heal` …), one of the element's own, or `set` with `{name, value}`.
   * @param target - Node or link id, display name, or a role keyword of the element.
   * @returns `{ok: false, reason}` where the system refuses.
   */
  act(action: string, target?: string | null, args?: ActionArguments): ActionResult {
    if (typeof action !== 'string' || !/^[a-z][a-z-]{0,39}$/.test(action)) throw new TypeError('act(action) needs a verb such as "crash"');
    if (target !== undefined && target !== null && typeof target !== 'string') throw new TypeError('act(action, target) needs an id or a name');
    return this.#session.act(action, target ?? undefined, plainArguments(args), 'script');
  }

  /** The recipe of this run: settings, seed, scenario and actions, not the state. JSON-like. */
  snapshot(): Snapshot {
    const { run, nowMs } = this.#session;
    return takeSnapshot({ tag: this.localName, specs: this.#settings.specs, recipe: run.recipe, actions: run.actions, timeMs: nowMs, branch: run.branch, hash: run.timeline.hash() });
  }

  /**
   * Replays a snapshot. Resolves to true when the state agrees with the one that was saved.
   *
   * @throws `TypeError` for another tag or format.
   */
  restore(snapshot: Snapshot): Promise<boolean> {
    return this.#made.runs.restore(snapshot);
  }

  /** Model events with from ≤ time < to on this branch, oldest first, from a ring of 10,000. Simulated ms. */
  events(from = 0, to = this.currentTime): readonly ModelEventDetail[] {
    if (typeof from !== 'number' || typeof to !== 'number' || Number.isNaN(from) || Number.isNaN(to)) throw new TypeError('events(from, to) needs numbers');
    return this.#session.run.events(Math.max(0, from), Math.min(Math.max(0, to), 1e12)).map(detailOf);
  }

  /**
   * What is said of an event that `ds-event` or `events()` gave: one sentence in the language of the figure, and whether it is
   * a milestone. Resolves when the words have been fetched, shortly after the first picture.
   *
   * @throws `TypeError` for what is no event.
   */
  describe(event: ModelEventDetail): Promise<EventWords> {
    if (typeof event !== 'object' || event === null || typeof event.type !== 'string' || !Number.isFinite(event.time)) throw new TypeError('describe(event) needs an event of ds-event or events()');
    return this.#session.narrator.wordsOf(event);
  }

  /** The run as text. `ds-json`: the snapshot as JSON; some elements have more formats. */
  export(format = 'ds-json'): string {
    const write = this.concept.exports?.get(format);
    if (write) return write(this.#session.run.timeline.state);
    if (format !== 'ds-json') throw new RangeError(`no format "${String(format).slice(0, 40)}"; there is ${['ds-json', ...(this.concept.exports?.keys() ?? [])].join(', ')}`);
    return JSON.stringify(this.snapshot());
  }

  /** The picture of this moment as a file. */
  toImage(options: ImageOptions = {}): Promise<Blob> {
    return this.#made.stage.toImage(options);
  }

  /**
   * The stretch of the current branch from `from` to `to`, in simulated ms, as a WebM film at the element's own pace. Takes as
   * long as it lasts, at most 60 s; the element itself stays where it is.
   *
   * @throws `RangeError` for a stretch or size that cannot be; `Error` where the browser records no WebM.
   */
  toClip(options: ClipOptions): Promise<Blob> {
    return this.#made.stage.toClip(options);
  }

  /** Address of the page that opens this element at this moment of this run; the element needs an id. */
  permalink(): string {
    const { href } = this.ownerDocument.location;
    return `${href.split('#', 1)[0] ?? ''}#ds-${encodeURIComponent(this.id)}=${toBase64Url(this.export())}`;
  }

  /**
   * Markup that gives this run again, at this moment: the script tag, and the element with what differs from its defaults
   * and every action of this branch as `<ds-at>`, at most 256 of them. The scenario brings its own.
   */
  async toHtml(): Promise<string> {
    const { markupOf } = await import('./markup.ts');
    return markupOf(this, this.#session, this.#settings);
  }

  /** What is to be seen, in one localized sentence. */
  summary(): string {
    const { desk } = this.#made;
    desk.refresh();
    return desk.summary();
  }

  // ---- what is so now

  /** Measured values as plain JSON; times in ms, `null` = not known yet. */
  get readouts(): { readonly [key: string]: Plain } {
    return this.#session.readouts;
  }

  /** Simulated ms. */
  get currentTime(): number {
    return this.#session.nowMs;
  }

  /** Captions by time: the author's `<ds-note>` children, else those of the scenario. */
  get notes(): readonly NoteDetail[] {
    return this.#made.desk.notes;
  }

  /** `until`, else the scenario's end, else Infinity. Simulated ms. */
  get duration(): number {
    return this.#session.durationMs;
  }

  /** Whether the clock is meant to run; being off screen does not change it. */
  get playing(): boolean {
    return this.#session.playing;
  }

  /** Simulated ms per second of viewing at `speed="1"`. */
  get pace(): number {
    return this.#session.pace;
  }

  /** Id of the current branch; `b0` is the first. */
  get branch(): string {
    return this.#session.run.branch;
  }

  /** All branches that are kept. */
  get branches(): readonly BranchDetail[] {
    return this.#session.run.branches.map(({ id, parent, forkedAtUs, endUs, label }) => ({ id, parent, forkedAt: toMs(forkedAtUs), end: toMs(endUs), label }));
  }
}

interface Parts<Config extends object, State> {
  readonly session: Session<Config, State>;
  readonly runs: SavedRuns<Config, State>;
  readonly desk: Desk<Config, State>;
  readonly shell: Shell;
  readonly stage: StageHost<Config, State>;
  readonly announcer: Announcer;
  readonly steps: Steps;
  readonly sync: Sync;
  readonly page: Page<StageLike>;
}
