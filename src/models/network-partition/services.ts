/**
 * The services behind two policies. They stand outside every cut, unless a cut names them.
 *
 * `f1`, the fencing device: switches nodes off, one request after the other, and does not obey a node that it has switched
 * off itself; so of two sides that shoot at once one survives. `w1`, `w2`, … are the nodes' own power switches, for when
 * the device is silent; each obeys everybody, so both sides may die.
 * `l1`, the lock service: one holder at a time, a lease, and a token that rises with every grant (Chubby's sequencer).
 * `s1`, the storage: takes writes with a token at least as high as any before.
 */
import type { World } from '../kernel/model.ts';
import { forget } from '../kernel/network.ts';
import { withCounter } from './clock.ts';
import type { FenceReply, FenceRequest, LockReply, LockRequest, PowerOff, StorageReply, StorageWrite } from './messages.ts';
import type { Scene } from './merge.ts';
import { learn } from './merge.ts';
import { accept, post, promote, refuse, stepDown } from './primary.ts';
import type { PartitionNode, PartitionState } from './state.ts';
import { freshVolatile, localClockUs } from './state.ts';
import { applyWrite, heldIn } from './store.ts';
import { strategyOf } from './held.ts';
import { breach, sawGrant, sawToken, sawWrite } from './witness.ts';

/** The process is gone, the disk is kept. */
export function halt(state: PartitionState, node: PartitionNode, world: World): void {
  node.up = false;
  node.frozen = false;
  node.tickUs = -1;
  node.volatile = freshVolatile(world.nowUs, [...state.nodes.keys()], node.id);
  forget(state.network, node.id, world);
}

/** Switches nodes off. `by`: the node or person that asked. */
export function shoot({ state, world }: Scene, by: string, targets: readonly string[]): void {
  for (const target of targets) {
    const node = state.nodes.get(target);
    if (node === undefined) continue;
    if (node.up) halt(state, node, world);
    node.fencedBy ??= by;
    world.emit('partition.fence', { node: target, peer: by, by, target, ok: true });
  }
}

export function receiveFenceRequest(scene: Scene, { from, request, targets }: FenceRequest): void {
  const { state, world, rules } = scene;
  const isOff = (state.nodes.get(from)?.fencedBy ?? null) !== null;
  if (!rules.obeys(isOff)) {
    for (const target of targets) world.emit('partition.fence', { node: target, peer: from, by: from, target, ok: false });
    return;
  }
  if (isOff) breach(state.witness, 'the fencing device obeys nobody it has switched off', `${from} shoots ${targets.join()}`);
  shoot(scene, from, targets);
  post(scene, { kind: 'fence-reply', from: 'f1', to: from, request, targets });
}

/** A node's own switch. */
export function receivePowerOff(scene: Scene, { from, to, request, target }: PowerOff): void {
  shoot(scene, from, [target]);
  post(scene, { kind: 'fence-reply', from: to, to: from, request, targets: [target] });
}

/** Shoots all that this node cannot hear: through the device, or, when that is silent, through their own switches. */
export function fence(scene: Scene, node: PartitionNode, targets: readonly string[]): void {
  const { state, world } = scene;
  const { fencing } = node.volatile;
  const patienceUs = Math.max(state.config.detectTimeoutUs, 3 * (state.config.latencyUs + state.config.jitterUs));
  if (fencing !== null && world.nowUs - fencing.sentUs < patienceUs) return;
  const direct = fencing !== null;
  const request = state.fencer.nextRequest;
  state.fencer.nextRequest += 1;
  node.volatile.fencing = { request, sentUs: world.nowUs, direct, waiting: new Set(targets) };
  if (!direct) post(scene, { kind: 'fence-request', from: node.id, to: 'f1', request, targets });
  else for (const target of targets) post(scene, { kind: 'power-off', from: node.id, to: target.replace('n', 'w'), request, target });
}

export function receiveFenceReply(_scene: Scene, node: PartitionNode, { request, targets }: FenceReply): void {
  const { fencing, off } = node.volatile;
  if (fencing?.request !== request) return;
  for (const target of targets) {
    off.add(target);
    fencing.waiting.delete(target);
  }
  if (fencing.waiting.size === 0) node.volatile.fencing = null;
}

/** Asks for the lock, or to keep it. */
export function askForLock(scene: Scene, node: PartitionNode): void {
  const { volatile } = node;
  volatile.lockAskedUs = scene.world.nowUs;
  const token = volatile.role === 'primary' ? volatile.epoch : 0;
  post(scene, { kind: 'lock-request', from: node.id, to: 'l1', token, sentLocalUs: localClockUs(node, scene.world.nowUs) });
}

export function receiveLockRequest(scene: Scene, { from, token, sentLocalUs }: LockRequest): void {
  const { state, world, rules } = scene;
  const { lock } = state;
  const expired = rules.isExpired(lock.leaseEndsUs, world.nowUs);
  const renews = token > 0 && lock.holder === from && lock.token === token && !expired;
  const granted = renews || (token === 0 && expired);
  if (granted && !renews) {
    lock.token += 1;
    lock.holder = from;
  }
  if (granted) sawGrant(state.witness, lock.token, from, renews ? null : { endedUs: lock.leaseEndsUs, nowUs: world.nowUs });
  if (granted) lock.leaseEndsUs = world.nowUs + state.config.leaseUs;
  post(scene, { kind: 'lock-reply', from: 'l1', to: from, granted, token: lock.token, holder: lock.holder, sentLocalUs });
}

/** The lease is counted from when it was asked for, so that by a right clock the node's ends first. */
export function receiveLockReply(scene: Scene, node: PartitionNode, { granted, token, sentLocalUs }: LockReply): void {
  const { volatile, durable } = node;
  if (granted && token >= durable.promised) {
    volatile.leaseEndsLocalUs = sentLocalUs + scene.state.config.leaseUs;
    if (volatile.role !== 'primary' || volatile.epoch !== token) promote(scene, node, token);
  } else if (!granted && volatile.role === 'primary' && token > volatile.epoch) stepDown(scene, node, 'newer-epoch', null);
}

export function receiveStorageWrite(scene: Scene, { from, token, write, pending, timestampUs }: StorageWrite): void {
  const { state, world, rules } = scene;
  const { storage, config } = state;
  const accepted = rules.takesToken(token, storage.highest);
  const strategy = strategyOf(config);
  let { clock } = heldIn(storage.store, write.key, strategy, config.crdt);
  if (accepted) {
    storage.highest = Math.max(storage.highest, token);
    storage.made += 1;
    clock = withCounter(clock, 's1', storage.made);
    // One order for all writes: storage stamps them itself.
    const stored = { ...write, actor: 's1', counter: storage.made, timestampUs: config.resolve === 'lww' ? world.nowUs : timestampUs, clock, epoch: token };
    storage.store = applyWrite(storage.store, stored, strategy, config.crdt, rules);
    sawWrite(state.witness, stored);
    sawToken(state.witness, token);
  } else state.stats.tokensRefused += 1;
  world.emit('partition.token', { node: 's1', peer: from, token, accepted, highest: storage.highest });
  post(scene, { kind: 'storage-reply', from: 's1', to: from, accepted, pending, highest: storage.highest, clock, store: storage.store });
}

export function receiveStorageReply(scene: Scene, node: PartitionNode, { accepted, pending: number, highest, clock, store }: StorageReply): void {
  const { volatile, durable } = node;
  const pending = volatile.pending.get(number);
  volatile.pending.delete(number);
  learn(scene, node, store);
  if (!accepted && volatile.role === 'primary' && highest > volatile.epoch) {
    durable.promised = Math.max(durable.promised, highest);
    stepDown(scene, node, 'newer-epoch', null);
  }
  if (pending === undefined) return;
  if (accepted) accept(scene, node, pending, clock, clock.find(([actor]) => actor === 's1')?.[1] ?? 0);
  else refuse(scene, node, pending, 'lower-token');
}
