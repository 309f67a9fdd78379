/**
 * A node: it says that it is alive, notices who is silent, and decides whether it must be primary. It knows nothing but
 * what it hears: silence looks the same whether the other is dead, slow or behind a wall.
 */
import type { ClientRequest, Heartbeat, Message } from './messages.ts';
import type { Scene } from './merge.ts';
import { broadcastStore, compareWith, makeWrite, noticeOwnLoss } from './merge.ts';
import {
  accept, adoptEpoch, campaign, confirm, hearClaim, post, promote, receiveState, receiveStateAck, receiveVote, receiveVoteRequest, refuse, reply, sendHeartbeats, stepDown,
} from './primary.ts';
import { askForLock, fence, receiveFenceReply, receiveLockReply, receiveStorageReply } from './services.ts';
import { armTick, heartbeatUs } from './start.ts';
import type { PartitionNode, PartitionState, Pending } from './state.ts';
import { localClockUs } from './state.ts';
import { maxKeys } from './store.ts';
import { strategyOf, valuesHeld } from './held.ts';

export function onTick(scene: Scene, node: PartitionNode): void {
  const { state, world } = scene;
  if (node.tickUs !== world.nowUs || !node.up) return;
  if (node.frozen) {
    node.tickUs = -1;
    return;
  }
  armTick(node, heartbeatUs(state), world);
  suspectTheSilent(scene, node);
  if (node.volatile.role === 'primary') rule(scene, node);
  else stand(scene, node);
  sendHeartbeats(scene, node);
}

function suspectTheSilent({ state, world }: Scene, { id, volatile }: PartitionNode): void {
  for (const [peer, heardUs] of volatile.heardUs) {
    if (volatile.suspects.has(peer) || world.nowUs - heardUs <= state.config.detectTimeoutUs) continue;
    volatile.suspects.add(peer);
    world.emit('partition.suspect', { node: peer, peer: id, by: id });
  }
}

const maxPending = 64;

/** How many this node hears, itself included. */
const heard = ({ volatile }: PartitionNode): number => 1 + volatile.heardUs.size - volatile.suspects.size;

/** What a primary does at every beat to remain one. */
function rule(scene: Scene, node: PartitionNode): void {
  const { state, world, rules } = scene;
  const { config } = state;
  const { volatile } = node;
  if (config.policy === 'quorum' && !rules.isMajority(heard(node), state.nodes.size)) stepDown(scene, node, 'no-quorum', null);
  if (config.policy === 'stonith') fenceTheSilent(scene, node);
  if (config.policy !== 'fencing-token') return;
  if (localClockUs(node, world.nowUs) >= volatile.leaseEndsLocalUs) stepDown(scene, node, 'lease-expired', null);
  else if (world.nowUs - volatile.lockAskedUs >= Math.floor(config.leaseUs / 3)) askForLock(scene, node);
}

/** Shoots whom it does not hear, where it may. True when nobody is left to be shot. */
function fenceTheSilent(scene: Scene, node: PartitionNode): boolean {
  const { suspects, off } = node.volatile;
  const targets = [...suspects].filter((peer) => !off.has(peer)).sort();
  if (targets.length === 0) return true;
  if (scene.rules.mayFence(heard(node), scene.state.nodes.size)) fence(scene, node, targets);
  return false;
}

/**
 * Without a primary for as long as silence takes to count, the lowest id that is heard stands; the others give it time, one
 * after the other.
 */
function stand(scene: Scene, node: PartitionNode): void {
  const { state, world, rules } = scene;
  const { volatile, durable } = node;
  if (volatile.primary !== null && volatile.suspects.has(volatile.primary)) volatile.primary = null;
  const rank = [...volatile.heardUs.keys()].filter((peer) => peer < node.id && !volatile.suspects.has(peer)).length;
  const patienceUs = state.config.detectTimeoutUs + 2 * rank * heartbeatUs(state);
  if (volatile.primary !== null || world.nowUs - volatile.heardPrimaryUs <= patienceUs) return;
  switch (state.config.policy) {
    case 'dual-primary': promote(scene, node, durable.promised + 1); break;
    case 'quorum':
      if (durable.voter && world.nowUs >= volatile.standAgainUs && rules.isMajority(heard(node), state.nodes.size)) campaign(scene, node);
      break;
    case 'stonith': if (fenceTheSilent(scene, node)) promote(scene, node, durable.promised + 1); break;
    case 'fencing-token': if (world.nowUs - volatile.lockAskedUs >= 2 * heartbeatUs(state)) askForLock(scene, node); break;
  }
}

export function receive(scene: Scene, node: PartitionNode, message: Message): void {
  if (scene.state.nodes.has(message.from)) hear(scene, node, message.from);
  switch (message.kind) {
    case 'heartbeat': receiveHeartbeat(scene, node, message); break;
    case 'state': receiveState(scene, node, message); break;
    case 'state-ack': receiveStateAck(scene, node, message); break;
    case 'vote-request': receiveVoteRequest(scene, node, message); break;
    case 'vote': receiveVote(scene, node, message); break;
    case 'fence-reply': receiveFenceReply(scene, node, message); break;
    case 'lock-reply': receiveLockReply(scene, node, message); break;
    case 'storage-reply': receiveStorageReply(scene, node, message); break;
    case 'client-request': receiveRequest(scene, node, message); break;
  }
}

/** Whoever is heard is alive, and must not be shot any more. */
function hear({ world }: Scene, { volatile }: PartitionNode, from: string): void {
  volatile.heardUs.set(from, world.nowUs);
  if (volatile.suspects.delete(from)) volatile.probes.delete(from);
  volatile.off.delete(from);
  volatile.fencing?.waiting.delete(from);
  if (volatile.fencing?.waiting.size === 0) volatile.fencing = null;
}

function receiveHeartbeat(scene: Scene, node: PartitionNode, { from, epoch, leads, context }: Heartbeat): void {
  adoptEpoch(scene, node, epoch);
  hearClaim(scene, node, from, leads);
  const { volatile } = node;
  if (volatile.primary === from && leads === 0) volatile.primary = null;
  compareWith(scene, node, from, context);
}

function receiveRequest(scene: Scene, node: PartitionNode, { from: client, request, write }: ClientRequest): void {
  const { state } = scene;
  const { volatile } = node;
  const pending = { client, request, write };
  if (volatile.role !== 'primary') {
    if (volatile.primary === null) refuse(scene, node, pending, volatile.role === 'replica' && state.config.policy === 'quorum' ? 'no-quorum' : 'no-primary');
    else reply(scene, node, pending, { accepted: false, reason: null, primary: volatile.primary });
    return;
  }
  const reason = objection(state, node, write);
  if (reason !== null) refuse(scene, node, pending, reason);
  else if (state.config.policy === 'fencing-token') storeWithToken(scene, node, pending);
  else take(scene, node, pending);
}

/** What is wrong with the write itself. */
function objection({ config }: PartitionState, { durable: { store } }: PartitionNode, write: Pending['write']): 'too-many-keys' | 'only-grows' | 'not-there' | null {
  const held = store.keys.get(write.key);
  if (held === undefined && store.keys.size >= maxKeys) return 'too-many-keys';
  if (strategyOf(config) !== 'crdt') return null;
  if (config.crdt === 'g-counter' && write.amount < 0) return 'only-grows';
  return config.crdt === 'or-set' && write.remove && (held === undefined || !valuesHeld(held).includes(write.value)) ? 'not-there' : null;
}

/** The primary writes; it answers at once, or under `quorum` when a majority has stored it. */
function take(scene: Scene, node: PartitionNode, pending: Pick<Pending, 'client' | 'request' | 'write'>): void {
  const write = makeWrite(scene, node, pending.write);
  if (scene.state.config.policy === 'quorum') {
    const waiting: Pending = { ...pending, clock: write.clock, acks: new Set(node.durable.voter ? [node.id] : []) };
    expect(node, write.counter, waiting);
    confirm(scene, node, write.counter, waiting);
  } else {
    accept(scene, node, pending, write.clock, write.counter);
    noticeOwnLoss(scene, node, write);
  }
  broadcastStore(scene, node);
}

/** Remembers a write that waits for an answer; the oldest is given up when there are too many. */
function expect({ volatile }: PartitionNode, id: number, pending: Pending): void {
  volatile.pending.set(id, pending);
  if (volatile.pending.size > maxPending) for (const oldest of volatile.pending.keys()) {
    volatile.pending.delete(oldest);
    break;
  }
}

/** The write goes to storage with the token the node believes it holds. It looks at its lease at heartbeats only. */
function storeWithToken(scene: Scene, node: PartitionNode, pending: Pick<Pending, 'client' | 'request' | 'write'>): void {
  const { durable, volatile } = node;
  durable.made += 1;
  expect(node, durable.made, { ...pending, clock: [], acks: new Set() });
  post(scene, {
    kind: 'storage-write', from: node.id, to: 's1', token: volatile.epoch, write: pending.write, pending: durable.made,
    timestampUs: localClockUs(node, scene.world.nowUs),
  });
}
