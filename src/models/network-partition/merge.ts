/** A node takes over what another one stores, and the histories that meet in it are settled. */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import { clockText, counterOf, descends, withCounter } from './clock.ts';
import type { Request, StateMessage } from './messages.ts';
import type { Rules } from './rules.ts';
import type { PartitionNode, PartitionState } from './state.ts';
import { actorOf, localClockUs } from './state.ts';
import { rememberIn } from './stats.ts';
import type { Meeting, Write } from './store.ts';
import type { Held, Store, Strategy, Version } from './held.ts';
import { applyWrite, heldIn, mergeByApplication, mergeStores, reconcile } from './store.ts';
import { strategyOf, valuesHeld, versionsOf } from './held.ts';
import { breach, sawStore, sawWrite } from './witness.ts';

/** Where something happens. */
export interface Scene {
  readonly state: PartitionState;
  readonly world: World;
  readonly rules: Rules;
}

/** A write of this node's own. It descends from all that the node holds under the key. */
export function makeWrite(scene: Scene, node: PartitionNode, request: Request): Write {
  const { state, world, rules } = scene;
  const { durable, volatile } = node;
  const strategy = strategyOf(state.config);
  durable.made += 1;
  const actor = actorOf(node);
  const clock = withCounter(heldIn(durable.store, request.key, strategy, state.config.crdt).clock, actor, durable.made);
  const write: Write = { ...request, actor, counter: durable.made, timestampUs: localClockUs(node, world.nowUs), clock, epoch: volatile.epoch };
  const before = durable.store;
  durable.store = applyWrite(before, write, strategy, state.config.crdt, rules);
  sawWrite(state.witness, write);
  sawStore(state.witness, node, before);
  return write;
}

/** A write by a slow clock may lose against what was there before it: it is acknowledged, and gone. */
export function noticeOwnLoss({ state, world }: Scene, node: PartitionNode, write: Write): void {
  const kept = versionsOf(node.durable.store.keys.get(write.key));
  const id = `${write.actor}:${write.counter}`;
  if (kept.length === 0 || kept.some((version) => version.id === id) || !rememberIn(state.stats.lost, id)) return;
  state.stats.lostUpdates += 1;
  world.emit('partition.merge', { node: node.id, key: write.key, strategy: strategyOf(state.config), result: kept.map(({ value }) => value), lost: [write.value] });
}

/** Takes over what is new in another store. True when something was. */
export function learn(scene: Scene, node: PartitionNode, theirs: Store): boolean {
  const { state, rules } = scene;
  const before = node.durable.store;
  const { store, meetings } = mergeStores(before, theirs, strategyOf(state.config), rules);
  if (store === before) return false;
  node.durable.store = store;
  sawStore(state.witness, node, before);
  for (const meeting of meetings) report(scene, node, meeting);
  if (state.config.resolve === 'app' && state.config.policy !== 'quorum') runMergeCode(scene, node);
  return true;
}

/** The application merges siblings where they are found by a primary that knows of no later one. */
function runMergeCode(scene: Scene, node: PartitionNode): void {
  const { state, world } = scene;
  if (node.volatile.role !== 'primary' || node.volatile.epoch < node.durable.promised) return;
  for (const [key, held] of node.durable.store.keys) {
    const versions = versionsOf(held);
    if (versions.length < 2) continue;
    const value = mergeByApplication(versions.map((version) => version.value));
    const write = makeWrite(scene, node, { key, value, remove: false, amount: 0 });
    rememberIn(state.stats.accepted, `${write.actor}:${write.counter}`);
    world.emit('partition.merge', { node: node.id, key, strategy: 'app', result: [value], lost: [] });
    broadcastStore(scene, node);
  }
}

/** Says once what met, and what of it is lost. */
function report(scene: Scene, node: PartitionNode, meeting: Meeting): void {
  const { state, world } = scene;
  const { key, before, after } = meeting;
  const strategy = strategyOf(state.config);
  if (!rememberIn(state.stats.reported, `merge ${key} ${clockText(after.clock)}`)) return;
  const lost = after.item.type === 'versions' ? settledVersions(scene, node, meeting, strategy) : lostInRegister(scene, before, after);
  if (strategy !== 'app') world.emit('partition.merge', { node: node.id, key, strategy, result: valuesHeld(after), lost });
}

function settledVersions({ state, world }: Scene, node: PartitionNode, { key, before, after }: Meeting, strategy: Strategy): readonly string[] {
  const { stats } = state;
  const byId = new Map(before.flatMap((held) => versionsOf(held)).map((version) => [version.id, version]));
  const met = reconcile([...byId.values()], 'siblings').filter(({ id }) => state.config.policy !== 'quorum' || stats.accepted.has(id));
  // A conflict that goes on, because one side writes again, is still the same one.
  if (met.length > 1 && met.filter(({ id }) => rememberIn(stats.reported, `conflict ${id}`)).length > 1) {
    stats.conflicts += 1;
    world.emit('partition.conflict', { node: node.id, key, versions: met.map(describe) });
  }
  const kept = new Set(versionsOf(after).map(({ id }) => id));
  const lost = met.filter(({ id }) => !kept.has(id));
  for (const { id, value } of lost) {
    if (rememberIn(stats.lost, id)) stats.lostUpdates += 1;
    if (strategy === 'epoch') breach(state.witness, 'an accepted write outlives the cut', `${key}=${value} (${id}) was accepted by a majority and dropped at ${node.id}`);
  }
  return lost.map(({ value }) => value);
}

const describe = ({ id, value, clock, timestampUs, actor }: Version): { readonly [name: string]: string | number } =>
  ({ id, value, clock: clockText(clock), timestamp: timestampUs / 1000, node: actor.replace(/\..*/, '') });

/** A LWW register drops like last-write-wins does; the other types lose no operation. */
function lostInRegister({ state }: Scene, before: readonly [Held, Held], after: Held): readonly string[] {
  const [mine, theirs] = [before[0].item, before[1].item];
  if (mine.type !== 'lww-register' || theirs.type !== 'lww-register' || after.item.type !== 'lww-register') return [];
  const [loser, winner] = after.item.stamp === mine.stamp ? [theirs, before[0]] : [mine, before[1]];
  const { actor, counter } = loser.stamp;
  if (loser.value === null || counterOf(winner.clock, actor) >= counter) return [];
  if (rememberIn(state.stats.lost, `${actor}:${counter}`)) state.stats.lostUpdates += 1;
  return [loser.value];
}

export function stateMessage(node: PartitionNode, to: string): StateMessage {
  const { durable, volatile } = node;
  return { kind: 'state', from: node.id, to, epoch: durable.promised, leads: volatile.role === 'primary' ? volatile.epoch : 0, store: durable.store };
}

/** Sends all that the node stores to everybody. */
export function broadcastStore({ state, world }: Scene, node: PartitionNode): void {
  for (const to of state.nodes.keys()) if (to !== node.id) send(state.network, state.config, stateMessage(node, to), world);
}

/**
 * Anti-entropy: sends what the other lacks, once it has lacked it for longer than a message takes both ways, so that what
 * is on its way is not sent again. Somebody who is heard for the first time, or after a silence, is given it at once.
 */
export function compareWith({ state, world }: Scene, node: PartitionNode, peer: string, theirs: Store['context']): void {
  const { probes } = node.volatile;
  const { latencyUs, jitterUs, detectTimeoutUs } = state.config;
  const probe = probes.get(peer);
  const { context } = node.durable.store;
  if (probe !== undefined && world.nowUs - probe.atUs < 2 * (latencyUs + jitterUs) + Math.floor(detectTimeoutUs / 4)) return;
  if (!descends(theirs, (probe ?? node.durable.store).context)) send(state.network, state.config, stateMessage(node, peer), world);
  probes.set(peer, { context, atUs: world.nowUs });
}
