/** What lies over the picture: type, node buttons, and what a pointer finds. Same camera as the painters. */
import { fitCamera } from '../../scene/camera.ts';
import type { Camera } from '../../scene/camera.ts';
import type * as Hits from '../../scene/hit.ts';
import type { Picture } from '../../scene/picture.ts';
import { nodeHeight, nodeRadius } from '../../scene/node-body.ts';
import { ROLES } from '../../scene/roles.ts';
import { gaugeHeight } from '../../scene/shapes.ts';
import type { Shot } from '../../scene/view.ts';
import type { SelectDetail, SelectionKind } from './events.ts';
import type { Translate } from './strings.ts';
import { Type } from './painters.ts';
import type { NodeLayer, NodePlace } from './ui/node-layer.ts';
import type { TypeLayer } from './ui/type-layer.ts';

interface Words {
  readonly text: Translate;
  nameOf(id: string): string;
}

interface Look {
  /** Phone layout. */
  readonly tall: boolean;
  /** Px that one px of type is shown as. */
  readonly unit: number;
}

/** Px that a page's type makes of one, as `--u` of the style sheet has it: at least 1, and 1.5 at most. */
export function unitOfType({ defaultView, documentElement }: Document): number {
  const size = defaultView ? parseFloat(defaultView.getComputedStyle(documentElement).fontSize) : 16;
  return Math.min(1.5, Math.max(1, size / 16 || 1));
}

export class Overlay {
  readonly #type: TypeLayer;
  readonly #nodes: NodeLayer;
  readonly #texts = new Type();
  #camera: Camera | null = null;
  #fitted = '';
  #places: readonly NodePlace[] = [];
  #picture: Picture | null = null;
  /** Comes after the first picture; a pointer finds nothing until then. */
  #find: Pick<typeof Hits, 'hitTest' | 'spotOf'> | null = null;

  constructor(type: TypeLayer, nodes: NodeLayer) {
    this.#type = type;
    this.#nodes = nodes;
    import('./moving.ts').then((moving) => {
      this.#find = moving;
    }, () => undefined);
  }

  show({ picture, frame }: Shot, words: Words, { tall, unit }: Look, now: number): void {
    const fitted = JSON.stringify([frame, picture.plate]);
    if (!this.#camera || fitted !== this.#fitted) {
      this.#fitted = fitted;
      this.#camera = fitCamera(picture.plate, frame);
    }
    this.#picture = picture;
    this.#places = placesOf(picture, this.#camera, words);
    this.#nodes.update(this.#places);
    this.#type.update(this.#texts.place(picture, this.#camera, unit, tall, now), unit);
  }

  /** What lies under a point of the stage. */
  pick(x: number, y: number): SelectDetail | null {
    const found = this.#camera && this.#picture && this.#find?.hitTest(this.#picture, this.#camera, x, y);
    return found ? { kind: found.kind, id: found.id } : null;
  }

  /** Where a message, entry or link is drawn on the stage. */
  spotOf(kind: Hits.Hit['kind'], id: string): { readonly x: number; readonly y: number } | null {
    return (this.#camera && this.#picture && this.#find?.spotOf(this.#picture, this.#camera, kind, id)) ?? null;
  }

  /** Where every node is drawn on the stage. */
  get places(): readonly NodePlace[] {
    return this.#places;
  }

  /** Ids of what is drawn of a kind. */
  drawn(kind: SelectionKind): readonly string[] {
    return this.#picture ? drawnOf(this.#picture, kind) : [];
  }

  dispose(): void {
    this.#type.update([]);
    this.#nodes.update([]);
  }
}

/** In the order in which they were drawn; nodes have buttons of their own. */
function drawnOf({ packets, links, lanes, solids }: Picture, kind: SelectionKind): string[] {
  if (kind === 'message') return packets.map(({ id }) => id);
  if (kind === 'link') return links.map(({ id }) => id);
  const cells = lanes.flatMap((lane) => lane.cells.flatMap(({ state }, at) => (state === 'free' ? [] : [`${lane.id}:${lane.first + at}`])));
  return kind === 'entry' ? [...new Set([...cells, ...solids.flatMap(({ entry }) => entry ?? [])])] : [];
}

/** Where every node and load column is, in reading order, with the words of its button. */
function placesOf(picture: Picture, camera: Camera, host: Words): NodePlace[] {
  const { text } = host;
  const nameOf = (id: string): string => host.nameOf(id);
  const places = picture.nodes.map((node): NodePlace => {
    const look = ROLES[node.role];
    const at = camera.project({ x: node.x, y: nodeHeight(node) / 2, z: node.z });
    const side = nodeRadius(node) * 2 * at.scale;
    const words = [nameOf(node.id), node.caption || text(look.word), node.badge ?? '', node.spoken].filter((word) => word !== '');
    return { id: node.id, x: at.x, y: at.y, width: side, height: side * 0.86, name: words.join(', ') };
  });
  for (const gauge of picture.gauges) {
    if (places.some(({ id }) => id === gauge.id)) continue;
    const height = gaugeHeight(gauge.share);
    const top = camera.project({ x: gauge.x, y: height, z: gauge.z });
    const foot = camera.project({ x: gauge.x, y: 0, z: gauge.z });
    places.push({ id: gauge.id, x: foot.x, y: (top.y + foot.y) / 2, width: (gauge.width ?? 0.8) * foot.scale, height: Math.abs(foot.y - top.y), name: [nameOf(gauge.id), gauge.spoken].filter((word) => word !== '').join(', ') });
  }
  return places;
}
