/** The list of keys. */
import { html, nothing } from 'lit';
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
  [['m'], 'keys.message'],
  [['e'], 'keys.entry'],
  [['l'], 'keys.link'],
  [['keys.shift'], 'keys.back'],
  [['f'], 'keys.full'],
  [['keys.esc'], 'keys.escape'],
  [['keys.arrow-keys'], 'keys.slider'],
  [['?'], 'keys.help'],
];
const STROKE: typeof KEYS = [[['keys.drag'], 'keys.cut']];

/** Head of a sheet: its title, what else leads on from it, and the way out. */
export function sheetHead(title: string, text: Translate, close: () => void, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="head"><p>${title}</p>${more}<button type="button" class="button close" aria-label=${text('ui.close')} @click=${close}>${icon(CLOSE)}</button></div>`;
}

/** @param strokes - Whether a cut can be drawn here. */
export function keysSheet(text: Translate, close: () => void, strokes: boolean): TemplateResult {
  return html`<div class="sheet keys" role="dialog" aria-label=${text('ui.keys')} tabindex="-1">${sheetHead(text('ui.keys'), text, close)}
    <dl class="keylist">${[...KEYS, ...(strokes ? STROKE : [])].map(([keys, does]) => html`<div><dt>${keys.map((key) => html`<kbd>${text(key)}</kbd> `)}</dt><dd>${text(does)}</dd></div>`)}</dl></div>`;
}
