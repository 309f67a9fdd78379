/** Two hand-made pictures for tests and for looking at: a cluster torn by a partition, and a ring of four servers. */
import type { ArcMark, Cell, Floor, Picture, Role } from '../picture.ts';
import { PictureBuilder } from '../picture.ts';

function cells(text: string, slots: number): Cell[] {
  const filled: Cell[] = [...text].map((sign) => {
    const term = Number(sign.toLowerCase().charCodeAt(0) - 96);
    return { state: sign === sign.toLowerCase() ? 'solid' : 'hollow', text: String(term), tint: term };
  });
  while (filled.length < slots) filled.push({ state: 'free', text: '', tint: 0 });
  return filled;
}

/** Five servers, one leader, one candidate beyond a fault, one crashed. Letters of logs are terms: c = 3, D = an uncommitted 4. */
export function clusterPicture(tall = false): Picture {
  const picture = new PictureBuilder();
  const sx = tall ? 0.78 : 1, sz = tall ? 1.32 : 1;
  picture.plate({ shape: 'rectangle', width: tall ? 9 : 11.6, depth: tall ? 9.4 : 7.7, radius: 1.3, dots: true });
  const places: { [id: string]: Floor } = { n1: { x: -0.5 * sx, z: -1.55 * sz }, n2: { x: 3.7 * sx, z: -0.75 * sz }, n3: { x: 2.95 * sx, z: 1.95 * sz }, n4: { x: -2.7 * sx, z: 1.95 * sz }, n5: { x: -3.7 * sx, z: -0.75 * sz } };
  const at = (id: string): Floor => places[id]!;
  const node = (id: string, role: Role, term: number, more: Partial<Picture['nodes'][number]> = {}): void =>
    picture.node({ id, role, ...at(id), inlay: id.replace('n', 'S'), caption: role[0]!.toUpperCase() + role.slice(1), badge: `T${term}`, spoken: '', ...more });
  node('n1', 'leader', 4, { pool: true });
  node('n2', 'candidate', 6);
  node('n3', 'crashed', 4, { caption: 'S3 Crashed' });
  node('n4', 'follower', 4, { timer: { share: 0.78, urgent: false } });
  node('n5', 'follower', 4, { timer: { share: 0.32, urgent: false } });
  const logs: [string, string, number][] = [['n1', 'ccdddD', 7], ['n2', 'ccdd', 7], ['n3', 'ccd', 7], ['n4', 'ccdddD', 7], ['n5', 'ccddddD', 7]];
  for (const [id, log, slots] of logs) picture.lane({ id, x: at(id).x, z: at(id).z + 1.12, cells: cells(log, slots), first: 1, dim: id === 'n3' });
  const link = (a: string, b: string, state: 'idle' | 'live' | 'blocked'): void => picture.link({ id: `${a}-${b}`, from: at(a), to: at(b), state, role: 'leader' });
  link('n1', 'n5', 'live');
  link('n1', 'n4', 'live');
  link('n1', 'n2', 'blocked');
  link('n1', 'n3', 'blocked');
  link('n5', 'n4', 'idle');
  link('n5', 'n2', 'idle');
  link('n4', 'n3', 'idle');
  link('n2', 'n3', 'idle');
  picture.wall({ id: 'cut', state: 'open', points: [{ x: 2.55 * sx, z: -3.85 * sz }, { x: 2.5 * sx, z: -3.2 * sz }, { x: 2.05 * sx, z: -2.6 * sz }, { x: 2.02 * sx, z: -2 * sz }, { x: 1.6 * sx, z: -1.35 * sz }, { x: 1.65 * sx, z: -0.8 * sz }, { x: 1.25 * sx, z: -0.2 * sz }, { x: 1.22 * sx, z: 0.45 * sz }, { x: 0.8 * sx, z: 1 * sz }, { x: 0.75 * sx, z: 1.65 * sz }, { x: 0.4 * sx, z: 2.2 * sz }, { x: 0.42 * sx, z: 2.9 * sz }, { x: 0.1 * sx, z: 3.55 * sz }].map((p) => ({ x: p.x, z: Math.max(-(tall ? 4.7 : 3.85), Math.min(tall ? 4.7 : 3.85, p.z * 1.06)) })) });
  const packet = (id: string, shape: 'cube' | 'octahedron' | 'ball', role: Role, a: string, b: string, share: number, more: Partial<Picture['packets'][number]> = {}): void =>
    picture.packet({ id, shape, role, path: { kind: 'line', from: at(a), to: at(b) }, share, spoken: '', ...more });
  packet('m1', 'cube', 'leader', 'n1', 'n5', 0.4);
  packet('m2', 'ball', 'follower', 'n5', 'n1', 0.38);
  packet('m3', 'cube', 'leader', 'n1', 'n4', 0.58, { label: 'AppendEntries' });
  packet('m4', 'octahedron', 'candidate', 'n2', 'n1', 0.55, { lost: 0.15, label: 'vote dropped' });
  return picture.picture();
}

/** A ring of four servers with a key on its way, made from a fixed little generator. */
export function ringPicture(tokens = 8, servers = 4): Picture {
  const picture = new PictureBuilder();
  picture.plate({ shape: 'round', width: 7.6, depth: 7.6, radius: 0, dots: false, bands: [{ inner: 2.14, outer: 3.3, tone: 'lane' }] });
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 4294967296;
  };
  const points = Array.from({ length: tokens * servers }, (_, i) => ({ turn: next(), server: i % servers })).sort((a, b) => a.turn - b.turn);
  const patterns = ['plain', 'stripes', 'dots'] as const;
  const role = (server: number): Role => `owner-${((server % 4) + 1) as 1 | 2 | 3 | 4}`;
  const arcs: ArcMark[] = points.map((point, i) => {
    const before = points[(i + points.length - 1) % points.length]!.turn;
    const start = before <= point.turn ? before : before - 1;
    return { id: `s${point.server + 1}#${i}`, start, end: point.turn, role: role(point.server), pattern: patterns[Math.floor(point.server / 4) % 3]!, letter: String.fromCharCode(65 + point.server), node: `s${point.server + 1}` };
  });
  picture.ring({ id: 'ring', inner: 2.42, outer: 2.98, height: 0.2, tokens: true, rail: 3.3, chevrons: 1.9, arcs });
  for (let i = 0; i < Math.min(servers, 4); i++) {
    picture.gauge({ id: `s${i + 1}`, x: (i - 1.5) * 0.93, z: 0.3, role: role(i), pattern: 'plain', share: [0.82, 0.68, 0.74, 0.96][i]!, inlay: 'ABCD'[i]!, text: `${[26, 21, 23, 30][i]}%`, spoken: '' });
  }
  const key = (id: string, from: number, to: number, share: number, owner: Role, label: string): void => {
    picture.trace({ id, radius: 3.3, from: from + (to - from) * share, to, role: owner, rings: 'none' });
    picture.trace({ id: `${id}-start`, radius: 3.3, from, to: from, role: owner, rings: 'from' });
    picture.packet({ id, shape: 'key', role: 'key', path: { kind: 'arc', radius: 3.3, from, to }, share, spoken: '' });
    picture.label({ id, at: { ...pointOn(3.3, from + (to - from) * share), y: 0.2 }, text: label, role: 'key', priority: 20, side: from > 0.5 ? 'left' : 'right', ground: 'pill' });
  };
  key('k1', 0.739, 0.822, 0.5, 'owner-1', 'user:123');
  key('k2', 0.065, 0.12, 0.5, 'owner-2', 'cart:9');
  key('k3', 0.395, 0.46, 0.4, 'owner-3', 'tx:456');
  picture.label({ id: 'zero', at: { x: 0, y: 0, z: -3.6 }, text: '0', role: 'muted', priority: 10, side: 'centre', ground: 'plain' });
  return picture.picture();
}

function pointOn(radius: number, turn: number): Floor {
  return { x: radius * Math.sin(2 * Math.PI * turn), z: -radius * Math.cos(2 * Math.PI * turn) };
}
