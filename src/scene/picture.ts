/**
 * The vocabulary of everything that can be drawn, as plain data. Knows nodes, links, packets, labels; has never heard of
 * Raft. A picture is a pure function of a model's state at a virtual time, so it can be tested without a GPU, and the 3D
 * view, the flat view, the table and the spoken sentence cannot disagree.
 *
 * World units: x to the right, z to the reader, y up; the floor of the plate is y = 0, its centre the origin. A mark has
 * a role, never a colour: shape, colour and word follow from the role (`roles.ts`). Ids are stable and unique per kind.
 */

import type { PaintMark } from './marks/paint.ts';
import type { Role } from './marks/role.ts';
import type { SolidMark } from './marks/solid.ts';

export type * from './marks/paint.ts';
export type { Role } from './marks/role.ts';
export type * from './marks/solid.ts';

/** Point on the floor. */
export interface Floor {
  readonly x: number;
  readonly z: number;
}

/** Point in space. */
export interface Point extends Floor {
  readonly y: number;
}

/** The table top that carries everything. One per picture; the camera fits it. */
export interface Plate {
  readonly shape: 'rectangle' | 'round';
  /** Full extent along x (round: the diameter). */
  readonly width: number;
  /** Full extent along z (round: equal to `width`). */
  readonly depth: number;
  /** Corner radius of a rectangle. */
  readonly radius: number;
  /** Dotted grid, decorative. */
  readonly dots: boolean;
  /** Not drawn: what stands on it brings its own ground. The camera fits it all the same. */
  readonly hidden?: boolean;
  /** Rings printed on a round plate: lane (sunken band) or disc, by radii. */
  readonly bands?: readonly { readonly inner: number; readonly outer: number; readonly tone: 'lane' | 'plate' }[];
}

/** Floor ring round a node that runs down clockwise from the top. */
export interface Timer {
  /** What is left, 0–1. */
  readonly share: number;
  /** Last quarter: drawn in the colour of failure. */
  readonly urgent: boolean;
}

/** What a node stands as: a puck in the role's silhouette, a stack of three discs, a ball, a wide capsule, or nothing. */
export type NodeBody = 'token' | 'stack' | 'orb' | 'capsule' | 'none';

/** A token standing on the plate. */
export interface NodeMark extends Floor {
  readonly id: string;
  readonly role: Role;
  /** Text on the inlay: the short display name. */
  readonly inlay: string;
  /** Word in the pill above, e.g. `Leader`; the role's word when absent. Empty: no pill. */
  readonly caption: string;
  /** Short badge in the pill, e.g. `T4`. Phones show only this. */
  readonly badge?: string;
  /** Text read out after name and caption, e.g. `term 4, 7 entries, 6 committed`. */
  readonly spoken: string;
  readonly timer?: Timer;
  /** The one node of the figure that has the soft pool of light. */
  readonly pool?: boolean;
  readonly selected?: boolean;
  /** Body instead of that of its role; `none` where a kit composes it. */
  readonly body?: NodeBody;
  /** Multiplies the radius; 1 when absent. */
  readonly scale?: number;
  /** Set by the tweener only. */
  readonly tween?: {
    /** Role it is changing from, and how far the change has come, 0–1, eased. */
    readonly from: Role;
    readonly mix: number;
    /** How far the crown has come down: 0 high above and invisible, 1 seated; overshoots a little. */
    readonly crown: number;
    /** How much of it is there: 0 absent, 1 whole; for what enters and leaves. */
    readonly presence: number;
  };
}

/** A line on the floor between two nodes, trimmed to stop short of them. */
export interface LinkMark {
  readonly id: string;
  readonly from: Floor;
  readonly to: Floor;
  /** `idle`: decoration, faint. `live`: in the colour of `role`. `blocked`: dashed, neutral. */
  readonly state: 'idle' | 'live' | 'blocked';
  readonly role: Role;
  /** Dashes flow along the link, with this many messages a second of viewing written on it; used for hops under 250 ms. */
  readonly flow?: number;
  /** Kept clear at each end; the radius of a floor ring when absent. */
  readonly trim?: number;
  /** Drawn as two lines with this distance between them, in world units: mutual TLS. */
  readonly double?: number;
  /** Multiplies its width; 1 when absent. */
  readonly weight?: number;
  /** Set by the tweener only: how far the dashes of a flow have moved, in world units. */
  readonly phase?: number;
}

/** Silhouette of a packet; differs even at 8 px. */
export type PacketShape = 'cube' | 'octahedron' | 'ball' | 'torus' | 'card' | 'key' | 'plus' | 'bar';

/** Where a packet travels: a straight hop, or along a circle of the ring (turns clockwise from the top, 0–1). */
export type PacketPath =
  | { readonly kind: 'line'; readonly from: Floor; readonly to: Floor }
  | { readonly kind: 'arc'; readonly radius: number; readonly from: number; readonly to: number };

/** One message in flight. */
export interface PacketMark {
  readonly id: string;
  readonly shape: PacketShape;
  readonly role: Role;
  readonly path: PacketPath;
  /** Share of the way already travelled, 0–1. */
  readonly share: number;
  /** Set when it is already lost: it stands at `share`, with a ring of impact of this age, 0 (just now) to 1 (gone). */
  readonly lost?: number;
  /** Multiplies its size; 1 when absent. For what carries nothing new. */
  readonly scale?: number;
  /** Text of its pill; at most one per kind is shown. */
  readonly label?: string;
  /** Text read out and shown in the inspector. */
  readonly spoken: string;
}

/** An arc of the ring with an owner: start and end in turns clockwise from the top. `end` may exceed 1, never `start + 1`. */
export interface ArcMark {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  /** Above four owners hues repeat with a pattern. */
  readonly pattern: 'plain' | 'stripes' | 'dots';
  /** Letter drawn where it fits. */
  readonly letter: string;
  /** Server id that a pointer on this arc selects. */
  readonly node: string;
  /** Dimmed: owned by something that is not the subject now. */
  readonly dim?: boolean;
  /** Set by the tweener only: the owner it grows over and how far from its token (`end`) it has come, 0–1. */
  readonly tween?: { readonly from: Role; readonly mix: number };
}

/** All arcs of one ring, with the band they fill. Up to 16,384 arcs; painters merge what is under 0.75 px. */
export interface RingMark {
  readonly id: string;
  readonly inner: number;
  readonly outer: number;
  readonly height: number;
  /** Token dots at the clockwise end of each arc. */
  readonly tokens: boolean;
  /** Dashed rail outside the band on which keys travel; its radius. */
  readonly rail?: number;
  /** Four chevrons inside the ring that say clockwise, at this radius. */
  readonly chevrons?: number;
  readonly arcs: readonly ArcMark[];
}

/** A point on a ring worth a hollow ring or a run of colour: where a key hashed, the way ahead to its token. */
export interface TraceMark {
  readonly id: string;
  readonly radius: number;
  readonly from: number;
  readonly to: number;
  readonly role: Role;
  /** Hollow circle at `from` (where the key hashed), at `to` (its token), or both. */
  readonly rings: 'from' | 'to' | 'both' | 'none';
}

/** Small resting keys on the ring's rail: many spans in one mark. */
export interface SpeckMark {
  readonly id: string;
  readonly radius: number;
  /** Turns clockwise from the top, with the role each is tinted in. */
  readonly at: readonly { readonly turn: number; readonly role: Role }[];
}

/** One cell of a lane. */
export interface Cell {
  /** `solid` committed, `hollow` not yet, `conflict` tilted and crossed, `dot` an empty entry, `free` an unused slot. */
  readonly state: 'solid' | 'hollow' | 'conflict' | 'dot' | 'free';
  /** Digit on it; the term. Not drawn where it would be under 12 px. */
  readonly text: string;
  /** Tint 1–6 (`--ds-term-n`); 0 = neutral. */
  readonly tint: number;
  /** Set by the tweener only: how far a commit has filled it from the floor, 0–1; 1 when absent. */
  readonly fill?: number;
}

/** A sunken tray of cells: the log of a node. */
export interface LaneMark extends Floor {
  readonly id: string;
  readonly cells: readonly Cell[];
  /** Position of the first cell shown, 1-based; later cells follow. */
  readonly first: number;
  /** Crashed: greyed. */
  readonly dim?: boolean;
}

/** A jagged cut across the plate, back to front, with its faint wall. */
export interface WallMark {
  readonly id: string;
  readonly points: readonly Floor[];
  /** `open` runs front to back and glows; `healed` leaves a dashed seam. */
  readonly state: 'open' | 'healed';
  /** Set by the tweener only: share of the way it has run from the front, 0–1, and its strength while it fades. */
  readonly tween?: { readonly extent: number; readonly strength: number };
}

/** A column whose height is a share: load. */
export interface GaugeMark extends Floor {
  readonly id: string;
  readonly role: Role;
  readonly pattern: 'plain' | 'stripes' | 'dots';
  /** Height as a share of the tallest the picture allows, 0–1. */
  readonly share: number;
  /** Letter on its top. */
  readonly inlay: string;
  /** Text in front of it, e.g. `26%`. */
  readonly text: string;
  readonly spoken: string;
  /** Footprint along x; 0.8 when absent. */
  readonly width?: number;
  readonly down?: boolean;
  readonly selected?: boolean;
}

/** Light or emphasis on the floor. */
export interface HaloMark extends Floor {
  readonly id: string;
  readonly kind: 'pool' | 'ring' | 'impact';
  readonly role: Role;
  readonly radius: number;
  /** 0–1. */
  readonly strength: number;
}

/** A piece of text standing in the scene, laid out in screen space. */
export interface LabelMark {
  readonly id: string;
  readonly at: Point;
  readonly text: string;
  readonly badge?: string;
  readonly role: Role;
  /** Higher wins its place. selected 50, leader 40, node 30, packet 20, hint 10. */
  readonly priority: number;
  readonly side: 'above' | 'below' | 'left' | 'right' | 'centre';
  /** `pill`: with its own ground. `plain`: on a body or on bare plate. */
  readonly ground: 'pill' | 'plain';
  /** Labels of one group are seen together or not at all: some alone would say something that is not so. */
  readonly group?: string;
}

/** Everything that is to be seen at one moment. */
export interface Picture {
  readonly plate: Plate;
  readonly links: readonly LinkMark[];
  readonly nodes: readonly NodeMark[];
  readonly packets: readonly PacketMark[];
  readonly rings: readonly RingMark[];
  readonly traces: readonly TraceMark[];
  readonly specks: readonly SpeckMark[];
  readonly lanes: readonly LaneMark[];
  readonly walls: readonly WallMark[];
  readonly gauges: readonly GaugeMark[];
  readonly halos: readonly HaloMark[];
  readonly labels: readonly LabelMark[];
  readonly solids: readonly SolidMark[];
  readonly paints: readonly PaintMark[];
}

/** Collects marks. `draw` functions get one and say what is there; nothing else may be kept between calls. */
export class PictureBuilder {
  #plate: Plate = { shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true };
  readonly #links: LinkMark[] = [];
  readonly #nodes: NodeMark[] = [];
  readonly #packets: PacketMark[] = [];
  readonly #rings: RingMark[] = [];
  readonly #traces: TraceMark[] = [];
  readonly #specks: SpeckMark[] = [];
  readonly #lanes: LaneMark[] = [];
  readonly #walls: WallMark[] = [];
  readonly #gauges: GaugeMark[] = [];
  readonly #halos: HaloMark[] = [];
  readonly #labels: LabelMark[] = [];
  readonly #solids: SolidMark[] = [];
  readonly #paints: PaintMark[] = [];

  plate(plate: Plate): void { this.#plate = plate; }
  link(mark: LinkMark): void { this.#links.push(mark); }
  node(mark: NodeMark): void { this.#nodes.push(mark); }
  packet(mark: PacketMark): void { this.#packets.push(mark); }
  ring(mark: RingMark): void { this.#rings.push(mark); }
  trace(mark: TraceMark): void { this.#traces.push(mark); }
  speck(mark: SpeckMark): void { this.#specks.push(mark); }
  lane(mark: LaneMark): void { this.#lanes.push(mark); }
  wall(mark: WallMark): void { this.#walls.push(mark); }
  gauge(mark: GaugeMark): void { this.#gauges.push(mark); }
  halo(mark: HaloMark): void { this.#halos.push(mark); }
  label(mark: LabelMark): void { this.#labels.push(mark); }
  solid(mark: SolidMark): void { this.#solids.push(mark); }
  paint(mark: PaintMark): void { this.#paints.push(mark); }

  picture(): Picture {
    return {
      plate: this.#plate, links: this.#links, nodes: this.#nodes, packets: this.#packets, rings: this.#rings,
      traces: this.#traces, specks: this.#specks, lanes: this.#lanes, walls: this.#walls, gauges: this.#gauges,
      halos: this.#halos, labels: this.#labels, solids: this.#solids, paints: this.#paints,
    };
  }
}
