/** The list of keys. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Translate } from '../../strings.ts';
import { CLOSE, icon } from '../icons.ts';

/** Keys as written on them, or keys of the string table, with what they do. */
const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['k'], 'keys.play'],
  [[',', '.'], 'keys.step'],
  [['r'], 'keys.reset'],
  [['keys.arrow-keys'], 'keys.arrows'],
  [['keys.home', 'keys.end'], 'keys.ends'],
  [['keys.enter', 'keys.space'], 'keys.inspect'],
  [['keys.esc'], 'keys.escape'],
  [['?'], 'keys.help'],
];

/** Head of a sheet: its title and the way out. */
export function sheetHead(title: string, text: Translate, close: () => void): TemplateResult {
  return html`<div class="head"><p>${title}</p><button type="button" class="button close" aria-label=${text('ui.close')} @click=${close}>${icon(CLOSE)}</button></div>`;
}

export function keysSheet(text: Translate, close: () => void): TemplateResult {
  return html`<div class="sheet keys" role="dialog" aria-label=${text('ui.keys')} tabindex="-1">${sheetHead(text('ui.keys'), text, close)}
    <dl class="keylist">${KEYS.map(([keys, does]) => html`<div><dt>${keys.map((key) => html`<kbd>${text(key)}</kbd> `)}</dt><dd>${text(does)}</dd></div>`)}</dl></div>`;
}
