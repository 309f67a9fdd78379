/**
 * Motion between pictures: remembers how things stood and gives the picture in between. It runs on time of viewing, knows
 * nothing of models, and is at rest as soon as nothing differs; then a picture comes out as it went in.
 */
import { sameArcs } from './arcs.ts';
import { arcsBetween } from './tween-arcs.ts';
import { MarkTweener, paintBetween, solidBetween } from './tween-marks.ts';
import type { ArcMark, Cell, GaugeMark, LaneMark, LinkMark, NodeMark, PaintMark, Picture, RingMark, Role, SolidMark, WallMark } from './picture.ts';

/** `play` at full length, `step` at most 250 ms, `cut` none: for scrubbing and for readers who want no motion. */
export type TweenMode = 'play' | 'step' | 'cut';

/** Lengths in ms of viewing. */
export const TWEEN = { role: 320, crownDelay: 120, crash: 260, arc: 500, fill: 200, wall: 350, heal: 250, gauge: 320, presence: 320, flow: 0.4, step: 250 } as const;

/** Cubic Bézier from 0, 0 to 1, 1 with two handles, by eight halvings and a line. */
export function bezier(x1: number, y1: number, x2: number, y2: number): (share: number) => number {
  const at = (t: number, a: number, b: number): number => 3 * (1 - t) * (1 - t) * t * a + 3 * (1 - t) * t * t * b + t * t * t;
  return (share) => {
    if (share <= 0) return 0;
    if (share >= 1) return 1;
    let low = 0, high = 1;
    for (let i = 0; i < 16; i++) {
      const middle = (low + high) / 2;
      if (at(middle, x1, x2) < share) low = middle;
      else high = middle;
    }
    return at((low + high) / 2, y1, y2);
  };
}

export const easeOut = bezier(0.2, 0.8, 0.2, 1);
export const easeIn = bezier(0.5, 0, 0.9, 0.5);

/** Down to its seat, 6% beyond it once, and back. */
export function overshoot(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  const seat = 0.62;
  if (share < seat) return easeOut(share / seat) * 1.06;
  return 1 + 0.06 * (1 - easeOut((share - seat) / (1 - seat)));
}

interface NodeTrack {
  mark: NodeMark;
  from: Role;
  changedMs: number;
  enteredMs: number;
  leftMs: number;
}

interface GaugeTrack {
  mark: GaugeMark;
  from: GaugeMark;
  changedMs: number;
}

interface WallTrack {
  mark: WallMark;
  sinceMs: number;
  gone: boolean;
}

interface RingTrack {
  arcs: readonly ArcMark[];
  blend: readonly ArcMark[];
  changedMs: number;
}

const LONG_AGO = -1e9;

/** Turns target pictures into pictures on the way to them. */
export class Tweener {
  readonly #nodes = new Map<string, NodeTrack>();
  readonly #gauges = new Map<string, GaugeTrack>();
  readonly #walls = new Map<string, WallTrack>();
  readonly #rings = new Map<string, RingTrack>();
  /** Since when a cell is solid, by lane and index. */
  readonly #cells = new Map<string, { state: Cell['state']; sinceMs: number }>();
  readonly #solids = new MarkTweener<SolidMark>(solidBetween);
  readonly #paints = new MarkTweener<PaintMark>(paintBetween);
  #busy = false;
  #fresh = true;
  #lastMs = 0;
  #phase = 0;
  #pace = 1;

  /** Something is still on its way: the next picture will differ even if the target does not. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Forgets how things stood; the next picture is shown as it is. */
  reset(): void {
    for (const tracks of [this.#nodes, this.#gauges, this.#walls, this.#rings, this.#cells, this.#solids, this.#paints]) tracks.clear();
    this.#fresh = true;
    this.#busy = false;
  }

  /**
   * The picture to show now.
   *
   * @param nowMs time of viewing; going back is taken as a cut.
   */
  next(target: Picture, nowMs: number, mode: TweenMode = 'play'): Picture {
    if (mode === 'cut' || nowMs < this.#lastMs) this.reset();
    const longest = TWEEN.crownDelay + TWEEN.role;
    this.#pace = mode === 'step' ? longest / TWEEN.step : 1;
    if (mode === 'play' && !this.#fresh) this.#phase += (TWEEN.flow * Math.min(100, nowMs - this.#lastMs)) / 1000;
    this.#lastMs = nowMs;
    this.#busy = false;
    const progress = (sinceMs: number): number => easeOut(this.#share(sinceMs, nowMs, TWEEN.presence));
    const shown: Picture = {
      ...target,
      nodes: this.#tweenNodes(target.nodes, nowMs),
      gauges: target.gauges.map((gauge) => this.#tweenGauge(gauge, nowMs)),
      walls: this.#tweenWalls(target.walls, nowMs),
      rings: target.rings.map((ring) => this.#tweenRing(ring, nowMs)),
      lanes: target.lanes.map((lane) => this.#tweenLane(lane, nowMs)),
      solids: this.#solids.next(target.solids, nowMs, this.#fresh, progress),
      paints: this.#paints.next(target.paints, nowMs, this.#fresh, progress),
      links: this.#phase > 0 && target.links.some((link) => link.flow) ? target.links.map((link) => this.#flowing(link)) : target.links,
    };
    this.#forget(target);
    this.#fresh = false;
    return shown;
  }

  /** Share of a span that began at a time, at the present pace; notes that something moves while it is under 1. */
  #share(sinceMs: number, nowMs: number, length: number): number {
    const share = ((nowMs - sinceMs) * this.#pace) / length;
    if (share < 1) this.#busy = true;
    return Math.max(0, Math.min(1, share));
  }

  #flowing(link: LinkMark): LinkMark {
    return link.flow ? { ...link, phase: this.#phase } : link;
  }

  #tweenNodes(nodes: readonly NodeMark[], nowMs: number): NodeMark[] {
    const present = new Set<string>();
    const shown = nodes.map((mark) => {
      present.add(mark.id);
      const known = this.#nodes.get(mark.id);
      const start = this.#fresh ? LONG_AGO : nowMs;
      const track = known ?? { mark, from: mark.role, changedMs: LONG_AGO, enteredMs: start, leftMs: LONG_AGO };
      if (known && known.leftMs !== LONG_AGO) Object.assign(known, { leftMs: LONG_AGO, enteredMs: nowMs });
      if (known && known.mark.role !== mark.role) Object.assign(known, { from: known.mark.role, changedMs: nowMs });
      track.mark = mark;
      this.#nodes.set(mark.id, track);
      return this.#tweenNode(track, nowMs);
    });
    for (const [id, track] of this.#nodes) {
      if (present.has(id)) continue;
      if (track.leftMs === LONG_AGO) track.leftMs = nowMs;
      const presence = 1 - easeOut(this.#share(track.leftMs, nowMs, TWEEN.presence));
      if (presence <= 0) this.#nodes.delete(id);
      else shown.push({ ...track.mark, tween: { from: track.mark.role, mix: 1, crown: 1, presence } });
    }
    return shown;
  }

  #tweenNode({ mark, from, changedMs, enteredMs }: NodeTrack, nowMs: number): NodeMark {
    const crash = mark.role === 'crashed' || mark.role === 'down';
    const change = this.#share(changedMs, nowMs, crash ? TWEEN.crash : TWEEN.role);
    const crown = mark.role === 'leader' || mark.role === 'acting-primary' ? this.#share(changedMs + TWEEN.crownDelay / this.#pace, nowMs, TWEEN.role) : 1;
    const presence = this.#share(enteredMs, nowMs, TWEEN.presence);
    if (change >= 1 && crown >= 1 && presence >= 1) return mark;
    return { ...mark, tween: { from, mix: crash ? easeIn(change) : easeOut(change), crown: overshoot(crown), presence: easeOut(presence) } };
  }

  #tweenGauge(mark: GaugeMark, nowMs: number): GaugeMark {
    const known = this.#gauges.get(mark.id);
    if (!known) {
      const from = this.#fresh ? mark : { ...mark, share: 0 };
      this.#gauges.set(mark.id, { mark, from, changedMs: this.#fresh ? LONG_AGO : nowMs });
      return this.#fresh ? mark : this.#tweenGauge(mark, nowMs);
    }
    const { mark: before } = known;
    if (before.share !== mark.share || before.x !== mark.x || before.z !== mark.z || before.width !== mark.width) {
      known.from = this.#gaugeNow(known, nowMs);
      known.changedMs = nowMs;
    }
    known.mark = mark;
    return this.#gaugeNow(known, nowMs);
  }

  #gaugeNow({ mark, from, changedMs }: GaugeTrack, nowMs: number): GaugeMark {
    const share = easeOut(this.#share(changedMs, nowMs, TWEEN.gauge));
    if (share >= 1) return mark;
    const between = (a: number, b: number): number => a + (b - a) * share;
    const width = mark.width !== undefined && from.width !== undefined ? { width: between(from.width, mark.width) } : {};
    return { ...mark, ...width, share: between(from.share, mark.share), x: between(from.x, mark.x), z: between(from.z, mark.z) };
  }

  #tweenWalls(walls: readonly WallMark[], nowMs: number): WallMark[] {
    const present = new Set<string>();
    const shown = walls.map((mark) => {
      present.add(mark.id);
      const known = this.#walls.get(mark.id);
      const changed = !known || known.gone || known.mark.state !== mark.state;
      const sinceMs = !changed ? known.sinceMs : this.#fresh ? LONG_AGO : nowMs;
      this.#walls.set(mark.id, { mark, sinceMs, gone: false });
      return this.#tweenWall(mark, sinceMs, nowMs);
    });
    for (const [id, track] of this.#walls) {
      if (present.has(id)) continue;
      if (!track.gone) Object.assign(track, { gone: true, sinceMs: track.mark.state === 'open' ? nowMs : LONG_AGO });
      const strength = 1 - this.#share(track.sinceMs, nowMs, TWEEN.heal);
      if (strength <= 0) this.#walls.delete(id);
      else shown.push({ ...track.mark, tween: { extent: 1, strength } });
    }
    return shown;
  }

  #tweenWall(mark: WallMark, sinceMs: number, nowMs: number): WallMark {
    const share = this.#share(sinceMs, nowMs, mark.state === 'open' ? TWEEN.wall : TWEEN.heal);
    if (share >= 1) return mark;
    return { ...mark, tween: mark.state === 'open' ? { extent: share, strength: 1 } : { extent: 1, strength: 1 - share } };
  }

  #tweenRing(mark: RingMark, nowMs: number): RingMark {
    const known = this.#rings.get(mark.id);
    if (!known) {
      this.#rings.set(mark.id, { arcs: mark.arcs, blend: mark.arcs, changedMs: LONG_AGO });
      return mark;
    }
    if (!sameArcs(known.arcs, mark.arcs)) {
      const blend = arcsBetween(known.arcs, mark.arcs);
      Object.assign(known, { blend, changedMs: blend.some((arc) => arc.tween) ? nowMs : LONG_AGO });
    }
    known.arcs = mark.arcs;
    const share = easeOut(this.#share(known.changedMs, nowMs, TWEEN.arc));
    if (share >= 1) return mark;
    return { ...mark, arcs: known.blend.map((arc) => (arc.tween ? { ...arc, tween: { from: arc.tween.from, mix: share } } : arc)) };
  }

  #tweenLane(mark: LaneMark, nowMs: number): LaneMark {
    let moved = false;
    const cells = mark.cells.map((cell, i) => {
      const key = `${mark.id}/${mark.first + i}`;
      const known = this.#cells.get(key);
      if (!known) this.#cells.set(key, { state: cell.state, sinceMs: LONG_AGO });
      else if (known.state !== cell.state) Object.assign(known, { sinceMs: known.state === 'hollow' && cell.state === 'solid' ? nowMs : LONG_AGO, state: cell.state });
      const fill = known && cell.state === 'solid' ? this.#share(known.sinceMs, nowMs, TWEEN.fill) : 1;
      if (fill >= 1) return cell;
      moved = true;
      return { ...cell, fill };
    });
    return moved ? { ...mark, cells } : mark;
  }

  /** Drops what no picture has any more. */
  #forget(target: Picture): void {
    const gauges = new Set(target.gauges.map((gauge) => gauge.id));
    for (const id of this.#gauges.keys()) if (!gauges.has(id)) this.#gauges.delete(id);
    const rings = new Set(target.rings.map((ring) => ring.id));
    for (const id of this.#rings.keys()) if (!rings.has(id)) this.#rings.delete(id);
    const wanted = target.lanes.reduce((sum, lane) => sum + lane.cells.length, 0);
    if (this.#cells.size <= 2 * wanted + 64) return;
    const live = new Set(target.lanes.flatMap((lane) => lane.cells.map((_, i) => `${lane.id}/${lane.first + i}`)));
    for (const key of this.#cells.keys()) if (!live.has(key)) this.#cells.delete(key);
  }
}
