/**
 * What a role looks like and is called: silhouette first, colour second, word third. One table for every concept, both
 * painters, the legend and the table. The glyph is the flat twin of the silhouette.
 */
import type { GlyphName } from './glyphs.ts';
import type { NodeBody, Role } from './picture.ts';
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
  /** What a node of this role stands as. */
  readonly form: NodeBody;
  /** Token of crown, floor ring and pool where they are not in the colour of the body. */
  readonly accent?: string;
  /** Stands on the back edge. */
  readonly crown: boolean;
  /** Floor ring drawn even without a timer: `thin`, `full` or none. */
  readonly ring: 'none' | 'thin' | 'full';
  /** A cross stands on the inlay instead of the id. */
  readonly crossed: boolean;
  /** Outline of the legend glyph, by its name in `glyphs.ts`. */
  readonly glyph: GlyphName;
  /** The glyph is drawn as an outline (dashed), not filled. */
  readonly hollow: boolean;
}

function look(token: string, word: string, shape: TokenShape, more: Partial<RoleLook> = {}): RoleLook {
  return {
    shape, word, line: token, body: `${token}-body`, text: `${token}-text`, size: 1, height: 1, opacity: 1,
    form: 'token', crown: false, ring: 'none', crossed: false, glyph: shape, hollow: false, ...more,
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
  primary: look('follower', 'role.primary', 'round', { form: 'stack', glyph: 'stack' }),
  'acting-primary': look('follower', 'role.acting-primary', 'round', { form: 'stack', size: 1.08, crown: true, ring: 'thin', accent: 'leader', glyph: 'crowned' }),
  replica: look('replica', 'role.replica', 'round', { form: 'stack', glyph: 'stack' }),
  balancer: look('replica', 'role.balancer', 'octagon', { size: 1.4, height: 1.5, ring: 'thin' }),
  backend: look('follower', 'role.backend', 'round'),
  draining: look('follower', 'role.draining', 'round', { height: 0.72 }),
  down: look('idle', 'role.down', 'round', { height: 0.38, opacity: 0.55, crossed: true, hollow: true }),
  probe: look('ok', 'role.probe', 'round', { glyph: 'plus' }),
  service: look('client', 'role.service', 'round', { form: 'orb' }),
  sidecar: look('leader', 'role.sidecar', 'round', { form: 'orb', size: 0.5, glyph: 'small' }),
  'control-plane': look('leader', 'role.control-plane', 'round', { form: 'capsule', glyph: 'capsule' }),
  ejected: look('idle', 'role.ejected', 'round', { form: 'orb', hollow: true }),
  producer: look('client', 'role.producer', 'rounded-square'),
  broker: look('leader', 'role.broker', 'round', { form: 'stack', glyph: 'stack' }),
  'consumer-a': look('follower', 'role.consumer', 'round'),
  'consumer-b': look('replica', 'role.consumer', 'diamond'),
  'consumer-c': look('owner-4', 'role.consumer', 'pentagon'),
  collector: look('leader', 'role.collector', 'hexagon', { size: 1.5, height: 1.4, ring: 'thin' }),
  log: look('follower', 'role.log', 'rounded-square', { glyph: 'tile' }),
  metric: look('replica', 'role.metric', 'round', { glyph: 'small' }),
  span: look('owner-4', 'role.span', 'rounded-square', { glyph: 'bar' }),
  'lamp-lit': look('ok', 'role.lamp-lit', 'round', { size: 1.13, height: 1.13, glyph: 'tick' }),
  'lamp-dark': look('slate', 'role.lamp-dark', 'round', { size: 1.13, height: 1.13, hollow: true, crossed: false }),
  'lamp-neutral': look('slate', 'role.lamp-neutral', 'round', { size: 1.13, height: 1.13 }),
  'version-a': look('owner-2', 'role.version-a', 'rounded-square', { glyph: 'tile' }),
  'version-b': look('owner-4', 'role.version-b', 'rounded-square', { glyph: 'tile' }),
  ancestor: look('slate', 'role.ancestor', 'rounded-square', { glyph: 'tile' }),
};
