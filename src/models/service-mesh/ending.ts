/** The end of a request from outside: what came of it is counted and told. */
import type { Scene } from './scene.ts';
import { count, countLatency } from './stats.ts';

export function endRequest({ state, world, rules }: Scene, id: string, status: number): void {
  const request = state.requests.get(id);
  if (!rules.isPending(state.requests, id)) return;
  state.requests.delete(id);
  state.witness.ended += 1;
  const latencyUs = world.nowUs - (request?.startUs ?? world.nowUs);
  const ok = status < 500 && status !== 0;
  state.stats[ok ? 'ok' : 'failed'] += 1;
  count(state.stats, ok ? 'ok' : 'failed', world.nowUs);
  if (ok) countLatency(state.stats, latencyUs);
  world.emit('mesh.request', { node: state.services.get('s1')!.hosts[0]!, id, path: request?.path ?? '', version: request?.version ?? '', status: status === 0 ? 503 : status, latency: latencyUs / 1000 });
}
