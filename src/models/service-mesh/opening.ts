/** How a connection opens or fails, and what becomes of those who wait for it. */
import { attemptReady, attemptUnreachable, callReady, callUnreachable } from './calls.ts';
import { connectionAgeUs, connectionOf, flaw, keyOf, tell } from './connections.ts';
import type { Scene } from './scene.ts';
import { send } from './scene.ts';
import type { Connection, Message } from './state.ts';
import { isReady, proxyOf } from './state.ts';
import { sawOpen } from './witness.ts';

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
