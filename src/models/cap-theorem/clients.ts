/**
 * Clients: two on each side of the planned cut, each asking the nodes that it can be near to. Requests come at steady rates,
 * whether earlier ones were answered or not. An answer that does not come in time may still be under way: what became of
 * such a write is not known.
 */
import type { Operation } from '../kernel/history.ts';
import { beginWrite, endRead, endWrite, giveUp, INITIAL, neverHappened, NO_WRITE } from '../kernel/history-live.ts';
import type { World } from '../kernel/model.ts';
import { isCut, send } from '../kernel/network.ts';
import type { Call, ClientReply } from './messages.ts';
import type { CapState, Client, Outstanding } from './state.ts';
import { scheduleTick } from './start.ts';
import { keys } from './state.ts';
import { countAcknowledged, countEnd, countLatency, countUnanswered } from './stats.ts';
import type { Version } from './version.ts';

/** Requests that may wait at once; more are not begun. */
const OUTSTANDING = 64;

export function onTick(state: CapState, data: { readonly op: 'read' | 'write'; readonly tick: number }, world: World): void {
  if (state.ticks[data.op] !== data.tick) return;
  const random = world.random(`${data.op} requests`);
  const client = state.clients[random.integer(0, state.clients.length - 1)];
  const key = keys[random.chance(0.75) ? 0 : 1];
  if (client !== undefined) {
    const near = reachable(state, client);
    request(state, client, near[random.integer(0, near.length - 1)] ?? client.anchor, data.op, key, null, world);
  }
  scheduleTick(state, data.op, world);
}

/** Nodes that the client asks: those near it on its side of the cut. */
export function reachable(state: CapState, client: Client): readonly string[] {
  const near = client.near.filter((id) => !isCut(state.network, client.anchor, id));
  return near.length > 0 ? near : [client.anchor];
}

/** A client for a request that a reader brings to a node. */
export function clientFor(state: CapState, node: string): Client | undefined {
  return state.clients.find((client) => client.anchor === node) ?? state.clients.find((client) => reachable(state, client).includes(node)) ?? state.clients.find((client) => !isCut(state.network, client.id, node));
}

/** Sends a request. A write without a value writes the next number. False: too many are waiting. */
export function request(state: CapState, client: Client, node: string, op: 'read' | 'write', key: string, value: string | null, world: World): boolean {
  if (state.outstanding.size >= OUTSTANDING) return false;
  const number = (state.nextValue.get(key) ?? 0) + 1;
  if (op === 'write') state.nextValue.set(key, number);
  const call: Call = { request: state.nextRequest, client: client.id, op, key, value: op === 'read' ? null : (value ?? String(number)) };
  state.nextRequest += 1;
  const outstanding: Outstanding = { call, node, sentUs: world.nowUs };
  state.outstanding.set(call.request, outstanding);
  if (op === 'write') beginWrite(state.history, operationOf(outstanding, call.value, null));
  send(state.network, state.config, { kind: 'client-request', from: client.id, to: node, call }, world);
  world.schedule(state.config.timeoutUs, 'client-timeout', call.request);
  world.emit('cap.request', { node, client: client.id, op, key, request: call.request, ...(call.value === null ? {} : { value: call.value }) });
  return true;
}

function operationOf({ call, sentUs }: Outstanding, value: string | null, answeredUs: number | null): Operation {
  return { id: call.request, client: call.client, key: call.key, kind: call.op, value, invokedUs: sentUs, answeredUs };
}

/** What was read, as the client sees it: nothing, a value, or several. */
const valueOf = (versions: readonly Version[]): string | null => (versions.length === 0 ? null : versions.map(({ value }) => value).join(' | '));

/** The write that gave an answer: merged and several values were written by nobody. */
function sourceOf(versions: readonly Version[]): number {
  if (versions.length === 0) return INITIAL;
  const [write, second] = versions.length === 1 ? (versions[0]?.writes ?? []) : [];
  return write === undefined || second !== undefined ? NO_WRITE : write;
}

export function onReply(state: CapState, reply: ClientReply, world: World): void {
  const outstanding = state.outstanding.get(reply.call.request);
  if (outstanding === undefined) return;
  if (!reply.ok) {
    if (reply.call.op === 'write' && reply.reason !== 'no-write-quorum') neverHappened(state.history, operationOf(outstanding, reply.call.value, null));
    state.stats.refused += 1;
    unanswered(state, outstanding, reply.reason ?? 'down', world);
    return;
  }
  const { call, node, sentUs } = outstanding;
  const latencyUs = world.nowUs - sentUs;
  let stale = false;
  const value = call.op === 'write' ? call.value : valueOf(reply.versions);
  const operation = operationOf(outstanding, value, world.nowUs);
  if (call.op === 'read') ({ stale } = endRead(state.history, operation, sourceOf(reply.versions)));
  else {
    endWrite(state.history, operation);
    countAcknowledged(state.stats, call.request);
  }
  state.stats.answered += 1;
  countLatency(state.stats, latencyUs);
  end(state, outstanding, true);
  world.emit('cap.response', { node, client: call.client, op: call.op, key: call.key, request: call.request, value, stale, latency: latencyUs / 1000 });
}

export function onTimeout(state: CapState, id: number, world: World): void {
  const outstanding = state.outstanding.get(id);
  if (outstanding === undefined) return;
  state.stats.timedOut += 1;
  unanswered(state, outstanding, 'timed-out', world);
}

function unanswered(state: CapState, outstanding: Outstanding, reason: string, world: World): void {
  const { call, node } = outstanding;
  giveUp(state.history, operationOf(outstanding, call.value, null));
  if (isAlive(state, outstanding)) countUnanswered(state.stats, { request: call.request, client: call.client, node, op: call.op, key: call.key, value: call.value, reason });
  end(state, outstanding, false);
  world.emit('cap.refused', { node, client: call.client, op: call.op, key: call.key, value: call.value, request: call.request, reason });
}

/** Whether the node that was asked has been up and running since. */
function isAlive(state: CapState, { node, sentUs }: Outstanding): boolean {
  const replica = state.replicas.get(node);
  return replica !== undefined && replica.up && !replica.frozen && replica.aliveSinceUs <= sentUs;
}

function end(state: CapState, outstanding: Outstanding, answered: boolean): void {
  state.outstanding.delete(outstanding.call.request);
  if (isAlive(state, outstanding)) countEnd(state.stats, outstanding.node, answered);
}
