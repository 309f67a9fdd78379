/** Style sheet of the presenter, in the colours of the figures. */
import { css, unsafeCSS } from 'lit';
import { tokenRules } from '../base/ui/tokens.ts';

export const presenterStyles = css`
${unsafeCSS(tokenRules())}
:host { display: inline-block; }
:host([hidden]) { display: none; }
.root { --u: max(1px, .0625rem); color: var(--_text); font: 400 calc(14 * var(--u))/1.4 var(--ds-font, Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif); text-align: start; letter-spacing: normal; text-transform: none; white-space: normal; }
.root *, .root *::before { box-sizing: border-box; }
button { font: inherit; color: inherit; margin: 0; cursor: pointer; border: 1px solid var(--_hairline); border-radius: 10px; background: var(--_button); min-block-size: 40px; padding: 0 14px; display: inline-flex; align-items: center; justify-content: center; gap: 9px; font-weight: 600; white-space: nowrap; }
button:hover { background: color-mix(in srgb, var(--_text) 12%, var(--_surface)); }
button[aria-disabled="true"] { color: var(--_muted); cursor: default; }
svg { inline-size: 1.15em; block-size: 1.15em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linejoin: round; stroke-linecap: round; }
.error { margin: 8px 0 0; padding: 0; list-style: none; max-inline-size: 60ch; }
.error li { display: flex; gap: 8px; overflow-wrap: anywhere; }
.error svg { margin-block-start: .15em; stroke: var(--_warn); }
.bar { position: fixed; inset: auto 0 0 0; inline-size: auto; max-inline-size: none; block-size: auto; margin: 0; border: 0; border-block-start: 1px solid var(--_hairline); padding: 12px max(16px, env(safe-area-inset-right)) max(12px, env(safe-area-inset-bottom)) max(16px, env(safe-area-inset-left)); display: flex; align-items: center; gap: 10px 18px; background: var(--_surface); color: var(--_text); box-shadow: 0 -8px 30px rgb(0 0 0 / .16); }
.bar:not(:popover-open):not(.plain) { display: none; }
.note { flex: 1 1 0; min-inline-size: 0; margin: 0; font-size: calc(22 * var(--u)); line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; max-block-size: 30vh; overflow: auto; }
.note.begin { color: var(--_muted); font-weight: 400; font-size: calc(14 * var(--u)); }
.at { color: var(--_muted); font-variant-numeric: tabular-nums; white-space: nowrap; }
.keys { display: flex; gap: 8px; flex: none; }
.keys .move { min-inline-size: 44px; padding: 0; }
.keys svg:dir(rtl) { transform: scaleX(-1); }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--_focus); outline-offset: 2px; }
@media (max-width: 720px) { .bar { flex-wrap: wrap; } .note { flex-basis: 100%; font-size: calc(15 * var(--u)); } .at { margin-inline-end: auto; } }
@media print { :host { display: none; } }
`;
