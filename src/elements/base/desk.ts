/**
 * The diagram as its shell and controls see it: words for what is on screen, and requests of the reader. Words are made
 * once per render.
 */
import type { ActionArguments, ActionResult, ModelEvent } from '../../models/kernel/model.ts';
import type { Branch } from '../../models/kernel/timeline.contract.ts';
import type { ActionSpec, Card, Fact, Inspection, Moment, Sentence, Table } from './concept.ts';
import { fire, toMs, toUs } from './events.ts';
import type { NoteDetail, SelectDetail, SelectionKind } from './events.ts';
import { parseList } from './grammar.ts';
import type { Caption, DiagramHost, Tick } from './host.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import type { Translate } from './strings.ts';
import type { NodePlace } from './ui/node-layer.ts';

/** What the element knows and the session does not. */
export interface DeskElement {
  readonly element: HTMLElement;
  readonly settings: Settings;
  readonly text: Translate;
  readonly language: string;
  readonly heading: string;
  readonly scheme: 'light' | 'dark';
  readonly printing: boolean;
  readonly width: number;
  readonly busy: boolean;
  readonly flatBecause: string | null;
  readonly status: string;
  readonly statusIsAnswer: boolean;
  requestUpdate(): void;
  readonly places: readonly NodePlace[];
  pick(x: number, y: number): SelectDetail | null;
  drawn(kind: SelectionKind): readonly string[];
  spotOf(kind: SelectionKind, id: string): { readonly x: number; readonly y: number } | null;
  toHtml(): Promise<string>;
  permalink(): string | null;
  answer(message: string): void;
}

/** Viewing time that the scrubber spans at least where the run has no end, in s. */
const scrubberSeconds = 60;
const recent = 50;

export class Desk<Config extends object, State> implements DiagramHost {
  readonly tag: string;
  readonly #session: Session<Config, State>;
  readonly #element: DeskElement;
  #moment: Moment<State> | null = null;
  /** The run stands still only while a message is looked at. */
  #held = false;
  #inspected: { readonly selection: SelectDetail; readonly inspection: Inspection } | null = null;
  #ticks: { readonly branch: string; readonly endUs: number; readonly ticks: readonly Tick[] } = { branch: '', endUs: 0, ticks: [] };

  constructor(session: Session<Config, State>, element: DeskElement) {
    this.#session = session;
    this.#element = element;
    this.tag = element.element.localName;
  }

  /** Forgets all words: they are to be said in another language. */
  forget(): void {
    this.#moment = null;
    this.#ticks = { branch: '', endUs: 0, ticks: [] };
  }

  /** Forgets the words of the last render. */
  refresh(): void {
    this.#moment = null;
  }

  #say<Words>(words: (moment: Moment<State>) => Words, otherwise: Words): Words {
    return this.#session.guard(() => words(this.#moment ??= this.#session.moment)) ?? otherwise;
  }

  get text(): Translate { return this.#element.text; }
  get language(): string { return this.#element.language; }
  get heading(): string { return this.#element.heading; }
  get scheme(): 'light' | 'dark' { return this.#element.scheme; }
  get printing(): boolean { return this.#element.printing; }
  get width(): number { return this.#element.width; }
  get busy(): boolean { return this.#element.busy; }
  get flatBecause(): string | null { return this.#element.flatBecause; }
  get badge(): string | null { return this.busy ? this.text('badge.loading') : this.flatBecause === null ? null : this.text('badge.flat'); }
  get status(): string { return this.#element.status; }
  get statusIsAnswer(): boolean { return this.#element.statusIsAnswer; }
  get problems(): readonly string[] { return [...this.#session.problems.messages(this.text), ...this.#session.breaches]; }
  get noControls(): boolean { return this.#element.settings.get('noControls') === true; }
  get readonlyMode(): boolean { return this.#element.settings.get('readonly') === true; }
  requestUpdate(): void { this.#element.requestUpdate(); }

  showsPanel(name: string): boolean {
    const panels = String(this.#element.settings.get('panels'));
    return panels === '' || parseList(panels).value?.includes(name) === true;
  }

  // time

  get currentTime(): number { return this.#session.nowMs; }
  get playing(): boolean { return this.#session.playing; }
  get speed(): number { return this.#session.playback.speed; }
  get lagging(): boolean { return this.#session.playback.lagging; }
  get branches(): readonly Branch[] { return this.#session.run.branches; }
  get branch(): string { return this.#session.run.branch; }

  get scrubberEnd(): number {
    const { durationMs, nowMs, pace, run } = this.#session;
    return Number.isFinite(durationMs) ? durationMs : Math.max(nowMs, run.endMs, scrubberSeconds * pace);
  }

  /** Events with a tick of their own; only what is new since the last look is read. */
  get ticks(): readonly Tick[] {
    const { run, concept } = this.#session;
    const endUs = run.timeline.endUs;
    const last = this.#ticks;
    if (last.branch === run.branch && last.endUs === endUs) return last.ticks;
    const goesOn = last.branch === run.branch && last.endUs < endUs;
    const fresh = run.timeline.events(goesOn ? last.endUs : 0, endUs).flatMap((event): Tick[] => {
      const role = concept.events.get(event.type)?.tick;
      return role ? [{ timeMs: toMs(event.timeUs), role, label: this.describe(event) }] : [];
    });
    this.#ticks = { branch: run.branch, endUs, ticks: [...(goesOn ? last.ticks : []), ...fresh].slice(-500) };
    return this.#ticks.ticks;
  }

  play(): void {
    this.#held = false;
    this.#session.play('user');
  }

  pause(): void {
    this.#held = false;
    this.#session.pause('user');
  }

  step(n = 1): number { return this.#session.step(n, 'user'); }
  seek(ms: number, branch?: string): void { this.#session.seek(ms, branch); }
  reset(): void { this.#session.reset(); }

  setSpeed(speed: number): void {
    const { settings, element } = this.#element;
    if (!settings.writeValue('speed', speed)) return;
    this.#session.sync();
    fire(element, 'ds-change', { name: 'speed', value: settings.get('speed') });
    this.requestUpdate();
  }

  // system

  /** What the reader may do; verbs of the transport bar only while they make sense. */
  get actions() {
    if (this.readonlyMode) return [];
    return this.#say(({ state }) => this.#session.concept.actions.map((spec) => (spec.verb?.when?.(state) === false ? this.#withoutVerb(spec) : spec)), []);
  }
  isChosen({ verb }: ActionSpec): boolean { return this.#say(({ state }) => verb?.choice?.inForce(state) === true, false); }
  get nodeIds(): readonly string[] { return this.#say((moment) => this.#session.concept.nodes(moment.state), []); }
  get sides(): readonly string[] { return this.#say(({ state }) => this.#session.concept.actions.find(({ needs }) => needs === 'groups')?.sides?.(state), undefined) ?? this.nodeIds; }
  nameOf(id: string): string { return this.#session.narrator.nameOf(id); }

  readonly #verbless = new WeakMap<ActionSpec, ActionSpec>();

  /** The same object each time, so that lists made of it can be compared. */
  #withoutVerb(spec: ActionSpec): ActionSpec {
    const known = this.#verbless.get(spec);
    if (known) return known;
    const { verb: _verb, ...rest } = spec;
    this.#verbless.set(spec, rest);
    return rest;
  }

  act(action: string, target?: string, args?: ActionArguments): ActionResult {
    return this.#session.act(action, target, args, 'user');
  }

  // words

  get subtitle(): string { return this.#say((moment) => this.#session.concept.subtitle(moment), ''); }
  get facts(): readonly Fact[] { return this.#say((moment) => this.#session.concept.facts(moment), []); }
  get cards(): readonly Card[] { return this.#say((moment) => this.#session.narrator.panels.cards?.(moment) ?? [], []); }
  get sentence(): Sentence { return this.#say((moment) => this.#session.concept.sentence(moment), { strong: '', rest: '' }); }
  get table(): Table { return this.#say((moment) => this.#session.narrator.panels.table?.(moment), undefined) ?? { caption: '', columns: [], rows: [] }; }
  get legend() { return this.#say((moment) => this.#session.concept.legend(moment), []); }

  summary(): string {
    const { strong, rest } = this.sentence;
    return `${strong} ${rest}`.trim();
  }

  get notes(): readonly NoteDetail[] {
    const { notes, scenario } = this.#session;
    const shown = notes.length > 0 ? notes : (scenario?.notes ?? []).map((note) => ({ ...note, text: this.text(note.text) }));
    return shown.map(({ fromMs, untilMs, text }) => ({ time: fromMs, until: untilMs, text }));
  }

  get caption(): Caption | null {
    const now = this.currentTime;
    const holds = ({ fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }) => fromMs <= now && now < untilMs;
    const own = this.#session.notes.filter(holds).at(-1);
    if (own) return own;
    const note = this.#session.scenario?.notes?.filter(holds).at(-1);
    // Words of captions come with the panels, after the first picture.
    const text = note && this.text(note.text);
    return note && text !== note.text ? { ...note, text: String(text) } : null;
  }

  get recentEvents(): readonly ModelEvent[] {
    const { run, nowMs, pace } = this.#session;
    return run.timeline.events(toUs(Math.max(0, nowMs - scrubberSeconds * pace)), toUs(nowMs) + 1).slice(-recent);
  }

  describe(event: ModelEvent): string { return this.#session.narrator.describe(event); }

  // selection

  get selection(): SelectDetail | null { return this.#session.selection.current; }
  /** A message that is looked at stands still with everything else: it would be there before anybody has read it. */
  select(kind: SelectionKind, id: string): void {
    if (kind !== 'message') this.#release();
    else if (this.playing) {
      this.pause();
      this.#held = true;
    }
    this.#session.selection.select(kind, id);
  }

  deselect(): void {
    this.#release();
    this.#session.selection.clear();
  }

  /** What stood still for a look at a message goes on. */
  #release(): void {
    if (this.#held) this.play();
  }

  get places(): readonly NodePlace[] { return this.#element.places; }
  drawn(kind: SelectionKind): readonly string[] { return this.#element.drawn(kind).filter((id) => this.#inspect(kind, id) !== null); }
  spotOf(kind: SelectionKind, id: string): { readonly x: number; readonly y: number } | null { return this.#element.spotOf(kind, id); }
  toHtml(): Promise<string> { return this.#element.toHtml(); }
  permalink(): string | null { return this.#element.permalink(); }
  answer(message: string): void { this.#element.answer(message); }
  pick(x: number, y: number): SelectDetail | null { return this.#element.pick(x, y); }

  get inspection(): Inspection | null {
    const { selection } = this;
    if (!selection) return null;
    const now = this.#inspect(selection.kind, selection.id);
    if (now) this.#inspected = { selection, inspection: now };
    const last = this.#inspected;
    if (now || last?.selection !== selection || selection.kind === 'node') return now;
    // What was looked at is gone, or not there yet: what was known of it stays readable.
    const { title, fields } = last.inspection;
    return { title, fields: [...fields, { label: this.text('ui.gone'), value: this.text('ui.gone.now') }], actions: [] };
  }

  #inspect(kind: SelectionKind, id: string): Inspection | null {
    return this.#say((moment) => this.#session.narrator.panels.inspect?.(moment, kind, id) ?? null, null);
  }
}
