/** Style sheet of the timeline, in the colours and sizes of the figures. */
import { css, unsafeCSS } from 'lit';
import { tokenRules } from '../base/ui/tokens.ts';

export const timelineStyles = css`
${unsafeCSS(tokenRules())}
:host { display: block; block-size: calc(360 * max(1px, .0625rem)); min-block-size: 160px; }
:host([hidden]) { display: none; }
[hidden] { display: none !important; }
.root {
  --u: max(1px, .0625rem);
  --_font: var(--ds-font, Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif);
  --_mono: var(--ds-mono, "JetBrains Mono", ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace);
  container-type: inline-size; box-sizing: border-box; block-size: 100%; min-inline-size: 0;
  color: var(--_text); font: 400 calc(13 * var(--u))/1.45 var(--_font);
  text-align: start; text-transform: none; letter-spacing: normal; white-space: normal; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
.root *, .root *::before, .root *::after { box-sizing: border-box; }
.vh { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.base { position: relative; display: flex; flex-direction: column; block-size: 100%; border-radius: var(--ds-radius, 18px); background: var(--_surface); border: 1px solid var(--_hairline); overflow: hidden; overflow: clip; }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 14px; padding: 9px 16px; min-block-size: 52px; border-block-end: 1px solid var(--_hairline); flex: none; }
.title { margin: 0; font-size: calc(15 * var(--u)); font-weight: 620; letter-spacing: -.005em; line-height: 1.3; }
.filter { display: flex; flex-wrap: wrap; gap: 6px; margin-inline-start: auto; min-inline-size: 0; }
button { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; cursor: pointer; }
.toggle { display: inline-flex; align-items: center; gap: 7px; min-block-size: 32px; max-inline-size: 100%; padding: 1px 11px 0 8px; border: 1px solid var(--_hairline); border-radius: 10px; background: none; color: var(--_muted); font-weight: 550; font-size: calc(12.5 * var(--u)); }
.toggle:hover { background: color-mix(in srgb, var(--_text) 8%, var(--_surface)); }
.toggle[aria-pressed="true"] { background: var(--_button); color: var(--_text); border-color: color-mix(in srgb, var(--_text) 38%, transparent); }
.toggle span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.badge { flex: none; display: inline-grid; place-items: center; inline-size: calc(20 * var(--u)); block-size: calc(20 * var(--u)); border-radius: 6px; background: var(--cb); color: var(--_ink); font: 650 calc(12 * var(--u))/1 var(--_mono); forced-color-adjust: none; }
.toggle[aria-pressed="false"] .badge { background: none; color: var(--_muted); box-shadow: inset 0 0 0 1.5px var(--c); }
.mark { flex: none; inline-size: calc(12 * var(--u)); block-size: calc(12 * var(--u)); fill: var(--_accent); }
.error { margin: 0; padding: 8px 16px; list-style: none; border-block-end: 1px solid var(--_hairline); background: var(--_pill); font-size: calc(12.5 * var(--u)); flex: none; max-block-size: 40%; overflow: auto; }
.error li { display: flex; gap: 8px; overflow-wrap: anywhere; }
.error svg { flex: none; inline-size: 1.2em; block-size: 1.2em; margin-block-start: .12em; fill: none; stroke: var(--_warn); stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
.scroll { flex: 1 1 0; min-block-size: 0; overflow: auto; overscroll-behavior: auto; scrollbar-width: thin; overflow-anchor: none; position: relative; }
.empty { margin: 0; padding: 16px; color: var(--_muted); }
table { border-collapse: separate; border-spacing: 0; inline-size: 100%; }
thead th { position: sticky; inset-block-start: 0; z-index: 1; background: var(--_surface); color: var(--_muted); font-weight: 500; font-size: calc(12 * var(--u)); padding-block: 6px; border-block-end: 1px solid var(--_hairline); }
th, td { text-align: start; vertical-align: top; padding: 4px 12px 4px 0; font-weight: 400; }
th:first-child { padding-inline: 16px 12px; inline-size: 1px; white-space: nowrap; text-align: end; }
td:last-child, thead th:last-child { padding-inline-end: 16px; inline-size: 100%; }
tbody tr { cursor: pointer; }
tbody tr:hover { background: color-mix(in srgb, var(--_text) 6%, transparent); }
.go { font: 500 calc(12.5 * var(--u))/1.45 var(--_mono); font-variant-numeric: tabular-nums; padding: 1px 5px; margin: -1px -5px; border: 0; border-radius: 6px; background: none; color: var(--_muted); direction: ltr; white-space: nowrap; }
.who { white-space: nowrap; color: var(--_muted); }
.who > span { display: inline-flex; align-items: center; gap: 8px; }
.who .name { max-inline-size: 16ch; overflow: hidden; text-overflow: ellipsis; }
.what { overflow-wrap: anywhere; }
.what.raw { font-family: var(--_mono); font-size: calc(12 * var(--u)); color: var(--_muted); }
.told { display: inline-flex; align-items: center; gap: 5px; margin-inline-end: 8px; color: var(--_muted); font-size: calc(12 * var(--u)); white-space: nowrap; }
.milestone .what { font-weight: 620; }
.milestone .told { font-weight: 500; }
.later .what, .later .who .name, .later .go { color: color-mix(in srgb, var(--_muted) 78%, var(--_surface)); font-weight: 400; }
.later .badge { background: none; color: var(--_muted); box-shadow: inset 0 0 0 1.5px var(--c); }
[aria-current] { background: color-mix(in srgb, var(--_accent) 13%, transparent); }
[aria-current] th { box-shadow: inset 3px 0 var(--_accent); }
[aria-current]:dir(rtl) th { box-shadow: inset -3px 0 var(--_accent); }
[aria-current] .go { color: var(--_text); font-weight: 650; }
.now { margin-inline-start: 8px; padding: 0 6px; border-radius: 6px; border: 1px solid var(--_accent); color: var(--_text); font-weight: 500; font-size: calc(12 * var(--u)); white-space: nowrap; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--_focus); outline-offset: 1px; }
.scroll:focus-visible { outline-offset: -3px; }
@container (max-width: 560px) {
  .who .name, .told .word { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
  .told { margin-inline-end: 5px; }
  .head { padding-inline: 12px; }
  .filter { margin-inline-start: 0; }
  th:first-child { padding-inline: 12px 8px; }
  th, td { padding-inline-end: 8px; }
  td:last-child { padding-inline-end: 12px; }
  thead .diagram { color: transparent; }
  thead .diagram span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (pointer: coarse) { .toggle { min-block-size: 40px; } th, td { padding-block: 9px; } }
@media (forced-colors: active) {
  .toggle[aria-pressed="true"], .badge { outline: 1px solid; }
  [aria-current] { outline: 2px solid Highlight; outline-offset: -2px; }
}
@media print {
  :host { block-size: auto; }
  .scroll { overflow: visible; }
  .filter { display: none; }
}
`;
