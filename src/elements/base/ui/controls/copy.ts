/** What a reader takes along: the run as markup, or as an address. Where the page may not write to the clipboard, a field to copy from. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import type { DiagramHost } from '../../host.ts';

type What = 'html' | 'link';

/** Text on its way is handed over as a promise, since a browser takes it only in answer to a press. */
async function toClipboard(text: Promise<string>): Promise<void> {
  const { clipboard } = navigator;
  if (typeof ClipboardItem === 'undefined') return clipboard.writeText(await text);
  return clipboard.write([new ClipboardItem({ 'text/plain': text.then((written) => new Blob([written], { type: 'text/plain' })) })]);
}

export class Copy {
  readonly #host: DiagramHost;
  readonly #field = createRef<HTMLTextAreaElement>();
  /** What the clipboard did not take. */
  #left = '';

  constructor(host: DiagramHost) {
    this.#host = host;
  }

  /** Nothing is left over when the sheet is opened again. */
  forget(): void {
    this.#left = '';
  }

  buttons(): TemplateResult {
    const { text } = this.#host;
    const button = (what: What): TemplateResult => html`<button type="button" class="button" @click=${() => void this.#copy(what)}>${text(`ui.copy.${what}`)}</button>`;
    return html`${button('html')}${this.#host.permalink() === null ? nothing : button('link')}`;
  }

  /** The field with what is to be copied by hand. */
  field(): TemplateResult | typeof nothing {
    if (this.#left === '') return nothing;
    return html`<label class="byhand"><span>${this.#host.text('ui.copy.here')}</span><textarea readonly rows="4" spellcheck="false" translate="no" .value=${this.#left} ${ref(this.#field)}></textarea></label>`;
  }

  async #copy(what: What): Promise<void> {
    const host = this.#host;
    const text = what === 'html' ? host.toHtml() : Promise.resolve(host.permalink() ?? '');
    try {
      await toClipboard(text);
      this.#left = '';
      host.answer(host.text(`ui.copied.${what}`));
    } catch {
      await this.#offer(text);
    }
    host.requestUpdate();
  }

  async #offer(text: Promise<string>): Promise<void> {
    try {
      this.#left = await text;
    } catch (error) {
      this.#host.answer(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#host.requestUpdate();
    // The field comes with the next render.
    await new Promise((resolve) => setTimeout(resolve, 50));
    this.#field.value?.focus();
    this.#field.value?.select();
  }
}
