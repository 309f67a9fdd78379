/**
 * Where each text of a picture stands: ids on inlays, letters on arcs, digits on cells, and pills placed greedily by priority
 * with the eight sides, off bodies, trays and one another, within the stage. Data for a layer of HTML and for SVG alike.
 */
import type { Camera } from '../camera.ts';
import type { LabelMark, NodeMark, Picture, Role } from '../picture.ts';
import { ROLES } from '../roles.ts';
import { packetPoint } from '../packet-path.ts';
import { boxAround, crownBox, nodeBox, obstacles, overlaps, overRing, type Box } from './boxes.ts';
import { fixedTexts } from './fixed.ts';
import { fitted, textWidth } from './widths.ts';

export type Side = 'above' | 'below' | 'left' | 'right' | 'above-left' | 'above-right' | 'below-left' | 'below-right' | 'centre';

/** A text with its place. Sizes and places in CSS px; `x`, `y` is the middle of its box. */
export interface LaidText extends Box {
  /** Stable: the same text of the same mark has the same key in every picture. */
  readonly key: string;
  /** Mark that it belongs to. */
  readonly id: string;
  readonly kind: 'inlay' | 'arc' | 'digit' | 'gauge' | 'pill' | 'badge' | 'plain';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly badge?: string;
  readonly role: Role;
  readonly size: number;
  readonly weight: number;
  /** Colour token of the text. */
  readonly tone: string;
  /** Middle of text and of badge, for those who write them one by one. */
  readonly textX: number;
  readonly badgeX?: number;
  readonly badgeWidth?: number;
  /** Where its leader line ends, for the selected. */
  readonly leader?: { readonly x: number; readonly y: number };
}

export interface LayoutOptions {
  /** Phones: of the pills of nodes only the badges. */
  readonly badgesOnly?: boolean;
  /** What the last layout left, so that labels do not jump. */
  readonly previous?: LabelMemory;
  /** Time of viewing in ms, for the memory. */
  readonly nowMs?: number;
}

/** Side of each pill and since when. */
export type LabelMemory = ReadonlyMap<string, { readonly side: Side; readonly sinceMs: number }>;

export interface Layout {
  readonly texts: readonly LaidText[];
  /** Ids of the nodes and labels that found no room: the readout must say them. */
  readonly hidden: readonly string[];
  readonly memory: LabelMemory;
}

/** How long a pill keeps its side before it may change it, ms of viewing. */
const HOLD_MS = 600;
/** Narrower stages have no labels on packets: the legend teaches the shapes. */
const PACKET_LABELS_FROM = 700;
const PILL = { size: 13, weight: 500, height: 24, pad: 9, gap: 7, badgeSize: 12, badgePad: 6, badgeHeight: 17, off: 5 } as const;

/** A pill that wants a place. */
interface Wish {
  readonly key: string;
  readonly id: string;
  readonly text: string;
  readonly badge: string | undefined;
  readonly role: Role;
  readonly priority: number;
  readonly side: Side;
  /** What it stands beside. */
  readonly around: Box;
  readonly selected: boolean;
  readonly plain: boolean;
  readonly group?: string | undefined;
}

function nodeWishes(picture: Picture, camera: Camera, badgesOnly: boolean): Wish[] {
  const wishes: Wish[] = [];
  for (const node of picture.nodes) {
    const text = badgesOnly ? '' : node.caption;
    if ((text === '' && !node.badge) || (node.tween && node.tween.presence < 0.5)) continue;
    wishes.push({
      key: `node/${node.id}`, id: node.id, text, badge: node.badge, role: node.role, priority: node.selected ? 50 : node.role === 'leader' ? 40 : 30,
      side: 'above', around: aroundNode(camera, node), selected: node.selected === true, plain: false,
    });
  }
  return wishes;
}

/** Body and crown together: the pill stands over the crown. */
function aroundNode(camera: Camera, node: NodeMark): Box {
  const body = nodeBox(camera, node);
  const crown = crownBox(camera, node);
  return crown ? { ...body, top: Math.min(body.top, crown.top) } : body;
}

function packetWishes(picture: Picture, camera: Camera): Wish[] {
  if (camera.frame.width < PACKET_LABELS_FROM) return [];
  const wishes: Wish[] = [];
  const kinds = new Set<string>();
  for (const packet of picture.packets) {
    const kind = `${packet.shape}/${packet.role}`;
    if (!packet.label || kinds.has(kind) || (packet.lost ?? 0) > 0.9) continue;
    kinds.add(kind);
    const { x, y } = camera.project(packetPoint(packet));
    wishes.push({ key: `packet/${packet.id}`, id: packet.id, text: packet.label, badge: undefined, role: packet.role, priority: 20, side: 'right', around: boxAround(x, y, 18, 18), selected: false, plain: false });
  }
  return wishes;
}

function labelWish(camera: Camera, label: LabelMark): Wish {
  const { x, y } = camera.project(label.at);
  const size = label.side === 'centre' ? 0 : 18;
  return { key: `label/${label.id}`, id: label.id, text: label.text, badge: label.badge, role: label.role, priority: label.priority, side: label.side, around: boxAround(x, y, size, size), selected: false, plain: label.ground === 'plain', group: label.group };
}

/** Size of a pill with its parts. */
function measure(wish: Wish, most: number): { width: number; height: number; text: string; textWidth: number; badgeWidth: number } {
  const badgeWidth = wish.badge ? textWidth(wish.badge, PILL.badgeSize, 600) + 2 * PILL.badgePad : 0;
  if (wish.text === '') return { width: badgeWidth, height: PILL.badgeHeight, text: '', textWidth: 0, badgeWidth };
  const pad = wish.plain ? 0 : PILL.pad;
  const rest = 2 * pad + (badgeWidth ? badgeWidth + PILL.gap - 2 : 0);
  const text = fitted(wish.text, PILL.size, PILL.weight, most - rest);
  const width = textWidth(text, PILL.size, PILL.weight);
  return { width: width + rest, height: wish.plain ? 16 : PILL.height, text, textWidth: width, badgeWidth };
}

/** Sides to try, nearest to the wanted one first. */
const SIDES: { readonly [side in Side]: readonly Side[] } = {
  above: ['above', 'above-right', 'above-left', 'right', 'left', 'below', 'below-right', 'below-left'],
  below: ['below', 'below-right', 'below-left', 'right', 'left', 'above', 'above-right', 'above-left'],
  left: ['left', 'above-left', 'below-left', 'above', 'below', 'right', 'above-right', 'below-right'],
  right: ['right', 'above-right', 'below-right', 'above', 'below', 'left', 'above-left', 'below-left'],
  'above-left': ['above-left', 'above', 'left', 'above-right', 'below-left', 'right', 'below', 'below-right'],
  'above-right': ['above-right', 'above', 'right', 'above-left', 'below-right', 'left', 'below', 'below-left'],
  'below-left': ['below-left', 'below', 'left', 'below-right', 'above-left', 'right', 'above', 'above-right'],
  'below-right': ['below-right', 'below', 'right', 'below-left', 'above-right', 'left', 'above', 'above-left'],
  centre: ['centre', 'above', 'below', 'right', 'left', 'above-right', 'above-left', 'below-right', 'below-left'],
};

/** Box of a pill on a side of what it belongs to. */
function placed(around: Box, side: Side, width: number, height: number, off: number): Box {
  const middleX = (around.left + around.right) / 2, middleY = (around.top + around.bottom) / 2;
  const x = side.endsWith('left') ? around.left - off - width / 2 : side.endsWith('right') ? around.right + off + width / 2 : middleX;
  const y = side.startsWith('above') ? around.top - off - height / 2 : side.startsWith('below') ? around.bottom + off + height / 2 : middleY;
  return boxAround(Math.round(x), Math.round(y), width, height);
}

interface Place {
  readonly side: Side;
  readonly box: Box;
}

/** First free side, that of last time before all others while it is held. */
function findPlace(wish: Wish, size: { width: number; height: number }, taken: readonly Box[], dear: (box: Box) => boolean, stage: Box, last: { side: Side; sinceMs: number } | undefined, nowMs: number): Place | null {
  const own = wish.around;
  const free = (box: Box): boolean =>
    box.left >= stage.left && box.right <= stage.right && box.top >= stage.top && box.bottom <= stage.bottom && taken.every((other) => !overlaps(box, other, 1));
  const at = (side: Side): Place | null => {
    const box = placed(own, side, size.width, size.height, side === 'centre' ? 0 : PILL.off);
    return free(box) ? { side, box } : null;
  };
  if (last && nowMs - last.sinceMs < HOLD_MS) return at(last.side);
  if (last) {
    const kept = at(last.side);
    if (kept) return kept;
  }
  const sides = wish.side === 'centre' && wish.plain ? (['centre'] as const) : SIDES[wish.side];
  let second: Place | null = null;
  for (const side of sides) {
    const found = at(side);
    if (found && !dear(found.box)) return found;
    second ??= found;
  }
  return second;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

function laid(wish: Wish, size: ReturnType<typeof measure>, box: Box): LaidText {
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  const pad = wish.plain ? 0 : PILL.pad;
  const textX = size.text === '' ? x : box.left + pad + size.textWidth / 2;
  const badgeX = size.text === '' ? x : box.right - (wish.plain ? 0 : PILL.pad - 2) - size.badgeWidth / 2;
  const around = wish.around;
  return {
    ...box, key: wish.key, id: wish.id, kind: size.text === '' ? 'badge' : wish.plain ? 'plain' : 'pill', x, y, text: size.text, role: wish.role,
    size: PILL.size, weight: PILL.weight, tone: wish.plain ? ROLES[wish.role].text : wish.role === 'muted' ? 'muted' : 'text', textX,
    ...(wish.badge ? { badge: wish.badge, badgeX, badgeWidth: size.badgeWidth } : {}),
    ...(wish.selected ? { leader: { x: clamp(x, around.left, around.right), y: clamp(y, around.top, around.bottom) } } : {}),
  };
}

/** Places every text of a picture. */
export function layoutLabels(picture: Picture, camera: Camera, options: LayoutOptions = {}): Layout {
  const { badgesOnly = false, previous, nowMs = 0 } = options;
  const texts: LaidText[] = [...fixedTexts(picture, camera)];
  const taken = [...obstacles(picture, camera), ...texts];
  const { frame } = camera;
  const stage = { left: 2, top: 2, right: frame.width - frame.inset.right - 2, bottom: frame.height - 2 };
  const wishes = [...nodeWishes(picture, camera, badgesOnly), ...packetWishes(picture, camera), ...picture.labels.map((label) => labelWish(camera, label))];
  const hidden: string[] = [];
  const memory = new Map<string, { side: Side; sinceMs: number }>();
  const order = wishes.map((wish, i) => ({ wish, i })).sort((a, b) => b.wish.priority - a.wish.priority || a.i - b.i);
  const together = new Map<string, LaidText[]>();
  const lost = new Set<string | undefined>();
  for (const { wish } of order) {
    const size = measure(wish, stage.right - stage.left);
    const last = previous?.get(wish.key);
    const place = lost.has(wish.group) ? null : findPlace(wish, size, taken, (box) => overRing(picture, camera, box), stage, last, nowMs);
    if (!place || (size.text === '' && !wish.badge)) {
      hidden.push(wish.id);
      if (last) memory.set(wish.key, last);
      if (wish.group) lost.add(wish.group);
      continue;
    }
    const text = laid(wish, size, place.box);
    taken.push(text);
    memory.set(wish.key, last?.side === place.side ? last : { side: place.side, sinceMs: nowMs });
    texts.push(text);
    if (wish.group) together.set(wish.group, [...(together.get(wish.group) ?? []), text]);
  }
  const gone = new Set([...together].flatMap(([group, members]) => (lost.has(group) ? members : [])));
  return { texts: texts.filter((text) => !gone.has(text)), hidden: [...hidden, ...[...gone].map(({ id }) => id)], memory };
}
