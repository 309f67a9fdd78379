/** A service as a ball with its proxy, a small gold ball touching it; links join the proxies, never the services. */
import type { Floor, NodeMark, PictureBuilder } from '../picture.ts';

export interface SidecarSpec extends Floor {
  /** Id of the service's node. */
  readonly id: string;
  /** Name, in ink on the ball. */
  readonly name: string;
  /** Configuration version, in ink on the proxy. */
  readonly version: string;
  readonly caption: string;
  readonly badge?: string;
  readonly spoken: string;
  /** Out of the pool: grey at full height, with a neutral ring that runs down; the proxy stays gold. */
  readonly ejected?: { readonly share: number };
  /** Red ring round the proxy where a call has just failed, 0–1. */
  readonly failed?: number;
  readonly selected?: boolean;
  readonly scale?: number;
}

/** Where the proxy stands from its service, and its width. */
export const SIDECAR = { x: 0.36, z: 0.62, width: 0.5 } as const;

/** Floor point under the proxy of a service: where its links end. */
export function sidecarAt({ x, z, scale = 1 }: Floor & { readonly scale?: number }): Floor {
  return { x: x + SIDECAR.x * scale, z: z + SIDECAR.z * scale };
}

/** Service and proxy. A pointer on either selects the service. */
export function sidecar(picture: PictureBuilder, spec: SidecarSpec): void {
  const { id, x, z, scale = 1 } = spec;
  const at = sidecarAt(spec);
  const role: NodeMark['role'] = spec.ejected ? 'ejected' : 'service';
  if (spec.ejected) {
    const ring = { form: 'ring', at: { x, z }, radius: 0.745 * scale, width: 0.09 } as const;
    picture.paint({ ...ring, id: `${id}/track`, tone: 'link', opacity: 0.4 });
    picture.paint({ ...ring, id: `${id}/back`, tone: 'muted', from: 1 - Math.max(0, Math.min(1, spec.ejected.share)), to: 1 });
  }
  if (spec.failed) picture.paint({ form: 'ring', id: `${id}/failed`, tone: 'fail', opacity: spec.failed, at, radius: 0.36 * scale, width: 0.05 });
  picture.node({ id, role, x, z, inlay: spec.name, caption: spec.caption, spoken: spec.spoken, scale, ...(spec.badge === undefined ? {} : { badge: spec.badge }), ...(spec.selected ? { selected: true } : {}) });
  const width = SIDECAR.width * scale;
  picture.solid({ id: `${id}/proxy`, shape: 'orb', ...at, width, height: width, role: 'sidecar', node: id, text: spec.version });
}
