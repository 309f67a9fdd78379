/**
 * What an all-knowing observer remembers of a run, and the lies it would notice. Nothing in here is known to any node.
 *
 * It works out from the definitions what a node that saw a given set of operations must hold: siblings are the writes that
 * no other has in its history, last-write-wins is the highest (timestamp, actor), a counter is a sum, an element is in a
 * set when an add of it is seen that no later operation on it knew. An actor's operations follow each other, so the latest
 * few of each are enough; a node that lags further behind is not judged until it has caught up.
 */
import { InvariantViolation } from '../kernel/model.ts';
import type { VectorClock } from './clock.ts';
import { clockText, counterOf, descends, relationOf } from './clock.ts';
import { compareStamps } from './crdt-merge.ts';
import type { PartitionNode } from './state.ts';
import type { Write } from './store.ts';
import type { Store } from './held.ts';
import { storeText } from './store.ts';
import { valuesHeld } from './held.ts';
import type { Wall } from './wall.ts';
import { sideIn } from './wall.ts';
import type { Witness } from './witness-state.ts';

const keptStores = 64;
const keptAccepted = 64;
const keptOperations = 4;

export function breach(witness: Witness, rule: string, detail: string): void {
  witness.broken ??= { rule, detail };
}

export function throwBreach({ broken }: Witness): void {
  if (broken !== null) throw new InvariantViolation(broken.rule, broken.detail);
}

/** The cuts changed. Judged from the sides, not from what the network was told. */
export function sawCuts(witness: Witness, wall: Wall | null, links: Iterable<string>, nowUs: number): void {
  witness.wall = wall;
  witness.links = [...links];
  const ids = wall?.sides.flat() ?? [];
  const pairs = ids.flatMap((from) => ids.map((to) => `${from}>${to}`));
  const now = new Set([...pairs, ...witness.links].filter((direction) => isForbidden(witness, direction)));
  for (const direction of witness.cutSinceUs.keys()) if (!now.has(direction)) witness.cutSinceUs.delete(direction);
  for (const direction of now) if (!witness.cutSinceUs.has(direction)) witness.cutSinceUs.set(direction, nowUs);
}

function isForbidden({ wall, links }: Witness, direction: string): boolean {
  if (links.includes(direction)) return true;
  const [from = '', to = ''] = direction.split('>');
  const [here, there] = [sideIn(wall?.sides ?? [], from), sideIn(wall?.sides ?? [], to)];
  if (wall === null || here < 0 || there < 0 || here === there) return false;
  if (wall.kind === 'partial') return from !== wall.bridge && to !== wall.bridge;
  return wall.kind !== 'one-way' || here === 0;
}

/** A message arrived. Its direction must have been open at some moment since it was sent. */
export function sawArrival(witness: Witness, from: string, to: string, sentUs: number): void {
  const since = witness.cutSinceUs.get(`${from}>${to}`);
  if (since !== undefined && since < sentUs) breach(witness, 'no message crosses a cut', `${from} to ${to}, cut since ${since} µs, sent at ${sentUs} µs`);
}

export function sawWrite(witness: Witness, write: Write): void {
  const name = isSet(witness) ? `${write.actor} ${write.value}` : write.actor;
  const chains = witness.operations.get(write.key);
  const chain = chains?.get(name) ?? { actor: write.actor, latest: [], sum: 0, best: null };
  const latest = [...chain.latest, write];
  const old = latest.length > keptOperations ? latest.shift() : undefined;
  const grown = old === undefined ? { ...chain, latest } : { ...chain, latest, sum: chain.sum + old.amount, best: better(witness, chain.best, old) };
  witness.operations.set(write.key, new Map(chains).set(name, grown));
}

const isSet = ({ strategy, crdt }: Witness): boolean => strategy === 'crdt' && crdt === 'or-set';
const isCounter = ({ strategy, crdt }: Witness): boolean => strategy === 'crdt' && (crdt === 'g-counter' || crdt === 'pn-counter');

function better({ strategy }: Witness, a: Write | null, b: Write): Write {
  if (a === null) return b;
  return (strategy === 'epoch' ? a.epoch - b.epoch || a.counter - b.counter : compareStamps(a, b)) > 0 ? a : b;
}

/** A node stores something else than before. */
export function sawStore(witness: Witness, node: PartitionNode, before: Store): void {
  const { store } = node.durable;
  sameWhereTheSameWasSeen(witness, node);
  for (const [key, held] of store.keys) {
    if (before.keys.get(key) === held) continue;
    const expected = expectedValues(witness, key, store.context);
    const actual = [...valuesHeld(held)].sort();
    if (expected !== null && expected.join('|') !== actual.join('|')) breach(witness, ruleOf(witness), `${node.id} holds ${key}=${actual.join('|')}, and what it has seen makes ${expected.join('|')}`);
  }
}

function sameWhereTheSameWasSeen(witness: Witness, { id, durable: { store } }: PartitionNode): void {
  const context = clockText(store.context);
  const text = storeText(store);
  const known = witness.stores.get(context);
  if (known !== undefined && known !== text) breach(witness, 'replicas that saw the same operations are equal', `${id} saw ${context} and holds\n${text}\nbut another held\n${known}`);
  keepIn(witness.stores, context, text);
}

function ruleOf({ strategy }: Witness): string {
  if (strategy === 'lww') return 'the last write is the highest (timestamp, node)';
  if (strategy === 'crdt') return 'a data type shows what its operations mean';
  return strategy === 'epoch' ? 'the highest epoch stays' : 'siblings exist exactly when clocks are concurrent';
}

const knew = ({ clock }: Write, { actor, counter }: Write): boolean => counterOf(clock, actor) >= counter;

/** By the definitions; null for a context that lags behind what is remembered. */
function expectedValues(witness: Witness, key: string, context: VectorClock): readonly string[] | null {
  const latest: Write[] = [];
  let best: Write | null = null;
  let sum = 0;
  for (const chain of witness.operations.get(key)?.values() ?? []) {
    const seenUpTo = counterOf(context, chain.actor);
    const seen = chain.latest.filter(({ counter }) => counter <= seenUpTo);
    const last = seen.at(-1);
    if (last === undefined && (chain.best === null || seenUpTo === 0)) continue;
    if (last === undefined) return null;
    latest.push(last);
    for (const each of chain.best === null ? seen : [chain.best, ...seen]) best = better(witness, best, each);
    sum = seen.reduce((total, { amount }) => total + amount, sum + chain.sum);
  }
  if (isCounter(witness)) return [String(sum)];
  const { strategy, crdt } = witness;
  if (strategy === 'epoch' || strategy === 'lww' || (strategy === 'crdt' && crdt === 'lww-register')) return best === null ? [] : [best.value];
  const sameValue = isSet(witness);
  const shown = latest.filter((each) => !(sameValue && each.remove) && !latest.some((other) => other !== each && (!sameValue || other.value === each.value) && knew(other, each)));
  const values = shown.map(({ value }) => value);
  return (sameValue ? [...new Set(values)] : values).sort();
}

/** A node becomes primary. Under `quorum` an epoch has one. */
export function sawPrimary(witness: Witness, node: string, epoch: number): void {
  if (witness.policy !== 'quorum') return;
  const other = witness.primaries.get(epoch) ?? node;
  if (other !== node) breach(witness, 'an epoch has one primary', `${other} and ${node} both won epoch ${epoch}`);
  keepIn(witness.primaries, epoch, node);
}

/** Sets an entry of a map that keeps the latest 64. */
function keepIn<Key>(map: Map<Key, string>, key: Key, value: string): void {
  map.set(key, value);
  if (map.size > keptStores) for (const oldest of map.keys()) {
    map.delete(oldest);
    break;
  }
}

/** A primary tells a client that its write is accepted. */
export function sawAcceptance(witness: Witness, node: PartitionNode, write: { readonly key: string; readonly clock: VectorClock }, nodes: Iterable<PartitionNode>): void {
  if (witness.policy !== 'quorum') return;
  const { epoch } = node.volatile;
  const text = `${write.key} ${clockText(write.clock)} of epoch ${epoch}`;
  const other = witness.accepters.get(epoch) ?? node.id;
  if (other !== node.id) breach(witness, 'one side accepts at a time', `${other} and ${node.id} both accept in epoch ${epoch}`);
  keepIn(witness.accepters, epoch, node.id);
  const holders = [...nodes].filter(({ durable }) => descends(durable.store.context, write.clock)).length;
  if (2 * (holders + witness.wiped) <= witness.nodes) breach(witness, 'a minority accepts nothing', `${node.id} accepts ${text} with ${holders} of ${witness.nodes}`);
  for (const earlier of witness.accepted) {
    if (earlier.key === write.key && relationOf(earlier.clock, write.clock) === 'concurrent') breach(witness, 'one side accepts at a time', `${earlier.text} and ${text} were both accepted, and neither knew the other`);
  }
  witness.accepted = [...witness.accepted.slice(1 - keptAccepted), { ...write, text }];
}

/** The lock was given to somebody, or prolonged (`lease` null). */
export function sawGrant(witness: Witness, token: number, node: string, lease: { readonly endedUs: number; readonly nowUs: number } | null): void {
  if (lease !== null && lease.nowUs < lease.endedUs) breach(witness, 'the lock has one holder', `${node} got token ${token} ${lease.endedUs - lease.nowUs} µs before the last lease ended`);
}

/** Storage took a write with this token. */
export function sawToken(witness: Witness, token: number): void {
  if (token < witness.highestToken) breach(witness, 'storage takes tokens that never fall', `${token} after ${witness.highestToken}`);
  witness.highestToken = Math.max(witness.highestToken, token);
}

/** Everything that can be looked at anew. */
export function compareStores(witness: Witness, nodes: Iterable<PartitionNode>): void {
  const seen = new Map<string, Store>();
  for (const { id, durable: { store } } of nodes) {
    const context = clockText(store.context);
    const other = seen.get(context);
    if (other !== undefined && storeText(other) !== storeText(store)) breach(witness, 'replicas that saw the same operations are equal', `${id} saw ${context}`);
    seen.set(context, store);
  }
  throwBreach(witness);
}
