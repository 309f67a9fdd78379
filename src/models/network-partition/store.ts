/**
 * What a node stores, and how two stores become one. State-based: a message carries a whole store, so what a node knows is
 * exactly what its context counts, and merging in any order or twice gives the same. Immutable.
 *
 * A version is what one accepted write left under a key. Which versions stay:
 * - `siblings`, `app`: all that no other has in its history (Dynamo, §4.4); a write descends from all that its node held;
 * - `lww`: the highest (timestamp, actor, counter), also against a later write by a slower clock (as Cassandra does);
 * - `epoch`: of the highest epoch: what a deposed primary wrote without a majority goes.
 */
import { clockText, descends, joinClocks, noClock, relationOf, withCounter } from './clock.ts';
import type { CrdtType, Operation } from './crdt.ts';
import { emptyCrdt } from './crdt.ts';
import { compareStamps } from './crdt-merge.ts';
import type { Held, Store, Strategy, Version } from './held.ts';
import type { Rules } from './rules.ts';

/** Keys a store takes at most; writes of further ones are refused. */
export const maxKeys = 16;

/** A write as a primary takes it: the operation, and the epoch it was taken in. */
export interface Write extends Operation { readonly key: string; readonly epoch: number }

export function heldIn(store: Store, key: string, strategy: Strategy, crdt: CrdtType): Held {
  return store.keys.get(key) ?? { clock: noClock, item: strategy === 'crdt' ? emptyCrdt(crdt) : { type: 'versions', versions: [] } };
}

/** The store after a write of its node. */
export function applyWrite(store: Store, write: Write, strategy: Strategy, crdt: CrdtType, rules: Rules): Store {
  const held = heldIn(store, write.key, strategy, crdt);
  const { actor, counter, value, clock, timestampUs, epoch } = write;
  const item = held.item.type !== 'versions' ? rules.apply(held.item, write)
    : { ...held.item, versions: rules.reconcile([...held.item.versions, { id: `${actor}:${counter}`, value, clock, timestampUs, actor, counter, epoch }], strategy) };
  return { context: withCounter(store.context, actor, counter), keys: new Map(store.keys).set(write.key, { clock, item }) };
}

/** A key in which two histories met, neither of which knew all of the other. */
export interface Meeting { readonly key: string; readonly before: readonly [Held, Held]; readonly after: Held }

export interface Merged { readonly store: Store; readonly meetings: readonly Meeting[] }

/** What both stores know. The same object as `mine` when `theirs` holds nothing new. */
export function mergeStores(mine: Store, theirs: Store, strategy: Strategy, rules: Rules): Merged {
  if (mine === theirs || descends(mine.context, theirs.context)) return { store: mine, meetings: [] };
  const keys = new Map(mine.keys);
  const meetings: Meeting[] = [];
  for (const [key, held] of theirs.keys) {
    const own = keys.get(key);
    const relation = own === undefined ? 'before' : relationOf(own.clock, held.clock);
    if (own === undefined || relation === 'before') keys.set(key, held);
    else if (relation === 'concurrent') {
      const after = { clock: joinClocks(own.clock, held.clock), item: mergeItems(own.item, held.item, strategy, rules) };
      keys.set(key, after);
      meetings.push({ key, before: [own, held], after });
    }
  }
  return { store: { context: joinClocks(mine.context, theirs.context), keys }, meetings };
}

function mergeItems(mine: Held['item'], theirs: Held['item'], strategy: Strategy, rules: Rules): Held['item'] {
  if (mine.type !== 'versions' && theirs.type !== 'versions') return rules.merge(mine, theirs);
  if (mine.type !== 'versions' || theirs.type !== 'versions') throw new TypeError('a value and a data type cannot be merged');
  const known = new Set(mine.versions.map(({ id }) => id));
  return { ...mine, versions: rules.reconcile([...mine.versions, ...theirs.versions.filter(({ id }) => !known.has(id))], strategy) };
}

/** The versions that stay, in order of their dots. */
export function reconcile(versions: readonly Version[], strategy: Strategy): readonly Version[] {
  if (strategy === 'lww') return [versions.reduce((best, each) => (compareStamps(each, best) > 0 ? each : best))];
  if (strategy === 'epoch') return [versions.reduce((best, each) => (each.epoch > best.epoch || (each.epoch === best.epoch && each.counter > best.counter) ? each : best))];
  const kept = versions.filter((each) => versions.every((other) => other === each || !descends(other.clock, each.clock)));
  return kept.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Application code that merges siblings: each value is a list, and the result holds what any of them holds (Dynamo's cart). What one side removed comes back. */
export function mergeByApplication(values: readonly string[]): string {
  const parts = new Set(values.flatMap((value) => value.split(',')).map((part) => part.trim()).filter((part) => part !== ''));
  return [...parts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(',');
}

/** Texts of what is stored, by the immutable record: only to spare work. */
const texts = new WeakMap<Held, string>();

function heldText(held: Held): string {
  let text = texts.get(held);
  if (text === undefined) {
    text = `${clockText(held.clock)} ${JSON.stringify(held.item.type === 'versions' ? held.item.versions.map(({ id }) => id) : held.item)}`;
    texts.set(held, text);
  }
  return text;
}

/** A store as text, the same for equal stores. */
export function storeText({ keys }: Store): string {
  return [...keys.keys()].sort().map((key) => `${key} ${heldText(keys.get(key)!)}`).join('\n');
}
