/**
 * What the shell and the controls may ask of a diagram. `DsDiagram` makes one for its shell; tests may give another. State
 * comes down by these properties, requests go up by these methods; nothing is believed until the diagram says so. Whatever
 * is asked here is asked by the reader (`by: 'user'`), unlike the element's public methods of the same names.
 */
import type { ActionResult, ActionArguments, ModelEvent } from '../../models/kernel/model.ts';
import type { Branch } from '../../models/kernel/timeline.contract.ts';
import type { Role } from '../../scene/picture.ts';
import type { ActionSpec, Card, Fact, Inspection, Sentence, Table } from './concept.ts';
import type { Translate } from './strings.ts';
import type { NodePlace } from './ui/node-layer.ts';

/** A mark on the scrubber. */
export interface Tick {
  readonly timeMs: number;
  readonly role: Role;
  readonly label: string;
}

/** A caption that holds now. */
export interface Caption {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly text: string;
}

export interface DiagramHost {
  readonly tag: string;
  readonly text: Translate;
  /** Effective BCP 47 language, for `Intl`. */
  readonly language: string;
  /** Title in the header and start of the accessible name: the author's `label`, else the concept's own words. */
  readonly heading: string;
  /** What is to be seen, in one localized sentence; read out before the picture. */
  summary(): string;
  /** Scheme in force: `theme`, else the page's `color-scheme`, else the reader's preference. */
  readonly scheme: 'light' | 'dark';
  /** On its way to paper: the table is shown whether it was open or not. */
  readonly printing: boolean;
  /** Width of the host in CSS px, 0 while unknown; decides between column and line of readouts. */
  readonly width: number;
  /** `no-controls`: only a pause button is shown. */
  readonly noControls: boolean;
  /** Whether a panel named in `panels` stands beside the canvas, e.g. `legend`. */
  showsPanel(name: string): boolean;
  /** Something is on its way: a recorded run, or a moment far off. */
  readonly busy: boolean;
  /** Why the picture is flat though it was not asked to be (`slow`, `context-lost`, or what an error says); null where it is as asked. */
  readonly flatBecause: string | null;
  /** Quiet badge in the header: that something is loading, or that the picture is flat; null when all is as asked. */
  readonly badge: string | null;
  /** Last message of the polite live region; empty before the first. */
  readonly status: string;
  /** The last message answers the reader's own action, so it is shown as well as said. */
  readonly statusIsAnswer: boolean;
  /** Asks for a new render of the shell, in time for the next frame. */
  requestUpdate(): void;

  // time
  readonly currentTime: number;
  /** Right end of the scrubber in ms. */
  readonly scrubberEnd: number;
  readonly playing: boolean;
  readonly speed: number;
  /** The machine is too slow for the asked pace just now. */
  readonly lagging: boolean;
  readonly ticks: readonly Tick[];
  readonly branches: readonly Branch[];
  readonly branch: string;
  play(): void;
  pause(): void;
  step(n?: number): number;
  seek(ms: number, branch?: string): void;
  reset(): void;
  setSpeed(speed: number): void;

  // system
  readonly readonlyMode: boolean;
  readonly actions: readonly ActionSpec[];
  /** Whether a choice of a switch is in force. */
  isChosen(spec: ActionSpec): boolean;
  readonly nodeIds: readonly string[];
  /** Nodes that a cut parts. */
  readonly sides: readonly string[];
  nameOf(id: string): string;
  act(action: string, target?: string, args?: ActionArguments): ActionResult;

  // words for what is on screen
  readonly subtitle: string;
  readonly facts: readonly Fact[];
  readonly cards: readonly Card[];
  readonly sentence: Sentence;
  readonly table: Table;
  readonly caption: Caption | null;
  readonly legend: readonly { readonly role: Role; readonly shape?: string; readonly label: string }[];
  readonly recentEvents: readonly ModelEvent[];
  describe(event: ModelEvent): string;

  // selection
  readonly selection: { readonly kind: 'node' | 'link' | 'message' | 'entry'; readonly id: string } | null;
  select(kind: 'node' | 'link' | 'message' | 'entry', id: string): void;
  deselect(): void;
  readonly inspection: Inspection | null;
  /** What lies under a point of the stage (CSS px from its upper left), nearest first; null for bare plate. */
  pick(x: number, y: number): { readonly kind: 'node' | 'link' | 'message' | 'entry'; readonly id: string } | null;

  /** Ids of the messages, entries or links that are drawn and can be inspected, in the order in which they are drawn. */
  drawn(kind: 'link' | 'message' | 'entry'): readonly string[];
  /** Where one of them is drawn on the stage, in CSS px from its upper left; null when it is not. */
  spotOf(kind: 'node' | 'link' | 'message' | 'entry', id: string): { readonly x: number; readonly y: number } | null;
  /** Where the nodes are drawn on the stage, in CSS px from its upper left. */
  readonly places: readonly NodePlace[];

  // to take with one
  /** The run as it stands, as markup. */
  toHtml(): Promise<string>;
  /** Address that opens this run; null where the figure or the page has none. */
  permalink(): string | null;
  /** Shows and says something in answer to the reader. */
  answer(message: string): void;

  /** Messages to show in part `error`: bad attributes, sources, lost contexts. */
  readonly problems: readonly string[];
}
