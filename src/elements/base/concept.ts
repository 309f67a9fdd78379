/**
 * What one concept gives the base element: a model, a picture of it, and the words for both. Everything else (playback,
 * controls, keys, errors, painters) is `DsDiagram`'s and the same for all.
 */
import type { Action, Model, ModelEvent, Plain } from '../../models/kernel/model.ts';
import type { FlatMarks } from '../../scene/flat/marks.ts';
import type { Cell, PictureBuilder, Role } from '../../scene/picture.ts';
import type { SettingTable } from './settings.ts';
import type { Translate } from './strings.ts';

/** Effective settings by camelCase name: numbers, strings and booleans, durations in ms, `never` = Infinity. */
export type SettingValues = { readonly [name: string]: string | number | boolean };

/** What `draw` and the words are made from. */
export interface Moment<State> {
  readonly state: State;
  /** Virtual time in µs; not before the last event of `state`. */
  readonly nowUs: number;
  /** Phone layout: the scene is re-laid narrow and deep, badges only. */
  readonly tall: boolean;
  /** Simulated µs that pass in one ms of viewing; a hop seen for under 250 ms is drawn as flow. */
  readonly usPerViewingMs: number;
  /** Display name of an id. */
  readonly name: (id: string) => string;
  readonly text: Translate;
  /** Selected node, message or entry. */
  readonly selected: string | null;
  readonly settings: SettingValues;
}

/** A short fact: `Leader S1`. The first two are headline numbers where there is room. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Second, quieter part: `of 7 · needs 3 of 5`. */
  readonly note?: string;
  readonly role?: Role;
}

/** A card of the readout column (container ≥ 861 px). */
export type Card =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'bars'; readonly title: string; readonly note?: string; readonly rows: readonly { readonly label: string; readonly role: Role; readonly share: number; readonly mark?: number; /** Where it begins, 0–1; 0 when absent. */ readonly from?: number; /** Not what it is about. */ readonly dim?: boolean; readonly value: string }[] }
  /** Heights of neighbouring columns with lines across them: a histogram. Both as shares. */
  | { readonly kind: 'columns'; readonly title: string; readonly note?: string; readonly role: Role; readonly columns: readonly { readonly share: number; readonly dot?: Role }[]; readonly marks: readonly { readonly at: number; readonly label: string }[]; readonly axis: readonly string[]; readonly spoken: string }
  /** Short lines such as a log's. */
  | { readonly kind: 'lines'; readonly title: string; readonly rows: readonly { readonly role: Role; readonly time: string; readonly strong: string; readonly rest: string }[] }
  | { readonly kind: 'lanes'; readonly title: string; readonly rows: readonly { readonly id: string; readonly label: string; readonly cells: readonly Cell[]; readonly dim: boolean }[] }
  | { readonly kind: 'text'; readonly title: string; readonly strong: string; readonly role?: Role; readonly rest: string };

/** What happens now and why, in one or two sentences: the bold part, then the reason. Plain text. */
export interface Sentence {
  readonly strong: string;
  readonly rest: string;
}

/** The same facts as the picture, for the data table. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Content of the inspector for a node, link or message. */
export interface Inspection {
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** Verbs offered on it, by `ActionSpec.action`. */
  readonly actions: readonly string[];
  /** Null where its actions are on no target; what is inspected when absent. */
  readonly target?: null;
}

/** An action as the controls offer it. */
export interface ActionSpec {
  readonly action: string;
  /** Key in the string table, e.g. `action.crash`. */
  readonly label: string;
  /** What it needs: a node, a link, sides of a cut, or nothing. Those on a message are offered in its inspector only. */
  readonly needs: 'nothing' | 'node' | 'link' | 'groups' | 'text' | 'message';
  /** With `needs: 'groups'`: the ids that stand on a side; all nodes when absent. */
  readonly sides?: (state: unknown) => readonly string[];
  /** With `needs: 'text'`: the argument the text is given as, and the key of an example shown in the empty field. */
  readonly input?: { readonly argument: string; readonly example?: string };
  /** Stands in the transport bar. */
  readonly verb?: Verb;
}

/** An action in the transport bar, with its target (a role keyword) filled in. */
export interface Verb {
  readonly label: string;
  readonly target?: string;
  readonly args?: Action['args'];
  readonly icon?: 'bolt' | 'plus' | 'heal' | 'cut';
  /** It stands there only while this holds for the state of the model; always when absent. */
  readonly when?: (state: unknown) => boolean;
  /** It is one of the choices of a switch, which stand side by side. `of`: key of what is chosen. */
  readonly choice?: { readonly of: string; readonly inForce: (state: unknown) => boolean };
}

/** What is said of a kind of model event. */
export interface EventSpec {
  readonly milestone?: boolean;
  /** Coloured tick on the scrubber. */
  readonly tick?: Role;
  /** Cause and effect in one sentence, for milestones and answers to the reader. */
  readonly say?: (event: ModelEvent, text: Translate, name: (id: string) => string) => string;
}

/** An action at a time, as scenarios and `<ds-at>` give it. */
export interface TimedAction extends Action {
  readonly timeMs: number;
}

/** Something that an author expected and the modelled system breached. */
export interface Breach {
  readonly verdict: string;
  readonly message: string;
  /** What shows it: operations, ids. */
  readonly witness?: Plain;
}

/** A named set-up plus timed actions. */
export interface Scenario {
  /** Settings that differ from the defaults; attributes written by the author win. */
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly TimedAction[];
  /** End of the run in ms; runs on when absent. */
  readonly untilMs?: number;
  /** Telling moment in ms: shown to readers who want no motion, in print and in posters. */
  readonly stillMs: number;
  /** Seed chosen because its first seconds teach; used when the author gives none. */
  readonly seed?: number;
  /** Captions: from, until, key in the string table. */
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  /** Changes of pace, view only: simulated ms per second of viewing from that time on. */
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

/**
 * A setting that does not go with another, and what is used instead. `reason` says why, in English, with places for `values`;
 * it is the key of its translations: `at most the {replicas} replicas there are`.
 */
export interface Adjustment<Reason extends string = string> {
  readonly name: string;
  readonly used: string | number | boolean;
  readonly reason: Reason;
  readonly values?: { readonly [place: string]: string | number };
}

/** What panels say, which open after the first picture. */
export interface Panels<State> {
  readonly cards: (moment: Moment<State>) => readonly Card[];
  readonly table: (moment: Moment<State>) => Table;
  readonly inspect: (moment: Moment<State>, kind: 'node' | 'link' | 'message' | 'entry', id: string) => Inspection | null;
  /** Strings that the first picture does not need: panels, actions, events, notes. English. */
  readonly strings?: { readonly [key: string]: string };
}

/**
 * What the first picture of a concept needs. It is fetched first, by itself: `<slug>.preview.ts` imports neither lit nor
 * anything that only a live figure uses.
 */
export interface Preview<Config extends object, State> {
  readonly slug: string;
  /** Simulated ms per second of viewing at `speed="1"`. */
  readonly pace: number;
  /** How the system starts. */
  readonly model: Pick<Model<Config, State>, 'create'>;
  /** Attributes of its own, by property name. */
  readonly settings: SettingTable;
  /** False where only the whole element can draw what these settings ask for; always true when absent. */
  readonly covers?: (settings: SettingValues) => boolean;
  /** Settings → configuration of the model (ms to µs happens here). */
  readonly configure: (settings: SettingValues) => Config;
  /** Settings that must give way to others, e.g. `vnodes` to the greatest number of tokens; told to the author. */
  readonly reconcile?: (settings: SettingValues) => readonly Adjustment[];
  /** `default` is one of them. */
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly draw: (moment: Moment<State>, picture: PictureBuilder) => void;
  /** Drawers of the kinds of marks that `draw` uses. */
  readonly marks: readonly FlatMarks[];
  /** Muted clause after the title, e.g. `5 servers`. */
  readonly subtitle: (moment: Moment<State>) => string;
  /** Node ids in order, whether drawn or not. */
  readonly nodes: (state: State) => readonly string[];
  /** Display name of an id where the author gave none. */
  readonly defaultName: (id: string, text: Translate) => string;
  /** Name that an action gave a node, e.g. `add name=Zed`; it wins over the author's list. Null where none did. */
  readonly givenName?: (state: State, id: string) => string | null;
  /** Words of the first picture, English; keys without prefix collide with nobody's: start them with the slug. */
  readonly strings: { readonly [key: string]: string };
}

/** Everything about one concept that the base element needs. Panels come with it, or later. */
export interface Concept<Config extends object, State> extends Preview<Config, State>, Partial<Omit<Panels<State>, 'strings'>> {
  /** Fetches the panels, once, right after the first picture; whatever is announced waits for their strings. */
  readonly panels?: () => Promise<Panels<State>>;
  readonly model: Model<Config, State>;
  readonly actions: readonly ActionSpec[];
  /** In the order of the table in the docs; unknown types are a defect. */
  readonly events: ReadonlyMap<string, EventSpec>;
  /** Entries of the legend: role or packet shape with the key of its word. */
  readonly legend: (moment: Moment<State>) => readonly { readonly role: Role; readonly shape?: 'cube' | 'octahedron' | 'ball' | 'square' | 'key'; readonly label: string }[];
  readonly facts: (moment: Moment<State>) => readonly Fact[];
  readonly sentence: (moment: Moment<State>) => Sentence;
  /** Plain JSON, camelCase, times in ms, `null` = not known yet. Frozen by the base. */
  readonly readouts: (moment: Moment<State>) => { readonly [key: string]: Plain };
  /** What `export(format)` offers besides `ds-json`, by name of the format. */
  readonly exports?: ReadonlyMap<string, (state: State) => string>;
  /** Makes a snapshot from the text of a file that is none, such as traces of a real system. Rejects with a sentence that says what is wrong. */
  readonly imports?: (text: string) => Promise<unknown>;
  /** What authors may name in `expect`; nothing when absent. */
  readonly expects?: readonly string[];
  /** Breaches by the modelled system of what authors may name in `expect`, found so far at this moment. */
  readonly verdicts?: (moment: Moment<State>) => readonly Breach[];
}
