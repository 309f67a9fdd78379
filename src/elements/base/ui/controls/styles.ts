/** Style sheet of the controls' chunk; joins the shell's. */
import { css } from 'lit';

export const controlStyles = css`
.scrubber { position: relative; flex: 1 1 80px; min-inline-size: 80px; block-size: 36px; --_thumb: 18px; }
.scrubber input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; touch-action: pan-y; -webkit-appearance: none; appearance: none; }
.scrubber input::-webkit-slider-thumb { -webkit-appearance: none; inline-size: 18px; block-size: 36px; }
.scrubber input::-moz-range-thumb { inline-size: 18px; block-size: 36px; border: 0; }
.track { position: absolute; inset-block: 0; inset-inline: 0; pointer-events: none; }
.track i { position: absolute; display: block; inset-block-start: 50%; forced-color-adjust: none; }
.track::before, .fill { content: ""; position: absolute; inset-block-start: calc(50% - 2px); block-size: 4px; border-radius: 2px; background: var(--_track); inset-inline: 0; }
.track .fill { inset-block-start: calc(50% - 2px); inset-inline-end: auto; background: var(--_text); inline-size: calc(var(--_thumb) / 2 + var(--at, 0) * (100% - var(--_thumb))); }
.tick { inline-size: 3px; block-size: 14px; margin-block-start: -7px; margin-inline-start: -1.5px; border-radius: 1.5px; background: var(--c); inset-inline-start: calc(var(--_thumb) / 2 + var(--at) * (100% - var(--_thumb))); box-shadow: 0 0 0 1px var(--_surface); }
.thumb { inline-size: var(--_thumb); block-size: var(--_thumb); margin-block-start: calc(var(--_thumb) / -2); border-radius: 50%; background: var(--_text); box-shadow: 0 0 0 4px var(--_surface); inset-inline-start: calc(var(--at, 0) * (100% - var(--_thumb))); }
.scrubber input:hover ~ .track .thumb { transform: scale(1.1); }
.scrubber input:focus-visible ~ .track .thumb { outline: 2px solid var(--_focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--_focus-gap), 0 0 0 6px var(--_focus-gap); }
.time { font: 500 calc(12.5 * var(--u))/1 var(--_mono); color: var(--_muted); min-inline-size: calc(var(--w, 6) * 1ch); text-align: end; white-space: nowrap; flex: none; direction: ltr; }
.lagging { flex: none; inline-size: 18px; block-size: 18px; border-radius: 50%; display: grid; place-items: center; font-weight: 700; color: var(--_surface); background: var(--_warn); }
select.button { -webkit-appearance: none; appearance: none; text-align: center; text-align-last: center; padding: 0 8px; margin: 0; font-family: inherit; }
select.speed { direction: ltr; inline-size: calc(48 * var(--u)); padding: 0 2px; }
select option { background: var(--_raised); color: var(--_text); }

.switch { display: inline-flex; flex: none; align-self: start; gap: 2px; padding: 2px; border: 1px solid var(--_hairline); border-radius: 11px; background: var(--_button); }
.switch .button { min-block-size: 30px; min-inline-size: 34px; padding-inline: 10px; border-color: transparent; border-radius: 8px; background: none; color: var(--_muted); }
.switch .button[aria-pressed="true"] { background: color-mix(in srgb, var(--_text) 15%, var(--_surface)); color: var(--_text); cursor: default; }
.list { display: flex; flex-direction: column; gap: 10px; flex: 0 1 auto; min-block-size: 0; overflow: auto; scrollbar-width: thin; border-radius: 13px; }
.list[tabindex="0"] { padding-block-end: 10px; -webkit-mask: linear-gradient(#000 calc(100% - 16px), transparent); mask: linear-gradient(#000 calc(100% - 16px), transparent); }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; margin: 0; flex: none; }
.row > :last-child:nth-child(odd) { grid-column: 1 / -1; }
.card { padding: 11px 13px; border-radius: 13px; background: var(--_card); border: 1px solid var(--_hairline); flex: none; min-inline-size: 0; margin: 0; }
.card dt, .card h3 { color: var(--_muted); font-size: calc(12 * var(--u)); font-weight: 500; line-height: 1.35; margin: 0; }
.card dd { font-size: calc(13 * var(--u)); color: var(--_muted); line-height: 1.2; margin-block-start: 2px; }
.card dd .value { font-size: calc(22 * var(--u)); letter-spacing: -.01em; }
.card h3 { display: flex; justify-content: space-between; gap: 8px; }
.card p { margin: 0; }
.card.told { border-inline-start: 3px solid var(--_accent); }
.card.now { font-size: calc(13 * var(--u)); }
.card.now b, .strong { font-weight: 650; }
.strong { font-size: calc(15 * var(--u)); color: var(--ct, var(--_text)); margin-block-start: 3px; }
.quiet { color: var(--_muted); font-size: calc(12 * var(--u)); }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; align-items: center; gap: 7px 12px; margin: 9px 0 0; padding: 0; list-style: none; font-size: calc(12 * var(--u)); font-weight: 650; }
.bars li { display: contents; }
.bars .name { color: var(--ct); max-inline-size: 9ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.bars .num { text-align: end; }
.bar { position: relative; block-size: 8px; border-radius: 4px; background: var(--_track); forced-color-adjust: none; overflow: hidden; }
.bars .faint .bar i { opacity: .4; }
.columns { position: relative; display: flex; align-items: end; gap: 2px; block-size: 46px; margin: 20px 0 0; forced-color-adjust: none; }
.columns i { flex: 1; position: relative; block-size: max(2px, calc(var(--share) * 100%)); border-radius: 2px 2px 0 0; background: var(--c); }
.columns i b { position: absolute; inset-block-start: -5px; inset-inline-start: calc(50% - 5px); inline-size: 10px; block-size: 10px; border-radius: 50%; background: var(--c); box-shadow: 0 0 0 2px var(--_text); z-index: 1; }
.columns em { position: absolute; inset-block: -4px 0; inset-inline-start: calc(var(--at) * 100% - 1px); inline-size: 2px; background: var(--_text); }
.columns em span { position: absolute; inset-block-end: 100%; inset-inline-end: -2px; font: 650 calc(11 * var(--u)) / 1.2 inherit; font-family: inherit; font-style: normal; white-space: nowrap; }
.columns em.m2 span { inset-inline: -2px auto; }
.columns em.m1 span { display: none; }
.axis { display: flex; justify-content: space-between; margin: 3px 0 0; }
.lines { margin: 8px 0 0; padding: 0; list-style: none; font-size: calc(12 * var(--u)); display: grid; gap: 5px; }
.lines li { display: flex; gap: 8px; align-items: baseline; min-inline-size: 0; }
.lines li::before { content: ""; flex: none; inline-size: 9px; block-size: 9px; border-radius: 3px; background: var(--c); forced-color-adjust: none; }
.lines .what { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
.bar i { position: absolute; inset-block: 0; inset-inline-start: calc(var(--from, 0) * 100%); inline-size: calc(var(--share) * 100%); background: var(--c); border-radius: inherit; }
.bar em { position: absolute; inset-block: 0; inset-inline-start: calc(var(--share) * 100% - 1px); inline-size: 2px; background: var(--_text); box-shadow: 0 0 0 1px var(--_surface); }
.lanes { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; align-items: center; margin: 8px 0 0; padding: 0; list-style: none; }
.lanes li { display: contents; }
.lanes .name { font-weight: 650; font-size: calc(12 * var(--u)); max-inline-size: 10ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.cells { display: flex; gap: 3px; min-inline-size: 0; overflow: hidden; direction: ltr; justify-self: start; max-inline-size: 100%; }
.cell {
  inline-size: calc(20 * var(--u)); block-size: calc(20 * var(--u)); flex: none; border-radius: 5px; display: grid; place-items: center;
  font: 600 calc(12 * var(--u))/1 var(--_mono); color: var(--_ink); background: var(--cb, var(--_idle-body)); forced-color-adjust: none;
}
.cell.hollow { background: none; color: var(--_text); box-shadow: inset 0 0 0 2px var(--c, var(--_idle)); }
.cell.conflict { background: none; color: var(--_fail-text); box-shadow: inset 0 0 0 2px var(--_fail); transform: rotate(-7deg); }
.cell.dot::before { content: ""; inline-size: 6px; block-size: 6px; border-radius: 50%; background: currentColor; }
.cell.free { background: none; }
.cell.free::before { content: ""; inline-size: 4px; block-size: 4px; border-radius: 50%; background: var(--_grid); }
.dim .name { color: var(--_muted); }
.dim .cell:not(.free) { background: var(--_idle-body); --c: var(--_idle); }
.dim .cell.hollow { background: none; color: var(--_muted); }

.table > summary { display: flex; align-items: center; gap: 8px; min-block-size: 36px; padding: 0 13px; cursor: pointer; font-weight: 600; list-style: none; border-radius: inherit; }
.table > summary svg { inline-size: 16px; block-size: 16px; fill: currentColor; margin-inline-start: auto; }
.table:not([open]) > summary svg { display: none; }
.table > summary::-webkit-details-marker { display: none; }
.table, .sheet { border-radius: 14px; background: var(--_raised); border: 1px solid var(--_hairline); box-shadow: 0 12px 36px #0006, 0 2px 6px #0003; }
.light .table, .light .sheet { box-shadow: 0 12px 32px #1a254726, 0 2px 6px #1a254714; }
.table[open] { inset-block-start: 10px; display: flex; flex-direction: column; max-block-size: none; }
.scroll { overflow: auto; padding: 0 13px 12px; min-block-size: 0; overscroll-behavior: auto; }
.table[open] .scroll { position: absolute; inset-block: 38px 0; inset-inline: 0; }
table { border-collapse: collapse; inline-size: 100%; font-size: calc(12.5 * var(--u)); }
caption { text-align: start; color: var(--_muted); padding-block-end: 6px; }
th, td { text-align: start; padding: 5px 12px 5px 0; border-block-end: 1px solid var(--_hairline); vertical-align: top; }
th { font-weight: 600; color: var(--_muted); white-space: nowrap; }
tbody th { color: var(--_text); }
.log { margin: 14px 0 4px; padding: 0; list-style: none; color: var(--_muted); font-size: calc(12.5 * var(--u)); }
ol.log { margin: 0; color: var(--_text); }
.log li { display: flex; align-items: baseline; gap: 12px; padding: 3px 0; }
.log .time { min-inline-size: 9ch; color: var(--_muted); font-family: var(--_mono); text-align: end; }

.sheet {
  position: absolute; z-index: 8; inset-inline-end: 10px; inset-block-end: 56px; inline-size: min(348px, 100% - 20px);
  max-block-size: calc(100% - 66px); overflow: auto; scrollbar-width: thin; padding: 0 12px 12px; outline: none; box-shadow: 0 12px 36px #0006, 0 2px 6px #0003;
}
.sheet:focus-visible { outline: 2px solid var(--_focus); outline-offset: 0; }
.head { display: flex; align-items: center; justify-content: space-between; position: sticky; inset-block-start: 0; z-index: 1; margin-inline: -12px; padding-block: 6px; padding-inline: 13px 6px; background: var(--_raised); }
.head p { margin: 0; font-weight: 620; font-size: calc(14 * var(--u)); overflow-wrap: anywhere; }
.close { border-color: transparent; background: none; min-inline-size: 32px; min-block-size: 32px; }
.wrap { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
.column { display: flex; flex-direction: column; gap: 6px; }
.faults { display: flex; flex-direction: column; gap: 10px; margin-block-start: 2px; }
.sheet .legend { display: none; margin: 0 0 12px; gap: 6px 16px; }
.sheet .button { min-block-size: 34px; font-weight: 550; }
.sheet .switch { flex-wrap: wrap; }
.sheet .narrow-only, .sheet .phone-row { display: none; }
.sheet .phone-row { margin-block-end: 10px; }
.foot { margin-block-start: 12px; padding-block-start: 12px; border-block-start: 1px solid var(--_hairline); }
fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
.sheet > fieldset { margin-block-start: 12px; }
fieldset > legend { padding: 0; margin-block-end: 5px; color: var(--_muted); font-size: calc(12 * var(--u)); }
.pick { display: flex; align-items: center; gap: 7px; color: var(--_muted); font-size: calc(12 * var(--u)); }
.pick select { min-inline-size: calc(64 * var(--u)); color: var(--_text); text-align-last: start; padding-inline: 11px 26px; }
.pick { position: relative; }
.pick::after { content: ""; position: absolute; inset-inline-end: 12px; inset-block-start: calc(50% - 5px); inline-size: 6px; block-size: 6px; border: solid var(--_muted); border-width: 0 1.5px 1.5px 0; transform: rotate(45deg); pointer-events: none; }
.check { padding-inline: 10px; }
.check input { accent-color: var(--_accent); inline-size: 15px; block-size: 15px; margin: 0; }
.branch { white-space: normal; text-align: start; justify-content: flex-start; padding-block: 6px; }
.branch[aria-pressed="true"] { border-color: var(--_accent); border-inline-start-width: 4px; }
.field { display: flex; gap: 6px; margin: 0; flex: 1 1 100%; }
.field input { flex: 1 1 60px; min-inline-size: 0; min-block-size: 34px; padding: 0 11px; border: 1px solid color-mix(in srgb, var(--_text) 45%, transparent); border-radius: 11px; background: var(--_surface); color: var(--_text); font: inherit; }
.field input::placeholder { color: var(--_muted); opacity: 1; }
.fields { margin: 0 0 4px; }
.fields > div { display: flex; justify-content: space-between; gap: 14px; padding: 4px 0; border-block-start: 1px solid var(--_hairline); }
.fields dt { color: var(--_muted); }
.fields dd { margin: 0; text-align: end; font-weight: 600; overflow-wrap: anywhere; }
.inspector { inline-size: min(268px, 100% - 20px); z-index: 5; }
.inspector:not(.free) { inset: auto; left: var(--left, 8px); top: var(--top, 8px); }
.inspector.free.above { inset-block: 8px auto; }
.inspector.free { max-block-size: min(var(--most, 100%), 100% - 70px); }
.inspector .wrap { margin-block-start: 8px; }
.keylist { margin: 0; }
.keylist > div { display: flex; gap: 12px; padding: 5px 0; border-block-start: 1px solid var(--_hairline); }
.keylist dt { flex: 0 0 38%; }
.keylist dd { margin: 0; }
.cutline { position: absolute; inset: 0; z-index: 3; inline-size: 100%; block-size: 100%; pointer-events: none; overflow: hidden; fill: none; stroke-linecap: round; }
.cutline path { stroke: var(--_fail); stroke-width: 2.5; stroke-dasharray: 7 6; filter: drop-shadow(0 0 1.5px var(--_surface)); }
.cutline path + path { stroke-width: 2; stroke-dasharray: none; }
.spot { position: absolute; left: -15px; top: -15px; z-index: 3; inline-size: 30px; block-size: 30px; border-radius: 50%; pointer-events: none; border: 2.5px solid var(--_accent); box-shadow: 0 0 0 2px var(--_surface), inset 0 0 0 1px var(--_surface); forced-color-adjust: none; }
.nodes.cutting { cursor: crosshair; touch-action: none; }
.nodes.cutting .node { pointer-events: none; }
.head p { flex: 1 1 auto; }
.refused { margin: 8px 0 0; padding-inline-start: 9px; border-inline-start: 3px solid var(--_warn); overflow-wrap: anywhere; }
.byhand { display: grid; gap: 5px; margin-block-start: 10px; color: var(--_muted); font-size: calc(12 * var(--u)); }
.byhand textarea { inline-size: 100%; padding: 8px 10px; border: 1px solid color-mix(in srgb, var(--_text) 45%, transparent); border-radius: 11px; background: var(--_surface); color: var(--_text); font: 400 calc(12 * var(--u))/1.4 var(--_mono); white-space: pre; overflow: auto; resize: vertical; direction: ltr; }
:host(:fullscreen) .root { background: var(--_surface); }
:host(:fullscreen) .base { border-radius: 0; }
kbd { display: inline-block; min-inline-size: calc(22 * var(--u)); padding: 1px 6px; text-align: center; border: 1px solid var(--_hairline); border-block-end-width: 2px; border-radius: 6px; font: 500 calc(12 * var(--u))/1.4 var(--_mono); }

@container (max-width: 1100px) {
  .in-bar.long { display: none; }
  .sheet .narrow-only.long { display: flex; }
}
@container (max-width: 800px) {
  .switch.in-bar ~ .in-bar { display: none; }
  .sheet .switch ~ .narrow-only { display: flex; }
}
@container (max-width: 700px) {
  .in-bar ~ .in-bar { display: none; }
  .sheet .narrow-only { display: flex; }
}
@container (max-width: 560px) {
  .in-bar { display: none; }
}
@container (max-width: 460px) {
  .step-back, .wide-only { display: none; }
  th { white-space: normal; }
  .scrubber { block-size: 40px; }
  .sheet, .inspector { inset-inline: 8px; inline-size: auto; inset-block-end: 60px; max-block-size: calc(100% - 70px); }
  .sheet .legend { display: flex; }
  .sheet .phone-row { display: flex; }
  .sheet .button { min-block-size: 40px; }
}
@media (forced-colors: active) { .switch .button[aria-pressed="true"] { background: Highlight; color: HighlightText; forced-color-adjust: none; } .bar { border: 1px solid CanvasText; } .card, .sheet, .table { background: Canvas; } }
@media (pointer: coarse) { .sheet .button, .field input { min-block-size: 40px; } }
@media (prefers-reduced-motion: no-preference) { .thumb { transition: transform 120ms; } }
@media print { .sheet { display: none; } .table { background: none; border: 0; box-shadow: none; } }
`;
