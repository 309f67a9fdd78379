/** Where servers and their logs stand: the primary in charge at the back, one row each. Pure geometry on the floor. */
import type { ReplicationState } from '../../models/replication/state.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

export interface Row {
  readonly id: string;
  /** Of the stack. */
  readonly at: Floor;
  /** In its part of a cut; rows of one side lie together. */
  readonly side: number;
}

export interface Layout {
  readonly plate: Plate;
  readonly rows: readonly Row[];
  readonly places: ReadonlyMap<string, Floor>;
  /** Between two rows. */
  readonly pitch: number;
  /** Left edge of the first position of every log, so that a column is one position. */
  readonly lanesX: number;
  readonly slots: number;
  readonly slotPitch: number;
  /** Of the stacks. */
  readonly scale: number;
  /** Where the client stands; null on phones, which have no room for it. */
  readonly client: Floor | null;
}

const WIDE = { width: 11.6, depth: 7.7, hub: -3.75, replicas: -1.62, lean: 0.16, lanes: -0.98, slots: 10, slotPitch: 0.47, pitch: 1.95, client: -5.08, scale: 0.94 } as const;
const TALL = { width: 8.6, depth: 9.3, hub: -3.4, replicas: -1.72, lean: 0.12, lanes: -1.12, slots: 8, slotPitch: 0.47, pitch: 2, client: null, scale: 0.98 } as const;
/** Rows lie no closer than this, that pins stay clear of the next log; the plate grows deeper instead. */
const LEAST_PITCH = 1;

/** Side of a cut that a server is on; those not named are on the last. */
function sideOf({ network: { groups } }: ReplicationState, id: string): number {
  if (groups === null) return 0;
  const at = groups.findIndex((side) => side.includes(id));
  return at < 0 ? groups.length - 1 : at;
}

/** The primary in charge, below it who follows it, each with its own followers behind it; then those who follow nobody. */
function orderOf(state: ReplicationState): readonly string[] {
  const order: string[] = [];
  const visit = (id: string): void => {
    if (order.includes(id)) return;
    order.push(id);
    for (const server of state.servers.values()) if (server.role === 'standby' && server.upstream === id) visit(server.id);
  };
  visit(state.primary);
  for (const id of state.servers.keys()) visit(id);
  const own = sideOf(state, state.primary);
  return [...order.filter((id) => sideOf(state, id) === own), ...order.filter((id) => sideOf(state, id) !== own).sort((a, b) => sideOf(state, a) - sideOf(state, b))];
}

/** The plate for a stage; tall ones are laid out anew, not shrunk. */
export function layoutOf(state: ReplicationState, tall: boolean): Layout {
  const form = tall ? TALL : WIDE;
  const order = orderOf(state);
  const gaps = Math.max(1, order.length - 1);
  const pitch = Math.min(form.pitch, Math.max(LEAST_PITCH, (form.depth - 2.6) / gaps));
  const span = pitch * (order.length - 1);
  const top = -span / 2 - 0.1;
  const scale = form.scale * Math.min(1, Math.max(0.72, pitch / 1.3));
  const rows = order.map((id, row): Row => {
    // Each replica a little further out than the one behind it, so that links fan out clear of the stacks.
    const x = row === 0 ? form.hub : form.replicas - (order.length > 2 ? form.lean * ((row - 1) / (order.length - 2)) ** 1.5 : 0);
    return { id, at: { x, z: top + row * pitch }, side: sideOf(state, id) };
  });
  return {
    plate: { shape: 'rectangle', width: form.width, depth: Math.max(form.depth, span + 2.6), radius: 1.3, dots: true },
    rows, places: new Map(rows.map(({ id, at }) => [id, at])), pitch,
    lanesX: form.lanes, slots: form.slots, slotPitch: form.slotPitch, scale, client: form.client === null ? null : { x: form.client, z: top },
  };
}

/** Offsets of the corners of a crack from its line, in turn; they look irregular and are always the same. */
const CRACK = [0, 0.9, -0.7, 1, -0.45, 0.75, -1, 0.6, -0.85, 0.95, -0.6, 0.8, -0.9] as const;

/** A jagged line across the plate, between two rows. */
function crackAt(z: number, { width }: Plate): readonly Floor[] {
  const pieces = Math.round(width / 0.68);
  return Array.from({ length: pieces + 1 }, (_, at) => ({
    x: width * (at / pieces - 0.5), z: z + (at === 0 || at === pieces ? 0 : (CRACK[at % CRACK.length] ?? 0) * 0.1),
  }));
}

/** Cracks wherever two rows beside each other are on different sides of a cut. */
export function cracksOf({ rows, plate, pitch }: Layout): readonly { readonly id: string; readonly z: number; readonly points: readonly Floor[] }[] {
  return rows.slice(1).flatMap(({ at, side }, row) => {
    if (rows[row]?.side === side) return [];
    // Stacks stand up to the back of their row, pins lie before it: nearer to the row behind.
    const z = at.z - pitch * 0.5 + 0.06;
    return [{ id: `cut-${row}`, z, points: crackAt(z, plate) }];
  });
}

/** Share of the way between two places at which the first crack is met; null where none is. */
export function crossing(from: Floor, to: Floor, cracks: readonly { readonly z: number }[]): number | null {
  const shares = cracks.map(({ z }) => (z - from.z) / (to.z - from.z)).filter((share) => share > 0 && share < 1);
  return shares.length === 0 ? null : Math.min(...shares);
}
