/**
 * Connections between workloads. With mTLS both ends show a certificate before anything else is said; a connection that is
 * open stays open when a certificate runs out, and is replaced now and then, so that the next handshake tells.
 *
 * Simplified: one HTTP/2 connection from one workload to another, which Envoy always allows, so its limit of connections
 * never binds; opening it takes one round trip for TCP and TLS together.
 */
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import type { Connection, ServiceMeshState, Ticket } from './state.ts';
import { identityOf, proxyOf } from './state.ts';

/** After which a connection that nobody answered counts as failed. */
export const connectTimeoutUs = 500_000;
/** After which a connection is replaced. Envoy keeps them for good unless told otherwise; a run here is short. */
export const connectionAgeUs = 10_000_000;

export const keyOf = (from: string, to: string): string => `${from}>${to}`;

export const connectionOf = (state: ServiceMeshState, from: string, to: string): Connection | undefined => state.connections.get(keyOf(from, to));

/** Lets a ticket wait for a connection that is not open yet; begins one where there is none. */
export function connect(scene: Scene, from: string, to: string, ticket: Ticket): void {
  const { state, world } = scene;
  const known = connectionOf(state, from, to);
  if (known !== undefined) {
    known.waiting.push(ticket);
    return;
  }
  const number = state.next.connection;
  state.next.connection += 1;
  const plain = proxyOf(state, from)?.policy?.mtls === 'off';
  state.connections.set(keyOf(from, to), { from, to, number, open: false, plain, sinceUs: world.nowUs, waiting: [ticket] });
  world.schedule(connectTimeoutUs, 'connect-timeout', [from, to, number]);
  send(scene, { kind: 'hello', from, to, number });
}

const identityText = (state: ServiceMeshState, id: string): string => identityOf(state.identities.get(id)?.name ?? id);

/** Why a handshake fails on this certificate; null: it does not. */
export function flaw({ state, world, rules }: Scene, id: string): string | null {
  const certificate = state.identities.get(id)?.certificate ?? null;
  if (certificate === null) return 'no-certificate';
  return rules.isValid(certificate, world.nowUs) ? null : 'expired';
}

export function tell({ state, world }: Scene, from: string, to: string, whose: string, reason: string | null): void {
  if (reason === null) state.stats.handshakes += 1;
  else state.stats.handshakesFailed += 1;
  world.emit('mesh.handshake', { node: from, peer: to, ok: reason === null, identity: identityText(state, whose), ...(reason === null ? {} : { reason }) });
}

export function onConnectionAge({ state }: Scene, [from, to, number]: readonly [string, string, number]): void {
  if (connectionOf(state, from, to)?.number === number) state.connections.delete(keyOf(from, to));
}

/** Closes what a workload has open; one that died forgets what it was opening as well. Streams under way are finished. */
export function disconnect(state: ServiceMeshState, id: string, died: boolean): void {
  for (const [key, { from, to, open }] of state.connections) if ((from === id && (open || died)) || (to === id && open)) state.connections.delete(key);
}
