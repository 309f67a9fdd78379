/**
 * The client `c1`: it writes at a steady rate to whom it takes for the leader, reads when it is told to, follows hints, and
 * asks again only where no server can have taken its write. A write it hears no more of is unknown: it may or may not be in
 * the log. What it was told is judged as one register a key (`kernel/history-live.ts`).
 */
import type { Operation as Judged } from '../kernel/history.ts';
import { beginWrite, endRead, endWrite, giveUp, INITIAL, neverHappened } from '../kernel/history-live.ts';
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { ClientReply, ClusterState, Operation, Outstanding } from './cluster.ts';
import { assignment } from './state-machine.ts';
import { countLatency } from './stats.ts';
import { scheduleWrite } from './timers.ts';
import { sawAcknowledgement, sawStaleRead } from './witness.ts';

/** Requests that may wait at once; more are not begun, and count as failed. */
const OUTSTANDING = 64;

/** How long it waits for an answer: two of the longest elections. */
function patienceUs(state: ClusterState): number {
  return Math.max(2 * state.config.electionTimeoutUs[1], 8 * state.config.latencyUs);
}

export function onClientTick(state: ClusterState, world: World): void {
  if (state.client.tickUs !== world.nowUs) return;
  request(state, 'write', null, world);
  scheduleWrite(state, world);
}

/** Begins a request, at `to` or whom it takes for the leader. A write is `x=n`, and a read asks for `x`, when no command is given. */
export function request(state: ClusterState, op: Operation, command: string | null, world: World, to: string = state.client.leader): void {
  const { client } = state;
  const number = client.next;
  client.next += 1;
  const outstanding: Outstanding = { request: number, op, command: command ?? (op === 'read' ? 'x' : `x=${number}`), sentUs: world.nowUs, tries: 0 };
  if (client.outstanding.size >= OUTSTANDING) {
    finish(state, outstanding, 'failed', null, world);
    return;
  }
  client.outstanding.set(number, outstanding);
  const write = op === 'write' ? judged(state, outstanding, null) : null;
  if (write !== null) beginWrite(state.history, write);
  world.schedule(patienceUs(state), 'client-timeout', number);
  ask(state, outstanding, to, world);
}

/** The request as the judge sees it; null where it touches no key, or began before the judge looked. */
function judged(state: ClusterState, { request: id, op, command, sentUs }: Outstanding, answeredUs: number | null, read: string | null = null): Judged | null {
  const set = op === 'read' ? { key: command, value: read } : assignment(command);
  if (set === null || sentUs < (state.history.sinceUs ?? 0)) return null;
  return { id, client: state.client.id, key: set.key, kind: op, value: set.value, invokedUs: sentUs, answeredUs };
}

function ask(state: ClusterState, { request: number, op, command }: Outstanding, to: string, world: World): void {
  const { client, network, config } = state;
  send(network, config, { kind: 'client-request', from: client.id, to, request: number, op, command }, world);
}

export function onClientReply(state: ClusterState, reply: ClientReply, world: World): void {
  const { client } = state;
  const outstanding = client.outstanding.get(reply.request);
  if (outstanding === undefined) return;
  if (reply.ok) {
    if (outstanding.op === 'write') {
      client.leader = reply.from;
      sawAcknowledgement(state.witness, reply.index, outstanding.command);
    }
    finish(state, outstanding, 'acknowledged', reply, world);
    return;
  }
  outstanding.tries += 1;
  if (reply.reason === 'overwritten' || outstanding.tries > 2 * state.members.size) {
    finish(state, outstanding, 'failed', null, world);
    return;
  }
  if (reply.leader !== null && reply.leader !== reply.from) {
    client.leader = reply.leader;
    ask(state, outstanding, reply.leader, world);
  } else {
    if (client.leader === reply.from) client.leader = nextAfter(state, reply.from);
    world.schedule(state.config.heartbeatUs, 'client-retry', reply.request);
  }
}

export function onClientRetry(state: ClusterState, number: number, world: World): void {
  const outstanding = state.client.outstanding.get(number);
  if (outstanding !== undefined) ask(state, outstanding, state.client.leader, world);
}

/** No answer: whether a write will ever be done is not known, and whoever was asked may be gone. */
export function onClientTimeout(state: ClusterState, number: number, world: World): void {
  const outstanding = state.client.outstanding.get(number);
  if (outstanding === undefined) return;
  state.client.leader = nextAfter(state, state.client.leader);
  finish(state, outstanding, 'unknown', null, world);
}

type Outcome = 'acknowledged' | 'failed' | 'unknown';

function finish(state: ClusterState, outstanding: Outstanding, outcome: Outcome, reply: ClientReply | null, world: World): void {
  const { client } = state;
  const { request: number, op, command, sentUs } = outstanding;
  client.outstanding.delete(number);
  const latencyUs = world.nowUs - sentUs;
  const held = reply?.held ?? null;
  const stale = judge(state, outstanding, outcome, held, world);
  if (op === 'write') countWrite(state, outcome, latencyUs);
  else if (outcome === 'acknowledged') state.stats.reads += 1;
  world.emit('raft.client', {
    node: client.id, op, ok: outcome === 'acknowledged', outcome, latency: latencyUs / 1000, value: op === 'write' ? command : (held?.value ?? null),
    ...(op === 'read' ? { key: command, stale } : {}), ...(reply === null ? {} : { peer: reply.from }),
  });
}

function countWrite({ stats }: ClusterState, outcome: Outcome, latencyUs: number): void {
  if (outcome === 'acknowledged') {
    stats.writesAcknowledged += 1;
    countLatency(stats, latencyUs);
  } else if (outcome === 'failed') stats.writesFailed += 1;
  else stats.writesUnknown += 1;
}

/** Tells the judge how it ended. True for a read of what was overwritten before it began. */
function judge(state: ClusterState, outstanding: Outstanding, outcome: Outcome, held: ClientReply['held'], world: World): boolean {
  const { history } = state;
  const operation = judged(state, outstanding, outcome === 'acknowledged' ? world.nowUs : null, held?.value ?? null);
  if (operation === null) return false;
  if (outcome === 'failed' && outstanding.op === 'write') neverHappened(history, operation);
  else if (outcome !== 'acknowledged') giveUp(history, operation);
  else if (outstanding.op === 'write') accuse(state, endWrite(history, operation));
  else {
    const { stale, violation } = endRead(history, operation, held === null || held.request === 0 ? INITIAL : held.request);
    if (stale) state.stats.readsStale += 1;
    accuse(state, violation);
    return stale;
  }
  return false;
}

function accuse(state: ClusterState, violation: ReturnType<typeof endWrite>): void {
  if (violation !== null && state.strict) sawStaleRead(state.witness, violation);
}

function nextAfter(state: ClusterState, id: string): string {
  const ids = [...state.members.keys()];
  return ids[(ids.indexOf(id) + 1) % ids.length] ?? id;
}
