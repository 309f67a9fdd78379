/**
 * The client `c1`: it writes at a steady rate to whom it takes for the leader, follows hints, and asks again only where no
 * server can have taken the write. A write it hears no more of is unknown: it may or may not be in the log.
 */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { ClientReply, ClusterState, Outstanding } from './cluster.ts';
import { countLatency } from './stats.ts';
import { scheduleWrite } from './timers.ts';
import { sawAcknowledgement } from './witness.ts';

/** Writes that may wait at once; more are not begun, and count as failed. */
const OUTSTANDING = 64;

/** How long it waits for an answer: two of the longest elections. */
function patienceUs(state: ClusterState): number {
  return Math.max(2 * state.config.electionTimeoutUs[1], 8 * state.config.latencyUs);
}

export function onClientTick(state: ClusterState, world: World): void {
  if (state.client.tickUs !== world.nowUs) return;
  write(state, null, world);
  scheduleWrite(state, world);
}

/** Begins a write; `x=n` when no command is given. */
export function write(state: ClusterState, command: string | null, world: World): void {
  const { client } = state;
  const request = client.next;
  client.next += 1;
  if (client.outstanding.size >= OUTSTANDING) {
    finish(state, { request, command: '', sentUs: world.nowUs, tries: 0 }, 'failed', world);
    return;
  }
  const outstanding: Outstanding = { request, command: command ?? `x=${request}`, sentUs: world.nowUs, tries: 0 };
  client.outstanding.set(request, outstanding);
  world.schedule(patienceUs(state), 'client-timeout', request);
  ask(state, outstanding, world);
}

function ask(state: ClusterState, { request, command }: Outstanding, world: World): void {
  const { client, network, config } = state;
  send(network, config, { kind: 'client-request', from: client.id, to: client.leader, request, command }, world);
}

export function onClientReply(state: ClusterState, reply: ClientReply, world: World): void {
  const { client } = state;
  const outstanding = client.outstanding.get(reply.request);
  if (outstanding === undefined) return;
  if (reply.ok) {
    client.leader = reply.from;
    sawAcknowledgement(state.witness, reply.index, outstanding.command);
    finish(state, outstanding, 'acknowledged', world);
    return;
  }
  outstanding.tries += 1;
  if (reply.reason === 'overwritten' || outstanding.tries > 2 * state.members.size) {
    finish(state, outstanding, 'failed', world);
    return;
  }
  if (reply.leader !== null && reply.leader !== reply.from) {
    client.leader = reply.leader;
    ask(state, outstanding, world);
  } else {
    if (client.leader === reply.from) client.leader = nextAfter(state, reply.from);
    world.schedule(state.config.heartbeatUs, 'client-retry', reply.request);
  }
}

export function onClientRetry(state: ClusterState, request: number, world: World): void {
  const outstanding = state.client.outstanding.get(request);
  if (outstanding !== undefined) ask(state, outstanding, world);
}

/** No answer: whether the write will ever be done is not known, and whoever was asked may be gone. */
export function onClientTimeout(state: ClusterState, request: number, world: World): void {
  const outstanding = state.client.outstanding.get(request);
  if (outstanding === undefined) return;
  state.client.leader = nextAfter(state, state.client.leader);
  finish(state, outstanding, 'unknown', world);
}

function finish(state: ClusterState, { request, command, sentUs }: Outstanding, outcome: 'acknowledged' | 'failed' | 'unknown', world: World): void {
  const { stats, client } = state;
  client.outstanding.delete(request);
  const latencyUs = world.nowUs - sentUs;
  if (outcome === 'acknowledged') {
    stats.writesAcknowledged += 1;
    countLatency(stats, latencyUs);
  } else if (outcome === 'failed') stats.writesFailed += 1;
  else stats.writesUnknown += 1;
  world.emit('raft.client', { node: client.id, op: 'write', ok: outcome === 'acknowledged', outcome, latency: latencyUs / 1000, value: command });
}

function nextAfter(state: ClusterState, id: string): string {
  const ids = [...state.members.keys()];
  return ids[(ids.indexOf(id) + 1) % ids.length] ?? id;
}
