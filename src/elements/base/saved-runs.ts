/** Runs that were saved: in the address of the page, in the file that `src` names, handed over by a script. */
import { version } from './define.ts';
import type { Concept } from './concept.ts';
import { excerpt } from './grammar.ts';
import { readSnapshot, recipeInAddress } from './recipe.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { told, whyOf } from './told.ts';

/** What a saved run says of itself. */
interface Replayed {
  readonly hash: string;
  readonly timeMs: number;
  /** It is of this version, so that it must come out the same. */
  readonly comparable: boolean;
}

export class SavedRuns<Config extends object, State> {
  readonly #element: HTMLElement;
  readonly #concept: Concept<Config, State>;
  readonly #session: Session<Config, State>;
  readonly #settings: Settings;
  readonly #changed: () => void;
  #addressRead = false;
  #source = '';
  #loading: AbortController | null = null;

  /** @param changed - A file is being fetched, or no longer. */
  constructor(element: HTMLElement, concept: Concept<Config, State>, session: Session<Config, State>, settings: Settings, changed: () => void) {
    this.#element = element;
    this.#concept = concept;
    this.#session = session;
    this.#settings = settings;
    this.#changed = changed;
  }

  /** Whether a file is on its way. */
  get loading(): boolean {
    return this.#loading !== null;
  }

  /** Replays the run in the address that is meant for this element; once. */
  readAddress(): void {
    const { id, ownerDocument } = this.#element;
    if (this.#addressRead || !id) return;
    this.#addressRead = true;
    try {
      const saved = recipeInAddress(ownerDocument.location?.hash ?? '', id);
      if (saved !== null) void this.#judge(this.#replay(saved));
    } catch (error) {
      this.#session.problems.report('address', { code: 'bad-source', topic: 'address', recoverable: true, phrase: told('The saved run in the address cannot be read: {why}; the usual one is shown', { why: whyOf(error) }) });
    }
  }

  /** Replays the file named by `src`; the one that was asked for last. */
  readSource(): void {
    const address = String(this.#settings.get('src'));
    if (address === this.#source) return;
    this.#source = address;
    this.#loading?.abort();
    this.#loading = null;
    this.#session.problems.clear('source');
    if (!address) return;
    const loading = this.#loading = new AbortController();
    const { signal } = loading;
    this.#changed();
    import('./source.ts').then(({ fetchSource }) => fetchSource(address, this.#element.ownerDocument.baseURI, signal, this.#concept.imports)).then((run) => {
      if (!signal.aborted) void this.#judge(this.#replay(run));
    }).catch((error: unknown) => {
      if (signal.aborted) return;
      const value = excerpt(address);
      this.#session.problems.report('source', { code: 'bad-source', topic: `src ${value}`, recoverable: true, attribute: 'src', value, phrase: told('{attribute}="{value}": {why}; the run of the attributes is shown', { attribute: 'src', value, why: whyOf(error) }) });
    }).finally(() => {
      if (this.#loading !== loading) return;
      this.#loading = null;
      this.#changed();
    });
  }

  /** Resolves to true when the state agrees with the one that was saved. Rejects with a `TypeError` for another tag or format. */
  async restore(snapshot: unknown): Promise<boolean> {
    const { hash } = this.#replay(snapshot);
    await this.#replayed();
    return this.#session.run.timeline.hash() === hash;
  }

  /** Puts a saved run in place of this one; what it ought to come to. */
  #replay(snapshot: unknown): Replayed {
    const { recipe, timeMs, hash, version: saved } = readSnapshot(snapshot, this.#element.localName, this.#settings.specs, this.#settings.values);
    this.#session.restore(recipe, timeMs);
    this.#noteVersion(saved);
    this.#session.problems.clear('replay');
    return { hash, timeMs, comparable: saved === version };
  }

  /** A long run is replayed in slices, so that the page stays alive: this waits for the last one. */
  async #replayed(): Promise<void> {
    while (this.#session.underway) await new Promise((resolve) => setTimeout(resolve, 16));
  }

  /** Says so where the run that readers asked for came out as another one. */
  async #judge({ hash, timeMs, comparable }: Replayed): Promise<void> {
    const { run } = this.#session;
    await this.#replayed();
    // Whatever was done meanwhile is no fault of the file.
    if (!comparable || this.#session.run !== run || run.nowMs !== timeMs || run.timeline.hash() === hash) return;
    this.#session.problems.report('replay', { code: 'bad-source', topic: 'replay', recoverable: true, phrase: told('This run is not quite the one that was saved: something in it could not be used') });
  }

  /** A run of another version may be another run: that is said, and it is shown all the same. */
  #noteVersion(saved: string): void {
    const { problems } = this.#session;
    // Files of other tools carry none.
    if (saved === '' || saved === version) problems.clear('version');
    else problems.report('version', { code: 'bad-source', topic: `version ${excerpt(saved)}`, recoverable: true, value: excerpt(saved), used: version, phrase: told('This run was saved by version {saved}; version {version} replays it, and it may differ', { saved: excerpt(saved), version }) });
  }
}
