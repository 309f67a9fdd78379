/** Where services, proxies and control plane stand: the entry at the left, what is split in a tray at the right, the control plane above. */
import type { ServiceMeshState } from '../../models/service-mesh/state.ts';
import { splitService } from '../../models/service-mesh/state.ts';
import { sidecarAt } from '../../scene/kits/sidecar.ts';
import type { Floor, Plate } from '../../scene/picture.ts';

interface Box extends Floor {
  readonly width: number;
  readonly depth: number;
}

export interface Layout {
  readonly plate: Plate;
  /** Of hosts, and in ambient mode of ztunnels and the waypoint; of the control plane, and of who stands outside. */
  readonly places: ReadonlyMap<string, Floor & { readonly scale: number }>;
  /** Where links to an id end: its proxy. */
  readonly ends: ReadonlyMap<string, Floor>;
  /** Grounds: of the split service, or of machines. */
  readonly trays: ReadonlyMap<string, Box>;
  /** Where the control bus runs. */
  readonly bus: number;
}

interface Form {
  readonly width: number;
  readonly depth: number;
  readonly plane: Floor;
  readonly bus: number;
  readonly entry: Floor;
  readonly hub: Floor;
  /** Room of services that have one host, and of the hosts of the split one. */
  readonly others: Box;
  readonly tray: Box;
  /** Hosts of the split service, as shares of half the tray, for three of them. */
  readonly three: readonly Floor[];
  readonly outside: Floor;
  readonly machines: readonly Box[];
  readonly waypoint: Floor;
}

const WIDE: Form = {
  width: 11.6, depth: 7.7, plane: { x: -0.2, z: -2.95 }, bus: -2.1, entry: { x: -4.6, z: -0.25 }, hub: { x: -1.95, z: -0.25 },
  others: { x: -3.05, z: 1.95, width: 4.6, depth: 2.5 }, tray: { x: 3.15, z: 0.8, width: 4.5, depth: 5.1 },
  three: [{ x: -0.2, z: -0.74 }, { x: 0.48, z: -0.14 }, { x: -0.6, z: 0.46 }], outside: { x: 5.3, z: -2.6 },
  machines: [{ x: -3.75, z: 1.2, width: 3.3, depth: 3.9 }, { x: 0, z: 1.2, width: 3.3, depth: 3.9 }, { x: 3.75, z: 1.2, width: 3.3, depth: 3.9 }], waypoint: { x: 2.6, z: -1.75 },
};
const TALL: Form = {
  width: 7.6, depth: 8.8, plane: { x: 0.2, z: -3.6 }, bus: -2.75, entry: { x: -2.4, z: -1.6 }, hub: { x: -3, z: 0.65 },
  others: { x: -2.7, z: 3.05, width: 1.7, depth: 2.2 }, tray: { x: 1.45, z: 1.1, width: 4.2, depth: 5.9 },
  three: [{ x: 0.05, z: -0.72 }, { x: 0.5, z: -0.1 }, { x: -0.16, z: 0.5 }], outside: { x: 3.4, z: -3.1 },
  machines: [{ x: -2.42, z: 1.5, width: 2.26, depth: 4.7 }, { x: 0, z: 1.5, width: 2.26, depth: 4.7 }, { x: 2.42, z: 1.5, width: 2.26, depth: 4.7 }], waypoint: { x: 2.1, z: -1.9 },
};

/** Rows and columns within a box, and how large what stands there may be. */
function grid(count: number, { x, z, width, depth }: Box, columns: number): readonly (readonly [Floor, number])[] {
  const across = Math.max(1, Math.min(columns, count));
  const rows = Math.ceil(count / across);
  const pitch = { x: width / across, z: depth / rows };
  const scale = Math.max(0.5, Math.min(1, pitch.x / 1.75, pitch.z / 1.75));
  return Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / across);
    const inRow = Math.min(across, count - row * across);
    return [{ x: x + ((at % across) - (inRow - 1) / 2) * pitch.x, z: z + (row - (rows - 1) / 2) * pitch.z }, scale] as const;
  });
}

/** What a layout is filled with. */
interface Plan {
  readonly form: Form;
  /** Size of a service that has room. */
  readonly size: number;
  readonly places: Map<string, Floor & { readonly scale: number }>;
  readonly ends: Map<string, Floor>;
  readonly trays: Map<string, Box>;
}

export function layoutOf(state: ServiceMeshState, tall: boolean): Layout {
  const form = tall ? TALL : WIDE;
  const plan: Plan = { form, size: tall ? 0.86 : 1, places: new Map(), ends: new Map([['o1', form.outside]]), trays: new Map() };
  (state.config.mode === 'ambient' ? machines : rooms)(state, plan, tall);
  plan.places.set('p1', { ...form.plane, scale: 1 });
  return { plate: { shape: 'rectangle', width: form.width, depth: form.depth, radius: 1.3, dots: true }, places: plan.places, ends: plan.ends, trays: plan.trays, bus: form.bus };
}

/** Sidecars: the way of a request from left to right, the split service in its tray. */
function rooms(state: ServiceMeshState, { form, size, places, ends, trays }: Plan, tall: boolean): void {
  const { services } = state;
  const split = splitService(state);
  const put = (id: string | undefined, at: Floor, scale: number): void => { if (id !== undefined) places.set(id, { ...at, scale: Math.min(scale, size) }); };
  put(services.get('s1')?.hosts[0], form.entry, 1);
  if (split.id === 's3') put(services.get('s2')?.hosts[0], form.hub, 1);
  const others = [...services.values()].slice(3).map(({ hosts }) => hosts[0]);
  grid(others.length, form.others, tall ? 2 : others.length < 4 ? 3 : 4).forEach(([at, scale], number) => put(others[number], at, scale));
  trays.set(split.id, form.tray);
  const { x, z, width, depth } = form.tray;
  const { hosts } = split;
  if (hosts.length === 3) form.three.forEach((at, number) => put(hosts[number], { x: x + (at.x * width) / 2, z: z + (at.z * depth) / 2 }, 1));
  else grid(hosts.length, { x: x - 0.15, z: z - 0.4, width: width - 0.6, depth: depth - 0.9 }, hosts.length < 3 ? 1 : hosts.length < 7 ? 2 : 3).forEach(([at, scale], number) => put(hosts[number], at, scale));
  for (const [id, place] of places) ends.set(id, sidecarAt(place));
}

/** Ambient: hosts on their machines, each with its ztunnel at the back; the waypoint above them. */
function machines(state: ServiceMeshState, { form, size, places, ends, trays }: Plan, tall: boolean): void {
  const tunnels = [...state.proxies.keys()].filter((id) => id !== 'w1');
  tunnels.forEach((id, at) => {
    const box = tunnels.length === 2 ? { ...form.machines[at * 2]!, width: form.machines[0]!.width * 1.1 } : form.machines[at]!;
    trays.set(id, box);
    const tunnel = { x: box.x, z: box.z - box.depth / 2 + 0.55 };
    places.set(id, { ...tunnel, scale: 1.15 * size });
    ends.set(id, tunnel);
    const hosts = [...state.hosts.values()].filter(({ tunnel: on }) => on === id);
    grid(hosts.length, { x: box.x, z: box.z + 0.45, width: box.width - 0.2, depth: box.depth - 1.5 }, tall ? 1 : 2).forEach(([place, scale], number) => {
      places.set(hosts[number]!.id, { ...place, scale: Math.min(scale, 0.86 * size) });
      ends.set(hosts[number]!.id, tunnel);
    });
  });
  places.set('w1', { ...form.waypoint, scale: 1.5 * size });
  ends.set('w1', form.waypoint);
}
