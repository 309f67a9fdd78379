/** What elements share that are no figures themselves but work with the figures of a page: settings, messages, words, theme. */
import { LitElement } from 'lit';
import type { PropertyValues } from 'lit';
import { allowedOf } from './allowed.ts';
import { version } from './define.ts';
import { excerpt } from './grammar.ts';
import { Preferences } from './preferences.ts';
import { Problems } from './problems.ts';
import { attributeOf, Settings, settingsOf } from './settings.ts';
import type { HasSettings, SettingValue } from './settings.ts';
import { translator } from './strings.ts';
import type { Translate } from './strings.ts';
import { told, whyOf } from './told.ts';

const mostIds = 16;

export abstract class Companion extends LitElement implements HasSettings {
  /** Version of the library. */
  static readonly version = version;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...[...settingsOf(this)].map(([name, spec]) => attributeOf(name, spec)), 'lang', 'dir'];
  }

  /** Name in the tables of languages. */
  protected abstract readonly slug: string;
  protected readonly internals: ElementInternals;
  protected readonly problems = new Problems(this, () => this.requestUpdate());
  protected readonly preferences = new Preferences(this, () => this.requestUpdate());
  readonly #settings = new Settings(settingsOf(this.constructor));
  readonly #early = new Map<string, unknown>();
  #text: Translate | null = null;
  #language = 'en';

  constructor() {
    super();
    this.internals = this.attachInternals();
    for (const name of this.#settings.specs.keys()) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early.set(name, (this as unknown as { readonly [key: string]: unknown })[name]);
      Reflect.deleteProperty(this, name);
    }
  }

  /** @internal */
  readSetting(name: string): SettingValue {
    return this.#settings.get(name);
  }

  /** @internal */
  writeSetting(name: string, value: unknown): void {
    if (this.#settings.writeValue(name, value)) this.#written();
  }

  override attributeChangedCallback(attribute: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(attribute, before, now);
    if (before === now) return;
    for (const [name, spec] of this.#settings.specs) if (attributeOf(name, spec) === attribute) this.#settings.writeText(name, now);
    this.#written();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [name, value] of this.#early) this.writeSetting(name, value);
    this.#early.clear();
    this.preferences.start();
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.preferences.stop();
  }

  #written(): void {
    if (this.isConnected) this.follow();
    this.requestUpdate();
  }

  /** Connected, or another setting than before. */
  protected abstract follow(): void;

  /** Ids in the text of an attribute, each once, at most 16. */
  protected idsOf(text: string): readonly string[] {
    return [...new Set(text.split(/[ \t\n\f\r]+/).filter((id) => id !== ''))].slice(0, mostIds);
  }

  protected get text(): Translate {
    return this.#text ??= translator(this.#language);
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#listenToLanguage();
    const keep = new Set<string>();
    for (const { name, attribute, value, used, fault } of this.#settings.bad) {
      const spec = this.#settings.specs.get(name);
      if (!spec) continue;
      keep.add(`attribute ${attribute}`);
      const phrase = told('{attribute}="{value}" is not {allowed}; {used} is used', { attribute, value, allowed: allowedOf(spec), used: excerpt(String(used)) || told('none') });
      this.problems.report(`attribute ${attribute}`, { code: 'bad-attribute', topic: `${attribute} ${fault}`, recoverable: true, attribute, value, used, phrase });
    }
    this.problems.clearExcept('attribute ', keep);
  }

  /** As figures do: the words of another `lang` are fetched, and English says things until they are there. */
  #listenToLanguage(): void {
    const { language } = this.preferences;
    if (language === this.#language) return;
    this.#language = language;
    this.#text = null;
    this.problems.clear('language');
    if (this.preferences.speaksEnglish) return;
    import('./languages.ts').then(({ fetchWords }) => fetchWords(language, this.slug)).then(() => {
      this.#text = null;
      this.requestUpdate();
    }, (error: unknown) => {
      if (this.#language === language) this.problems.report('language', { code: 'load', topic: 'language', recoverable: true, phrase: told('The words for lang="{value}" could not be loaded: {why}', { value: excerpt(language), why: whyOf(error) }) });
    });
  }
}
