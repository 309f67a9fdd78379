/**
 * A client on each side: it asks whom it takes for the primary, follows hints, and gives up after a while. A write it hears
 * no more of is unanswered: it may or may not have been accepted.
 */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { ClientReply, Request } from './messages.ts';
import { scheduleWrite } from './start.ts';
import type { Client, PartitionState } from './state.ts';

/** Writes of one client that may wait at once; more are not begun. */
const maxOutstanding = 64;
const maxHops = 3;

/** How long a client waits for an answer, µs. */
export function patienceUs({ config }: PartitionState): number {
  return Math.max(config.detectTimeoutUs, 6 * (config.latencyUs + config.jitterUs));
}

export function onClientTick(state: PartitionState, id: string, world: World): void {
  const client = state.clients.get(id);
  if (client === undefined || client.tickUs !== world.nowUs) return;
  write(state, client, drawRequest(state, client, world), world);
  scheduleWrite(state, client, world);
}

/** Some write of one of three keys, as the type of the values demands. */
function drawRequest(state: PartitionState, { id }: Client, world: World): Request {
  const random = world.random(`values ${id}`);
  const key = 'xyz'[random.integer(0, 2)]!;
  const letter = 'abcdef'[random.integer(0, 5)]!;
  const remove = random.chance(0.3);
  const amount = random.integer(1, 3);
  const { resolve, crdt } = state.config;
  if (resolve === 'crdt' && crdt === 'or-set') return { key, value: letter, remove, amount: 1 };
  if (resolve === 'crdt' && crdt === 'g-counter') return { key, value: `+${amount}`, remove: false, amount };
  if (resolve === 'crdt' && crdt === 'pn-counter') return { key, value: `${remove ? '-' : '+'}${amount}`, remove: false, amount: remove ? -amount : amount };
  return { key, value: nextValue(state), remove: false, amount: 1 };
}

/** Numbers that rise over the run, whoever writes. */
export function nextValue(state: PartitionState): string {
  state.nextValue += 1;
  return String(state.nextValue - 1);
}

export function write(state: PartitionState, client: Client, request: Request, world: World): void {
  const number = client.next;
  client.next += 1;
  if (client.outstanding.size >= maxOutstanding) {
    count(state, client, 'unanswered');
    return;
  }
  client.outstanding.set(number, { write: request, hops: 0 });
  world.schedule(patienceUs(state), 'client-timeout', [client.id, number]);
  ask(state, client, number, world);
}

function ask(state: PartitionState, { id, target, outstanding }: Client, request: number, world: World): void {
  const waiting = outstanding.get(request);
  if (waiting === undefined) return;
  waiting.hops += 1;
  send(state.network, state.config, { kind: 'client-request', from: id, to: target, request, write: waiting.write }, world);
}

export function onClientReply(state: PartitionState, { from, to, request, accepted, reason, primary }: ClientReply, world: World): void {
  const client = state.clients.get(to);
  const waiting = client?.outstanding.get(request);
  if (client === undefined || waiting === undefined) return;
  if (!accepted && reason === null && primary !== null && primary !== from && waiting.hops < maxHops) {
    client.target = primary;
    ask(state, client, request, world);
    return;
  }
  client.outstanding.delete(request);
  if (accepted) client.target = from;
  count(state, client, accepted ? 'accepted' : 'refused');
}

/** No answer: whoever was asked may be dead, slow or cut off. The next one asked is the nearest. */
export function onClientTimeout(state: PartitionState, id: string, request: number): void {
  const client = state.clients.get(id);
  if (client === undefined || !client.outstanding.delete(request)) return;
  count(state, client, 'unanswered');
  const near = state.config.partition.find((side) => side.includes(client.home))?.filter((node) => state.nodes.has(node)) ?? [];
  const order = [...near, ...[...state.nodes.keys()].filter((node) => !near.includes(node))];
  client.target = near.includes(client.target) ? order[(order.indexOf(client.target) + 1) % order.length]! : near[0] ?? order[0]!;
}

function count(state: PartitionState, { id }: Client, outcome: 'accepted' | 'refused' | 'unanswered'): void {
  const side = state.stats.sides.get(id);
  if (side !== undefined) side[outcome] += 1;
}
