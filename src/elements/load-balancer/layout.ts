/** Where clients, balancers and backends stand: from left to right as a request goes. */
import type { LoadBalancerState } from '../../models/load-balancer/state.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

export interface Layout {
  readonly plate: Plate;
  readonly places: ReadonlyMap<string, Floor>;
  /** Of clients, and of backends. */
  readonly clientScale: number;
  readonly backendScale: number;
  /** From a backend to the left edge of its pad. */
  readonly tray: Floor;
  /** Room for pad and slots along x. */
  readonly room: number;
  /** From a backend to its column; null: there is no room for one. */
  readonly column: Floor | null;
  /** From a backend to its pill. */
  readonly pill: Floor;
  /** Slots shown at most. */
  readonly slots: number;
  /** Room for words beside every backend. */
  readonly wordy: boolean;
}

interface Form {
  readonly width: number;
  readonly depth: number;
  readonly clients: number;
  readonly balancers: number;
  readonly backends: number;
  /** Middle of the rows, and how far they reach. */
  readonly middle: number;
  readonly span: number;
  readonly widest: number;
}

const WIDE: Form = { width: 11.6, depth: 7.7, clients: -4.75, balancers: -2.1, backends: 0.75, middle: 0.2, span: 5.2, widest: 1.64 };
const TALL: Form = { width: 8.8, depth: 9.4, clients: -3.5, balancers: -1.05, backends: 1.55, middle: -0.25, span: 6.7, widest: 2.25 };

/** Evenly spread places of a column, back to front. */
function column(count: number, { middle, span }: Form, widest: number): readonly number[] {
  const pitch = count < 2 ? 0 : Math.min(widest, span / (count - 1));
  return Array.from({ length: count }, (_, at) => middle + (at - (count - 1) / 2) * pitch);
}

/** Columns of at most `most` each, `apart` from each other. */
function grid(ids: readonly string[], x: number, apart: number, most: number, form: Form, widest: number): readonly (readonly [string, Floor])[] {
  const columns = Math.max(1, Math.ceil(ids.length / most));
  const rows = Math.ceil(ids.length / columns);
  const zs = column(rows, form, widest);
  return ids.map((id, at) => [id, { x: x + Math.floor(at / rows) * apart, z: zs[at % rows] ?? 0 }]);
}

const scaleFor = (rows: number, form: Form): number => Math.max(0.46, Math.min(1, form.span / Math.max(1, rows - 1) / 1.5));

/** The plate for a stage; tall ones are laid out anew, with the slots in front of their backend. */
export function layoutOf({ clients, balancers, backends }: Pick<LoadBalancerState, 'clients' | 'balancers' | 'backends'>, tall: boolean): Layout {
  const form = tall ? TALL : WIDE;
  const two = backends.size > 8;
  const rows = two ? Math.ceil(backends.size / 2) : backends.size;
  const clientColumns = Math.ceil(clients.size / 8);
  const clientRows = Math.ceil(clients.size / clientColumns);
  const backendScale = scaleFor(rows, form) * (tall ? 0.9 : 1);
  const inFront = tall && rows <= 4;
  const edge = 0.36 + 0.6 * backendScale;
  const backendX = two ? form.backends - 0.5 : form.backends;
  return {
    plate: { shape: 'rectangle', width: form.width, depth: form.depth, radius: 1.3, dots: true },
    places: new Map([
      ...grid([...clients.keys()], form.clients - (clientColumns > 1 ? 0.3 : 0), tall ? 0.62 : 0.8, 8, form, tall ? 1.32 : 1),
      ...grid([...balancers.keys()], form.balancers, 0, 3, form, 2.3),
      ...grid([...backends.keys()], backendX, tall ? 2.15 : 2.75, two ? rows : 8, form, form.widest),
    ]),
    clientScale: Math.min(clientColumns > 1 ? 0.56 : tall ? 0.96 : 0.82, scaleFor(clientRows, form)),
    backendScale,
    tray: inFront ? { x: -0.8, z: 1.06 } : { x: edge, z: 0 },
    room: inFront ? 2.6 : tall ? (two ? 1.2 : 1.45) : two ? 1.65 : 2.75,
    column: two ? null : { x: tall ? 2.5 : 4.3, z: inFront ? 0.5 : 0 },
    pill: inFront ? { x: 1.34, z: -0.1 } : { x: edge + (tall ? 0.7 : 1.35), z: -0.26 },
    slots: inFront ? 8 : tall ? 4 : two ? 4 : 8,
    wordy: rows <= 5,
  };
}
