/** What stands on the plate: tokens with crown and inlay, columns, log cells, packets. */
import { blend, mix, shade } from '../palette.ts';
import type { Cell, GaugeMark, LaneMark, NodeMark, PacketMark, PacketShape, Role } from '../picture.ts';
import { formOf, nodeHeight } from '../node-body.ts';
import { ROLES } from '../roles.ts';
import { packetPoint } from '../packet-path.ts';
import { cellCentre, cellHeight, circle, CROWN, GAUGE, gaugeHeight, LANE, PACKET, roundedRectangle, TOKEN } from '../shapes.ts';
import { CROWN_BALLS } from '../token-shapes.ts';
import type { TokenShape } from '../shapes.ts';
import type { Batch } from './batch.ts';
import type { Crowd, Instance } from './crowd.ts';
import { ribbonWidth, tone } from './ground.ts';
import type { Studio } from './ground.ts';
import { drawNodeBody } from './vocabulary.ts';

export type SolidName = TokenShape | 'tile' | 'column' | 'ball' | 'cube' | 'octahedron' | 'torus' | 'card' | 'crown' | 'plus' | 'bar' | 'orb' | `solid-${string}`;

/** Where bodies and what lies on their tops go. */
export interface Company {
  readonly crowd: (name: SolidName) => Crowd;
  readonly overlay: Batch;
}

/** Contour of bodies in CSS px: light pages need one, dark ones have the rim. */
const contourOf = (studio: Studio): number => (studio.scheme === 'light' ? 1.2 : 0);

interface Look {
  readonly shape: TokenShape;
  readonly colour: string;
  readonly line: string;
  readonly size: number;
  readonly height: number;
  readonly opacity: number;
}

function lookOf(studio: Studio, role: Role): Look {
  const { shape, body, line, size, height, opacity } = ROLES[role];
  return { shape, colour: tone(studio, body), line: tone(studio, line), size, height, opacity };
}

/** Between two roles: colour, size and height run over, the silhouette changes half-way. */
function blended(studio: Studio, from: Role, to: Role, share: number): Look {
  const a = lookOf(studio, from), b = lookOf(studio, to);
  if (share >= 1 || from === to) return b;
  const between = (x: number, y: number): number => x + (y - x) * share;
  return { shape: share < 0.5 ? a.shape : b.shape, colour: blend(a.colour, b.colour, share), line: blend(a.line, b.line, share), size: between(a.size, b.size), height: between(a.height, b.height), opacity: between(a.opacity, b.opacity) };
}

export function drawNode(company: Company, studio: Studio, node: NodeMark): void {
  if (formOf(node) !== 'token') {
    drawNodeBody(company, studio, node);
    if (ROLES[node.role].crown && node.body !== 'none') drawCrown(company, studio, node, lookOf(studio, node.role), ROLES[node.role].size * (node.scale ?? 1), nodeHeight(node), node.tween?.crown ?? 1);
    return;
  }
  const tween = node.tween;
  const presence = tween?.presence ?? 1;
  const look = tween ? blended(studio, tween.from, node.role, tween.mix) : lookOf(studio, node.role);
  const scale = (node.scale ?? 1) * (0.6 + 0.4 * presence);
  const size = look.size * scale;
  const height = TOKEN.height * look.height * scale;
  const opacity = look.opacity * presence;
  company.crowd(look.shape).add({ at: { x: node.x, y: 0, z: node.z }, width: size, tall: Math.min(scale, look.height), height, colour: look.colour, line: look.line, contour: contourOf(studio), opacity });
  drawInlay(company.overlay, studio, node, look, size, height + 0.008, presence);
  if (ROLES[node.role].crown) drawCrown(company, studio, node, look, size, height, tween?.crown ?? 1);
}

function drawInlay(overlay: Batch, studio: Studio, node: NodeMark, look: Look, size: number, y: number, presence: number): void {
  const dark = studio.scheme === 'dark';
  const radius = TOKEN.inlay * size;
  const rim = dark ? mix(look.colour, '#000000', 0.55) : mix(look.line, '#ffffff', 0.1);
  const faded = look.opacity < 1 ? mix(tone(studio, 'plate'), tone(studio, 'inlay'), dark ? 0.6 : 1) : tone(studio, 'inlay');
  const edge = 1.2 / studio.camera.scale;
  overlay.polygon(circle(radius + edge / 2, 40), y, { colour: rim, opacity: presence }, node);
  overlay.polygon(circle(radius - edge / 2, 40), y + 0.001, { colour: faded, opacity: presence }, node);
  if (!ROLES[node.role].crossed) return;
  const arm = 0.09 * size;
  for (const side of [1, -1]) overlay.ribbon([{ x: node.x - arm * side, z: node.z - arm }, { x: node.x + arm * side, z: node.z + arm }], y + 0.002, ribbonWidth(studio, 0.024, 1.4), { colour: tone(studio, 'muted') });
}

function drawCrown(company: Company, studio: Studio, node: NodeMark, look: Look, size: number, height: number, seated: number): void {
  const opacity = Math.max(0, Math.min(1, seated * 1.6));
  const scale = size / 1.16;
  const y = height + (1 - seated) * CROWN.drop;
  const { accent } = ROLES[node.role];
  const common = { colour: accent ? tone(studio, `${accent}-body`) : look.colour, line: accent ? tone(studio, accent) : look.line, contour: contourOf(studio), opacity };
  company.crowd('crown').add({ ...common, at: { x: node.x, y, z: node.z - CROWN.back * scale }, width: scale, tall: scale });
  for (const { x, y: up } of CROWN_BALLS) {
    company.crowd('ball').add({ ...common, at: { x: node.x + x * scale, y: y + up * scale, z: node.z - (CROWN.back + CROWN.depth / 2) * scale }, width: CROWN.ball * scale, tall: CROWN.ball * scale });
  }
}

export const gaugeDepth = (width: number): number => Math.min(GAUGE.depth, Math.max(0.2, width * 0.9));

export function drawGauge(company: Company, studio: Studio, gauge: GaugeMark): void {
  const { overlay } = company;
  const dark = studio.scheme === 'dark';
  const look = lookOf(studio, gauge.down ? 'idle' : gauge.role);
  const width = gauge.width ?? GAUGE.width;
  const depth = gaugeDepth(width);
  const neutral = dark ? mix(tone(studio, 'plate'), '#ffffff', 0.2) : mix(tone(studio, 'lane'), '#ffffff', 0.1);
  const grow = Math.min(GAUGE.foot.grow, width * 0.25);
  const at = { x: gauge.x, y: 0, z: gauge.z };
  company.crowd('column').add({ at, width: (width + grow) / GAUGE.width, depth: (depth + grow) / GAUGE.depth, tall: 0.3, height: GAUGE.foot.height, colour: neutral, line: gauge.selected ? tone(studio, 'accent') : neutral, contour: gauge.selected ? 2.5 : 0 });
  const height = gaugeHeight(gauge.share);
  company.crowd('column').add({ at: { ...at, y: GAUGE.foot.height }, width: width / GAUGE.width, depth: depth / GAUGE.depth, tall: Math.min(1, height / 0.1), height, colour: look.colour, line: look.line, contour: contourOf(studio) });
  if (gauge.pattern !== 'plain') drawGaugePattern(overlay, studio, gauge, width, depth, height);
  if (gauge.inlay === '') return;
  const y = GAUGE.foot.height + height + 0.008;
  const corner = Math.min(GAUGE.corner, width * 0.3) * 0.7;
  const rim = mix(look.colour, '#000000', dark ? 0.45 : 0.12);
  const edge = 1.2 / studio.camera.scale;
  overlay.polygon(roundedRectangle(width * 0.72 + edge, depth * 0.68 + edge, corner), y, { colour: rim }, gauge);
  overlay.polygon(roundedRectangle(width * 0.72 - edge, depth * 0.68 - edge, corner), y + 0.001, { colour: tone(studio, 'inlay') }, gauge);
}

function drawGaugePattern(overlay: Batch, studio: Studio, gauge: GaugeMark, width: number, depth: number, height: number): void {
  const z = gauge.z + depth / 2 + 0.01;
  const ink = { colour: tone(studio, 'ink'), opacity: 0.5 };
  for (let y = 0.16; y < height - 0.1; y += 0.16) {
    const spots = gauge.pattern === 'stripes' ? [[-0.38, 0.38] as const] : [[-0.28, -0.2] as const, [-0.04, 0.04] as const, [0.2, 0.28] as const];
    for (const [a, b] of spots) overlay.quad([{ x: gauge.x + a * width, y, z }, { x: gauge.x + b * width, y, z }, { x: gauge.x + b * width, y: y + 0.035, z }, { x: gauge.x + a * width, y: y + 0.035, z }], ink);
  }
}

function cellColours(studio: Studio, cell: Cell, dim: boolean): { readonly colour: string; readonly line: string } {
  const token = cell.tint > 0 ? `term-${((cell.tint - 1) % 6) + 1}` : 'idle';
  if (dim) return { colour: mix(tone(studio, 'lane'), tone(studio, 'idle-body'), 0.62), line: tone(studio, 'idle') };
  return { colour: tone(studio, cell.tint > 0 ? token : 'idle-body'), line: tone(studio, cell.tint > 0 ? `${token}-line` : 'idle') };
}

const tilt = 0.22;

export function drawLane(company: Company, studio: Studio, lane: LaneMark): void {
  const { overlay } = company;
  const dark = studio.scheme === 'dark';
  for (const [i, cell] of lane.cells.entries()) {
    const centre = cellCentre(i, lane.cells.length);
    const at = { x: lane.x + centre.x, y: 0.004, z: lane.z + centre.z };
    if (cell.state === 'free') {
      overlay.polygon(circle(Math.max(LANE.dot, 1 / studio.camera.scale), 10), 0.005, { colour: dark ? mix(tone(studio, 'lane'), tone(studio, 'link'), 0.75) : tone(studio, 'link') }, at);
      continue;
    }
    const { colour, line } = cellColours(studio, cell, lane.dim === true);
    const conflict = cell.state === 'conflict';
    const height = cellHeight(cell.state, cell.fill);
    company.crowd('tile').add({ at, width: 1, tall: Math.min(1, (height * 0.5) / LANE.bevel), height, turn: conflict ? tilt : 0, colour, line: conflict ? tone(studio, 'fail') : line, contour: conflict ? 1.8 : dark ? 0 : 0.6 });
    drawCellTop(overlay, studio, cell, at, height + 0.01, colour);
  }
}

function drawCellTop(overlay: Batch, studio: Studio, cell: Cell, at: { readonly x: number; readonly z: number }, y: number, colour: string): void {
  const dark = studio.scheme === 'dark';
  const missing = cell.state === 'solid' ? 1 - (cell.fill ?? 1) : cell.state === 'hollow' ? 1 : 0;
  if (missing > 0.01) {
    const edge = 1 / studio.camera.scale;
    const hole = (grow: number): ReturnType<typeof roundedRectangle> => roundedRectangle(LANE.width * 0.56 + grow, LANE.depth * 0.56 + grow, LANE.corner * 0.7, 3);
    overlay.polygon(hole(edge), y, { colour: shade(colour, dark ? 0.5 : 0.75), opacity: missing }, at);
    overlay.polygon(hole(-edge), y + 0.001, { colour: dark ? tone(studio, 'lane') : tone(studio, 'inlay'), opacity: missing }, at);
  }
  if (cell.state === 'dot') overlay.polygon(circle(Math.max(LANE.dot * 1.3, 1.2 / studio.camera.scale), 12), y, { colour: tone(studio, 'ink') }, at);
  if (cell.state !== 'conflict') return;
  const arm = LANE.width * 0.24;
  for (const side of [1, -1]) overlay.ribbon([{ x: at.x - arm * side, z: at.z - arm }, { x: at.x + arm * side, z: at.z + arm }], y, 1.8 / studio.camera.scale, { colour: tone(studio, 'fail') });
}

const packetSizes: { readonly [shape in PacketShape]: number } = { cube: PACKET.cube, octahedron: PACKET.octahedron, ball: PACKET.ball, torus: PACKET.torus.ring, card: PACKET.card.width / 2, key: PACKET.key, plus: PACKET.plus, bar: PACKET.bar };

/** Half the size of a packet in world units, kept between 12 and 20 px across whatever the zoom. */
export function packetSize({ camera }: Studio, packet: PacketMark): number {
  const world = packetSizes[packet.shape];
  const size = 2 * world * camera.scale;
  const least = packet.shape === 'ball' ? PACKET.least * 0.8 : PACKET.least;
  const most = PACKET.most * (packet.shape === 'key' ? 1.25 : 1.15);
  return world * (packet.scale ?? 1) * (Math.max(least, Math.min(most, size)) / size);
}

/** A packet leaves and enters a body small: where both overlap, their solids would run into each other. */
function clearOfBodies({ path, share, lost }: PacketMark): number {
  if (path.kind === 'arc' || lost !== undefined) return 1;
  const length = Math.hypot(path.to.x - path.from.x, path.to.z - path.from.z);
  const gap = Math.min(share, 1 - share) * length;
  return Math.min(1, 0.2 + gap / 0.35);
}

export function drawPacket(company: Company, studio: Studio, packet: PacketMark): void {
  const whole = packet.lost === undefined ? 1 : Math.max(0, 1 - packet.lost);
  const isKey = packet.shape === 'key';
  const look = ROLES[isKey ? 'key' : packet.role];
  const size = packetSize(studio, packet) * clearOfBodies(packet);
  const member: Instance = {
    at: packetPoint(packet), width: size, tall: size, height: packet.shape === 'bar' ? 0.65 * size : 0, turn: packet.shape === 'cube' ? 0.38 : 0,
    colour: isKey ? tone(studio, 'key-body') : tone(studio, look.body), line: tone(studio, isKey ? 'key-line' : look.line), contour: contourOf(studio), opacity: Math.min(1, whole * 1.5),
  };
  company.crowd(isKey ? 'ball' : packet.shape).add(member);
}
