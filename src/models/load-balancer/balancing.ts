/** A balancer: takes requests, chooses, passes on, answers, and knows no more than it has seen itself. */
import type { World } from '../kernel/model.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { send } from '../kernel/network.ts';
import type { Candidate } from './algorithms.ts';
import { betterOfTwo, choosable, decayed, ewmaCost, ipHash, loadOf, maglev, observed, weightedRandom } from './algorithms.ts';
import { wait } from './backends.ts';
import { end, longFactor } from './clients.ts';
import type { Scene } from './health.ts';
import { observeTraffic, onProbeResult } from './health.ts';
import { itemFor } from './state.ts';
import type { Balancer, Message, Open } from './state.ts';
import { countPick } from './stats.ts';
import { rampOf } from './watching.ts';
import { sawPick, sawReset } from './witness.ts';

/** After which a balancer gives up on a backend (504); a long-lived request is given 20 times as long. */
export const balancerTimeoutUs = 5_000_000;

/** The backends that may serve a path, in the order in which they joined, as this balancer sees them. */
export function candidatesFor({ state, world, rules }: Pick<Scene, 'state' | 'rules'> & { readonly world: Pick<World, 'nowUs'> }, balancer: Balancer, path: string): { readonly route: string; readonly candidates: readonly Candidate[] } {
  const { config } = state;
  const route = rules.routeFor(config, path);
  const backends = [...state.backends.values()].filter(({ id }) => route === null || route.backends.includes(id));
  const weights = backends.map(({ number }) => itemFor(config.weights, number, 1));
  const allZero = weights.every((weight) => weight === 0);
  const candidates = backends.map((backend, at): Candidate => {
    const view = balancer.views.get(backend.id)!;
    const weight = allZero ? 1 : weights[at]!;
    const ramp = rampOf(view.upSinceUs, config.slowStartUs, world.nowUs);
    const usable = rules.isUsable(view, backend, config);
    return { id: backend.id, weight, ramp, ramped: weight * ramp, active: view.active, usable, latencyUs: view.peak === null ? null : decayed(view.peak, world.nowUs) };
  });
  return { route: route?.prefix ?? '', candidates };
}

type Choice = { readonly chosen: Candidate | null; readonly reason: string };

function choose({ state, world, rules }: Scene, balancer: Balancer, message: Message & { readonly kind: 'request' }, candidates: readonly Candidate[], turns: Map<string, number>): Choice {
  const { algorithm, config } = state;
  const some = choosable(candidates);
  const random = world.random(`pick ${balancer.id}`);
  const kept = config.layer === 7 && config.sticky ? candidates.find(({ id, usable }) => usable && id === message.cookie) : undefined;
  if (kept !== undefined) return { chosen: kept, reason: 'cookie' };
  const byWeight = ({ ramped }: Candidate): number => ramped;
  switch (algorithm) {
    case 'round-robin': return { chosen: rules.smoothWeighted(turns, some, ({ ramp }) => ramp), reason: algorithm };
    case 'weighted-round-robin': return { chosen: rules.smoothWeighted(turns, some, byWeight), reason: algorithm };
    case 'least-connections': return { chosen: rules.leastConnections(turns, some), reason: algorithm };
    case 'random': return { chosen: weightedRandom(random, some), reason: algorithm };
    case 'two-choices': return { chosen: betterOfTwo(random, some, loadOf), reason: algorithm };
    case 'ewma': return { chosen: betterOfTwo(random, some, ewmaCost), reason: algorithm };
    case 'maglev': return { chosen: maglev(message.address, some), reason: algorithm };
    case 'ip-hash': {
      const home = ipHash(rules.hashedOctets(message.address), candidates);
      return home === null ? { chosen: rules.smoothWeighted(turns, some, byWeight), reason: 'fallback' } : { chosen: home, reason: algorithm };
    }
  }
}

function onRequest(scene: Scene, balancer: Balancer, message: Message & { readonly kind: 'request' }): void {
  const { state, world } = scene;
  const { id, path, long, address, cookie } = message;
  const { route, candidates } = candidatesFor(scene, balancer, path);
  const turns = balancer.turns.get(route) ?? new Map<string, number>();
  balancer.turns.set(route, turns);
  const fresh = [...turns.values()].every((turn) => turn === 0);
  const { chosen, reason } = choose(scene, balancer, message, candidates, turns);
  if (chosen === null) {
    end(scene, id, { as: 'no-backend' }, null);
    reply(scene, balancer, { client: message.from, id, status: 503, backend: null, final: true });
    return;
  }
  const backend = chosen.id;
  const deadlineUs = world.nowUs + balancerTimeoutUs * (long ? longFactor : 1);
  balancer.views.get(backend)!.active += 1;
  balancer.open.set(id, { client: message.from, backend, path, long, sentUs: world.nowUs, deadlineUs });
  countPick(state.stats, backend, world.nowUs);
  world.emit('lb.pick', { node: balancer.id, peer: backend, id, backend, reason });
  sawPick(state, { balancer: balancer.id, backend, route, path, address, cookie, reason, candidates, fresh, turns });
  send<Message>(state.network, state.config, { kind: 'forward', from: balancer.id, to: backend, id, path, long }, world);
  world.schedule(deadlineUs - world.nowUs, 'give-up', [balancer.id, id]);
}

interface Outcome {
  readonly client: string;
  readonly id: string;
  readonly status: number;
  readonly backend: string | null;
  /** Whether the request's end was told already. */
  readonly final: boolean;
}

function reply({ state, world }: Scene, balancer: Balancer, { client, id, status, backend, final }: Outcome): void {
  const cookie = state.config.layer === 7 && state.config.sticky && status === 200 ? backend : null;
  send<Message>(state.network, state.config, { kind: 'reply', from: balancer.id, to: client, id, status, cookie, backend, final }, world);
}

/**
 * An open request is over, with the backend's status, 0 for a broken connection, 504 for silence. `counts`: whether it says
 * something about the backend.
 */
export function close(scene: Scene, balancer: Balancer, id: string, open: Open, status: number, counts = true): void {
  const { state, world, rules } = scene;
  balancer.open.delete(id);
  const view = balancer.views.get(open.backend);
  if (view !== undefined) {
    view.active = rules.afterEnd(view.active);
    if (status === 200 || status === 504) view.peak = observed(view.peak, world.nowUs - open.sentUs, world.nowUs);
  }
  if (counts) observeTraffic(scene, balancer, open.backend, status);
  reply(scene, balancer, { client: open.client, id, status: status === 0 ? 502 : status, backend: open.backend, final: status === 503 });
  if (state.backends.get(open.backend)?.draining?.thenRemove === true) world.schedule(0, 'drained', open.backend);
}

/** Something arrives at a balancer. */
export function onBalancerMessage(scene: Scene, envelope: Envelope<Message>): void {
  const { state, world } = scene;
  const { message } = envelope;
  const balancer = state.balancers.get(message.to);
  if (!balancer?.up) {
    // Nobody listens: the client's connection is refused.
    if (message.kind === 'request') send<Message>(state.network, state.config, { kind: 'reply', from: message.to, to: message.from, id: message.id, status: 0, cookie: null, backend: null, final: false }, world);
    return;
  }
  if (balancer.frozen) wait(scene, envelope);
  else if (message.kind === 'request') onRequest(scene, balancer, message);
  else if (message.kind === 'answer') {
    const open = balancer.open.get(message.id);
    if (open !== undefined) close(scene, balancer, message.id, open, message.status);
  } else if (message.kind === 'probe-answer') onProbeResult(scene, balancer, message.from, message.id, message.ok);
}

/** A backend was silent for too long. */
export function onGiveUp(scene: Scene, [balancerId, id]: readonly [string, string]): void {
  const balancer = scene.state.balancers.get(balancerId);
  const open = balancer?.open.get(id);
  if (balancer?.up && !balancer.frozen && open && open.deadlineUs <= scene.world.nowUs) close(scene, balancer, id, open, 504);
}

/** Gives up on all that became due while the balancer stood still. */
export function giveUpLate(scene: Scene, balancer: Balancer): void {
  for (const [id, open] of [...balancer.open]) if (open.deadlineUs <= scene.world.nowUs) close(scene, balancer, id, open, 504);
}

/** Its process ends with all that it knew: clients see their connections reset. */
export function stopBalancer({ state, world }: Scene, balancer: Balancer): void {
  balancer.up = false;
  balancer.frozen = false;
  for (const [id, { client }] of balancer.open) {
    send<Message>(state.network, state.config, { kind: 'reply', from: balancer.id, to: client, id, status: 0, cookie: null, backend: null, final: false }, world);
  }
  balancer.open = new Map();
  balancer.turns = new Map();
  sawReset(state);
  for (const view of balancer.views.values()) Object.assign(view, { active: 0, timer: 0, probe: null });
}
