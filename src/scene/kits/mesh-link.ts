/** Calls between proxies: two lines for mutual TLS with a padlock near each end, as wide as their share; and the arc of a retry. */
import type { Floor, PictureBuilder, Point, Role } from '../picture.ts';

export interface MeshLinkSpec {
  readonly id: string;
  readonly from: Floor;
  readonly to: Floor;
  readonly state: 'idle' | 'live' | 'blocked';
  readonly role: Role;
  /** Mutual TLS: two lines and two padlocks. */
  readonly mtls: boolean;
  /** Share of the calls, 0–1: width of the lines and their distance. */
  readonly weight: number;
  /** Per cent or other words in a pill beside its middle; empty: none. */
  readonly label: string;
  /** Messages a second of viewing, for fast runs. */
  readonly flow?: number;
}

/** Kept clear at each end: the proxy's radius. */
const TRIM = 0.36;
/** Padlocks stand this far from the ends. */
const LOCK = 0.55;

/** The link, its padlocks, its pill. */
export function meshLink(picture: PictureBuilder, spec: MeshLinkSpec): void {
  const { id, from, to, state, role, mtls, label } = spec;
  const weight = Math.max(0, Math.min(1, spec.weight));
  picture.link({ id, from, to, state, role, trim: TRIM, weight: 0.7 + 1.3 * weight, ...(mtls ? { double: 0.1 + 0.1 * weight } : {}), ...(spec.flow ? { flow: spec.flow } : {}) });
  const length = Math.hypot(to.x - from.x, to.z - from.z) || 1;
  const along = (s: number): Floor => ({ x: from.x + ((to.x - from.x) * s) / length, z: from.z + ((to.z - from.z) * s) / length });
  if (mtls && length > 2.2 * LOCK + 0.4) {
    padlock(picture, `${id}/lock-a`, along(LOCK));
    padlock(picture, `${id}/lock-b`, along(length - LOCK));
  }
  if (label !== '') picture.label({ id: `${id}/label`, at: { ...along(length / 2), y: 0.02 }, text: label, role: 'text', priority: 26, side: 'above', ground: 'pill' });
}

/** Up on screen, for signs that face the reader. */
const UP = { y: Math.cos((52 * Math.PI) / 180), z: -Math.sin((52 * Math.PI) / 180) };

/** A padlock that faces the reader: neutral body, bow and keyhole. */
export function padlock(picture: PictureBuilder, id: string, at: Floor): void {
  // Towards the eye: seen at the same place, but before the ball that it may stand under.
  const nearer = 0.9;
  const place = (x: number, up: number): Point => ({ x: at.x + x, y: 0.05 + up * UP.y - nearer * UP.z, z: at.z + up * UP.z + nearer * UP.y });
  const bow = [[-0.07, 0.16], [-0.07, 0.26], [-0.035, 0.325], [0.035, 0.325], [0.07, 0.26], [0.07, 0.16]] as const;
  picture.paint({ form: 'line', id: `${id}/bow`, tone: 'text', width: 0.036, over: true, points: bow.map(([x, up]) => place(x, up)) });
  const body = [[-0.11, 0], [0.11, 0], [0.125, 0.02], [0.125, 0.16], [0.11, 0.18], [-0.11, 0.18], [-0.125, 0.16], [-0.125, 0.02]] as const;
  picture.paint({ form: 'area', id: `${id}/body`, tone: 'text', over: true, points: body.map(([x, up]) => place(x, up)) });
  picture.paint({ form: 'line', id: `${id}/hole`, tone: 'inlay', width: 0.04, over: true, points: [place(0, 0.11), place(0, 0.07)].map((p) => ({ ...p, y: p.y + 0.004 })) });
}

export interface RetryArcSpec {
  readonly id: string;
  /** Proxy whose call failed, and the caller that tries again. */
  readonly from: Floor;
  readonly to: Floor;
  /** Words of its pill: `503 → retry`; empty: none. */
  readonly label: string;
  readonly opacity?: number;
}

/** Dotted arc in the air, from the failed proxy back to its caller. */
export function retryArc(picture: PictureBuilder, { id, from, to, label, opacity = 1 }: RetryArcSpec): void {
  const height = 1.15;
  const at = (s: number): Point => ({ x: from.x + (to.x - from.x) * s, z: from.z + (to.z - from.z) * s, y: 0.25 + height * 4 * s * (1 - s) });
  const points = Array.from({ length: 25 }, (_, i) => at(0.06 + (0.88 * i) / 24));
  picture.paint({ form: 'line', id, tone: 'leader', width: 0.085, dash: 'dots', over: true, opacity, points });
  if (label !== '') picture.label({ id: `${id}/label`, at: at(0.5), text: label, role: 'text', priority: 24, side: 'above', ground: 'pill' });
}
