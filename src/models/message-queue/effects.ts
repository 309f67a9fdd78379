/** What groups did with records, once each or not: where duplicates and losses of consumers are counted. */
import type { World } from '../kernel/model.ts';
import type { Effects } from './book.ts';
import type { QueueState } from './cluster.ts';
import { breach, duplicated, lost, sawLatency } from './ledger.ts';
import type { LogRecord } from './partition-log.ts';
import { read, recordAt } from './partition-log.ts';

const OWED = 1024;

/** Does a live member still have the record in hand, fetched and not processed? */
function isHeld(state: QueueState, group: string, partition: number, offset: number): boolean {
  for (const member of state.members.values()) {
    if (member.group !== group || !member.up) continue;
    if (member.working?.partition === partition && member.working.record.offset === offset) return true;
    if (member.processed.some((each) => each.partition === partition && each.record.offset === offset)) return true;
    if (member.claims.get(partition)?.buffer.some((record) => record.offset === offset)) return true;
  }
  return false;
}

/** Is the record on its way to a member? */
function isUnderWay(state: QueueState, group: string, partition: number, offset: number): boolean {
  for (const { message } of state.network.inFlight.values()) {
    if (message.kind === 'consume-reply' && message.partition === partition && state.members.get(message.to)?.group === group && message.records.some((record) => record.offset === offset)) return true;
  }
  return false;
}

/** Was the record taken away because its key has a newer one? */
function isCompacted({ config, controller, brokers }: QueueState, partition: number, { offset, key }: LogRecord): boolean {
  if (!config.compaction || key === null) return false;
  const log = brokers.get(controller.parts[partition]?.leader ?? '')?.replicas.get(partition)?.log;
  return log !== undefined && recordAt(log, offset) === null;
}

/** An effect took place. Returns which: first, or again. */
export function sawEffect(state: QueueState, group: number, partition: number, offset: number, id: string, createdUs: number, world: World): void {
  const { ledger, config } = state;
  const effects = ledger.effects[group]![partition]!;
  const isFound = effects.missed.delete(offset);
  if (isFound) ledger.losses -= 1;
  const isNew = isFound || (offset < effects.floor ? effects.owed.delete(offset) : !effects.beyond.has(offset));
  ledger.processed += 1;
  sawLatency(ledger, world.nowUs - createdUs);
  if (!isNew) {
    duplicated(ledger, id, world);
    if (ledger.pure && config.delivery === 'exactly-once') breach(ledger, 'exactly once: each input has one effect', `${config.groups[group]?.name} partition ${partition} offset ${offset}`);
    if (ledger.pure && config.delivery === 'at-most-once' && config.commit === 'before') breach(ledger, 'at most once makes no duplicates', `${config.groups[group]?.name} partition ${partition} offset ${offset}`);
    return;
  }
  if (offset >= effects.floor) effects.beyond.add(offset);
  while (effects.beyond.delete(effects.floor)) effects.floor += 1;
}

/**
 * Everything below `limit` will not be read again by this group. What nobody processed and nobody holds is lost; what a
 * member holds, or a transaction has decided, is owed.
 */
export function sweep(state: QueueState, group: number, partition: number, limit: number, reason: string, world: World): void {
  const effects = state.ledger.effects[group]?.[partition];
  if (!effects || limit <= effects.floor) return;
  const { name } = state.config.groups[group]!;
  const transactional = state.config.delivery === 'exactly-once';
  let next = effects.floor;
  for (const record of read(state.ledger.history[partition]!, effects.floor, limit)) {
    next = record.offset + 1;
    if (effects.beyond.has(record.offset) || record.control !== null) continue;
    if ((transactional && reason === 'committed') || isHeld(state, name, partition, record.offset) || (reason !== 'committed' && isUnderWay(state, name, partition, record.offset))) effects.owed.add(record.offset);
    else if (!isCompacted(state, partition, record)) {
      lost(state.ledger, record.id, reason === 'committed' ? 'committed-before-processing' : reason, world);
      if (reason !== 'committed') effects.missed.add(record.offset);
    }
  }
  effects.floor = Math.max(next, limit);
  // What was compacted away before anybody read it stays owed for ever: the oldest are forgotten.
  for (const set of [effects.owed, effects.missed]) for (const offset of set) { if (set.size <= OWED) break; set.delete(offset); }
  for (const offset of effects.beyond) if (offset < effects.floor) effects.beyond.delete(offset);
  while (effects.beyond.delete(effects.floor)) effects.floor += 1;
}

/** A member died or dropped what it held: what was owed by it alone is lost. */
export function settleOwed(state: QueueState, groupName: string, world: World): void {
  if (state.config.delivery === 'exactly-once') return;
  const index = state.config.groups.findIndex(({ name }) => name === groupName);
  state.ledger.effects[index]?.forEach((effects, partition) => {
    for (const offset of effects.owed) {
      if (isHeld(state, groupName, partition, offset)) continue;
      effects.owed.delete(offset);
      const record: LogRecord | undefined = read(state.ledger.history[partition]!, offset, offset + 1, 1)[0];
      if (record) lost(state.ledger, record.id, 'committed-before-processing', world);
    }
  });
}

/** The group begins at `offset`, at a reader's wish. */
export function restartEffects(effects: Effects, offset: number): void {
  effects.floor = offset;
  effects.beyond.clear();
  effects.owed.clear();
  effects.missed.clear();
}
