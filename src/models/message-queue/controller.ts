/**
 * The controller: hears brokers, fences the silent, elects leaders from the in-sync sets, and tells everybody. It stands
 * for a KRaft quorum that does not fail.
 *
 * @see KIP-500, KIP-631 (registration, fencing) and KIP-497 (changes of the in-sync set).
 */
import type { QueueState } from './cluster.ts';
import { controllerId, isInput } from './cluster.ts';
import { moveCoordinators } from './group-coordinator.ts';
import { sawUnclean } from './ledger.ts';
import type { AlterIsr, BrokerHeartbeat, PartitionState } from './messages.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

export const isLive = (state: QueueState, broker: string): boolean => !state.controller.fenced.has(broker);

function change(context: Context, part: PartitionState, by: Partial<PartitionState>): void {
  const { state, world } = context;
  const { controller } = state;
  controller.version += 1;
  const next = { ...part, ...by, version: controller.version };
  controller.parts[part.partition] = next;
  if (!isInput(state.config, part.partition)) return;
  if (by.isr && by.isr.join() !== part.isr.join()) world.emit('mq.isr', { partition: part.partition, members: next.isr });
  if (next.epoch !== part.epoch && next.leader !== null) world.emit('mq.leader', { node: next.leader, partition: part.partition, broker: next.leader, epoch: next.epoch });
}

/** Elects where there is no live leader. */
function elect(context: Context, part: PartitionState, unclean: boolean): boolean {
  const { state, rules } = context;
  const live = (id: string): boolean => isLive(state, id);
  const leader = rules.electLeader(part.replicas, part.isr, live);
  if (leader !== null) {
    change(context, part, { leader, epoch: part.epoch + 1, isr: part.isr.filter(live) });
    return true;
  }
  const other = unclean ? part.replicas.find(live) : undefined;
  if (other === undefined) {
    if (part.leader !== null) change(context, part, { leader: null, epoch: part.epoch + 1 });
    return false;
  }
  sawUnclean(state.ledger, part.partition);
  change(context, part, { leader: other, epoch: part.epoch + 1, isr: [other] });
  return true;
}

function electAll(context: Context): void {
  const { state } = context;
  for (const part of state.controller.parts) {
    if (part.leader === null || !isLive(state, part.leader)) elect(context, part, state.config.uncleanElection || part.isr.length === 0);
  }
}

/** Takes a broker out of everything; the last of an in-sync set stays in it, since it alone has the records. */
function fence(context: Context, broker: string, lostDisk: boolean): void {
  const { state } = context;
  const { controller } = state;
  controller.fenced.add(broker);
  for (const part of controller.parts) {
    if (!part.isr.includes(broker)) continue;
    const isr = part.isr.filter((id) => id !== broker);
    if (isr.length > 0 || lostDisk) change(context, part, { isr });
  }
  electAll(context);
  moveCoordinators(context);
}

export function onBrokerHeartbeat(context: Context, message: BrokerHeartbeat): void {
  const { state, world } = context;
  const { controller } = state;
  const { from, seen, incarnation } = message;
  const known = controller.incarnations.get(from) ?? 0;
  if (incarnation < known) return;
  controller.heardUs.set(from, world.nowUs);
  const before = controller.version;
  if (incarnation > known) {
    controller.incarnations.set(from, incarnation);
    fence(context, from, message.newDisk);
  }
  if (controller.fenced.delete(from)) electAll(context);
  moveCoordinators(context);
  publish(context, before, from);
  const parts = controller.parts.filter((part) => part.version > seen);
  post(context, controllerId, { kind: 'metadata', to: from, since: seen, version: controller.version, incarnation, parts });
}

/** Tells every broker what changed since `version`, at once; what gets lost comes with the next heartbeat. */
function publish(context: Context, version: number, except = ''): void {
  const { controller, brokers } = context.state;
  const parts = controller.parts.filter((part) => part.version > version);
  if (parts.length === 0) return;
  for (const id of brokers.keys()) {
    const incarnation = controller.incarnations.get(id);
    if (id !== except && incarnation !== undefined) post(context, controllerId, { kind: 'metadata', to: id, since: version, version: controller.version, incarnation, parts });
  }
}

/** Fences who has been silent for too long. */
export function onControllerTick(context: Context): void {
  const { state, world } = context;
  const before = state.controller.version;
  for (const [id, heardUs] of state.controller.heardUs) {
    if (!state.controller.fenced.has(id) && world.nowUs - heardUs > state.config.brokerSessionUs) fence(context, id, false);
  }
  publish(context, before);
}

/** A leader asks for another in-sync set. Who asks by an older state is told the newer one. */
export function onAlterIsr(context: Context, { from, partition, epoch, version, isr }: AlterIsr): void {
  const { state } = context;
  const { controller } = state;
  const part = controller.parts[partition]!;
  const before = controller.version;
  const kept = isr.filter((id) => id === from || isLive(state, id));
  if (part.leader === from && part.epoch === epoch && part.version === version && kept.includes(from)) change(context, part, { isr: kept });
  const now = controller.parts[partition]!;
  publish(context, before, from);
  post(context, controllerId, { kind: 'metadata', to: from, since: -1, version: 0, incarnation: controller.incarnations.get(from) ?? 0, parts: [now] });
}

/** The operator elects a leader from whoever lives, and accepts what that loses. */
export function electUnclean(context: Context, partition: number): boolean {
  const part = context.state.controller.parts[partition];
  if (!part || (part.leader !== null && isLive(context.state, part.leader))) return false;
  const before = context.state.controller.version;
  const elected = elect(context, part, true);
  publish(context, before);
  return elected;
}
