/** Style sheet of the shell. Sizes of type are `n × --u`: n px, and more where the reader asked for larger text. */
import { css, unsafeCSS } from 'lit';
import { tokenRules } from './tokens.ts';

export const shellStyles = css`
${unsafeCSS(tokenRules())}
:host { display: block; }
:host([hidden]) { display: none; }
.root {
  --u: max(1px, .0625rem);
  --_radius: var(--ds-radius, 18px);
  --_font: var(--ds-font, Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif);
  --_mono: var(--ds-mono, "JetBrains Mono", ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace);
  container-type: inline-size;
  contain-intrinsic-inline-size: 640px;
  display: flex; flex-direction: column;
  box-sizing: border-box; block-size: 100%; min-inline-size: 0;
  color: var(--_text);
  font: 400 calc(13 * var(--u))/1.45 var(--_font);
  text-align: start; text-transform: none; letter-spacing: normal; word-spacing: normal; text-indent: 0; white-space: normal;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
  -webkit-tap-highlight-color: transparent;
}
.root *, .root *::before, .root *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.vh:not(:focus-within) {
  position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
}
.base {
  position: relative; isolation: isolate;
  display: flex; flex-direction: column; flex: 1 1 auto; min-block-size: 280px;
  border-radius: var(--_radius);
  background: radial-gradient(120% 125% at 42% 30%, var(--_surface-lit), var(--_surface) 72%) var(--_surface);
  overflow: hidden; overflow: clip;
}
.base::after {
  content: ""; position: absolute; inset: 0; z-index: 9; pointer-events: none;
  border: 1px solid var(--_hairline); border-radius: inherit;
}

/* Stage: canvas, type and node buttons fill it; header and readouts lie over it. It alone gives or takes height where the author set one. */
.stage {
  position: relative; flex: 1 1 62.5cqi; min-block-size: 180px; min-inline-size: 0;
  touch-action: pan-y pinch-zoom;
}
.line, .controls { flex: none; }
.canvas, .type, .nodes { position: absolute; inset: 0; overflow: hidden; overflow: clip; }
.canvas > * { display: block; position: absolute; inset-block-start: 0; inset-inline-start: 0; }
/* Shadows end softly where the stage does, not at a seam. */
.canvas { -webkit-mask: linear-gradient(#000 calc(100% - 14px), transparent); mask: linear-gradient(#000 calc(100% - 14px), transparent); }
.type { transform-origin: 0 0; pointer-events: none; user-select: none; -webkit-user-select: none; direction: ltr; }
/* Words of a language that runs the other way than the page. */
.root:dir(rtl) :is(p, dt, dd, h3, th, td, .subtitle, .status, li > span) { unicode-bidi: plaintext; text-align: right; }

.type > * { position: absolute; left: 0; top: 0; display: block; white-space: pre; line-height: 1.2; }
.type .pill { display: flex; align-items: center; gap: 7px; min-block-size: 24px; padding: 1px 9px 0; border-radius: 9px; background: color-mix(in srgb, var(--_pill) 93%, transparent); box-shadow: 0 0 0 1px var(--_pill-edge), 0 2px 6px #0003; }
.type b { font: 600 12px/1.2 var(--_mono); padding: 1px 6px; border-radius: 5.5px; color: var(--ct); background: color-mix(in srgb, var(--cb) 24%, var(--_pill)); forced-color-adjust: none; }
.light .type b { background: color-mix(in srgb, var(--cb) 20%, var(--_pill)); }
.type .pill b { margin-block: -1px; margin-inline-end: -3px; }
.type .digit { font-family: var(--_mono); font-variant-numeric: tabular-nums; }
.type i { inline-size: 1px; block-size: 1.2px; background: var(--_accent); transform-origin: 0 50%; }
.nodes { touch-action: pan-y pinch-zoom; }
.node { position: absolute; left: 0; top: 0; padding: 0; border: 0; border-radius: 50%; background: none; cursor: pointer; }
.node:hover, .node[aria-expanded="true"] { outline: 1.5px solid var(--_accent); outline-offset: 3px; }
.node:focus-visible { outline: 2px solid var(--_focus); outline-offset: 2px; z-index: 1; }
.node.crowded { pointer-events: none; }

.header {
  position: absolute; inset-block-start: 0; inset-inline: 0; z-index: 2;
  display: flex; align-items: center; gap: 4px 14px; flex-wrap: wrap;
  min-block-size: 44px; padding: 8px 16px; pointer-events: none;
}
.title { font-size: calc(15 * var(--u)); font-weight: 620; letter-spacing: -.005em; line-height: 1.3; margin: 0; }
.subtitle { color: var(--_muted); display: none; }
.legend { display: flex; flex-wrap: wrap; gap: 3px 14px; margin: 0; margin-inline-start: auto; padding: 0; list-style: none; color: var(--_muted); font-size: calc(12.5 * var(--u)); }
.legend li { display: flex; align-items: center; gap: 7px; }
.glyph { inline-size: calc(14 * var(--u)); block-size: calc(14 * var(--u)); flex: none; fill: var(--c); stroke: none; overflow: visible; }
.glyph.hollow { fill: none; stroke: var(--c); stroke-width: 1.5; stroke-dasharray: 2.2 1.7; }
.glyph .over { fill: none; stroke: var(--c); stroke-width: 1.7; stroke-linecap: round; stroke-dasharray: none; }
.light .glyph.r-key { fill: var(--_key-body); stroke: var(--_key-line); stroke-width: 2.4; }
.badge2d { font-size: calc(12 * var(--u)); color: var(--_muted); border: 1px solid var(--_hairline); border-radius: 6px; padding: 0 6px; }

.error {
  position: absolute; z-index: 3; inset-block-start: 46px; inset-inline: 14px; inline-size: fit-content; max-inline-size: min(62ch, 100% - 28px);
  margin: 0; padding: 7px 12px; border-radius: 11px; list-style: none;
  background: var(--_pill); color: var(--_text); border: 1px solid var(--_warn); font-size: calc(12.5 * var(--u));
}
.error li { display: flex; gap: 8px; overflow-wrap: anywhere; }
.error svg { flex: none; inline-size: 1.2em; block-size: 1.2em; margin-block-start: .12em; fill: none; stroke: var(--_warn); stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }

/* Readouts: a line of facts under the stage, or a column of cards over it. */
.line { display: flex; flex-wrap: wrap; align-items: baseline; gap: 1px 18px; margin: 0; padding: 5px 16px 3px; font-size: calc(12.5 * var(--u)); line-height: 1.4; min-block-size: calc(8px + 35 * var(--u)); align-content: flex-start; }
.line dl { display: contents; }
.line dl > div { display: flex; gap: 6px; align-items: baseline; white-space: nowrap; }
.line .glyph { align-self: center; }
.line dt { color: var(--_muted); }
.line dd, .cards dd { margin: 0; }
.value { font-weight: 650; color: var(--ct, var(--_text)); overflow-wrap: anywhere; }
.value .glyph { inline-size: .85em; block-size: .85em; vertical-align: -.06em; margin-inline-end: .3em; }
.line p { margin: 0; flex: 1 1 20ch; min-inline-size: 0; }
.line p b { font-weight: 500; }
.told { padding-inline-start: 9px; border-inline-start: 3px solid var(--_accent); }
.cards {
  position: absolute; z-index: 2; inset-block: 48px 8px; inset-inline-end: 18px; inline-size: 264px;
  display: none; flex-direction: column; gap: 10px;
}
/* Figures that count stay in place; names such as S1 keep their own rhythm. */
.num, .cell, .time, table { font-variant-numeric: tabular-nums; }

/* Controls: height is kept before their chunk has come. */
.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; padding: 4px 10px 10px; min-block-size: 50px; position: relative; z-index: 4; }
button { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
.button {
  display: inline-flex; align-items: center; justify-content: center; gap: 7px; flex: none;
  min-inline-size: 36px; min-block-size: 36px; padding: 1px 9px 0; border: 1px solid var(--_hairline); border-radius: 11px;
  background: var(--_button); color: var(--_text); font-weight: 600; font-size: calc(13 * var(--u)); line-height: 1.2; cursor: pointer; white-space: nowrap;
}
.button:hover { background: color-mix(in srgb, var(--_text) 12%, var(--_surface)); }
.button:active { background: color-mix(in srgb, var(--_text) 18%, var(--_surface)); }
.button svg { inline-size: calc(16 * var(--u)); block-size: calc(16 * var(--u)); fill: currentColor; flex: none; }
.button.play { min-inline-size: 40px; background: var(--_text); color: var(--_surface); border-color: transparent; }
.button.play:hover { background: color-mix(in srgb, var(--_text) 88%, var(--_surface)); }
.button:disabled, .button[aria-disabled="true"] { opacity: .5; cursor: default; }
.float { position: absolute; z-index: 4; inset-block-end: 10px; inset-inline-start: 10px; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--_focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--_focus-gap), 0 0 0 6px var(--_focus-gap); }

.status { position: absolute; z-index: 10; inset-block-end: 62px; inset-inline: 12px; margin-inline: auto; inline-size: fit-content; max-inline-size: min(56ch, 100% - 24px); pointer-events: none; }
.status:not(.answer) { inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.status.answer:not(:empty) { padding: 7px 13px; border-radius: 11px; background: var(--_text); color: var(--_surface); font-weight: 550; box-shadow: 0 6px 20px #0004; }

/* Data table: quiet until it is focused or opened, then a sheet over the stage; its looks come with the controls. */
.table { background: var(--_raised); position: absolute; z-index: 7; inset-inline: 10px; inset-block-end: 56px; }
.table:not([open]):not(:focus-within) { inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.table:not([open]) { inline-size: fit-content; }

.caption { margin: 8px 2px 0; color: var(--_muted); font-size: calc(13 * var(--u)); flex: none; }
.probe { position: absolute; visibility: hidden; forced-color-adjust: none; }

@container (min-width: 861px) {
  .stage { flex-basis: calc((100cqi - 316px) * .625 + 46px); }
  .header { padding-inline: 18px; min-block-size: 48px; flex-wrap: nowrap; }
  .title { flex: none; }
  .subtitle { display: block; flex: 0 1 auto; min-inline-size: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .legend { gap: 3px 16px; font-size: calc(13 * var(--u)); flex: none; max-inline-size: 64%; }
  .cards { display: flex; }
  .line { display: none; }
  .controls { padding-inline: 14px; }
  .error { inset-inline-end: 300px; max-inline-size: 58ch; }
}
@container (max-width: 460px) {
  .stage { flex-basis: 100cqi; }
  .header .legend { display: none; }
  .line { gap: 1px 14px; padding: 4px 14px 4px; min-block-size: calc(8px + 54 * var(--u)); }
  .line p { flex: 1 0 100%; }
  .status { inset-block: 46px auto; }
  .controls { padding-block-end: 10px; min-block-size: 54px; gap: 6px; }
  .button { min-block-size: 40px; min-inline-size: 40px; }
}
@media (pointer: coarse) { .button { min-block-size: 40px; min-inline-size: 40px; } }
@media (forced-colors: active) {
  .base, .button { background: Canvas; }
  .type .pill, .status.answer:not(:empty) { border: 1px solid CanvasText; }
  .button.play { background: ButtonText; color: ButtonFace; forced-color-adjust: none; }
}
@media (prefers-reduced-motion: no-preference) {
  .button { transition: background-color 120ms; }
}
@media print {
  .base { background: none; break-inside: avoid; }
  .controls, .table > summary, .float, .status { display: none !important; }
  .table { position: static; clip-path: none !important; inline-size: auto !important; block-size: auto !important; box-shadow: none; border: 0; background: none; }
  .table .scroll { position: static !important; overflow: visible; }
  .legend { display: flex !important; }
}
`;
