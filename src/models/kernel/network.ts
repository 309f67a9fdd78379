/**
 * Transport of messages between nodes, as plain data: latency, jitter, loss, cuts in either direction, slow and frozen
 * nodes, single messages dropped or delayed. A message that meets a cut vanishes half-way, where the picture has its wall:
 * whether it gets across is settled at that moment, so a cut that heals earlier does no harm.
 *
 * A model keeps a `NetworkState`, sends with `send`, and passes events of kind `network.deliver` and `network.lose` to
 * `arrive` and `lose`.
 */
import type { ActionResult, World } from './model.ts';
import type { Addressed, Envelope, NetworkState } from './network-state.ts';
import { isCut } from './network-state.ts';
import { refused } from './refusal.ts';

export type { Addressed, Envelope, LossReason, NetworkState } from './network-state.ts';
export { copyNetwork, createNetwork, isCut } from './network-state.ts';

export interface NetworkSettings {
  /** One way, µs. */
  readonly latencyUs: number;
  /** Uniform 0…this is added, µs. */
  readonly jitterUs: number;
  /** Share of messages lost, 0–1. */
  readonly loss: number;
}

const keptLost = 48;

const halfWay = (envelope: { readonly sentUs: number; readonly dueUs: number }): number => envelope.sentUs + Math.floor((envelope.dueUs - envelope.sentUs) / 2);

/** Sends a message. Draws from the link's own stream whatever the settings, so that changing one shifts nothing else. */
export function send<Message extends Addressed>(network: NetworkState<Message>, settings: NetworkSettings, message: Message, world: World): Envelope<Message> {
  const { from, to } = message;
  const random = world.random(`network ${from}>${to}`);
  const jitter = random.next();
  const isLost = random.chance(settings.loss);
  const lostAt = random.next();
  const factor = Math.max(network.slow.get(from) ?? 1, network.slow.get(to) ?? 1);
  const delayUs = Math.max(1, Math.round((settings.latencyUs + jitter * settings.jitterUs) * factor));
  let envelope: Envelope<Message> = { id: `m${network.nextId}`, message, sentUs: world.nowUs, dueUs: world.nowUs + delayUs, lostUs: null, reason: null };
  network.nextId += 1;
  if (isLost) envelope = { ...envelope, lostUs: world.nowUs + Math.max(1, Math.floor(delayUs * (0.2 + 0.6 * lostAt))), reason: 'loss' };
  else if (isCut(network, from, to)) envelope = { ...envelope, lostUs: Math.max(world.nowUs, halfWay(envelope)), reason: 'cut' };
  network.inFlight.set(envelope.id, envelope);
  if (envelope.lostUs === null) world.schedule(delayUs, 'network.deliver', envelope.id);
  else world.schedule(envelope.lostUs - world.nowUs, 'network.lose', envelope.id);
  return envelope;
}

function replace<Message extends Addressed>(network: NetworkState<Message>, envelope: Envelope<Message>, world: World): void {
  network.inFlight.set(envelope.id, envelope);
  if (envelope.lostUs === null) world.schedule(Math.max(0, envelope.dueUs - world.nowUs), 'network.deliver', envelope.id);
  else world.schedule(Math.max(0, envelope.lostUs - world.nowUs), 'network.lose', envelope.id);
}

function remember<Message extends Addressed>(network: NetworkState<Message>, envelope: Envelope<Message>): void {
  network.lost.push(envelope);
  if (network.lost.length > keptLost) network.lost.shift();
}

/** Takes a due message off the network; null when it is not due any more (delayed, or to be lost). */
export function arrive<Message extends Addressed>(network: NetworkState<Message>, id: string, world: World): Envelope<Message> | null {
  const envelope = network.inFlight.get(id);
  if (!envelope || envelope.lostUs !== null || envelope.dueUs > world.nowUs) return null;
  network.inFlight.delete(id);
  return envelope;
}

/** Loses a message whose moment has come; null when it was saved meanwhile. */
export function lose<Message extends Addressed>(network: NetworkState<Message>, id: string, world: World): Envelope<Message> | null {
  const envelope = network.inFlight.get(id);
  if (!envelope || envelope.lostUs === null || envelope.lostUs > world.nowUs) return null;
  network.inFlight.delete(id);
  remember(network, envelope);
  return envelope;
}

/** A message that arrived at a node that is down. */
export function loseOnArrival<Message extends Addressed>(network: NetworkState<Message>, envelope: Envelope<Message>, world: World): void {
  remember(network, { ...envelope, lostUs: world.nowUs, reason: 'down' });
}

/** Keeps a message for a frozen node. */
export function hold<Message extends Addressed>(network: NetworkState<Message>, envelope: Envelope<Message>): void {
  const waiting = network.waiting.get(envelope.message.to) ?? [];
  waiting.push(envelope);
  network.waiting.set(envelope.message.to, waiting);
}

/** Delivers at once, in order, what waited for a node that runs again. */
export function release<Message extends Addressed>(network: NetworkState<Message>, node: string, world: World): void {
  for (const envelope of network.waiting.get(node) ?? []) replace(network, { ...envelope, dueUs: world.nowUs }, world);
  network.waiting.delete(node);
}

/** Forgets what waited for a node that crashed while frozen. */
export function forget<Message extends Addressed>(network: NetworkState<Message>, node: string, world: World): void {
  for (const envelope of network.waiting.get(node) ?? []) loseOnArrival(network, envelope, world);
  network.waiting.delete(node);
}

/** After the cuts changed: what has not passed the middle is lost there, or saved again. */
function settle<Message extends Addressed>(network: NetworkState<Message>, world: World): void {
  for (const envelope of [...network.inFlight.values()]) {
    const { from, to } = envelope.message;
    const middle = halfWay(envelope);
    if (middle <= world.nowUs || envelope.reason === 'loss' || envelope.reason === 'dropped') continue;
    const cut = isCut(network, from, to);
    if (cut && envelope.lostUs === null) replace(network, { ...envelope, lostUs: middle, reason: 'cut' }, world);
    else if (!cut && envelope.lostUs !== null) replace(network, { ...envelope, lostUs: null, reason: null }, world);
  }
}

/** Cuts the network into sides; replaces the sides of an earlier cut. */
export function cutGroups<Message extends Addressed>(network: NetworkState<Message>, groups: readonly (readonly string[])[], world: World): void {
  network.groups = groups;
  settle(network, world);
}

/** Cuts a link: `n1-n2` both ways, `n1>n2` one way. Adds to what is cut already. */
export function cutLink<Message extends Addressed>(network: NetworkState<Message>, link: string, world: World): void {
  for (const direction of directions(link)) network.cutLinks.add(direction);
  settle(network, world);
}

/** Lifts one link's cut, or everything. */
export function heal<Message extends Addressed>(network: NetworkState<Message>, link: string | null, world: World): void {
  if (link === null) {
    network.groups = null;
    network.cutLinks.clear();
  } else {
    for (const direction of directions(link)) network.cutLinks.delete(direction);
  }
  settle(network, world);
}

/** The directions that a link id names; none when it names none. */
export function directions(link: string): readonly string[] {
  const [, from, way, to] = /^([a-z]\w*(?:-\d+)?)([->])([a-z]\w*(?:-\d+)?)$/.exec(link) ?? [];
  if (from === undefined || to === undefined || from === to) return [];
  return way === '>' ? [`${from}>${to}`] : [`${from}>${to}`, `${to}>${from}`];
}

/** Loses one message where it is now. */
export function dropMessage<Message extends Addressed>(network: NetworkState<Message>, id: string, world: World): ActionResult {
  const envelope = network.inFlight.get(id);
  if (!envelope) return refused('no message {id} is in flight', { id });
  replace(network, { ...envelope, lostUs: world.nowUs, reason: 'dropped' }, world);
  return { ok: true };
}

/** Makes one message arrive later. */
export function delayMessage<Message extends Addressed>(network: NetworkState<Message>, id: string, byUs: number, world: World): ActionResult {
  const envelope = network.inFlight.get(id);
  if (!envelope) return refused('no message {id} is in flight', { id });
  if (envelope.lostUs !== null) return refused('message {id} is going to be lost', { id });
  if (!Number.isSafeInteger(byUs) || byUs <= 0) return refused('a delay is longer than 0');
  replace(network, { ...envelope, dueUs: envelope.dueUs + byUs }, world);
  return { ok: true };
}
