/** Transport bar, sheets and dialogs. Loaded after the first picture, as a chunk of its own. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { DiagramHost } from '../../host.ts';
import { addDefaults } from '../../strings.ts';
import type { ControlsPart } from '../shell.ts';
import { cardColumn } from './cards.ts';
import { Copy } from './copy.ts';
import { Cutter } from './cutter.ts';
import { FullScreen } from './full-screen.ts';
import { Inspector } from './inspector.ts';
import { keysSheet } from './keys.ts';
import { Look } from './look.ts';
import type { Thing } from './look.ts';
import { MoreSheet } from './more.ts';
import { controlWords } from './strings.en.ts';
import { controlStyles } from './styles.ts';
import { Transport } from './transport.ts';

addDefaults('en', controlWords);

/** What the controls ask of the shell. */
export interface ShellRequests {
  openTable(): void;
  /** Focus goes back to the node it came from. */
  returnFocus(): void;
}

/** The sheet that is open over the figure, besides the inspector. */
type Open = 'more' | 'keys' | null;

export class Controls implements ControlsPart {
  readonly #host: DiagramHost;
  readonly #root: () => ParentNode;
  readonly #shell: ShellRequests;
  readonly #transport: Transport;
  readonly #more: MoreSheet;
  readonly #inspector: Inspector;
  readonly #look: Look;
  readonly #cut: Cutter;
  readonly #full: FullScreen;
  readonly #copy: Copy;
  #open: Open = null;
  #focusOpened = false;
  #rendered = false;

  constructor(host: DiagramHost, root: () => ParentNode, shell: ShellRequests) {
    this.#host = host;
    this.#root = root;
    this.#shell = shell;
    this.#transport = new Transport(host, { toggleMore: () => this.#toggle('more') });
    const cut = this.#cut = new Cutter(host, root);
    const full = this.#full = new FullScreen(host, root());
    const copy = this.#copy = new Copy(host);
    const draw = (): void => {
      this.#set(null);
      cut.arm();
    };
    this.#look = new Look(host, () => this.#inspector.takeFocus());
    this.#more = new MoreSheet(host, {
      copy,
      look: () => this.#look.buttons((kind) => this.#lookAt(kind, 1)),
      get drawCut() { return cut.offered ? draw : null; },
      get fullScreen() { return full.possible ? full : null; },
      close: () => void this.close(),
      openTable: () => { this.#set(null); shell.openTable(); },
      openKeys: () => this.#set('keys'),
    });
    this.#inspector = new Inspector(host, root, { close: () => { host.deselect(); shell.returnFocus(); }, go: (kind, by) => this.#lookAt(kind, by) });
    this.#adopt();
  }

  /** Everything in the transport bar after the play button. */
  bar(): TemplateResult {
    return this.#transport.render(this.#open === 'more');
  }

  cards(): TemplateResult {
    this.#rendered = true;
    return cardColumn(this.#host);
  }

  /** The sheet that is open and the inspector. */
  sheets(): TemplateResult {
    return html`${this.#open === 'more' ? this.#more.render() : nothing}${this.#open === 'keys' ? keysSheet(this.#host.text, () => void this.close(), this.#cut.offered) : nothing}${this.#inspector.render()}${this.#cut.render()}`;
  }

  /** Moves time, scrubber and inspector. After every render, and in every frame of a run. */
  tick(): void {
    this.#transport.tick();
    this.#inspector.tick();
    this.#scrollable();
    if (!this.#focusOpened) return;
    const sheet = this.#root().querySelector<HTMLElement>('.sheet.more, .sheet.keys');
    if (!sheet) return;
    this.#focusOpened = false;
    sheet.focus({ preventScroll: true });
  }

  /** A list that scrolls is a tab stop, so that keys can scroll it; one that fits is none. Looked at after renders only. */
  #scrollable(): void {
    if (!this.#rendered) return;
    this.#rendered = false;
    const list = this.#root().querySelector<HTMLElement>('.list');
    if (list && (list.tabIndex === 0) !== list.scrollHeight > list.clientHeight + 1) list.tabIndex = list.tabIndex === 0 ? -1 : 0;
  }

  /** Keys besides those that work before this chunk is there; upper case goes back. */
  key(key: string): boolean {
    const by = key === key.toLowerCase() ? 1 : -1;
    switch (key) {
      case '?': this.#toggle('keys'); return true;
      case 'f': this.#full.toggle(); return true;
      case 'm': case 'M': this.#lookAt('message', by); return true;
      case 'e': case 'E': this.#lookAt('entry', by); return true;
      case 'l': case 'L': this.#lookAt('link', by); return true;
      default: return false;
    }
  }

  #lookAt(kind: Thing, by: 1 | -1): void {
    if (this.#open !== null) this.#set(null);
    this.#look.go(kind, by);
  }

  /** Closes the open sheet and puts focus back where it was opened from. */
  close(): boolean {
    if (this.#cut.cancel()) return true;
    if (this.#open === null) return false;
    const wasMore = this.#open === 'more';
    this.#set(null);
    if (wasMore) this.#root().querySelector<HTMLElement>('.more-button')?.focus({ preventScroll: true });
    else this.#shell.returnFocus();
    return true;
  }

  dispose(): void {
    this.#open = null;
    this.#cut.dispose();
  }

  #toggle(which: 'more' | 'keys'): void {
    if (this.#open === which) this.close();
    else this.#set(which);
  }

  #set(open: Open): void {
    this.#copy.forget();
    this.#open = open;
    this.#focusOpened = open !== null;
    this.#host.requestUpdate();
  }

  /** Styles of this chunk join those of the shell. */
  #adopt(): void {
    const root = this.#root();
    const sheet = controlStyles.styleSheet;
    if (root instanceof ShadowRoot && sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}
