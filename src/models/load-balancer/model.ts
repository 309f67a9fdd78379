/**
 * `ds-load-balancer`'s model: clients, balancers and backends with queues, so that a bad choice is a longer wait.
 *
 * Rules: `algorithms.ts` (nginx, Envoy, Finagle, Maglev), `health.ts` (HAProxy), `backends.ts`. Simplified: a request is one
 * message each way; balancers do not try again elsewhere (nginx's `proxy_next_upstream`), keep no connections open, and
 * ignore that a client has gone; a crashed process refuses connections at once, for its machine is still there.
 *
 * Safety and liveness: see `witness.ts`.
 */
import type { Model, Scheduled, World } from '../kernel/model.ts';
import { arrive, lose } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { onBackendMessage, onDone } from './backends.ts';
import { onBalancerMessage, onGiveUp } from './balancing.ts';
import { end, onArrival, onReply } from './clients.ts';
import type { Scene } from './health.ts';
import { onProbeTimeout, onProbeTimer } from './health.ts';
import { onDrained, onDrainEnd } from './membership.ts';
import type { Rules } from './rules.ts';
import { balancingRules } from './rules.ts';
import { startBalancing } from './start.ts';
import { copyState } from './state.ts';
import type { LoadBalancerConfig, LoadBalancerState } from './state.ts';
import { check } from './witness.ts';

/** The model, by the rules given; tests give broken ones. */
export function loadBalancer(rules: Rules = balancingRules): Model<LoadBalancerConfig, LoadBalancerState> {
  return {
    slug: 'load-balancer',
    create: startBalancing,
    handle: (state, event, world) => handle({ state, world, rules }, event, world),
    act: (state, action, world) => act({ state, world, rules }, action),
    configure: (state, config, changed, world) => configure({ state, world, rules }, config, changed),
    copy: copyState,
    check,
  };
}

function handle(scene: Scene, { kind, data }: Scheduled, world: World): void {
  switch (kind) {
    case 'network.deliver': deliver(scene, data as string, world); break;
    case 'network.lose': lose(scene.state.network, data as string, world); break;
    case 'arrival': onArrival(scene, data as number); break;
    case 'done': onDone(scene, data as unknown as [string, string]); break;
    case 'probe': onProbeTimer(scene, data as unknown as [string, string, number]); break;
    case 'probe-timeout': onProbeTimeout(scene, data as unknown as [string, string, string]); break;
    case 'give-up': onGiveUp(scene, data as unknown as [string, string]); break;
    case 'client-timeout': giveUp(scene, data as string); break;
    case 'drain-end': onDrainEnd(scene, data as string); break;
    case 'drained': onDrained(scene, data as string); break;
  }
}

function giveUp(scene: Scene, id: string): void {
  if (scene.state.pending.has(id)) end(scene, id, { as: 'drop', reason: 'timeout' }, null);
}

function deliver(scene: Scene, id: string, world: World): void {
  const envelope = arrive(scene.state.network, id, world);
  if (envelope === null) return;
  const { message } = envelope;
  if (message.kind === 'reply') onReply(scene, message);
  else if (message.kind === 'forward' || message.kind === 'probe') onBackendMessage(scene, envelope);
  else onBalancerMessage(scene, envelope);
}
