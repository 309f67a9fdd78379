/** Clients: who asks, for what, and how each request ends. */
import { send } from '../kernel/network.ts';
import type { Scene } from './health.ts';
import { nextArrivalUs } from './start.ts';
import type { Client, Message } from './state.ts';
import { countAnswer } from './stats.ts';
import { report } from './witness.ts';

export { startArrivals } from './start.ts';

/** How much longer a long-lived request is held open. */
export const longFactor = 20;
/** After which a client gives up; a long-lived request is given 20 times as long. */
export const clientTimeoutUs = 10_000_000;

/** Paths that clients ask for: one of each route, and the root. */
const pathsOf = ({ state: { config } }: Scene): readonly string[] => [...new Set(['/', ...(config.layer === 7 ? config.routes.map(({ prefix }) => prefix) : [])])];

export function onArrival(scene: Scene, timer: number): void {
  const { state, world } = scene;
  if (timer !== state.arrivals) return;
  world.schedule(nextArrivalUs(scene), 'arrival', timer);
  const client = state.clients.get(`c${world.random('client').integer(1, state.clients.size)}`);
  if (client !== undefined) issue(scene, client, null);
}

/** Balancer of a client: as if it had resolved the site's name once. */
function balancerOf({ state }: Scene, { id }: Client): string {
  const ids = [...state.balancers.keys()];
  return ids[(Number(id.slice(1)) - 1) % ids.length] ?? 'm1';
}

/** Sends a request; `path` null: one by chance. Returns its id. */
export function issue(scene: Scene, client: Client, path: string | null): string {
  const { state, world } = scene;
  const id = `q${state.nextRequest}`;
  state.nextRequest += 1;
  const long = world.random(`long ${client.id}`).chance(state.config.longLived);
  const paths = pathsOf(scene);
  const drawn = paths[world.random(`path ${client.id}`).integer(0, paths.length - 1)] ?? '/';
  const to = balancerOf(scene, client);
  const asked = path ?? drawn;
  state.pending.set(id, { client: client.id, path: asked, balancer: to, long, startUs: world.nowUs });
  state.stats.issued += 1;
  world.emit('lb.request', { node: client.id, peer: to, id, client: client.id, path: asked });
  send<Message>(state.network, state.config, { kind: 'request', from: client.id, to, id, path: asked, long, address: client.address, cookie: client.cookie }, world);
  world.schedule(clientTimeoutUs * (long ? longFactor : 1), 'client-timeout', id);
  return id;
}

export type Ending = { readonly as: 'response'; readonly status: number } | { readonly as: 'drop'; readonly reason: 'queue-full' | 'timeout' | 'refused' } | { readonly as: 'no-backend' };

/** Ends a request, once. What comes late, after the client gave up, ends nothing. */
export function end({ state, world, rules }: Scene, id: string, ending: Ending, backend: string | null): void {
  if (!rules.isPending(state.pending, id)) return;
  const pending = state.pending.get(id);
  if (pending === undefined) {
    report(state, 'a request ends once', `${id} ended again, as ${ending.as}`);
    return;
  }
  state.pending.delete(id);
  const latencyUs = world.nowUs - pending.startUs;
  if (ending.as === 'response') {
    state.stats.responses += 1;
    if (ending.status >= 500) state.stats.errors += 1;
    else if (backend !== null) countAnswer(state.stats, { latencyUs, backend, atUs: world.nowUs });
    world.emit('lb.response', { node: pending.client, peer: pending.balancer, id, status: ending.status, latency: latencyUs / 1000 });
  } else if (ending.as === 'no-backend') {
    state.stats.noBackend += 1;
    world.emit('lb.no-backend', { node: pending.balancer, peer: pending.client, id });
  } else {
    state.stats.dropped += 1;
    if (ending.reason !== 'queue-full') world.emit('lb.drop', { node: pending.client, peer: pending.balancer, id, reason: ending.reason });
  }
}

/** A reply arrives. The end of refusals was told where they were refused; here only what they looked like travels. */
export function onReply(scene: Scene, message: Message & { readonly kind: 'reply' }): void {
  const { state } = scene;
  const client = state.clients.get(message.to);
  if (client !== undefined && message.cookie !== null) client.cookie = message.cookie;
  if (message.final) return;
  end(scene, message.id, message.status === 0 ? { as: 'drop', reason: 'refused' } : { as: 'response', status: message.status }, message.backend);
}
