/**
 * Connections between workloads. With mTLS both ends show a certificate before anything else is said; a connection that is
 * open stays open when a certificate runs out, and is replaced now and then, so that the next handshake tells.
 *
 * Simplified: one HTTP/2 connection from one workload to another, which Envoy always allows, so its limit of connections
 * never binds; opening it takes one round trip for TCP and TLS together.
 */
import { attemptReady, attemptUnreachable, callReady, callUnreachable } from './calls.ts';
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import type { Connection, Message, ServiceMeshState, Ticket } from './state.ts';
import { identityOf, isReady, proxyOf } from './state.ts';
import { sawOpen } from './witness.ts';

/** After which a connection that nobody answered counts as failed. */
export const connectTimeoutUs = 500_000;
/** After which a connection is replaced. Envoy keeps them for good unless told otherwise; a run here is short. */
export const connectionAgeUs = 10_000_000;

const keyOf = (from: string, to: string): string => `${from}>${to}`;

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
function flaw({ state, world, rules }: Scene, id: string): string | null {
  const certificate = state.identities.get(id)?.certificate ?? null;
  if (certificate === null) return 'no-certificate';
  return rules.isValid(certificate, world.nowUs) ? null : 'expired';
}

function tell({ state, world }: Scene, from: string, to: string, whose: string, reason: string | null): void {
  if (reason === null) state.stats.handshakes += 1;
  else state.stats.handshakesFailed += 1;
  world.emit('mesh.handshake', { node: from, peer: to, ok: reason === null, identity: identityText(state, whose), ...(reason === null ? {} : { reason }) });
}

/** The callee looks at the caller's certificate. */
export function onHello(scene: Scene, { from, to, number }: Message & { readonly kind: 'hello' }): void {
  const { state, rules } = scene;
  const connection = connectionOf(state, from, to);
  if (connection === undefined || connection.number !== number) return;
  let reason: string | null = null;
  if (!isReady(state, to)) reason = 'refused';
  else if (connection.plain) reason = rules.admitsPlain(proxyOf(state, to)!.policy!.mtls) ? null : 'plaintext';
  else reason = flaw(scene, from);
  if (reason !== null && reason !== 'refused') tell(scene, from, to, from, reason);
  send(scene, { kind: 'welcome', from: to, to: from, number, reason });
}

/** The caller looks at the callee's. */
export function onWelcome(scene: Scene, { from, to, number, reason }: Message & { readonly kind: 'welcome' }): void {
  const { state, world } = scene;
  const connection = connectionOf(state, to, from);
  if (connection === undefined || connection.number !== number || connection.open || !isReady(state, to)) return;
  if (reason !== null) {
    fail(scene, connection);
    return;
  }
  if (!connection.plain) {
    // Both are looked at again: either may have run out while the answer travelled.
    const whose = flaw(scene, from) !== null ? from : to;
    const wrong = flaw(scene, whose);
    tell(scene, to, from, wrong === null ? from : whose, wrong);
    if (wrong !== null) {
      fail(scene, connection);
      return;
    }
  }
  connection.open = true;
  connection.sinceUs = world.nowUs;
  sawOpen(state, to, from, connection.plain, world.nowUs);
  world.schedule(connectionAgeUs, 'connection-age', [to, from, number]);
  const { waiting } = connection;
  connection.waiting = [];
  for (const ticket of waiting) (ticket.to === 'host' ? attemptReady : callReady)(scene, ticket, connection);
}

function fail(scene: Scene, connection: Connection): void {
  scene.state.connections.delete(keyOf(connection.from, connection.to));
  for (const ticket of connection.waiting) (ticket.to === 'host' ? attemptUnreachable : callUnreachable)(scene, ticket);
}

export function onConnectTimeout(scene: Scene, [from, to, number]: readonly [string, string, number]): void {
  const connection = connectionOf(scene.state, from, to);
  if (connection?.number === number && !connection.open) fail(scene, connection);
}

export function onConnectionAge({ state }: Scene, [from, to, number]: readonly [string, string, number]): void {
  if (connectionOf(state, from, to)?.number === number) state.connections.delete(keyOf(from, to));
}

/** Closes what a workload has open; one that died forgets what it was opening as well. Streams under way are finished. */
export function disconnect(state: ServiceMeshState, id: string, died: boolean): void {
  for (const [key, { from, to, open }] of state.connections) if ((from === id && (open || died)) || (to === id && open)) state.connections.delete(key);
}
