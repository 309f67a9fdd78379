/** Cuts and their end. The last instruction wins: a cut into sides replaces the sides, single links add to it. */
import { cutLink, heal as healNetwork } from '../kernel/network.ts';
import type { Scene } from './merge.ts';
import type { PartitionState } from './state.ts';
import { withClients } from './state.ts';
import type { Kind, Wall } from './wall.ts';
import { makeWall } from './wall.ts';
import { sawCuts } from './witness.ts';

/** How long a flapping cut holds, and how long it leaves in between: long enough for a side to choose a primary. */
export const flapUs = ({ config }: PartitionState): number => Math.floor(1.5 * config.detectTimeoutUs);

/** Tells the network which directions are cut. */
function apply({ state, world, rules }: Scene): void {
  healNetwork(state.network, null, world);
  const directions = [...(state.wall === null ? [] : rules.directions(state.wall)), ...state.links];
  for (const direction of new Set(directions)) cutLink(state.network, direction, world);
  sawCuts(state.witness, state.wall, state.links, world.nowUs);
}

export function setLinks(scene: Scene, links: Iterable<string>): void {
  scene.state.links = new Set(links);
  apply(scene);
}

const groupsText = (sides: Wall['sides']): string => sides.map((side) => side.filter((id) => !id.startsWith('c')).join(',')).join('|');

function raise(scene: Scene, sides: Wall['sides'], kind: Kind): void {
  scene.state.wall = makeWall(withClients(sides, scene.state.clients), kind);
  apply(scene);
  const groups = groupsText(sides);
  scene.world.emit('fault.cut', { groups });
  scene.world.emit('partition.cut', { groups, kind });
}

function lift(scene: Scene): void {
  scene.state.wall = null;
  apply(scene);
  scene.world.emit('fault.heal', {});
  scene.world.emit('partition.heal', {});
}

/** Cuts the network into sides. False when a bridge would leave nothing cut. */
export function cutSides(scene: Scene, sides: Wall['sides'], kind: Kind): boolean {
  const { state, world } = scene;
  if (scene.rules.directions(makeWall(sides, kind)).length === 0) return false;
  state.flapping = null;
  raise(scene, sides, kind);
  if (kind === 'flapping') {
    state.flapping = { sides, changesUs: world.nowUs + flapUs(state) };
    world.schedule(flapUs(state), 'flap', null);
  }
  return true;
}

/** A flapping cut comes and goes. */
export function onFlap(scene: Scene): void {
  const { state, world } = scene;
  if (state.flapping === null || state.flapping.changesUs !== world.nowUs) return;
  if (state.wall === null) raise(scene, state.flapping.sides, 'flapping');
  else lift(scene);
  state.flapping = { ...state.flapping, changesUs: world.nowUs + flapUs(state) };
  world.schedule(flapUs(state), 'flap', null);
}

/** Lifts everything. False when nothing was cut. */
export function heal(scene: Scene): boolean {
  const { state } = scene;
  if (state.wall === null && state.links.size === 0 && state.flapping === null) return false;
  state.flapping = null;
  state.links = new Set();
  lift(scene);
  return true;
}

export function onPlannedCut(scene: Scene): void {
  const { state, world } = scene;
  if (state.cutDueUs !== world.nowUs) return;
  state.cutDueUs = -1;
  if (state.config.partition.length > 1) cutSides(scene, state.config.partition, state.config.kind);
}

export function onPlannedHeal(scene: Scene): void {
  const { state, world } = scene;
  if (state.healDueUs !== world.nowUs) return;
  state.healDueUs = -1;
  heal(scene);
}
