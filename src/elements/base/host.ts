/**
 * What the shell and the controls may ask of a diagram. `DsDiagram` is one; tests may give another. State comes down by
 * these properties, requests go up by these methods; nothing is believed until the diagram says so.
 */
import type { ActionResult, ActionArguments, ModelEvent } from '../../models/kernel/model.ts';
import type { Branch } from '../../models/kernel/timeline.contract.ts';
import type { Role } from '../../scene/picture.ts';
import type { ActionSpec, Card, Fact, Inspection, Sentence, Table } from './concept.ts';
import type { Translate } from './strings.ts';

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
  /** Effective BCP 47 language and direction, for `Intl`. */
  readonly language: string;

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
  readonly nodeIds: readonly string[];
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

  /** Messages to show in part `error`: bad attributes, sources, lost contexts. */
  readonly problems: readonly string[];
}
