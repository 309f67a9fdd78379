/**
 * `ds-service-mesh`'s model: services whose calls go through proxies, a control plane that configures and certifies them.
 *
 * Rules: `rules.ts` (Envoy, Istio, Nygard), `calls.ts`, `breaker.ts`, `connections.ts`, `certificates.ts`, `control.ts`.
 * Simplified: a request is one message each way; applications forward nothing but the request; endpoints are known to all,
 * so a crashed host is left out by outlier detection alone; no ejection by success rate, which needs five hosts; traffic never
 * goes to ejected hosts, as Istio sets Envoy's panic threshold to 0; retries are tried on any 5xx, reset or failed connection;
 * one waypoint serves all of the mesh in ambient mode.
 *
 * Safety and liveness: see `witness.ts`.
 */
import type { Model, Plain, Scheduled, World } from '../kernel/model.ts';
import { arrive, hold, lose } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { onSweep } from './breaker.ts';
import { onAnswer, onBackoff, onCall, onDeadline, onFaultDelay } from './calls.ts';
import { onCertificate, onRenew, onRequest } from './certificates.ts';
import { onConnectionAge } from './connections.ts';
import { onAck, onPush, pushMissing } from './control.ts';
import { onAttempt, onHangUp, resume } from './hosts.ts';
import { endRequest } from './ending.ts';
import { onDone } from './jobs.ts';
import { onConnectTimeout, onHello, onWelcome } from './opening.ts';
import { onArrival } from './requests.ts';
import type { Rules } from './rules.ts';
import { meshRules } from './rules.ts';
import type { Scene } from './scene.ts';
import { isFrozen } from './watching.ts';
import { startMesh } from './start.ts';
import { copyState, isReady } from './state.ts';
import type { Message, ServiceMeshConfig, ServiceMeshState } from './state.ts';
import { check } from './witness.ts';

/** The model, by the rules given; tests give broken ones. */
export function serviceMesh(rules: Rules = meshRules): Model<ServiceMeshConfig, ServiceMeshState> {
  return {
    slug: 'service-mesh',
    create: startMesh,
    handle: (state, event, world) => handle({ state, world, rules }, event, world),
    act: (state, action, world) => act({ state, world, rules }, action),
    configure: (state, config, changed, world) => configure({ state, world, rules }, config, changed),
    copy: copyState,
    check,
  };
}

/** Timers that belong to a node, which come due when it runs again. */
const owned: ReadonlySet<string> = new Set(['done', 'hang-up', 'deadline', 'back-off', 'fault-delay', 'sweep', 'renew', 'connect-timeout', 'connection-age']);

function ownerOf(kind: string, data: Plain): string | null {
  if (kind === 'push-again') return 'p1';
  return owned.has(kind) ? (data as readonly [string])[0] : null;
}

function handle(scene: Scene, { kind, data }: Scheduled, world: World): void {
  const { state } = scene;
  const owner = ownerOf(kind, data);
  if (owner !== null && isFrozen(state, owner)) {
    const by = state.frozen.get(owner) ?? state.frozen.get(state.hosts.get(owner)?.tunnel ?? '');
    by?.push({ kind, data });
    return;
  }
  switch (kind) {
    case 'network.deliver': deliver(scene, data as string, world); break;
    case 'network.lose': lose(state.network, data as string, world); break;
    case 'arrival': onArrival(scene, data as number); break;
    case 'give-up': endRequest(scene, data as string, 504); break;
    case 'done': onDone(scene, data as unknown as [string, number]); break;
    case 'hang-up': onHangUp(scene, data as unknown as [string, number]); break;
    case 'deadline': onDeadline(scene, (data as unknown as [string, string])[1]); break;
    case 'back-off': onBackoff(scene, (data as unknown as [string, string])[1], (data as unknown as [string, string, number])[2]); break;
    case 'fault-delay': onFaultDelay(scene, (data as unknown as [string, string])[1]); break;
    case 'sweep': onSweep(scene, data as unknown as [string, number]); break;
    case 'renew': onRenew(scene, data as unknown as [string, number]); break;
    case 'connect-timeout': onConnectTimeout(scene, data as unknown as [string, string, number]); break;
    case 'connection-age': onConnectionAge(scene, data as unknown as [string, string, number]); break;
    case 'push-again': if (data === state.plane.timer) pushMissing(scene); break;
  }
}

function deliver(scene: Scene, id: string, world: World): void {
  const { state } = scene;
  const envelope = arrive(state.network, id, world);
  if (envelope === null) return;
  if (isFrozen(state, envelope.message.to)) hold(state.network, envelope);
  else receive(scene, envelope.message);
}

function receive(scene: Scene, message: Message): void {
  const { state } = scene;
  switch (message.kind) {
    case 'hello': onHello(scene, message); break;
    case 'welcome': onWelcome(scene, message); break;
    case 'call': if (isReady(state, 'w1')) onCall(scene, message); break;
    case 'attempt': onAttempt(scene, message); break;
    case 'answer': onReturn(scene, message); break;
    case 'reply': onReply(scene, message); break;
    case 'push': onPush(scene, message); break;
    case 'ack': onAck(scene, message); break;
    case 'csr': onRequest(scene, message); break;
    case 'cert': onCertificate(scene, message); break;
  }
}

/** An answer comes back to the proxy that asked, or to somebody outside the mesh. */
function onReturn(scene: Scene, message: Message & { readonly kind: 'answer' }): void {
  if (message.to !== 'o1') {
    if (isReady(scene.state, message.to)) onAnswer(scene, message);
    return;
  }
  endRequest(scene, message.call, message.status);
}

/** Ambient: the waypoint's word to the application that asked. */
function onReply(scene: Scene, { to, job, status }: Message & { readonly kind: 'reply' }): void {
  const host = scene.state.hosts.get(to);
  if (host !== undefined && isReady(scene.state, to)) resume(scene, host, job, status);
}
