/** The control plane's way to every proxy: one dashed bus with right-angled drops, and the configuration travelling on it. */
import type { Floor, PictureBuilder } from '../picture.ts';
import { LINK } from '../shapes.ts';

export interface ControlBusSpec {
  readonly id: string;
  /** Middle of the control plane's front. */
  readonly from: Floor;
  /** Where the bus runs from left to right. */
  readonly z: number;
  /** Proxies it ends at. */
  readonly to: readonly (Floor & { readonly id: string })[];
  /** Kept clear before a proxy; 0.34 when absent. */
  readonly trim?: number;
}

/** Bus and drops; dashed means control here, not blocked. */
export function controlBus(picture: PictureBuilder, { id, from, z, to, trim = 0.34 }: ControlBusSpec): void {
  if (to.length === 0) return;
  const line = { form: 'line', tone: 'leader', width: LINK.width * 0.85, dash: 'dash' } as const;
  const left = Math.min(from.x, ...to.map((end) => end.x)), right = Math.max(from.x, ...to.map((end) => end.x));
  picture.paint({ ...line, id: `${id}/stem`, points: [from, { x: from.x, z }] });
  picture.paint({ ...line, id: `${id}/bus`, points: [{ x: left, z }, { x: right, z }] });
  for (const end of to) picture.paint({ ...line, id: `${id}/${end.id}`, points: [{ x: end.x, z }, { x: end.x, z: end.z - trim }] });
}

/** Where a configuration is on its way from the control plane to a proxy, `share` 0–1. */
export function onBus({ from, z }: Pick<ControlBusSpec, 'from' | 'z'>, to: Floor, share: number): Floor {
  const a = Math.abs(z - from.z), b = Math.abs(to.x - from.x), c = Math.abs(to.z - z);
  let left = Math.max(0, Math.min(1, share)) * (a + b + c);
  if (left <= a) return { x: from.x, z: from.z + Math.sign(z - from.z) * left };
  left -= a;
  if (left <= b) return { x: from.x + Math.sign(to.x - from.x) * left, z };
  return { x: to.x, z: z + Math.sign(to.z - z) * (left - b) };
}

export interface ConfigCardSpec extends Floor {
  readonly id: string;
  /** Version on it. */
  readonly text: string;
}

/** Flat card with the version. */
export function configCard(picture: PictureBuilder, { id, x, z, text }: ConfigCardSpec): void {
  picture.solid({ id, shape: 'slab', x, z, y: 0.12, width: 0.46, depth: 0.34, height: 0.05, role: 'sidecar', text, shadow: true });
}
