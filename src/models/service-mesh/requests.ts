/** Requests from outside the mesh: they come in at the first service and end there. */
import { endRequest } from './ending.ts';
import { accept } from './hosts.ts';
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import { startArrivals } from './start.ts';
import type { ServiceMeshState } from './state.ts';
import { isReady, splitService } from './state.ts';
import { isFrozen } from './watching.ts';

/** After which one who stands outside the mesh gives up. */
const outsiderTimeoutUs = 2_000_000;
/** Share of requests that carry the header that a rule looks for. */
const headerShare = 0.25;

/** Last services of the ways through the mesh. */
export const leavesOf = ({ services }: ServiceMeshState): readonly string[] => (services.size === 2 ? ['s2'] : [...services.keys()].slice(2));

export function onArrival(scene: Scene, number: number): void {
  const { state, world } = scene;
  if (number !== state.arrivals) return;
  startArrivals(scene);
  const leaves = leavesOf(state);
  const roll = world.random('paths').next();
  const header = world.random('headers').chance(headerShare);
  // Three fifths go to the service whose versions are split, the rest evenly to the others.
  const leaf = leaves.length === 1 || roll < 0.6 ? splitService(state).id : leaves[1 + Math.min(leaves.length - 2, Math.floor(((roll - 0.6) / 0.4) * (leaves.length - 1)))]!;
  const { match } = state.plane.policy;
  issue(scene, leaf, header && match !== null ? `${match.header}=${match.value}` : null);
}

function make({ state, world }: Scene, leaf: string, header: string | null): string {
  const id = `r${state.next.request}`;
  state.next.request += 1;
  state.stats.issued += 1;
  state.requests.set(id, { id, path: `/${state.services.get(leaf)?.name ?? leaf}`, leaf, header, startUs: world.nowUs, version: '' });
  return id;
}

/** Lets a request come in for that service. */
export function issue(scene: Scene, leaf: string, header: string | null): void {
  const { state } = scene;
  const id = make(scene, leaf, header);
  const entry = state.hosts.get(state.services.get('s1')!.hosts[0]!)!;
  // One that is frozen lets them queue up at its door.
  if (!isReady(state, entry.id) && !isFrozen(state, entry.id)) endRequest(scene, id, 503);
  else accept(scene, entry, { request: id, call: null, attempt: 1, from: '', plain: false });
}

/** Somebody outside the mesh, with no certificate, asks a host directly. */
export function intrude(scene: Scene, service: string, host: string): void {
  const request = make(scene, service, null);
  send(scene, { kind: 'attempt', from: 'o1', to: host, call: request, request, attempt: 1, plain: true });
  scene.world.schedule(outsiderTimeoutUs, 'give-up', request);
}
