/** The opening scene: islands with the machines dealt to them, heartbeats as pulses, requests on their way between them. */
import { idOf, numberOf, regionOf } from '../../models/overview/topology.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import { cable, island } from '../../scene/kits/island.ts';
import type { Floor, PictureBuilder, Role } from '../../scene/picture.ts';
import { ROLES } from '../../scene/roles.ts';
import type { Moment } from '../base/concept.ts';
import type { Island, Layout, Place, Stand } from './islands.ts';
import { formation, islandOf, islands, layoutOf, MOST_DRAWN, nodesOf } from './islands.ts';

/** A pulse runs out within this time of a heartbeat, µs. */
const PULSE_US = 420_000;
const SCALE = 0.46;

/** Whether each machine stands there by itself. */
export const isEachDrawn = (state: OverviewState): boolean => state.config.nodes <= MOST_DRAWN;

export const layoutFor = ({ tall, settings }: Moment<OverviewState>): Layout => layoutOf(tall, settings['noControls'] !== true);

export function drawOverview(moment: Moment<OverviewState>, picture: PictureBuilder): void {
  const layout = layoutFor(moment);
  picture.plate({ shape: 'rectangle', width: layout.width, depth: layout.depth, radius: 1, dots: false, hidden: true });
  drawCables(moment, picture, layout);
  const stands = new Map<number, Stand>();
  islands.forEach((each, at) => drawIsland(moment, picture, each, at, layout, stands));
  drawRequests(moment, picture, layout, stands);
}

/** A cable carries a light while a request is on its way along it. */
function drawCables({ state, nowUs }: Moment<OverviewState>, picture: PictureBuilder, { cables, places }: Layout): void {
  const hops = hopsOf(state, nowUs);
  cables.forEach(([from, to], at) => {
    const hop = hops.find((each) => [each.from, each.to].map(islandOf).sort().join() === [from, to].sort().join());
    const share = hop && (islandOf(hop.from) === from ? hop.share : 1 - hop.share);
    const tone = ['follower', 'leader', 'replica', 'client'][at % 4]!;
    cable(picture, { id: `cable-${from}-${to}`, from: places[from]!, to: places[to]!, tone, ...(share === undefined ? {} : { light: share }) });
  });
}

interface Hop { readonly id: string; readonly from: number; readonly to: number; readonly share: number; readonly refused: boolean }

function hopsOf(state: OverviewState, nowUs: number): readonly Hop[] {
  return [...state.network.inFlight.values()].filter(({ lostUs }) => lostUs === null).map(({ id, message, sentUs, dueUs }) => ({
    id, from: numberOf(message.from), to: numberOf(message.to), share: Math.max(0, Math.min(1, (nowUs - sentUs) / Math.max(1, dueUs - sentUs))), refused: message.kind === 'refused',
  }));
}

/** Requests as small balls; where machines are a count, the lights on the cables are enough. */
function drawRequests({ state, nowUs, text, name }: Moment<OverviewState>, picture: PictureBuilder, { places }: Layout, stands: ReadonlyMap<number, Stand>): void {
  if (!isEachDrawn(state)) return;
  for (const { id, from, to, share, refused } of hopsOf(state, nowUs)) {
    const ends = [from, to].map((node): Floor => stands.get(node) ?? places[islandOf(node)]!);
    picture.packet({
      id, shape: refused ? 'octahedron' : 'ball', role: refused ? 'fail' : 'key', path: { kind: 'line', from: ends[0]!, to: ends[1]! }, share, scale: 0.6,
      spoken: text(refused ? 'overview.refused-spoken' : 'overview.request-spoken', { from: name(idOf(from)), to: name(idOf(to)) }),
    });
  }
}

function drawIsland(moment: Moment<OverviewState>, picture: PictureBuilder, each: Island, at: number, { places, plain }: Layout, stands: Map<number, Stand>): void {
  const place = places[at]!;
  const { state, text, selected } = moment;
  const mine = nodesOf(at, state.config.nodes);
  const up = mine.filter((node) => state.up[node] === 1).length;
  const title = text(`overview.island.${each.slug}`);
  const drawn = isEachDrawn(state);
  island(picture, { id: each.slug, ...place, name: drawn ? title : text('overview.island-count', { title, up, nodes: mine.length }), selected: selected === each.slug, plain });
  // Catches what points at the island and at no machine on it.
  picture.solid({ id: `${each.slug}/ground`, shape: 'round', finish: 'outline', x: place.x, z: place.z, width: place.radius * 1.9, height: 0.01, role: 'link', tone: 'plate', edge: 'plate', shadow: false, entry: each.slug });
  const formed = formation(each, drawn ? mine.length : 7, place);
  drawGround(picture, each, place, formed);
  formed.forEach((stand, slot) => {
    if (drawn) drawMachine(moment, picture, mine[slot]!, stand, stands);
    else {
      // Seven stand for all of them: as many lie dark as share of the island is down.
      const dark = slot >= Math.ceil((7 * up) / Math.max(1, mine.length));
      picture.node({ id: `${each.slug}-${slot}`, ...pointOf(stand), role: dark ? 'crashed' : stand.role, inlay: '', caption: '', spoken: text('overview.share-spoken', { title, up, nodes: mine.length }), scale: SCALE });
    }
  });
}

const pointOf = ({ x, z }: Floor): Floor => ({ x, z });

/** What tells one chapter's island from another's besides its machines. */
function drawGround(picture: PictureBuilder, { slug, hub }: Island, place: Place, formed: readonly Stand[]): void {
  const { x, z, radius } = place;
  const middle = formed[0];
  if (hub !== null && middle) {
    formed.slice(1).forEach((stand, i) => picture.link({ id: `${slug}-spoke-${i}`, from: middle, to: stand, state: slug === 'raft-cluster' ? 'live' : 'idle', role: slug === 'raft-cluster' ? 'leader' : 'link', trim: 0.3, ...(slug === 'service-mesh' ? { double: 0.07 } : {}) }));
  }
  if (slug === 'hash-ring') picture.paint({ form: 'ring', id: `${slug}-ring`, tone: 'key', opacity: 0.5, at: { x, z, y: 0.004 }, radius: radius * 0.66, width: 0.1 });
  if (slug === 'cap-theorem') {
    const corner = (i: number): Floor => ({ x: x + radius * 0.42 * Math.sin((i * 2 * Math.PI) / 3), z: z - radius * 0.42 * Math.cos((i * 2 * Math.PI) / 3) });
    picture.paint({ form: 'line', id: `${slug}-triangle`, tone: 'leader', width: 0.06, closed: true, points: [0, 1, 2].map((i) => ({ ...corner(i), y: 0.005 })) });
  }
}

/** Small tokens without a letter are plain bodies; crowns, stacks and balls stay what they are. */
const isPlain = (role: Role): boolean => ROLES[role].form === 'token' && !ROLES[role].crown;

function drawBody(picture: PictureBuilder, id: string, { x, z, role }: Stand): void {
  const width = 0.52 * Math.min(1.25, ROLES[role].size);
  const finish = role === 'balancer' || role === 'collector' ? 'window' : 'solid';
  picture.solid({ id: `${id}/body`, shape: ROLES[role].shape, finish, x, z, width, height: width * 0.45, role, node: id });
}

/** A machine: what it is while it is up, dark and crossed while it is down; a ring runs out from it at each heartbeat. */
function drawMachine({ state, nowUs, name, text, selected }: Moment<OverviewState>, picture: PictureBuilder, node: number, stand: Stand, stands: Map<number, Stand>): void {
  stands.set(node, stand);
  const id = idOf(node);
  const standing = standingOf(state, node);
  const { nodes, regions } = state.config;
  const plain = (standing === 'up' || standing === 'suspected') && isPlain(stand.role);
  if (plain) drawBody(picture, id, stand);
  picture.node({
    id, ...pointOf(stand), ...(plain ? { body: 'none' } : {}), role: standing === 'down' ? 'crashed' : standing === 'frozen' ? 'frozen' : stand.role, inlay: '', caption: '', scale: stand.role === 'balancer' || stand.role === 'collector' ? SCALE * 0.85 : SCALE,
    spoken: text('overview.spoken', { name: name(id), standing: text(`overview.standing.${standing}`), region: regionOf(node, nodes, regions) + 1 }), selected: selected === id,
  });
  const age = nowUs - state.beatUs[node]!;
  if (standing === 'down') {
    if (state.suspectedBy[node]! > 0) picture.paint({ form: 'ring', id: `${id}/suspected`, tone: 'fail', opacity: 0.8, at: { ...pointOf(stand), y: 0.006 }, radius: 0.34, width: 0.035, dash: 'dash' });
  } else if (state.beatUs[node]! >= 0 && age < PULSE_US) {
    picture.paint({ form: 'ring', id: `${id}/beat`, tone: 'follower', opacity: 0.55 * (1 - age / PULSE_US), at: { ...pointOf(stand), y: 0.006 }, radius: 0.28 + 0.16 * (age / PULSE_US), width: 0.025 });
  }
}

/** How a machine stands, as a word of the strings. */
export function standingOf(state: OverviewState, node: number): 'up' | 'down' | 'frozen' | 'suspected' {
  if (state.up[node] === 0) return 'down';
  if (state.frozen[node] === 1) return 'frozen';
  return state.suspectedBy[node]! > 0 ? 'suspected' : 'up';
}
