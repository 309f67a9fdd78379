/**
 * Workload certificates: the agent beside a proxy asks the control plane to sign, in time before the old one runs out, again
 * and again until it gets an answer. Keys live in memory, so a restarted proxy needs a new certificate.
 */
import { disconnect } from './connections.ts';
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import { startRenewal } from './start.ts';
import type { Identity, Message } from './state.ts';
import { proxyOf } from './state.ts';

/** After which an agent asks again. */
const askAgainUs = 500_000;

/** Asks for a certificate now. */
export function ask(scene: Scene, identity: Identity): void {
  const { state, world } = scene;
  identity.timer += 1;
  if (proxyOf(state, identity.id)?.up !== true || state.hosts.get(identity.id)?.up === false) return;
  send(scene, { kind: 'csr', from: identity.id, to: 'p1' });
  world.schedule(askAgainUs, 'renew', [identity.id, identity.timer]);
}

export function onRenew(scene: Scene, [id, timer]: readonly [string, number]): void {
  const identity = scene.state.identities.get(id);
  if (identity !== undefined && identity.timer === timer && !identity.stuck) ask(scene, identity);
}

/** The control plane signs. */
export function onRequest(scene: Scene, { from }: Message & { readonly kind: 'csr' }): void {
  const { state, world } = scene;
  if (!state.plane.up) return;
  state.plane.serial += 1;
  const certificate = { serial: state.plane.serial, notBeforeUs: world.nowUs, notAfterUs: world.nowUs + state.config.certTtlUs };
  send(scene, { kind: 'cert', from: 'p1', to: from, certificate });
}

export function onCertificate(scene: Scene, { to, certificate }: Message & { readonly kind: 'cert' }): void {
  const { state, world } = scene;
  const identity = state.identities.get(to);
  if (identity === undefined || proxyOf(state, to)?.up !== true || state.hosts.get(to)?.up === false) return;
  if (identity.certificate !== null && identity.certificate.serial >= certificate.serial) return;
  identity.certificate = certificate;
  identity.stuck = false;
  startRenewal(scene, identity);
  world.emit('mesh.cert', { node: to, service: identity.name, notAfter: certificate.notAfterUs / 1000 });
}

/** It runs out now, its agent does not renew it, and its connections have to be opened anew. */
export function expire({ state, world }: Scene, identity: Identity): void {
  identity.timer += 1;
  identity.stuck = true;
  if (identity.certificate !== null) identity.certificate = { ...identity.certificate, notAfterUs: Math.min(identity.certificate.notAfterUs, world.nowUs) };
  disconnect(state, identity.id, false);
}

export function loseCertificate(identity: Identity): void {
  identity.timer += 1;
  identity.certificate = null;
  identity.stuck = false;
}
