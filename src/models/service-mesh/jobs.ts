/** What an application does when its own work on a request is done: it answers, fails, or asks the next service. */
import { startCall } from './calls.ts';
import { resume } from './hosts.ts';
import type { Scene } from './scene.ts';
import type { Host, Job, ServiceMeshState } from './state.ts';
import { wayTo } from './state.ts';

/** The service that this request asks for after this one; null: this is the last. */
function nextService(state: ServiceMeshState, host: Host, { request, from }: Job): string | null {
  const leaf = state.requests.get(request)?.leaf;
  if (leaf === undefined || from === 'o1') return null;
  const way = wayTo(leaf);
  return way[way.indexOf(host.service) + 1] ?? null;
}

/** The application's own work is done: it answers, fails, or needs another service first. */
export function onDone(scene: Scene, [id, number]: readonly [string, number]): void {
  const { state, world } = scene;
  const host = state.hosts.get(id);
  const job = host?.serving.get(number);
  if (host === undefined || job === undefined) return;
  const fails = world.random(`fail ${id}`).chance(host.failing?.share ?? 0);
  const next = nextService(state, host, job);
  if (fails) resume(scene, host, number, host.failing!.status);
  else if (next === null) resume(scene, host, number, 200);
  else startCall(scene, host, number, job.request, next);
}
