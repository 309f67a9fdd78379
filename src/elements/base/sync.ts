/**
 * `sync="id"`: a figure follows the clock, play state, seed and actions of another, by simulated time. Attributes that
 * differ stay as they are: that is the point of comparing.
 */
import { plainArguments } from './recipe.ts';
import type { ActDetail } from './events.ts';
import type { Leader } from './session.ts';
import type { Ticker } from './ticker.ts';

/** What following needs of the follower. */
export interface Follower {
  readonly actions: readonly string[];
  followLeader(leader: Leader | null): void;
  followTo(ms: number): void;
  act(action: string, target: string | undefined, args: ActDetail['args']): void;
  complain(message: string | null): void;
}

type LeaderElement = HTMLElement & Leader & { readonly sync: string };

function isDiagram(element: Element | null): element is LeaderElement {
  return element !== null && 'currentTime' in element && 'sync' in element && 'pace' in element;
}

/** Longest chain of figures that follow each other. */
const longest = 16;

export class Sync {
  readonly #element: HTMLElement;
  readonly #follower: Follower;
  readonly #ticker: Ticker;
  #id = '';
  #leader: LeaderElement | null = null;
  #waiting = false;
  readonly #onLeader = () => this.#catchUp();
  readonly #onAct = (event: CustomEvent<ActDetail>) => this.#repeat(event);

  constructor(element: HTMLElement, ticker: Ticker, follower: Follower) {
    this.#element = element;
    this.#ticker = ticker;
    this.#follower = follower;
  }

  /** Follows the figure with this id; none for an empty one. The same again looks whether it has come. */
  follow(id: string): void {
    if (id === this.#id && (this.#leader?.isConnected || this.#waiting || id === '')) return;
    this.stop();
    this.#id = id;
    if (!id) {
      this.#follower.complain(null);
      return;
    }
    const found = (this.#element.getRootNode() as Document | ShadowRoot).getElementById?.(id) ?? null;
    if (found && found.localName.startsWith('ds-') && !customElements.get(found.localName)) {
      this.#waiting = true;
      void customElements.whenDefined(found.localName).then(() => {
        if (!this.#waiting || this.#id !== id) return;
        this.#waiting = false;
        this.#id = '';
        this.follow(id);
      });
      return;
    }
    if (!isDiagram(found)) this.#follower.complain('no figure has this id');
    else if (this.#isCycle(found)) this.#follower.complain('the figures would follow each other');
    else {
      this.#follower.complain(null);
      this.#attach(found);
    }
  }

  stop(): void {
    this.#waiting = false;
    this.#ticker.cancel(this.#onLeader);
    const leader = this.#leader;
    this.#id = '';
    if (!leader) return;
    for (const name of ['ds-play', 'ds-pause', 'ds-seek'] as const) leader.removeEventListener(name, this.#onLeader);
    leader.removeEventListener('ds-act', this.#onAct);
    this.#leader = null;
    this.#follower.followLeader(null);
  }

  #attach(leader: LeaderElement): void {
    this.#leader = leader;
    for (const name of ['ds-play', 'ds-pause', 'ds-seek'] as const) leader.addEventListener(name, this.#onLeader);
    leader.addEventListener('ds-act', this.#onAct);
    this.#follower.followLeader(leader);
    this.#catchUp();
  }

  #isCycle(leader: LeaderElement): boolean {
    let at: Element | null = leader;
    for (let i = 0; i < longest && isDiagram(at); i++) {
      if (at === this.#element) return true;
      at = at.sync ? (at.getRootNode() as Document).getElementById(at.sync) : null;
    }
    return isDiagram(at);
  }

  #catchUp(): void {
    const leader = this.#leader;
    if (!leader) return;
    this.#follower.followTo(leader.currentTime);
    if (leader.playing) this.#ticker.request(this.#onLeader, 'follow');
  }

  /** The leader's action is done here too, once nobody has refused it, at the same simulated time. */
  #repeat(event: CustomEvent<ActDetail>): void {
    const { action, target, args } = event.detail;
    if (!this.#follower.actions.includes(action)) return;
    queueMicrotask(() => {
      if (event.defaultPrevented || !this.#leader) return;
      this.#follower.followTo(this.#leader.currentTime);
      this.#follower.act(action, target, plainArguments(args));
    });
  }
}
