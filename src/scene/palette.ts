/**
 * Every colour of a figure, for dark and for light, under the name of its custom property without `--ds-`. Contrast and
 * the distances left to readers without green cones are fixed here and checked by the test beside this file.
 *
 * Hues come in up to three values: `name` for strokes and glyphs (≥ 3 on plate and surface), `name-body` for lit faces that
 * carry dark ink, `name-text` for words. In dark, line and body are the same.
 */
import type { Colours } from './view.ts';

export type Scheme = 'light' | 'dark';

const DARK: Colours = {
  'page': '#0A0E18',
  'surface': '#111726',
  'surface-lit': '#1A2340',
  'plate': '#1B2540',
  'plate-edge': '#3A4A74',
  'plate-side': '#1C2749',
  'inlay': '#131B31',
  'lane': '#111930',
  'grid': '#33405F',
  'text': '#EDF1F8',
  'muted': '#A3AEC4',
  'ink': '#0B1020',
  'link': '#66769A',
  'pill': '#0F1524',
  'pill-edge': '#2C3754',
  'leader': '#F6B93B',
  'leader-body': '#F6B93B',
  'leader-text': '#FFC95C',
  'follower': '#38CDEB',
  'follower-body': '#38CDEB',
  'follower-text': '#6BDCF3',
  'replica': '#9A78FF',
  'replica-body': '#9A78FF',
  'replica-text': '#B79FFF',
  'client': '#4E8CFF',
  'client-body': '#4E8CFF',
  'client-text': '#86B0FF',
  'fail': '#FF5A68',
  'fail-body': '#FF5A68',
  'fail-text': '#FF8A94',
  'ok': '#3ECF8E',
  'ok-body': '#3ECF8E',
  'ok-text': '#6FE0AD',
  'idle': '#7C879C',
  'idle-body': '#7C879C',
  'idle-text': '#A3AEC4',
  'slate': '#66769A',
  'slate-body': '#4A5A86',
  'slate-text': '#A3AEC4',
  'key': '#FFFFFF',
  'key-body': '#FFFFFF',
  'key-line': '#FFFFFF',
  'owner-1': '#38CDEB',
  'owner-1-body': '#38CDEB',
  'owner-1-text': '#6BDCF3',
  'owner-2': '#F6B93B',
  'owner-2-body': '#F6B93B',
  'owner-2-text': '#FFC95C',
  'owner-3': '#9A78FF',
  'owner-3-body': '#9A78FF',
  'owner-3-text': '#B79FFF',
  'owner-4': '#E0559C',
  'owner-4-body': '#E0559C',
  'owner-4-text': '#F48BC0',
  'accent': '#86B0FF',
  'focus': '#FFFFFF',
  'focus-gap': '#0B1020',
  'warn': '#FFC95C',
  'warn-body': '#F6B93B',
  'warn-text': '#FFC95C',
  // Muted and alternating dark and pale, warm and cold, so that neighbours differ without any hue.
  'term-1': '#86A3D6',
  'term-2': '#E0C795',
  'term-3': '#83A09C',
  'term-4': '#CBB2E2',
  'term-5': '#C69C84',
  'term-6': '#BAD8C6',
  'term-1-line': '#86A3D6',
  'term-2-line': '#E0C795',
  'term-3-line': '#83A09C',
  'term-4-line': '#CBB2E2',
  'term-5-line': '#C69C84',
  'term-6-line': '#BAD8C6',
  'shadow': '#000000',
};

const LIGHT: Colours = {
  'page': '#FFFFFF',
  'surface': '#F3F5F9',
  'surface-lit': '#FFFFFF',
  'plate': '#FFFFFF',
  'plate-edge': '#D5DBE6',
  'plate-side': '#E9EDF4',
  'inlay': '#FFFFFF',
  'lane': '#E3E8F1',
  'grid': '#CBD3E0',
  'text': '#131A2A',
  'muted': '#566178',
  'ink': '#131A2A',
  'link': '#7C889E',
  'pill': '#FFFFFF',
  'pill-edge': '#D5DBE6',
  'leader': '#B97A00',
  'leader-body': '#F0AE24',
  'leader-text': '#865600',
  'follower': '#0A8FB0',
  'follower-body': '#22B2D6',
  'follower-text': '#05708B',
  'replica': '#6B45E8',
  'replica-body': '#9A7EF8',
  'replica-text': '#5A35D6',
  'client': '#1F62E0',
  'client-body': '#5B93F8',
  'client-text': '#1B55C4',
  'fail': '#D92638',
  'fail-body': '#EC4757',
  'fail-text': '#BE1B2D',
  'ok': '#0B8F5F',
  'ok-body': '#2FB584',
  'ok-text': '#08734C',
  'idle': '#838DA1',
  'idle-body': '#A9B2C4',
  'idle-text': '#566178',
  'slate': '#7C889E',
  'slate-body': '#C9D2E2',
  'slate-text': '#566178',
  'key': '#131A2A',
  'key-body': '#FFFFFF',
  'key-line': '#131A2A',
  'owner-1': '#0A8FB0',
  'owner-1-body': '#22B2D6',
  'owner-1-text': '#05708B',
  'owner-2': '#B97A00',
  'owner-2-body': '#F0AE24',
  'owner-2-text': '#865600',
  'owner-3': '#6B45E8',
  'owner-3-body': '#9A7EF8',
  'owner-3-text': '#5A35D6',
  'owner-4': '#B5246F',
  'owner-4-body': '#E56AA6',
  'owner-4-text': '#9C1C5E',
  'accent': '#1B55C4',
  'focus': '#131A2A',
  'focus-gap': '#FFFFFF',
  'warn': '#865600',
  'warn-body': '#F0AE24',
  'warn-text': '#865600',
  'term-1': '#86A3D6',
  'term-2': '#E6CC98',
  'term-3': '#88A5A1',
  'term-4': '#D0B8E6',
  'term-5': '#CB9F86',
  'term-6': '#BEDCCA',
  'term-1-line': '#45639F',
  'term-2-line': '#86682C',
  'term-3-line': '#4B6A66',
  'term-4-line': '#75559A',
  'term-5-line': '#8A5536',
  'term-6-line': '#427358',
  'shadow': '#1A2547',
};

/** Colours where nobody has overridden a custom property: in Node, and as the base in the browser. */
export function defaults(scheme: Scheme): Colours {
  return scheme === 'dark' ? DARK : LIGHT;
}

/** Names of all tokens, in a fixed order. */
export const TOKENS: readonly string[] = Object.keys(DARK);

/** Ring owners in the order servers are dealt them; later ones repeat the hue with a pattern. */
export const OWNERS = ['owner-1', 'owner-2', 'owner-3', 'owner-4'] as const;

/** Colour of a token; magenta tells of a token that does not exist. */
export function colour(colours: Colours, token: string): string {
  return colours[token] ?? '#FF00FF';
}

/** Red, green and blue of `#rrggbb`, 0–255. */
export function channels(hex: string): [number, number, number] {
  const value = parseInt(hex.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function hexByte(value: number): string {
  return Math.max(0, Math.min(255, Math.round(value))).toString(16).padStart(2, '0');
}

/** `#rrggbb` of three channels, 0–255, rounded and clamped. */
export function hex(red: number, green: number, blue: number): string {
  return `#${hexByte(red)}${hexByte(green)}${hexByte(blue)}`;
}

/** Straight mixture of two colours in sRGB, as a painter would blend them; `share` 0 gives `from`, 1 gives `to`. */
export function mix(from: string, to: string, share: number): string {
  const a = channels(from);
  const b = channels(to);
  return hex(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share);
}

/**
 * From one hue to another by way of grey: half-way between gold and cyan lies a green that would mean something else. Plain
 * mixture where both are the same.
 */
export function blend(from: string, to: string, share: number): string {
  if (from === to || share <= 0) return from;
  if (share >= 1) return to;
  const mixed = mix(from, to, share);
  const [red, green, blue] = channels(mixed);
  const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
  return mix(mixed, hex(grey, grey, grey), 3 * share * (1 - share));
}

/** Each channel multiplied. */
export function shade(colour: string, factor: number): string {
  const [red, green, blue] = channels(colour);
  return hex(red * factor, green * factor, blue * factor);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Contrast of two colours by WCAG 2.2, 1–21. */
export function contrast(one: string, other: string): number {
  const luminance = (value: string): number => {
    const [red, green, blue] = channels(value);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const a = luminance(one);
  const b = luminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Lightness and the two opponent axes of OKLab (Björn Ottosson, 2020) from linear light. */
function oklab([red, green, blue]: readonly [number, number, number]): [number, number, number] {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

/** Full deuteranopia by Machado, Oliveira and Fernandes (2009), severity 1.0, in linear light. */
function withoutGreenCones([red, green, blue]: readonly [number, number, number]): [number, number, number] {
  return [
    Math.max(0, 0.367322 * red + 0.860646 * green - 0.227968 * blue),
    Math.max(0, 0.280085 * red + 0.672501 * green + 0.047413 * blue),
    Math.max(0, -0.01182 * red + 0.04294 * green + 0.968881 * blue),
  ];
}

/** Distance of two colours in OKLab, as all see them or under full deuteranopia. */
export function distance(one: string, other: string, vision: 'full' | 'deuteranopia' = 'full'): number {
  const seen = (value: string): [number, number, number] => {
    const [red, green, blue] = channels(value);
    const light: [number, number, number] = [linear(red), linear(green), linear(blue)];
    return oklab(vision === 'full' ? light : withoutGreenCones(light));
  };
  const a = seen(one);
  const b = seen(other);
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/**
 * The one material of every body: three stops driven by the token's colour, lit from the upper left front. Both painters use
 * these numbers, so a face has the same colour in either.
 */
export const SATIN = {
  /** Direction towards the light, normalised. */
  light: normalise([-0.45, 0.85, 0.42]),
  /** Colour × this where no light falls. */
  shade: { dark: 0.26, light: 0.5 },
  /** Share of white at the brightest. */
  lit: { dark: 0.14, light: 0.19 },
  /** Half-Lambert limits of the step from shade to base, and of that from base to lit. */
  steps: [0.05, 0.62, 0.66, 0.98] as const,
  /** How much of the base is lost at the floor. */
  foot: 0.24,
} as const;

function normalise([x, y, z]: readonly [number, number, number]): readonly [number, number, number] {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

/** Smooth step between two limits. */
export function smooth(from: number, to: number, value: number): number {
  const share = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** Colour of a face with this outward normal under the one light. */
export function satin(base: string, normal: readonly [number, number, number], scheme: Scheme): string {
  const { light, steps } = SATIN;
  const half = 0.5 + 0.5 * (normal[0] * light[0] + normal[1] * light[1] + normal[2] * light[2]);
  const turned = mix(shade(base, SATIN.shade[scheme]), base, smooth(steps[0], steps[1], half));
  return mix(turned, '#ffffff', SATIN.lit[scheme] * smooth(steps[2], steps[3], half));
}
