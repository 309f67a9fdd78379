/** Where everything stands, from left to right as a record goes: producers, brokers, lanes, groups. Pure geometry on the floor. */
import type { QueueState } from '../../models/message-queue/cluster.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

/** One lane: a partition as its leader has it, or, where there is only one partition, as each replica has it. */
export interface Row {
  /** `P0`; of a replica `P0/b2`. */
  readonly id: string;
  readonly partition: number;
  /** Null: whoever leads. */
  readonly replica: string | null;
  readonly z: number;
}

export interface Layout {
  readonly plate: Plate;
  readonly places: ReadonlyMap<string, Floor>;
  readonly rows: readonly Row[];
  /** Between two rows; what stands in them is scaled by `scale`. */
  readonly pitch: number;
  readonly scale: number;
  /** Left edge of the head of a lane, and of its first tile. */
  readonly headX: number;
  readonly tilesX: number;
  readonly slots: number;
  readonly slotPitch: number;
  readonly brokerScale: number;
  readonly memberScale: number;
  readonly producerScale: number;
  /** Middle of the rows. */
  readonly middle: number;
  /** Groups after the first stand in front of the lanes. */
  readonly inFront: boolean;
  /** Columns of members, left to right. */
  readonly columns: readonly number[];
}

interface Form { readonly width: number; readonly depth: number; readonly brokers: number; readonly bow: number; readonly head: number; readonly headWidth: number; readonly right: number; readonly column: number; readonly slot: number; readonly span: number; readonly pitch: number; readonly middle: number; readonly members: number; readonly most: number }

const WIDE: Form = { width: 11.6, depth: 7.7, brokers: -3.32, bow: 0.4, head: -2.5, headWidth: 0.62, right: 4.9, column: 1.28, slot: 0.45, span: 4.9, pitch: 2, middle: -0.12, members: 0.84, most: 11 };
const TALL: Form = { width: 7.4, depth: 8.5, brokers: -2.98, bow: 0.12, head: -2.46, headWidth: 0.52, right: 2.8, column: 1.1, slot: 0.58, span: 4.8, pitch: 2.1, middle: 0.5, members: 0.86, most: 7 };
/** On phones the first group stands beside the lanes, the others stand in front of them. */
const FRONT = { z: 3.35, span: 3.4, pitch: 1.7, middle: -0.1 } as const;

/** Lanes drawn one by one; more partitions are drawn as bands. */
export const MOST_LANES = 12;

/** Evenly spread, back to front. */
function spread(count: number, widest: number, span: number, middle: number): readonly number[] {
  const pitch = count < 2 ? 0 : Math.min(widest, span / (count - 1));
  return Array.from({ length: count }, (_, at) => middle + (at - (count - 1) / 2) * pitch);
}

/** Partitions as their lanes lie: those that one broker is meant to lead together. Outputs of transactions come last. */
function lanesOf({ config, controller }: QueueState): readonly { readonly partition: number; readonly replica: string | null }[] {
  const home = (partition: number): number => Number(controller.parts[partition]!.replicas[0]!.slice(1));
  if (config.mode === 'queue' || config.partitions > MOST_LANES) return [];
  const outputs = config.delivery === 'exactly-once' ? Math.min(config.groups.length, MOST_LANES - config.partitions) : 0;
  if (config.partitions === 1 && outputs === 0) return controller.parts[0]!.replicas.map((replica) => ({ partition: 0, replica }));
  const inputs = Array.from({ length: config.partitions }, (_, partition) => partition).sort((a, b) => home(a) - home(b) || a - b);
  return [...inputs, ...Array.from({ length: outputs }, (_, at) => config.partitions + at)].map((partition) => ({ partition, replica: null }));
}

/** The plate for a stage; tall ones are laid out anew, with the producers at the back. */
export function layoutOf(state: QueueState, tall: boolean): Layout {
  const form = tall ? TALL : WIDE;
  const { config } = state;
  const lanes = lanesOf(state);
  const inFront = tall && [...state.members.values()].some(({ group }) => (state.groups.get(group)?.index ?? 0) > 0);
  const middle = inFront ? FRONT.middle : form.middle;
  const zs = spread(lanes.length, inFront ? FRONT.pitch : form.pitch, inFront ? FRONT.span : form.span, middle);
  const pitch = zs.length > 1 ? zs[1]! - zs[0]! : form.pitch;
  const scale = Math.min(1, Math.max(0.42, pitch / 1));
  const rows = lanes.map(({ partition, replica }, at): Row => ({ id: replica === null ? `P${partition}` : `P${partition}/${replica}`, partition, replica, z: zs[at]! }));
  const inputs = rows.filter(({ partition }) => partition < config.partitions).map(({ z }) => z);
  const places = new Map<string, Floor>();

  const brokers = [...state.brokers.keys()];
  const [back = middle, front = middle] = [rows[0]?.z, rows.at(-1)?.z];
  const brokerMiddle = (back + front) / 2;
  // Where each leads as many, it stands in the middle of its own.
  const share = rows.length / brokers.length;
  const reach = Number.isInteger(share) ? (front - back) * (1 - (share - 1) / Math.max(1, rows.length - 1)) : front - back;
  const brokerZs = spread(brokers.length, 9, Math.min(form.span, Math.max(reach, (brokers.length - 1) * 1.6)), brokerMiddle);
  const gap = brokers.length > 1 ? brokerZs[1]! - brokerZs[0]! : 2;
  brokers.forEach((id, at) => {
    const turn = brokers.length < 2 ? 0 : (2 * at) / (brokers.length - 1) - 1;
    places.set(id, { x: form.brokers - (brokers.length < 3 ? 0 : form.bow * (1 - turn * turn)), z: brokerZs[at]! });
  });

  const producers = [...state.producers.keys()];
  const farthest = -form.depth / 2 + 0.95;
  spread(producers.length, tall ? 1.6 : 1.7, tall ? 5 : 4.9, tall ? -0.6 : brokerMiddle).forEach((at, index) => places.set(producers[index]!, tall ? { x: at, z: farthest } : { x: -4.95, z: at }));

  const { columns, memberScale } = placeMembers(state, inFront ? { ...form, span: FRONT.span, pitch: FRONT.pitch, middle } : form, inputs, places, inFront);
  const isQueue = config.mode === 'queue';
  const tilesX = form.head + (isQueue ? 0.08 : form.headWidth);
  const room = (columns[0] ?? form.right + 0.6) - (inFront ? 0.78 : 0.62) - 0.5 * memberScale - (isQueue ? 0.75 : 0) - tilesX;
  const slots = Math.max(4, Math.min(form.most, Math.floor(room / form.slot)));
  return {
    plate: { shape: 'rectangle', width: form.width, depth: form.depth, radius: 1.3, dots: true }, places, rows, pitch, scale, headX: form.head, tilesX, slots,
    slotPitch: Math.min(form.slot * 1.08, room / slots), brokerScale: Math.min(tall ? 0.9 : 0.86, Math.max(0.5, gap / (tall ? 1.6 : 2.05))), memberScale, middle, inFront,
    producerScale: Math.min(tall ? 1.12 : 0.88, 4.9 / Math.max(1, producers.length)), columns,
  };
}

/** Each group has a column, or as many as it needs; on phones those after the first share a row. */
function placeMembers(state: QueueState, form: Form, inputs: readonly number[], places: Map<string, Floor>, inFront: boolean): { readonly columns: readonly number[]; readonly memberScale: number } {
  const all = [...state.groups.keys()].map((name) => [...state.members.values()].filter((member) => member.group === name).map(({ id }) => id));
  const groups = inFront ? all.slice(0, 1) : all;
  const perColumn = 6;
  const needed = groups.map((members) => Math.max(1, Math.ceil(members.length / perColumn)));
  const count = needed.reduce((sum, each) => sum + each, 0);
  const apart = count < 2 ? 0 : Math.min(count === 2 ? form.column * 1.12 : form.column, (2.2 * form.column) / (count - 1));
  const columns = Array.from({ length: count }, (_, at) => form.right - (count === 1 ? 0.35 : 0) - (count - 1 - at) * apart);
  const deepest = Math.max(1, ...groups.map((members, at) => Math.ceil(members.length / needed[at]!)));
  const memberScale = Math.max(0.4, Math.min(form.members, count < 2 ? 1 : apart / form.column, (form.span / Math.max(1, deepest - 1)) / 1.45));
  let column = 0;
  groups.forEach((members, index) => {
    const rows = Math.ceil(members.length / needed[index]!);
    const alone = members.length === 1 && count > 1 && inputs.length !== 1;
    const zs = members.length === inputs.length && needed[index] === 1 ? inputs : spread(rows, form.pitch, form.span, form.middle + (alone && index > 0 ? (index % 2 === 1 ? -0.95 : 0.95) : 0));
    members.forEach((id, at) => places.set(id, { x: columns[column + Math.floor(at / rows)]!, z: zs[at % rows]! }));
    column += needed[index]!;
  });
  if (inFront) {
    const row = all.slice(1).flat();
    spread(row.length, 1.5, form.width - 2.2, -0.3).forEach((x, at) => places.set(row[at]!, { x, z: FRONT.z }));
    return { columns, memberScale: Math.min(memberScale, (form.width - 1.8) / row.length) };
  }
  return { columns, memberScale };
}
