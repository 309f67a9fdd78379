/**
 * What a role looks like and is called: silhouette first, colour second, word third. One table for every concept, both
 * painters, the legend and the table. The glyph is the flat twin of the silhouette.
 */
import type { PacketShape, Role } from './picture.ts';
import type { TokenShape } from './shapes.ts';

export interface RoleLook {
  readonly shape: TokenShape;
  /** Colour tokens of `palette.ts`: strokes and glyphs, lit faces, words. */
  readonly line: string;
  readonly body: string;
  readonly text: string;
  /** Multiplies radius of shape and inlay. */
  readonly size: number;
  /** Multiplies the height. */
  readonly height: number;
  /** Opacity of the body. */
  readonly opacity: number;
  /** Key of its word in the string table. */
  readonly word: string;
  /** Stands on the back edge. */
  readonly crown: boolean;
  /** Floor ring drawn even without a timer: `thin`, `full` or none. */
  readonly ring: 'none' | 'thin' | 'full';
  /** A cross stands on the inlay instead of the id. */
  readonly crossed: boolean;
  /** Outline of the legend glyph, an SVG path in a box of 16 × 16. */
  readonly glyph: string;
  /** The glyph is drawn as an outline (dashed), not filled. */
  readonly hollow: boolean;
}

const GLYPHS = {
  round: 'M8 1.6A6.4 6.4 0 1 1 8 14.4 6.4 6.4 0 1 1 8 1.6Z',
  hexagon: 'M7.2 1.3a1.6 1.6 0 0 1 1.6 0l4.5 2.6a1.6 1.6 0 0 1 .8 1.4v5.4a1.6 1.6 0 0 1-.8 1.4l-4.5 2.6a1.6 1.6 0 0 1-1.6 0l-4.5-2.6a1.6 1.6 0 0 1-.8-1.4V5.3a1.6 1.6 0 0 1 .8-1.4Z',
  diamond: 'M7 1.5a1.4 1.4 0 0 1 2 0L14.5 7a1.4 1.4 0 0 1 0 2L9 14.5a1.4 1.4 0 0 1-2 0L1.5 9a1.4 1.4 0 0 1 0-2Z',
  'rounded-square': 'M5 2h6a3 3 0 0 1 3 3v6a3 3 0 0 1-3 3H5a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3Z',
  octagon: 'M5.6 1.6h4.8a1 1 0 0 1 .7.3l3 3a1 1 0 0 1 .3.7v4.8a1 1 0 0 1-.3.7l-3 3a1 1 0 0 1-.7.3H5.6a1 1 0 0 1-.7-.3l-3-3a1 1 0 0 1-.3-.7V5.6a1 1 0 0 1 .3-.7l3-3a1 1 0 0 1 .7-.3Z',
  pentagon: 'M7.1 1.7a1.5 1.5 0 0 1 1.8 0l5 3.7a1.5 1.5 0 0 1 .5 1.6l-1.9 5.9a1.5 1.5 0 0 1-1.4 1H4.9a1.5 1.5 0 0 1-1.4-1L1.6 7a1.5 1.5 0 0 1 .5-1.6Z',
} as const satisfies Record<TokenShape, string>;

/** Cross on a dashed circle, and the bars of a halt: strokes laid over the hollow glyph. */
export const GLYPH_CROSS = 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4';
export const GLYPH_BARS = 'M6.4 5.4v5.2M9.6 5.4v5.2';

function look(token: string, word: string, shape: TokenShape, more: Partial<RoleLook> = {}): RoleLook {
  return {
    shape, word, line: token, body: `${token}-body`, text: `${token}-text`, size: 1, height: 1, opacity: 1,
    crown: false, ring: 'none', crossed: false, glyph: GLYPHS[shape], hollow: false, ...more,
  };
}

export const ROLES: { readonly [role in Role]: RoleLook } = {
  leader: look('leader', 'role.leader', 'hexagon', { size: 1.16, height: 34 / 30, crown: true, ring: 'thin' }),
  follower: look('follower', 'role.follower', 'round'),
  candidate: look('replica', 'role.candidate', 'diamond', { ring: 'full' }),
  learner: look('follower', 'role.learner', 'pentagon'),
  crashed: look('idle', 'role.crashed', 'round', { height: 0.38, opacity: 0.55, crossed: true, hollow: true }),
  frozen: look('idle', 'role.frozen', 'round', { hollow: true }),
  client: look('client', 'role.client', 'rounded-square'),
  server: look('follower', 'role.server', 'round'),
  idle: look('idle', 'role.idle', 'round'),
  fail: look('fail', 'role.fail', 'round'),
  ok: look('ok', 'role.ok', 'round'),
  warn: look('warn', 'role.warn', 'round'),
  key: look('key', 'role.key', 'round', { text: 'text' }),
  text: look('text', 'role.text', 'round', { body: 'text', text: 'text' }),
  muted: look('muted', 'role.muted', 'round', { body: 'muted', text: 'muted' }),
  link: look('link', 'role.link', 'round', { body: 'link', text: 'muted' }),
  'owner-1': look('owner-1', 'role.owner', 'rounded-square'),
  'owner-2': look('owner-2', 'role.owner', 'rounded-square'),
  'owner-3': look('owner-3', 'role.owner', 'rounded-square'),
  'owner-4': look('owner-4', 'role.owner', 'rounded-square'),
};

/** Legend glyphs of packets, SVG paths in a box of 16 × 16; filled, but `torus` and `key` are stroked. */
export const PACKET_GLYPHS: { readonly [shape in PacketShape]: string } = {
  cube: 'M4.6 2.4h6.8a2.2 2.2 0 0 1 2.2 2.2v6.8a2.2 2.2 0 0 1-2.2 2.2H4.6a2.2 2.2 0 0 1-2.2-2.2V4.6a2.2 2.2 0 0 1 2.2-2.2Z',
  octahedron: GLYPHS.diamond,
  ball: 'M8 3.2A4.8 4.8 0 1 1 8 12.8 4.8 4.8 0 1 1 8 3.2Z',
  torus: 'M8 3.4A4.6 4.6 0 1 1 8 12.6 4.6 4.6 0 1 1 8 3.4Z',
  card: 'M3.4 3.6h9.2a1.4 1.4 0 0 1 1.4 1.4v6a1.4 1.4 0 0 1-1.4 1.4H3.4A1.4 1.4 0 0 1 2 11V5a1.4 1.4 0 0 1 1.4-1.4Z',
  key: 'M8 3.2A4.8 4.8 0 1 1 8 12.8 4.8 4.8 0 1 1 8 3.2Z',
};
