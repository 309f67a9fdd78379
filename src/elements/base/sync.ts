/**
 * `sync="id"`: a figure follows the clock, play state, seed and actions of another, by simulated time. Attributes that
 * differ stay as they are: that is the point of comparing. So do timed children and scenarios, which each figure has of its
 * own.
 */
import type { TimedAction } from './concept.ts';
import { figureWithId, watchIds } from './figures.ts';
import type { Snapshot } from './recipe.ts';
import type { Leader } from './session.ts';
import type { Ticker } from './ticker.ts';
import type { Told } from './told.ts';

/** What following needs of the follower. */
export interface Follower {
  /** Names of the actions that it has. */
  readonly actions: readonly string[];
  /** It follows this figure from now on, and what was done to it so far; null: it runs alone. */
  followLeader(leader: Leader | null, done: readonly TimedAction[]): void;
  /** The leader's clock went on. */
  followTo(ms: number): void;
  /** The leader was moved; `done` where another run is there now than before. */
  jumpTo(ms: number, done: readonly TimedAction[] | null): void;
  /** Somebody acted on the leader. */
  repeat(fresh: readonly TimedAction[], done: readonly TimedAction[]): void;
  /** One of those that follow this figure came into sight, or went. */
  watched(): void;
  complain(reason: Told | null): void;
}

type LeaderElement = HTMLElement & Leader & { readonly sync: string; readonly branch: string; snapshot(): Snapshot };

/** The part of each figure that follows, and is followed. */
const syncs = new WeakMap<Element, Sync>();

function isDiagram(element: Element | null): element is LeaderElement {
  return element !== null && syncs.has(element);
}

/** Longest chain of figures that follow each other. */
const longest = 16;
const moves = ['ds-play', 'ds-pause', 'ds-seek'] as const;

export class Sync {
  readonly #element: HTMLElement;
  readonly #follower: Follower;
  readonly #ticker: Ticker;
  readonly #followers = new Set<Sync>();
  #id = '';
  #leader: LeaderElement | null = null;
  #waitingFor: Element | null = null;
  #seen = false;
  #release: (() => void) | null = null;
  /** Of the leader, to tell when another run is there. */
  #branch = '';
  #seed = '';
  #done: readonly TimedAction[] = [];
  readonly #onMoved = () => this.#follower.followTo(this.#leader?.currentTime ?? 0);
  readonly #onJump = () => this.#jump();
  readonly #onAct = () => queueMicrotask(() => this.#repeat());

  constructor(element: HTMLElement, ticker: Ticker, follower: Follower) {
    this.#element = element;
    this.#ticker = ticker;
    this.#follower = follower;
    syncs.set(element, this);
  }

  /** Follows the figure with this id; none for an empty one. Figures that come, go or change their id are noticed. */
  follow(id: string): void {
    if (id === this.#id) return;
    this.stop();
    this.#id = id;
    if (!id) {
      this.#follower.complain(null);
      return;
    }
    this.#look();
    this.#release = watchIds(this.#element, () => this.#look());
  }

  stop(): void {
    this.#release?.();
    this.#release = null;
    this.#waitingFor = null;
    this.#id = '';
    this.#leave();
  }

  /** This figure's clock moved: those that follow it go along in the same frame. */
  moved(): void {
    for (const follower of this.#followers) follower.#ticker.request(follower.#onMoved, 'follow');
  }

  /** Whether a figure that follows this one can be seen: the clock runs on for it. */
  get watched(): boolean {
    return [...this.#followers].some((follower) => follower.#seen || follower.watched);
  }

  /** Whether this figure can be seen. */
  set seen(seen: boolean) {
    this.#seen = seen;
    this.#tellWatched();
  }

  get #leading(): Sync | undefined {
    return this.#leader ? syncs.get(this.#leader) : undefined;
  }

  #tellWatched(): void {
    const leading = this.#leading;
    if (!leading) return;
    leading.#follower.watched();
    leading.#tellWatched();
  }

  #look(): void {
    const found = figureWithId(this.#element, this.#id);
    if (found === this.#leader && found !== null) return;
    this.#leave();
    if (found !== null && !isDiagram(found) && found.localName.startsWith('ds-') && !customElements.get(found.localName)) {
      this.#wait(found);
      return;
    }
    this.#waitingFor = null;
    if (!isDiagram(found)) this.#follower.complain('no figure has this id; the id of another figure of the page is allowed');
    else if (this.#isCycle(found)) this.#follower.complain('the figures would follow each other; one of them must run by itself');
    else {
      this.#follower.complain(null);
      this.#attach(found);
    }
  }

  /** Its code has not come yet. */
  #wait(found: Element): void {
    if (this.#waitingFor === found) return;
    this.#waitingFor = found;
    this.#follower.complain(null);
    void customElements.whenDefined(found.localName).then(() => {
      if (this.#waitingFor === found) this.#look();
    });
  }

  #attach(leader: LeaderElement): void {
    this.#leader = leader;
    this.#leading!.#followers.add(this);
    for (const name of moves) leader.addEventListener(name, this.#onJump);
    leader.addEventListener('ds-act', this.#onAct);
    this.#remember(leader);
    this.#follower.followLeader(leader, this.#done);
    this.#tellWatched();
  }

  #leave(): void {
    this.#ticker.cancel(this.#onMoved);
    const leader = this.#leader;
    if (!leader) return;
    for (const name of moves) leader.removeEventListener(name, this.#onJump);
    leader.removeEventListener('ds-act', this.#onAct);
    this.#leading!.#followers.delete(this);
    this.#tellWatched();
    this.#leader = null;
    this.#follower.followLeader(null, []);
  }

  #isCycle(leader: LeaderElement): boolean {
    let at: Element | null = leader;
    for (let i = 0; i < longest && isDiagram(at); i++) {
      if (at === this.#element) return true;
      at = at.sync ? figureWithId(at, at.sync) : null;
    }
    return isDiagram(at);
  }

  #remember(leader: LeaderElement): void {
    this.#branch = leader.branch;
    this.#seed = leader.seed;
    this.#done = this.#doneTo(leader);
  }

  /** What readers and page did to the leader on its branch, as far as the follower has such actions. */
  #doneTo(leader: LeaderElement): readonly TimedAction[] {
    return leader.snapshot().actions.filter(({ action, by }) => by !== 'scenario' && this.#follower.actions.includes(action))
      .map(({ time, ...action }) => ({ ...action, timeMs: time }));
  }

  #jump(): void {
    const leader = this.#leader;
    if (!leader) return;
    let other = false;
    if (leader.branch !== this.#branch || leader.seed !== this.#seed || leader.currentTime === 0) {
      const before = JSON.stringify([this.#seed, this.#done]);
      this.#remember(leader);
      other = before !== JSON.stringify([this.#seed, this.#done]);
    }
    this.#follower.jumpTo(leader.currentTime, other ? this.#done : null);
  }

  /** What was done to the leader and not refused is done here too, at the same simulated time. */
  #repeat(): void {
    const leader = this.#leader;
    if (!leader) return;
    const before = this.#done;
    this.#remember(leader);
    const same = this.#done.findIndex((action, at) => JSON.stringify(action) !== JSON.stringify(before[at]));
    if (same >= 0) this.#follower.repeat(this.#done.slice(same), this.#done);
    this.#follower.jumpTo(leader.currentTime, null);
  }
}
