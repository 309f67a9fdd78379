/**
 * `ds-raft-cluster`'s model: a cluster that elects a leader, replicates a log and stays safe under the faults of a reader.
 *
 * Rules: see `protocol.ts`. Simplified: persisting and computing take no time; the network carries each message on its
 * own; client and operator stand outside every partition; a server that lost its disk never votes again; one that was
 * removed is switched off as soon as that is committed.
 *
 * Safety, checked after every event: see `witness.ts`. Liveness, checked by tests: with a majority up and connected, and
 * timeouts well above the round trip, a leader is elected and writes are acknowledged.
 */
import type { Model, Scheduled, World } from '../kernel/model.ts';
import type { Envelope } from '../kernel/network-state.ts';
import { arrive, hold, lose, loseOnArrival, send } from '../kernel/network.ts';
import { act, configure } from './actions.ts';
import { onClientReply, onClientRetry, onClientTick, onClientTimeout } from './client.ts';
import type { ClientRequest, ClusterConfig, ClusterState, Member, Message } from './cluster.ts';
import { copyCluster } from './cluster.ts';
import { receive } from './protocol.ts';
import type { Rules } from './rules.ts';
import { raftRules } from './rules.ts';
import { dismissRemoved } from './operator.ts';
import { compactIfLong, onElectionTimer, onHeartbeat, Server } from './server.ts';
import { startCluster } from './start.ts';
import { compareEverything, observe, throwBreach } from './witness.ts';

/** The model, by the rules given; tests give broken ones. */
export function raftCluster(rules: Rules = raftRules): Model<ClusterConfig, ClusterState> {
  return {
    slug: 'raft-cluster',
    create: startCluster,
    handle: (state, event, world) => handle(state, event, world, rules),
    act: (state, action, world) => act(state, action, world, rules),
    configure(state, config, changed, world) {
      const before = state.config;
      state.config = config;
      configure(state, before, changed, world, rules);
    },
    copy: copyCluster,
    check(state, scope) {
      if (scope === 'event') throwBreach(state.witness);
      else compareEverything(state.witness, [...state.members.values()].map(({ node }) => node));
    },
  };
}

function handle(state: ClusterState, event: Scheduled, world: World, rules: Rules): void {
  const { kind, data } = event;
  switch (kind) {
    case 'network.deliver': deliver(state, data as string, world, rules); break;
    case 'network.lose': lose(state.network, data as string, world); break;
    case 'election': touch(state, data as string, world, rules, (member) => onElectionTimer(state, member, world, rules)); break;
    case 'heartbeat': touch(state, data as string, world, rules, (member) => onHeartbeat(state, member, world, rules)); break;
    case 'client': onClientTick(state, world); break;
    case 'client-retry': onClientRetry(state, data as number, world); break;
    case 'client-timeout': onClientTimeout(state, data as number, world); break;
  }
}

/** Lets one server do something, then looks at what it may have broken. */
function touch(state: ClusterState, id: string, world: World, rules: Rules, happen: (member: Member) => void): void {
  const member = state.members.get(id);
  if (member === undefined) return;
  happen(member);
  compactIfLong(state, member, world, rules);
  observe(state.witness, member.node);
  if (member.node.volatile.role === 'leader') dismissRemoved(state, member, world);
}

function deliver(state: ClusterState, packet: string, world: World, rules: Rules): void {
  const envelope = arrive(state.network, packet, world);
  if (envelope === null) return;
  const { message } = envelope;
  if (message.kind === 'client-reply') {
    onClientReply(state, message, world);
    return;
  }
  if (!state.members.has(message.to)) {
    loseOnArrival(state.network, envelope, world);
    return;
  }
  touch(state, message.to, world, rules, (member) => {
    if (!member.up && message.kind === 'client-request') refuse(state, message, world);
    else if (!member.up) loseOnArrival(state.network, envelope, world);
    else if (member.frozen) wait(state, envelope, world);
    else {
      const server = new Server(state, member, world, rules);
      if (message.kind === 'client-request') server.takeRequest(message.request, message.op, message.command);
      else receive(member.node, message, rules, server);
    }
  });
}

/** The process is gone, its machine is not: the client learns at once that nobody took its write. */
function refuse(state: ClusterState, { from, to, request }: ClientRequest, world: World): void {
  send(state.network, state.config, { kind: 'client-reply', from: to, to: from, request, ok: false, index: 0, held: null, leader: null, reason: 'refused' }, world);
}

/** Messages that a frozen server's buffers take; what comes after is lost. */
const BUFFER = 256;

function wait(state: ClusterState, envelope: Envelope<Message>, world: World): void {
  const held = state.network.waiting.get(envelope.message.to)?.length ?? 0;
  if (held < BUFFER) hold(state.network, envelope);
  else loseOnArrival(state.network, envelope, world);
}
