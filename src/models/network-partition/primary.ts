/** Becoming primary and ceasing to be: by one's own decision, by a majority of votes, or by the lock. */
import { send } from '../kernel/network.ts';
import { descends } from './clock.ts';
import type { ClientReply, Message, RefusalReason, StateAck, StateMessage, Vote, VoteRequest } from './messages.ts';
import type { Scene } from './merge.ts';
import { broadcastStore, learn } from './merge.ts';
import type { PartitionNode, Pending } from './state.ts';
import { rememberIn } from './stats.ts';
import { clockText } from './clock.ts';
import { sawAcceptance, sawPrimary } from './witness.ts';

export function post({ state, world }: Scene, message: Message): void {
  send(state.network, state.config, message, world);
}

/** Takes office in this epoch, and says so at once. */
export function promote(scene: Scene, node: PartitionNode, epoch: number): void {
  const { state, world } = scene;
  const { durable, volatile } = node;
  durable.promised = Math.max(durable.promised, epoch);
  Object.assign(volatile, { role: 'primary', epoch, primary: node.id, primaryEpoch: epoch, heardPrimaryUs: world.nowUs, fencing: null });
  volatile.votes.clear();
  state.stats.promotions += 1;
  sawPrimary(state.witness, node.id, epoch);
  world.emit('partition.promote', { node: node.id, epoch });
  sendHeartbeats(scene, node);
  broadcastStore(scene, node);
}

export type StepDownReason = 'newer-epoch' | 'no-quorum' | 'lease-expired';

/** Leaves office. What it has taken and nobody confirmed is told so: it may or may not survive. */
export function stepDown(scene: Scene, node: PartitionNode, reason: StepDownReason, follow: string | null): void {
  const { volatile } = node;
  const wasPrimary = volatile.role === 'primary';
  volatile.role = 'replica';
  volatile.primary = follow;
  volatile.votes.clear();
  volatile.fencing = null;
  volatile.heardPrimaryUs = scene.world.nowUs;
  if (!wasPrimary) return;
  scene.world.emit('partition.step-down', { node: node.id, epoch: volatile.epoch, reason });
  if (scene.state.config.policy !== 'quorum') return;
  for (const pending of volatile.pending.values()) refuse(scene, node, pending, 'unconfirmed');
  volatile.pending.clear();
}

export function sendHeartbeats(scene: Scene, node: PartitionNode): void {
  const { durable, volatile } = node;
  const leads = volatile.role === 'primary' ? volatile.epoch : 0;
  for (const to of scene.state.nodes.keys()) {
    if (to !== node.id) post(scene, { kind: 'heartbeat', from: node.id, to, epoch: durable.promised, leads, context: durable.store.context });
  }
}

/** An epoch was heard of. Under `quorum` a newer one ends whatever the node was; elsewhere it is only remembered. */
export function adoptEpoch(scene: Scene, node: PartitionNode, epoch: number): void {
  if (epoch <= node.durable.promised) return;
  node.durable.promised = epoch;
  if (scene.state.config.policy === 'quorum' && node.volatile.role !== 'replica') stepDown(scene, node, 'newer-epoch', null);
}

/** Somebody says that it is primary. The higher epoch wins, and of one epoch the lower id. */
export function hearClaim(scene: Scene, node: PartitionNode, from: string, epoch: number): void {
  const { config } = scene.state;
  const { volatile, durable } = node;
  if (epoch === 0 || (config.policy === 'quorum' && epoch < durable.promised)) return;
  const own = volatile.primary !== null && (volatile.role === 'primary' || !volatile.suspects.has(volatile.primary));
  const ownEpoch = volatile.role === 'primary' ? volatile.epoch : volatile.primaryEpoch;
  const yields = !own || volatile.primary === from || epoch > ownEpoch || (epoch === ownEpoch && from < (volatile.primary ?? node.id));
  if (!yields) return;
  if (volatile.role !== 'replica') stepDown(scene, node, 'newer-epoch', from);
  Object.assign(volatile, { primary: from, primaryEpoch: epoch, heardPrimaryUs: scene.world.nowUs });
}

/** Asks everybody for a vote in the next epoch. */
export function campaign(scene: Scene, node: PartitionNode): void {
  const { state, world } = scene;
  const { durable, volatile } = node;
  durable.promised += 1;
  Object.assign(volatile, { role: 'candidate', epoch: durable.promised, primary: null });
  volatile.votes.clear();
  volatile.votes.add(node.id);
  const { detectTimeoutUs, latencyUs } = state.config;
  volatile.standAgainUs = world.nowUs + Math.max(detectTimeoutUs, 3 * latencyUs) + Math.floor(world.random(`stand ${node.id}`).next() * detectTimeoutUs);
  for (const to of state.nodes.keys()) if (to !== node.id) post(scene, { kind: 'vote-request', from: node.id, to, epoch: durable.promised });
  winIfElected(scene, node);
}

export function receiveVoteRequest(scene: Scene, node: PartitionNode, { from, epoch }: VoteRequest): void {
  const { durable } = node;
  const granted = durable.voter && scene.rules.mayVote(epoch, durable.promised);
  adoptEpoch(scene, node, epoch);
  if (granted) node.volatile.heardPrimaryUs = scene.world.nowUs;
  post(scene, { kind: 'vote', from: node.id, to: from, epoch, granted, store: durable.store });
}

export function receiveVote(scene: Scene, node: PartitionNode, { from, epoch, granted, store }: Vote): void {
  learn(scene, node, store);
  if (node.volatile.role !== 'candidate' || node.volatile.epoch !== epoch || !granted) return;
  node.volatile.votes.add(from);
  winIfElected(scene, node);
}

function winIfElected(scene: Scene, node: PartitionNode): void {
  if (scene.rules.isMajority(node.volatile.votes.size, scene.state.nodes.size)) promote(scene, node, node.volatile.epoch);
}

/** Stores what came, and acknowledges it to a primary whose epoch it has promised itself to. */
export function receiveState(scene: Scene, node: PartitionNode, { from, epoch, leads, store }: StateMessage): void {
  adoptEpoch(scene, node, epoch);
  hearClaim(scene, node, from, leads);
  learn(scene, node, store);
  if (scene.state.config.policy !== 'quorum' || leads === 0 || leads < node.durable.promised || !node.durable.voter) return;
  post(scene, { kind: 'state-ack', from: node.id, to: from, epoch: leads, context: node.durable.store.context });
}

export function receiveStateAck(scene: Scene, node: PartitionNode, { from, epoch, context }: StateAck): void {
  const { volatile } = node;
  if (volatile.role !== 'primary' || volatile.epoch !== epoch) return;
  for (const [counter, pending] of volatile.pending) {
    if (!descends(context, pending.clock)) continue;
    pending.acks.add(from);
    confirm(scene, node, counter, pending);
  }
}

/** Accepts a pending write once a majority has stored it. */
export function confirm(scene: Scene, node: PartitionNode, counter: number, pending: Pending): void {
  if (!scene.rules.isMajority(pending.acks.size, scene.state.nodes.size)) return;
  node.volatile.pending.delete(counter);
  accept(scene, node, pending, pending.clock, counter);
}

/** Tells the client that its write is done. */
export function accept(scene: Scene, node: PartitionNode, pending: Pick<Pending, 'client' | 'request' | 'write'>, clock: Pending['clock'], counter: number): void {
  const { state, world } = scene;
  const { key, value } = pending.write;
  const actor = state.config.policy === 'fencing-token' ? 's1' : node.durable.incarnation === 0 ? node.id : `${node.id}.${node.durable.incarnation}`;
  rememberIn(state.stats.accepted, `${actor}:${counter}`);
  sawAcceptance(state.witness, node, { key, clock }, state.nodes.values());
  world.emit('partition.write', { node: node.id, peer: pending.client, key, value, clock: clockText(clock), accepted: true });
  reply(scene, node, pending, { accepted: true, reason: null, primary: node.id });
}

export function refuse(scene: Scene, node: PartitionNode, pending: Pick<Pending, 'client' | 'request' | 'write'>, reason: RefusalReason): void {
  const { key, value } = pending.write;
  const clock = clockText(node.durable.store.keys.get(key)?.clock ?? []);
  scene.world.emit('partition.write', { node: node.id, peer: pending.client, key, value, clock, accepted: false, reason });
  reply(scene, node, pending, { accepted: false, reason, primary: null });
}

export function reply(scene: Scene, node: PartitionNode, { client, request }: Pick<Pending, 'client' | 'request'>, outcome: Pick<ClientReply, 'accepted' | 'reason' | 'primary'>): void {
  post(scene, { kind: 'client-reply', from: node.id, to: client, request, ...outcome });
}
