/** One picture for every kit, made by hand: for the tests of the kits and for looking at. */
import type { Floor, LinkMark, PacketMark, Picture, Role } from '../picture.ts';
import { PictureBuilder } from '../picture.ts';
import { capTriangle } from '../kits/cap-triangle.ts';
import { configCard, controlBus, onBus } from '../kits/control-bus.ts';
import { discStack, lagDot } from '../kits/disc-stack.ts';
import { cable, island } from '../kits/island.ts';
import { lossBracket } from '../kits/loss-bracket.ts';
import { meshLink, retryArc } from '../kits/mesh-link.ts';
import { offsetLane, offsetX, type OffsetCell, type OffsetState } from '../kits/offset-lane.ts';
import { probeMarks, probeRing } from '../kits/probe-ring.ts';
import { queueLength, queueSlots } from '../kits/queue-slots.ts';
import { quorumRing } from '../kits/quorum-ring.ts';
import { sidecar, sidecarAt } from '../kits/sidecar.ts';
import { logLane, metricLane, spanLane, traceThread } from '../kits/signal-lanes.ts';
import { splitPlate, zigzag } from '../kits/split-plate.ts';
import { serviceTray } from '../kits/tray.ts';
import { versionTiles } from '../kits/version-tiles.ts';

const PLATE = { shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true } as const;

function begun(): PictureBuilder {
  const picture = new PictureBuilder();
  picture.plate(PLATE);
  return picture;
}

function node(picture: PictureBuilder, id: string, role: Role, at: Floor, more: Partial<Picture['nodes'][number]> = {}): void {
  picture.node({ id, role, x: at.x, z: at.z, inlay: id, caption: '', spoken: '', ...more });
}

function link(picture: PictureBuilder, id: string, from: Floor, to: Floor, role: Role, state: LinkMark['state'] = 'live', trim = 0.86): void {
  picture.link({ id, from, to, state, role, trim });
}

function packet(picture: PictureBuilder, id: string, shape: PacketMark['shape'], role: Role, from: Floor, to: Floor, share: number, more: Partial<PacketMark> = {}): void {
  picture.packet({ id, shape, role, path: { kind: 'line', from, to }, share, spoken: '', ...more });
}

/** Clients, a balancer, four backends: up, failing, down, draining. */
export function balancerPicture(): Picture {
  const picture = begun();
  const balancer = { x: -1.8, z: -0.3 };
  const rows = [-2.55, -0.85, 0.85, 2.55];
  const backends = rows.map((z) => ({ x: 0.75, z }));
  node(picture, 'LB', 'balancer', balancer, { caption: 'Balancer' });
  for (const [i, z] of [-2.4, -0.95, 0.5, 1.95].entries()) {
    const at = { x: -4.5, z };
    node(picture, `C${i + 1}`, 'client', at);
    link(picture, `C${i + 1}-LB`, at, balancer, 'client', 'live', 1.05);
    packet(picture, `r${i}`, i === 1 ? 'ball' : 'cube', i === 1 ? 'backend' : 'client', at, balancer, 0.5);
  }
  const roles = ['backend', 'backend', 'down', 'draining'] as const;
  const failures = [0, 2, 3, 0], queued = [0, 4, 0, 0], busy = [4, 2, 0, 1], capacity = [6, 2, 4, 4];
  const words = ['Up', 'Failing', 'Down', 'Draining'];
  const results = [[true, true, true], [true, false, false], [false, false, false], [true, true, true]];
  for (const [i, at] of backends.entries()) {
    const id = `B${i + 1}`;
    probeRing(picture, { id, ...at, failures: failures[i]! });
    node(picture, id, roles[i]!, at, { caption: `${probeMarks(results[i]!)} ${words[i]!}`, badge: `${failures[i]!}/3`, ...(i === 3 ? { timer: { share: 0.3, urgent: false } } : {}) });
    link(picture, `LB-${id}`, balancer, at, i > 1 ? 'link' : 'backend', i > 1 ? 'blocked' : 'live', 1.05);
    const x = at.x + 0.95;
    queueSlots(picture, { id, x, z: at.z, queued: queued[i]!, busy: busy[i]!, capacity: capacity[i]!, dim: i === 2 });
    picture.gauge({ id: `${id}-busy`, x: Math.max(4.9, x + queueLength({ capacity: capacity[i]! })), z: at.z, role: i === 1 ? 'warn' : 'backend', down: i === 2, pattern: 'plain', share: [0.5, 0.8, 0, 0.2][i]!, inlay: '', text: `${[67, 100, 0, 25][i]!}%`, spoken: '', width: 0.5 });
  }
  packet(picture, 'probe', 'plus', 'probe', balancer, backends[2]!, 0.5, { label: 'probe' });
  packet(picture, 'answer', 'ball', 'backend', backends[0]!, balancer, 0.4);
  packet(picture, 'request', 'cube', 'client', balancer, backends[1]!, 0.45, { label: 'request' });
  return picture.picture();
}

/** Services with sidecars under a control plane; one host ejected, its call retried. */
export function meshPicture(): Picture {
  const picture = begun();
  serviceTray(picture, { id: 'payment', x: 3.1, z: 0.9, width: 4.4, depth: 5, name: 'payment' });
  const places: readonly (readonly [string, number, number, string])[] = [['web', -4.6, -0.2, '42'], ['cart', -1.9, -0.2, '42'], ['stock', -3.2, 1.9, '41'], ['v1a', 2.6, -0.95, '42'], ['v1b', 4.2, 0.35, '42'], ['v2', 1.5, 2.1, '42']];
  const at = new Map(places.map(([id, x, z]) => [id, { x, z }]));
  const proxy = (id: string): Floor => sidecarAt(at.get(id)!);
  const control = { x: -0.1, z: -2.9 };
  picture.node({ id: 'control', role: 'control-plane', ...control, inlay: 'config 42', caption: 'Control plane', spoken: '' });
  const bus = { id: 'bus', from: { x: control.x, z: control.z + 0.4 }, z: -2.05, to: places.map(([id]) => ({ id, ...proxy(id) })) };
  controlBus(picture, bus);
  configCard(picture, { id: 'card', ...onBus(bus, proxy('stock'), 0.6), text: '42' });
  meshLink(picture, { id: 'web-cart', from: proxy('web'), to: proxy('cart'), state: 'live', role: 'sidecar', mtls: true, weight: 0.2, label: '' });
  meshLink(picture, { id: 'cart-stock', from: proxy('cart'), to: proxy('stock'), state: 'live', role: 'sidecar', mtls: true, weight: 0.2, label: '' });
  meshLink(picture, { id: 'cart-v1b', from: proxy('cart'), to: proxy('v1b'), state: 'live', role: 'sidecar', mtls: true, weight: 0.9, label: '90%' });
  meshLink(picture, { id: 'cart-v2', from: proxy('cart'), to: proxy('v2'), state: 'live', role: 'sidecar', mtls: true, weight: 0.1, label: '10%' });
  meshLink(picture, { id: 'cart-v1a', from: proxy('cart'), to: proxy('v1a'), state: 'blocked', role: 'sidecar', mtls: false, weight: 0.2, label: '' });
  for (const [id, x, z, version] of places) {
    const ejected = id === 'v1a';
    sidecar(picture, { id, x, z, name: id.startsWith('v1') ? 'v1' : id, version, caption: ejected ? 'Ejected' : '', spoken: '', ...(ejected ? { ejected: { share: 0.6 }, failed: 1, badge: '18 s' } : {}) });
  }
  retryArc(picture, { id: 'retry', from: proxy('v1a'), to: proxy('cart'), label: '503 → retry' });
  packet(picture, 'call', 'torus', 'sidecar', proxy('cart'), proxy('v1b'), 0.3);
  packet(picture, 'call2', 'torus', 'sidecar', proxy('cart'), proxy('stock'), 0.5);
  return picture.picture();
}

/** A call tree, three lanes of signals, and one trace through them to the collector. */
export function signalsPicture(): Picture {
  const picture = begun();
  const services: readonly (readonly [string, number, number])[] = [['gateway', -4.4, -1.7], ['cart', -2.7, -2.6], ['payment', 0.1, -2.6], ['db', 2.6, -2.4], ['catalog', -1.9, -0.85]];
  const at = new Map(services.map(([id, x, z]) => [id, { x, z }]));
  for (const [a, b] of [['gateway', 'cart'], ['gateway', 'catalog'], ['cart', 'payment'], ['payment', 'db']] as const) {
    picture.paint({ form: 'line', id: `${a}-${b}`, tone: 'client', width: 0.045, arrow: true, points: [at.get(a)!, at.get(b)!].map((end, i, [from, to]) => {
      const length = Math.hypot(to!.x - from!.x, to!.z - from!.z), trim = 0.62 / length;
      return { x: end.x + (to!.x - from!.x) * trim * (i === 0 ? 1 : -1), z: end.z + (to!.z - from!.z) * trim * (i === 0 ? 1 : -1) };
    }) });
  }
  picture.paint({ form: 'glow', id: 'slow', tone: 'owner-4', at: at.get('db')!, radius: 1.3 });
  picture.paint({ form: 'ring', id: 'slow-ring', tone: 'owner-4', at: at.get('db')!, radius: 0.72, width: 0.05 });
  for (const [id, x, z] of services) picture.node({ id, role: 'service', x, z, inlay: '', caption: id, spoken: '', ...(id === 'db' ? { badge: '284 ms' } : {}) });
  const lane = { x: -4.75, width: 6.7 };
  for (const [id, x, z] of services) picture.paint({ form: 'line', id: `${id}/drop`, tone: 'link', width: 0.03, dash: 'dash', points: [{ x, z: z + 0.6 }, { x, z: 0.05 }] });
  logLane(picture, { ...lane, id: 'logs', z: 0.5, word: 'Logs', logs: [1.7, 2.1, 3, 3.4, 4.2, 4.6, 5, 5.9, 6.3].map((x, i) => ({ id: String(i), at: x, traced: i === 6 })) });
  metricLane(picture, { ...lane, id: 'metrics', z: 1.5, word: 'Metrics', metrics: Array.from({ length: 15 }, (_, i) => ({ id: String(i), at: 1.6 + i * 0.34, share: 0.45 + 0.35 * [0, 0.1, -0.4, -0.6, -0.2, 0, 0.1, 0.5, 0.3, -0.3, 0.9, -0.4, -0.1, 0.5, 0.4][i]!, traced: i === 10 })) });
  spanLane(picture, { ...lane, id: 'spans', z: 2.5, word: 'Traces', spans: [[1.4, 0.6], [2.1, 0.5], [2.7, 0.8], [3.6, 0.4], [4.1, 2]].map(([from, length], i) => ({ id: String(i), at: from!, length: length!, traced: i === 4 })) });
  traceThread(picture, { id: 'trace', through: [{ x: lane.x + 5, z: 0.75 }, { x: lane.x + 5, z: 1.3 }, { x: lane.x + 5, z: 2.35 }], label: 'trace 7f3a' });
  const collector = { x: 3.9, z: 1.4 };
  node(picture, 'OTel', 'collector', collector, { caption: 'Collector', pool: true });
  for (const [i, [tone, z]] of ([['follower', 0.5], ['replica', 1.5], ['owner-4', 2.5]] as const).entries()) picture.paint({ form: 'line', id: `feed-${i}`, tone, width: 0.045, smooth: true, points: [{ x: lane.x + lane.width + 0.15, z }, { x: lane.x + lane.width + 0.6, z: z * 0.8 + 0.3 }, { x: collector.x - 1.1, z: collector.z + (z - collector.z) * 0.4 }] });
  packet(picture, 'm1', 'cube', 'log', { x: 1.8, z: 0.5 }, collector, 0.3);
  packet(picture, 'm2', 'bar', 'span', { x: 1.8, z: 2.5 }, collector, 0.3);
  return picture.picture();
}

/** The triangle with AP chosen during a partition. */
export function capPicture(): Picture {
  const picture = begun();
  const common = { spoken: '' };
  picture.wall({ id: 'cut', state: 'open', points: zigzag(0, 7.7, 1.2).map(({ x, z }) => ({ x: x - 0.2, z })) });
  capTriangle(picture, {
    id: 'cap', chosen: 'AP', chosenLabel: 'AP chosen', cut: true,
    p: { ...common, id: 'P', x: 0.25, z: -2.75, letter: 'P', state: 'neutral', caption: 'Partition now' },
    a: { ...common, id: 'A', x: -3.7, z: 2.05, letter: 'A', state: 'holds', caption: '✓ Available' },
    c: { ...common, id: 'C', x: 3.5, z: 2.05, letter: 'C', state: 'given-up', caption: '✕ Not consistent' },
  });
  const n1 = { x: -1.5, z: 0.4 }, n2 = { x: 0.9, z: -0.4 }, n3 = { x: 1.7, z: 0.95 };
  for (const [id, at, reached, value] of [['n1', n1, [true, false, false], 'x=3'], ['n2', n2, [false, true, true], 'x=2'], ['n3', n3, [false, true, true], 'x=2']] as const) {
    quorumRing(picture, { id, ...at, reached });
    node(picture, id, 'replica', at, { caption: value });
  }
  for (const [id, x, z, to] of [['c1', -4.4, -1.9, n1], ['c2', -4.6, 0.35, n1], ['c3', 4.1, -1.9, n2], ['c4', 4.6, 0.35, n3]] as const) {
    node(picture, id, 'client', { x, z });
    link(picture, `${id}-copy`, { x, z }, to, 'client');
    packet(picture, `${id}-call`, 'cube', 'client', { x, z }, to, 0.45);
  }
  link(picture, 'n1-n2', n1, n2, 'link', 'blocked');
  link(picture, 'n1-n3', n1, n3, 'link', 'blocked');
  return picture.picture();
}

function cells(from: number, states: string): OffsetCell[] {
  const known: { readonly [sign: string]: OffsetState } = { a: 'applied', f: 'flushed', r: 'received', m: 'missing', u: 'unconfirmed', n: 'newest', '.': 'free' };
  return [...states].map((sign, i) => ({ state: known[sign]!, text: sign === 'm' || sign === '.' ? '' : String(from + i) }));
}

/** Aligned logs of a primary and three replicas, with pins, lag and what would be lost; below, a partition with two cursors. */
export function replicationPicture(): Picture {
  const picture = begun();
  const first = 41, x = -1.7;
  const lanes: readonly (readonly [string, Role, number, string])[] = [['P', 'primary', -2.7, 'aaaaaaaaaaaa'], ['R1', 'replica', -1.2, 'aaaaaaaaafmm'], ['R2', 'replica', 0.2, 'aaaaaaaafrmm'], ['R3', 'replica', 1.6, 'affrmmmmmmmm']];
  for (const [id, role, z, states] of lanes) {
    const behind = role === 'replica';
    const applied = first + states.lastIndexOf('a'), flushed = first + Math.max(states.lastIndexOf('f'), states.lastIndexOf('a')), received = first + Math.max(states.lastIndexOf('r'), states.lastIndexOf('f'));
    offsetLane(picture, { id, x, z, first, role, cells: cells(first, states), entries: true, ...(behind ? { pins: [{ id: 'applied', shape: 'round', at: applied, role }, { id: 'flushed', shape: 'square', at: flushed, role }, { id: 'received', shape: 'diamond', at: received, role, runTo: 52, over: id === 'R3' }] } : {}) });
    node(picture, id, role, { x: -2.5, z }, id === 'P' ? { caption: 'Primary', badge: 'async' } : {});
    picture.label({ id: `${id}/lag`, at: { x: offsetX({ x, first }, 53), y: 0.1, z }, text: id === 'P' ? '2 lost' : `${52 - received} behind`, role: 'text', priority: 22, side: 'right', ground: 'pill' });
  }
  lagDot(picture, { id: 'R3', x: -2.5, z: 1.6 });
  lossBracket(picture, { id: 'loss', lane: { x, z: -2.7, first }, from: 51, to: 52, dropToZ: -1.2 });
  offsetLane(picture, { id: 'P0', x, z: 2.95, first: 4, role: 'broker', cells: cells(4, 'aaaaaaaan.'), pins: [{ id: 'a', shape: 'round', at: 9, role: 'consumer-a', runTo: 12 }, { id: 'b', shape: 'diamond', at: 6, role: 'consumer-b', side: 'behind', runTo: 12 }] });
  node(picture, 'broker', 'broker', { x: -2.5, z: 2.95 }, { inlay: 'P0' });
  node(picture, 'A1', 'consumer-a', { x: 3.9, z: 2.95 });
  node(picture, 'app', 'producer', { x: -4.5, z: -2.5 });
  link(picture, 'app-P', { x: -4.5, z: -2.5 }, { x: -2.5, z: -2.7 }, 'client', 'live', 0.7);
  packet(picture, 'w', 'cube', 'client', { x: -4.5, z: -2.5 }, { x: -2.5, z: -2.7 }, 0.5);
  return picture.picture();
}

/** A broken plate with two acting primaries, versions and clocks; `healed` leaves a seam and siblings. */
export function partitionPicture(healed = false): Picture {
  const picture = begun();
  splitPlate(picture, { id: 'cut', points: zigzag(0, 7.7), state: healed ? 'healed' : 'open' });
  const at: { readonly [id: string]: Floor } = { A: { x: -2.1, z: -1.5 }, B: { x: 2.1, z: -1.5 }, C: { x: -3.3, z: 1.2 }, D: { x: 3.3, z: 1.2 } };
  link(picture, 'A-B', at['A']!, at['B']!, 'link', healed ? 'live' : 'blocked', 1);
  link(picture, 'C-D', at['C']!, at['D']!, 'link', healed ? 'live' : 'blocked', 1);
  link(picture, 'A-C', at['A']!, at['C']!, 'primary', 'live', 1);
  link(picture, 'B-D', at['B']!, at['D']!, 'primary', 'live', 1);
  for (const id of ['A', 'B', 'C', 'D']) {
    const acting = id === 'A' || (id === 'B' && !healed);
    node(picture, id, acting ? 'acting-primary' : 'replica', at[id]!, { caption: acting ? 'Primary' : 'Replica', ...(acting ? { badge: id === 'A' ? 'E1' : 'E2', pool: true } : {}) });
    const side = id === 'A' || id === 'C' ? 'a' : 'b';
    const own = { id: side, text: side === 'a' ? 'x=2' : 'x=3', by: side } as const;
    versionTiles(picture, { id, x: at[id]!.x + 0.2, z: at[id]!.z + 1.15, versions: healed ? [{ id: 'a', text: 'x=2', by: 'a' }, { id: 'b', text: 'x=3', by: 'b' }] : [{ id: '1', text: 'x=1', by: 'ancestor' }, own], siblings: healed, clock: acting ? (side === 'a' ? 'A:2 B:0' : 'A:1 B:1') : '' });
  }
  for (const [id, x, to] of [['c1', -4.6, 'A'], ['c2', 4.6, 'B']] as const) {
    node(picture, id, 'client', { x, z: -1.7 });
    link(picture, `${id}-${to}`, { x, z: -1.7 }, at[to]!, 'client', 'live', 0.95);
    packet(picture, `${id}-ok`, 'ball', 'primary', at[to]!, { x, z: -1.7 }, 0.5);
  }
  if (!healed) packet(picture, 'lost', 'cube', 'version-a', at['A']!, at['B']!, 0.45, { lost: 0.2, label: 'dropped' });
  return picture.picture();
}

/** Two islands with a cable; stacks and orbs in miniature. */
export function heroPicture(): Picture {
  const picture = new PictureBuilder();
  picture.plate({ shape: 'rectangle', width: 11.6, depth: 6.4, radius: 1.3, dots: false, hidden: true });
  const left = { x: -3, z: -0.4, radius: 1.7 }, right = { x: 2.6, z: 0.6, radius: 1.6 };
  cable(picture, { id: 'cable', from: left, to: right, tone: 'follower', light: 0.4 });
  island(picture, { id: 'replication', ...left, name: 'Replication' });
  island(picture, { id: 'mesh', ...right, name: 'Service mesh', selected: true });
  discStack(picture, { id: 'p', x: left.x, z: left.z - 0.8, role: 'primary', scale: 0.7 });
  for (const [i, x] of [-0.9, 0, 0.9].entries()) discStack(picture, { id: `r${i}`, x: left.x + x, z: left.z + 0.35 + (x === 0 ? 0.4 : 0), role: 'replica', scale: 0.62 });
  lagDot(picture, { id: 'r2', x: left.x + 0.9, z: left.z + 0.35, scale: 0.62 });
  for (const [i, [x, z]] of ([[-0.7, -0.6], [0.6, -0.7], [-0.7, 0.5], [0.6, 0.4]] as const).entries()) {
    picture.solid({ id: `o${i}`, shape: 'orb', x: right.x + x, z: right.z + z, width: 0.58, height: 0.58, role: 'service' });
    picture.solid({ id: `s${i}`, shape: 'orb', x: right.x + x + 0.26, z: right.z + z + 0.3, width: 0.28, height: 0.28, role: 'sidecar' });
  }
  return picture.picture();
}

/** Every picture by name. */
export const kitPictures: { readonly [name: string]: () => Picture } = {
  balancer: balancerPicture, mesh: meshPicture, signals: signalsPicture, cap: capPicture, replication: replicationPicture,
  partition: () => partitionPicture(), healed: () => partitionPicture(true), hero: heroPicture,
};
