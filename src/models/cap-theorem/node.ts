/** What one node does: it keeps copies, answers other nodes, and coordinates the requests that clients bring to it. */
import type { World } from '../kernel/model.ts';
import { release, send } from '../kernel/network.ts';
import { emptyClock } from '../kernel/vector-clock.ts';
import type { VectorClock } from '../kernel/vector-clock.ts';
import type { Call, Message, RefusalReason } from './messages.ts';
import type { Rules } from './rules.ts';
import type { CapState, Replica, Task } from './state.ts';
import { settlingOf } from './state.ts';
import { countConflict, countDropped } from './stats.ts';
import type { Version } from './version.ts';
import { absorb, newestOf, shown } from './version.ts';
import { sawRefusal, sawStored } from './witness.ts';

/** A node at one moment, with all that it can use. */
export interface Here {
  readonly state: CapState;
  readonly replica: Replica;
  readonly world: World;
  readonly rules: Rules;
}

export const copyOf = (replica: Replica, key: string): readonly Version[] => replica.copies.get(key) ?? [];

export const peersOf = ({ state, replica }: Here): readonly string[] => [...state.replicas.keys()].filter((id) => id !== replica.id);

export function post({ state, world }: Here, message: Message): void {
  send(state.network, state.config, message, world);
}

/** One phase of asking others: there and back, with room for the odd slow one. */
export function patienceUs({ state }: Here): number {
  const { latencyUs, jitterUs } = state.config;
  return Math.max(1000, Math.floor((5 * (latencyUs + jitterUs)) / 2));
}

/** Stores versions, settles what is concurrent, and tells. */
export function store(here: Here, key: string, incoming: readonly Version[]): void {
  const { state, replica, world, rules } = here;
  const before = copyOf(replica, key);
  const { versions, conflicts, dropped } = absorb(before, incoming, settlingOf(state), rules);
  replica.copies.set(key, versions);
  sawStored(state, replica, key, before, incoming);
  // Quorum writes that race each other are ordered by their counters: that is no conflict.
  if (state.corner === 'cp') return;
  for (const version of dropped) for (const write of version.writes) countDropped(state.stats, write);
  for (const [a, b] of conflicts) {
    const pair = [a, b].map(({ writes }) => writes.join('+')).sort().join(' ');
    if (!countConflict(state.stats, `${key} ${pair}`)) continue;
    world.emit('cap.conflict', { node: replica.id, key, versions: [a, b].map(({ value, node, clock }) => ({ value, node, clock: clockEntries(clock) })) });
    const [kept, second] = shown(versions, settlingOf(state), rules);
    if (kept !== undefined && second === undefined) {
      world.emit('cap.resolved', { node: replica.id, key, kept: kept.value, lost: dropped.map(({ value }) => value).join(' '), by: settlingOf(state) });
    }
  }
}

const clockEntries = (clock: VectorClock): { readonly [node: string]: number } => Object.fromEntries(clock);

/** A new version of a key, later than all that was seen. */
export function makeVersion(here: Here, call: Call, seen: readonly Version[]): Version {
  const { replica, world, rules } = here;
  const known = [...seen, ...copyOf(replica, call.key)];
  const made = (replica.made.get(call.key) ?? 0) + 1;
  replica.made.set(call.key, made);
  let clock = emptyClock;
  let counter = 0;
  let timestampUs = world.nowUs + replica.clockOffsetUs;
  for (const version of known) {
    clock = rules.merge(clock, version.clock);
    counter = Math.max(counter, version.counter);
    timestampUs = Math.max(timestampUs, version.timestampUs + 1);
  }
  clock = new Map(clock).set(replica.id, made);
  return { value: call.value ?? '', writes: [call.request], counter: counter + 1, node: replica.id, clock, timestampUs };
}

/** Owes versions to a node until it acknowledges them. */
export function owe(here: Here, peer: string, key: string, versions: readonly Version[]): void {
  const { state, replica, rules } = here;
  if (versions.length === 0 || !rules.keepsHint(peer)) return;
  const owed = replica.hints.get(peer) ?? new Map<string, readonly Version[]>();
  owed.set(key, absorb(owed.get(key) ?? [], versions, settlingOf(state), rules).versions);
  replica.hints.set(peer, owed);
  armHandoff(here);
}

/** A node has these versions: whatever is owed and not newer is paid. */
export function paid({ replica, rules }: Here, peer: string, key: string, versions: readonly Version[]): void {
  const owed = replica.hints.get(peer);
  const left = (owed?.get(key) ?? []).filter((hint) => !versions.some((version) => ['equal', 'before'].includes(rules.compare(hint.clock, version.clock))));
  if (owed === undefined) return;
  if (left.length > 0) owed.set(key, left);
  else owed.delete(key);
  if (owed.size === 0) replica.hints.delete(peer);
}

/** Twice the time in which a node that is there would have answered. */
export function armHandoff(here: Here): void {
  const { replica, world } = here;
  if (replica.handoffUs >= world.nowUs || !replica.up || (replica.hints.size === 0 && replica.suspects.size === 0)) return;
  const waitUs = 2 * patienceUs(here);
  replica.handoffUs = world.nowUs + waitUs;
  world.schedule(waitUs, 'handoff', replica.id);
}

/** Offers every node what it is owed, and knocks where nobody answered. */
export function handOff(here: Here): void {
  const { replica, world } = here;
  if (replica.handoffUs !== world.nowUs || !replica.up || replica.frozen) return;
  replica.handoffUs = -1;
  for (const peer of new Set([...replica.hints.keys(), ...replica.suspects])) {
    const owed = replica.hints.get(peer) ?? new Map<string, readonly Version[]>([['', []]]);
    for (const [key, versions] of owed) post(here, { kind: 'update', from: replica.id, to: peer, request: 0, key, versions, why: 'hint' });
  }
  armHandoff(here);
}

/** What a node tells of a key: `ca` also what is not committed yet, so that nobody who comes back misses it. */
export function tellOf({ state, replica }: Here, key: string): readonly Version[] {
  if (state.corner !== 'ca') return copyOf(replica, key);
  const underWay = [...replica.tasks.values()].filter(({ phase, call }) => phase === 'write' && call.key === key);
  return [...copyOf(replica, key), ...underWay.flatMap(({ versions }) => versions)];
}

/** `ca`: a node that comes back asks everybody for everything before it serves; those who do not answer are dead. */
export function catchUp(here: Here): void {
  const { state, replica, world } = here;
  if (state.corner !== 'ca') return;
  replica.catchingUp = true;
  const all = new Set([...state.replicas.values()].flatMap(({ copies }) => [...copies.keys()]));
  for (const to of peersOf(here)) for (const key of all) post(here, { kind: 'query', from: replica.id, to, request: CATCH_UP, key });
  world.schedule(patienceUs(here), 'caught-up', replica.id);
}

export function caughtUp({ state, replica, world }: Here): void {
  replica.catchingUp = false;
  if (!replica.frozen) release(state.network, replica.id, world);
}

/** Number of no request. */
export const CATCH_UP = -1;

/** Sends the answer back to whom it is for, and forgets the request. */
export function answer(here: Here, task: Pick<Task, 'call' | 'forwardedBy'>, versions: readonly Version[]): void {
  const { state, replica } = here;
  const { call, forwardedBy } = task;
  replica.tasks.delete(call.request);
  const told = state.corner === 'cp' ? [newestOf(versions, here.rules)].filter((version) => version !== null) : shown(versions, settlingOf(state), here.rules);
  if (forwardedBy === null) post(here, { kind: 'client-reply', from: replica.id, to: call.client, call, ok: true, reason: null, versions: told });
  else post(here, { kind: 'forward-reply', from: replica.id, to: forwardedBy, call, versions: told });
}

export function refuse(here: Here, { call }: Pick<Task, 'call'>, reason: RefusalReason): void {
  const { state, replica } = here;
  replica.tasks.delete(call.request);
  sawRefusal(state, replica, call, reason);
  post(here, { kind: 'client-reply', from: replica.id, to: call.client, call, ok: false, reason, versions: [] });
}
