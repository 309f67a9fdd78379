/**
 * Custom properties of a figure, generated from the palette, so that painters in Node, painters in the browser and the
 * style sheet cannot disagree. Authors set `--ds-name` on the element or anything above it; inside, `--_name` is read.
 */
import { channels, defaults, hex, TOKENS } from '../../../scene/palette.ts';
import type { Scheme } from '../../../scene/palette.ts';
import { ROLES } from '../../../scene/roles.ts';
import type { Colours } from '../../../scene/view.ts';

/** A hue's body, text and line follow an author's `--ds-hue` where they are not set themselves. */
function property(token: string, value: string): string {
  const hue = token.replace(/-(body|text|line|lit)$/, '');
  return `--_${token}:var(--ds-${token},${hue === token ? value : `var(--ds-${hue},${value})`});`;
}

function scheme(name: Scheme): string {
  return Object.entries(defaults(name)).map(([token, value]) => property(token, value)).join('');
}

/** Lines and words go to the colours of text; grounds stay, so that shapes remain. */
function contrasty(): string {
  return '--_muted:var(--_text);--_link:var(--_text);--_plate-edge:var(--_text);--_pill-edge:var(--_text);'
    + '--_hairline:var(--_text);--_track:var(--_text);--_grid:var(--_link);';
}

/** What the reader's system offers: grounds, text and one highlight. Shape and word tell the roles apart. */
function forced(): string {
  return TOKENS.map((token) => {
    if (token === 'shadow') return '';
    if (token === 'accent' || token === 'focus') return `--_${token}:Highlight;`;
    const ground = /^(page|surface|surface-lit|plate|plate-side|inlay|lane|pill|focus-gap)$/.test(token) || token.endsWith('-body') || /^term-\d$/.test(token);
    return `--_${token}:${ground ? 'Canvas' : 'CanvasText'};`;
  }).join('') + '--_hairline:CanvasText;--_track:CanvasText;--_card:Canvas;--_button:ButtonFace;';
}

/** Every role as a class: `--c` for strokes and glyphs, `--cb` for grounds under ink, `--ct` for words. */
function roles(): string {
  return Object.entries(ROLES).map(([role, look]) =>
    `.r-${role}{--c:var(--_${look.line});--cb:var(--_${look.body});--ct:var(--_${look.text})}`).join('');
}

/** Tints of terms as classes, `t-1` to `t-6`. */
function terms(): string {
  return [1, 2, 3, 4, 5, 6].map((n) => `.t-${n}{--cb:var(--_term-${n});--c:var(--_term-${n}-line)}`).join('');
}

/** A shadow of nothing in every colour that an author may set: it changes when one of them does, and its transition tells. */
function sensed(): string {
  return `.sense{box-shadow:${TOKENS.map((token) => `0 0 var(--ds-${token},#0000)`).join()}}`;
}

/** Style sheet text that defines all of them below `.root`, which carries the class `dark` or `light`. */
export function tokenRules(): string {
  return `.root{${scheme('dark')}--_hairline:color-mix(in srgb,var(--_text) 14%,transparent);--_track:color-mix(in srgb,var(--_link) 45%,transparent);`
    + '--_card:color-mix(in srgb,var(--_link) 13%,transparent);--_button:color-mix(in srgb,var(--_link) 14%,var(--_surface));'
    + '--_raised:color-mix(in srgb,var(--_link) 16%,var(--_surface));'
    + `color-scheme:dark}`
    + `.root.light{${scheme('light')}--_card:color-mix(in srgb,var(--_pill) 86%,transparent);--_button:var(--_pill);--_raised:var(--_pill);`
    + '--_hairline:color-mix(in srgb,var(--_text) 12%,transparent);--_track:color-mix(in srgb,var(--_text) 16%,transparent);color-scheme:light}'
    + `@media (prefers-contrast:more){.root.root{${contrasty()}}}`
    + `@media (forced-colors:active){.root.root{${forced()}}}`
    + roles() + terms() + sensed();
}

const SIMPLE = /^#[0-9a-f]{6}$/i;

/** `rgb(1, 2, 3)`, `rgba(…)` or `color(srgb 0 .5 1)` as `#rrggbb`; null when it is none of these. */
function parsed(computed: string): string | null {
  const numbers = computed.match(/-?[\d.]+(?:e-?\d+)?/gi)?.map(Number) ?? [];
  const [red, green, blue] = numbers;
  if (red === undefined || green === undefined || blue === undefined) return null;
  if (computed.startsWith('rgb')) return hex(red, green, blue);
  return computed.startsWith('color(srgb') ? hex(red * 255, green * 255, blue * 255) : null;
}

/**
 * The colours a canvas must use: computed from the custom properties that hold on `root` (the shell's `.root`), whatever
 * notation the author chose. Read again when one of them, scheme, contrast or
 * forced colours change.
 *
 * @param fallback - Scheme whose defaults stand in for what cannot be read.
 */
export function readColours(root: HTMLElement, fallback: Scheme): Colours {
  const computed = getComputedStyle(root);
  const colours: { [token: string]: string } = {};
  let probe: HTMLElement | null = null;
  for (const token of TOKENS) {
    const raw = computed.getPropertyValue(`--_${token}`).trim();
    if (SIMPLE.test(raw)) {
      colours[token] = hex(...channels(raw));
      continue;
    }
    probe ??= root.appendChild(root.ownerDocument.createElement('span'));
    probe.className = 'probe';
    probe.style.color = `var(--_${token})`;
    colours[token] = parsed(getComputedStyle(probe).color) ?? defaults(fallback)[token] ?? '#ff00ff';
  }
  probe?.remove();
  return colours;
}
