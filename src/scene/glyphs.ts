/** Flat twins of silhouettes and packets, for legends: SVG paths in a box of 16 × 16. */
import type { PacketShape } from './picture.ts';
import type { TokenShape } from './shapes.ts';

export const GLYPHS = {
  round: 'M8 1.6A6.4 6.4 0 1 1 8 14.4 6.4 6.4 0 1 1 8 1.6Z',
  hexagon: 'M7.2 1.3a1.6 1.6 0 0 1 1.6 0l4.5 2.6a1.6 1.6 0 0 1 .8 1.4v5.4a1.6 1.6 0 0 1-.8 1.4l-4.5 2.6a1.6 1.6 0 0 1-1.6 0l-4.5-2.6a1.6 1.6 0 0 1-.8-1.4V5.3a1.6 1.6 0 0 1 .8-1.4Z',
  diamond: 'M7 1.5a1.4 1.4 0 0 1 2 0L14.5 7a1.4 1.4 0 0 1 0 2L9 14.5a1.4 1.4 0 0 1-2 0L1.5 9a1.4 1.4 0 0 1 0-2Z',
  'rounded-square': 'M5 2h6a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Z',
  octagon: 'M5.6 1.6h4.8a1 1 0 0 1 .7.3l3 3a1 1 0 0 1 .3.7v4.8a1 1 0 0 1-.3.7l-3 3a1 1 0 0 1-.7.3H5.6a1 1 0 0 1-.7-.3l-3-3a1 1 0 0 1-.3-.7V5.6a1 1 0 0 1 .3-.7l3-3a1 1 0 0 1 .7-.3Z',
  stack: 'M3 2h10a1.5 1.5 0 0 1 0 3H3a1.5 1.5 0 0 1 0-3ZM3 6.5h10a1.5 1.5 0 0 1 0 3H3a1.5 1.5 0 0 1 0-3ZM3 11h10a1.5 1.5 0 0 1 0 3H3a1.5 1.5 0 0 1 0-3Z',
  crowned: 'M3 7h10a1.2 1.2 0 0 1 0 2.4H3A1.2 1.2 0 0 1 3 7ZM3 10h10a1.2 1.2 0 0 1 0 2.4H3A1.2 1.2 0 0 1 3 10ZM3 13h10a1.2 1.2 0 0 1 0 2.4H3A1.2 1.2 0 0 1 3 13ZM4 6 3.2 1.4 6 3.6 8 .6l2 3 2.8-2.2L12 6Z',
  capsule: 'M4.6 4.6h6.8a3.4 3.4 0 0 1 0 6.8H4.6a3.4 3.4 0 0 1 0-6.8Z',
  bar: 'M3 5.6h10a2.4 2.4 0 0 1 0 4.8H3a2.4 2.4 0 0 1 0-4.8Z',
  plus: 'M6.4 2.4h3.2v4h4v3.2h-4v4H6.4v-4h-4V6.4h4Z',
  small: 'M8 4A4 4 0 1 1 8 12 4 4 0 1 1 8 4Z',
  tick: 'M8 1.6A6.4 6.4 0 1 1 8 14.4 6.4 6.4 0 1 1 8 1.6ZM6.9 9.2 5.1 7.4 4 8.5l2.9 2.9 5.2-5.2L11 5.1Z',
  tile: 'M4.2 2.6h7.6a1.6 1.6 0 0 1 1.6 1.6v7.6a1.6 1.6 0 0 1-1.6 1.6H4.2a1.6 1.6 0 0 1-1.6-1.6V4.2a1.6 1.6 0 0 1 1.6-1.6Z',
  pentagon: 'M7.1 1.7a1.5 1.5 0 0 1 1.8 0l5 3.7a1.5 1.5 0 0 1 .5 1.6l-1.9 5.9a1.5 1.5 0 0 1-1.4 1H4.9a1.5 1.5 0 0 1-1.4-1L1.6 7a1.5 1.5 0 0 1 .5-1.6Z',
} as const satisfies { readonly [shape in TokenShape]: string } & { readonly [name: string]: string };

export type GlyphName = keyof typeof GLYPHS;

/** Cross on a dashed circle, and the bars of a halt: strokes laid over the hollow glyph. */
export const GLYPH_CROSS = 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4';
export const GLYPH_BARS = 'M6.4 5.4v5.2M9.6 5.4v5.2';

/** Legend glyphs of packets, SVG paths in a box of 16 × 16; filled, but `torus` and `key` are stroked. */
export const PACKET_GLYPHS: { readonly [shape in PacketShape]: string } = {
  cube: 'M4.6 2.4h6.8a2.2 2.2 0 0 1 2.2 2.2v6.8a2.2 2.2 0 0 1-2.2 2.2H4.6a2.2 2.2 0 0 1-2.2-2.2V4.6a2.2 2.2 0 0 1 2.2-2.2Z',
  octahedron: GLYPHS.diamond,
  ball: 'M8 3.2A4.8 4.8 0 1 1 8 12.8 4.8 4.8 0 1 1 8 3.2Z',
  torus: 'M8 3.4A4.6 4.6 0 1 1 8 12.6 4.6 4.6 0 1 1 8 3.4Z',
  card: 'M3.4 3.6h9.2a1.4 1.4 0 0 1 1.4 1.4v6a1.4 1.4 0 0 1-1.4 1.4H3.4A1.4 1.4 0 0 1 2 11V5a1.4 1.4 0 0 1 1.4-1.4Z',
  key: 'M8 3.2A4.8 4.8 0 1 1 8 12.8 4.8 4.8 0 1 1 8 3.2Z',
  plus: GLYPHS.plus,
  bar: GLYPHS.bar,
};
