/** The columns of load in the middle of the ring: one a server, and a second row where two algorithms are compared. */
import type { Algorithm } from '../../models/hash-ring/algorithms/index.ts';
import { comparedMeasures, loads, measures } from '../../models/hash-ring/measures.ts';
import type { HashRingState, Server } from '../../models/hash-ring/state.ts';
import { serverId } from '../../models/hash-ring/state.ts';
import type { Floor, GaugeMark, Role } from '../../scene/picture.ts';
import type { Moment } from '../base/concept.ts';

export type RingMoment = Pick<Moment<HashRingState>, 'state' | 'nowUs' | 'tall' | 'name' | 'text' | 'selected' | 'settings'>;

/**
 * Keeps what was last made in a run while its reasons are the same: up to 16,384 arcs and 64 columns outlive the frame, but
 * not the placements that a run remembers. A run is told by its keys, which one run alone has.
 */
export class LastMade<Made> {
  readonly #of = new WeakMap<object, { readonly reasons: readonly unknown[]; readonly made: Made }>();

  for({ placement: { keys } }: HashRingState, reasons: readonly unknown[], make: () => Made): Made {
    const kept = this.#of.get(keys);
    if (kept && reasons.every((reason, n) => reason === kept.reasons[n])) return kept.made;
    const made = make();
    this.#of.set(keys, { reasons, made });
    return made;
  }
}

const owners: readonly Role[] = ['owner-1', 'owner-2', 'owner-3', 'owner-4'];
const patterns = ['plain', 'stripes', 'dots'] as const;

/** Four hues in the order of the servers, then the same with stripes, then with dots. */
export const ownerRole = (server: number): Role => (server === 0 ? 'idle' : owners[(server - 1) % 4]!);
export const ownerPattern = (server: number): (typeof patterns)[number] => patterns[Math.floor((server - 1) / 4) % 3] ?? 'plain';

/** Rows of columns on the disc: up to how many columns, how wide, how far apart, and how tall a column may be. */
const rowings = [
  { upTo: 12, rows: 1, span: 3.7, apart: 0, tallest: 1 },
  { upTo: 24, rows: 2, span: 3.3, apart: 0.9, tallest: 0.55 },
  { upTo: 40, rows: 3, span: 3, apart: 0.7, tallest: 0.4 },
  { upTo: Infinity, rows: 4, span: 2.9, apart: 0.55, tallest: 0.28 },
] as const;

/** Two algorithms have a row each, or two of many servers, far enough apart for what stands in front of the first. */
const pairings = [
  { upTo: 12, rows: 2, span: 3, apart: 1.5, tallest: 0.5 },
  { upTo: 24, rows: 4, span: 2.9, apart: 0.6, tallest: 0.28 },
] as const;

export interface Columns {
  readonly width: number;
  /** Height of the tallest, of what a picture allows. */
  readonly tallest: number;
  readonly perRow: number;
  /** Floor in front of a column that is still its own. */
  readonly front: number;
  readonly places: ReadonlyMap<number, Floor>;
}

/** Columns of the algorithm, and of that which it is compared with, where there is room for them. */
export interface ColumnRows { readonly first: Columns; readonly second: Columns | null }

const columnsPlaced = new LastMade<ColumnRows>();

/** Where the servers' columns stand: in one row, as wide as the disc allows, or in as many as show so many. */
export const columnPlaces = (state: HashRingState): ColumnRows => columnsPlaced.for(state, [state.servers, state.config.compare], () => placeColumns(state));

function placeColumns({ servers, config }: HashRingState): ColumnRows {
  const pairs = config.compare !== 'none' && servers.length <= pairings[1].upTo;
  const { rows, span, apart, tallest } = (pairs ? pairings : rowings).find(({ upTo }) => servers.length <= upTo)!;
  const perRow = Math.max(1, Math.ceil((servers.length * (pairs ? 2 : 1)) / rows));
  const pitch = Math.min(0.93, span / perRow);
  const place = (n: number, firstRow: number): Floor => {
    const row = Math.floor(n / perRow);
    const inRow = Math.min(perRow, servers.length - row * perRow);
    return { x: (n - row * perRow - (inRow - 1) / 2) * pitch, z: (pairs ? 0.1 : 0.24) + (firstRow + row - (rows - 1) / 2) * apart };
  };
  const columnsFrom = (firstRow: number): Columns => ({ width: Math.min(0.64, pitch * 0.7), tallest, perRow, front: rows === 1 ? 0.45 : Math.min(0.45, apart / 2), places: new Map(servers.map(({ number }, n) => [number, place(n, firstRow)])) });
  return { first: columnsFrom(0), second: pairs ? columnsFrom(rows / 2) : null };
}

interface Load { readonly part: number; readonly share: number; readonly room: number | null; readonly keys: number }

/** What a column shows: a part of the load; under bounded loads keys against what there is room for. */
export function loadOf(state: HashRingState, { number }: Server, compared: boolean): Load {
  const { of, shares } = loads(state);
  const beside = comparedMeasures(state);
  const { members, room: rooms } = compared ? state.placement.compared! : state.placement;
  const own = compared ? beside!.keyShares : shares;
  const keys = (compared ? beside! : measures(state)).keys.get(number) ?? 0;
  const room = of === 'keys' ? rooms[members.findIndex((each) => each.number === number)] ?? null : null;
  const part = own.get(number) ?? 0;
  if (room !== null && !beside) return { part, room, keys, share: keys / Math.max(1, ...rooms) };
  // A share a quarter above the mean stands as tall as may be; a larger one lowers the others, the same in both rows.
  const tallest = Math.max(1.25 / Math.max(1, state.servers.length), ...shares.values(), ...(beside?.keyShares.values() ?? []));
  return { part, room, keys, share: part / tallest };
}

const columnsMade = new LastMade<readonly GaugeMark[]>();

export function columns(moment: RingMoment, places: Columns): readonly GaugeMark[] {
  const { state, text, selected, tall, settings } = moment;
  return columnsMade.for(state, [state.placement, state.servers, text, selected, tall, settings['names']], () => makeColumns(moment, places, null));
}

export function makeColumns({ state, name, text, selected, tall }: RingMoment, places: Columns, compared: Algorithm | null): readonly GaugeMark[] {
  const { tokens } = measures(state);
  const roomy = state.servers.length <= (tall ? (state.config.compare === 'none' ? 5 : 3) : 7);
  const lettered = places.perRow <= 16 && state.servers.length <= 24;
  const { of } = loads(state);
  return state.servers.map((server): GaugeMark => {
    const own = serverId(server.number);
    const { part, share, room, keys } = loadOf(state, server, compared !== null);
    const percent = Math.round(part * 100);
    const id = compared ? `${compared}/${own}` : own;
    const spoken = text(`hash-ring.spoken-${of}`, { percent, tokens: tokens.get(server.number) ?? 0 });
    const shown = room === null ? text('hash-ring.percent', { percent }) : tall || state.servers.length > 4 ? text('{count}', { count: keys }) : text('hash-ring.of-room', { keys, room });
    return {
      id, ...places.places.get(server.number)!, role: server.up ? ownerRole(server.number) : 'crashed', pattern: ownerPattern(server.number),
      share: server.up ? share * places.tallest : 0, inlay: lettered ? name(own).slice(0, 2) : '',
      text: roomy ? (server.up ? shown : text('hash-ring.down')) : '',
      spoken: !server.up ? text('hash-ring.spoken-down') : room !== null ? text('hash-ring.spoken-room', { keys, room }) : compared ? `${text(`hash-ring.by-${compared}`)}: ${spoken}` : spoken,
      width: places.width, down: !server.up, selected: selected === id,
    };
  });
}
