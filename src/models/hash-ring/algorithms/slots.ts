/**
 * Hash slots, as Redis Cluster has them (its specification, "Key distribution model"): 16,384 slots by CRC16/XMODEM of the
 * key, or of its hash tag, and a table that says whose each is. No ring: who gets which slots is decided by hand, here so
 * that all have as many, give or take one, and as few as possible change hands.
 */
import { utf8 } from '../../kernel/fnv.ts';
import { circle } from '../ring.ts';
import type { Member } from '../ring.ts';
import { changedEntries, countOf, inOrder, noRing, noTable } from './way.ts';
import type { Way } from './way.ts';

export const slotCount = 16384;
const perSlot = circle / slotCount;

/** CRC16/XMODEM of UTF-8 bytes. */
export function crc16(text: string): number {
  let crc = 0;
  for (const byte of utf8(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/** Slot of a key, 0–16,383. Between the first `{` and the next `}` stands its hash tag, unless that is empty. */
export function slotOf(key: string): number {
  const open = key.indexOf('{');
  const close = open < 0 ? -1 : key.indexOf('}', open);
  return crc16(close > open + 1 ? key.slice(open + 1, close) : key) % slotCount;
}

export const slotAt = (position: number): number => Math.floor(position / perSlot);

/** Slots of each server: as many as of any other, one more for those that hold the most. */
function quotas(members: readonly Member[], held: ReadonlyMap<number, number>): Map<number, number> {
  const each = Math.floor(slotCount / members.length);
  const most = members.map(({ number }) => number).sort((a, b) => (held.get(b) ?? 0) - (held.get(a) ?? 0) || a - b);
  return new Map(most.map((number, at) => [number, each + (at < slotCount % members.length ? 1 : 0)]));
}

/** Deals slots in contiguous runs; those of a table that is there stay where they are, as far as shares allow. */
export function dealSlots(members: readonly Member[], before: Uint16Array): Uint16Array {
  if (members.length === 0) return noTable;
  const left = quotas(members, countOf(before));
  const table = new Uint16Array(slotCount);
  const deal = (slot: number, server: number): void => {
    table[slot] = server;
    left.set(server, left.get(server)! - 1);
  };
  before.forEach((server, slot) => { if ((left.get(server) ?? 0) > 0) deal(slot, server); });
  let at = 0;
  for (let slot = 0; slot < slotCount; slot += 1) {
    if (table[slot] !== 0) continue;
    while (left.get(members[at]!.number) === 0) at += 1;
    deal(slot, members[at]!.number);
  }
  return table;
}

export const slotsWay: Way = {
  of: 'slots',
  tokens: false,
  weighs: false,
  minimal: 'always',
  place({ members, keys, before }) {
    const table = dealSlots(members, before?.table ?? noTable);
    const positions = Uint32Array.from(keys.names, (key, rank) => (keys.pinned.has(key) ? keys.hashes[rank]! : slotsWay.position!(key)));
    return { members, table, positions, owners: Uint16Array.from(positions, (position) => table[slotAt(position)] ?? 0), ring: noRing, room: [] };
  },
  find({ members, table }, _keys, _key, position, replicas) {
    return { owners: members.length === 0 ? [] : inOrder(members, members.findIndex(({ number }) => number === table[slotAt(position)]), replicas), token: null, full: [] };
  },
  position: (key) => (slotOf(key) + 0.5) * perSlot,
  predicted: changedEntries,
  wrong({ members, table, owners, positions }, keys) {
    if (members.length === 0) return table.length === 0 ? null : 'slots of nobody';
    const counts = countOf(table);
    const unfair = members.find(({ number }) => Math.abs((counts.get(number) ?? 0) - slotCount / members.length) >= 1);
    if (table.length !== slotCount || counts.size !== members.length || unfair) return `not every slot is owned once, by as many: ${[...counts.values()].join()}`;
    const key = owners.findIndex((owner, each) => owner !== table[slotAt(positions[each]!)]);
    return key < 0 ? null : `${keys.names[key]} is not where its slot is`;
  },
};
