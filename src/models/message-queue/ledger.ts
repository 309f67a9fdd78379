/**
 * Who watches: what was committed, acknowledged and processed, as an onlooker with a view of everything would write it
 * down. Brokers and clients never read it. It counts losses and duplicates where the mechanism makes them, and holds the
 * first broken invariant.
 */
import type { World } from '../kernel/model.ts';
import { InvariantViolation } from '../kernel/model.ts';
import type { Ledger } from './book.ts';
import type { LogRecord, PartitionLog } from './partition-log.ts';
import { copyLog, makeLog, recordAt } from './partition-log.ts';
import { advanceStart, append, truncateTo } from './log-writes.ts';

const LATENCIES = 256;
/** Committed records that are remembered for comparison, by partition. */
const HISTORY = 2048;

export const copyLedger = (ledger: Ledger): Ledger => ({
  ...ledger,
  history: ledger.history.map(copyLog),
  uncommitted: ledger.uncommitted.map((list) => list.map((each) => ({ ...each }))),
  epochs: ledger.epochs.slice(),
  unclean: ledger.unclean.slice(),
  shown: ledger.shown.slice(),
  decided: new Set(ledger.decided),
  effects: ledger.effects.map((group) => group.map(({ floor, beyond, owed, missed }) => ({ floor, beyond: new Set(beyond), owed: new Set(owed), missed: new Set(missed) }))),
  latencies: ledger.latencies.slice(),
});

/** Keeps the first breach; the check after the event throws it. */
export function breach(ledger: Ledger, rule: string, detail: string): void {
  ledger.breach ??= { rule, detail };
}

export function throwBreach(ledger: Ledger): void {
  if (ledger.breach) throw new InvariantViolation(ledger.breach.rule, ledger.breach.detail);
}

export function lost(ledger: Ledger, id: string, reason: string, world: World): void {
  ledger.losses += 1;
  ledger.latestLoss = { id, reason, timeUs: world.nowUs };
  world.emit('mq.lost', { id, reason });
}

export function duplicated(ledger: Ledger, id: string, world: World): void {
  ledger.duplicates += 1;
  ledger.latestDuplicate = { id, timeUs: world.nowUs };
  world.emit('mq.duplicate', { id });
}

/** A leader appended. */
export function sawAppend(ledger: Ledger, partition: number, record: LogRecord, settled: boolean): void {
  if (record.control === null) ledger.uncommitted[partition]!.push({ offset: record.offset, epoch: record.epoch, id: record.id, settled });
}

/** A leader acknowledged. What it acknowledges although another leads is lost as it is said. */
export function sawAcknowledged(ledger: Ledger, partition: number, from: number, end: number, epoch: number, world: World): void {
  const list = ledger.uncommitted[partition]!;
  const deposed = epoch < ledger.epochs[partition]!;
  ledger.uncommitted[partition] = list.filter((each) => {
    if (each.epoch !== epoch || each.offset < from || each.offset >= end) return true;
    if (!deposed) { each.settled = true; return true; }
    lost(ledger, each.id, 'deposed-leader', world);
    return false;
  });
}

/** A leader moved its high watermark: what it exposes must be what was exposed before, and each offset once. */
export function sawCommitted(ledger: Ledger, partition: number, log: PartitionLog, records: readonly LogRecord[], highWatermark: number): void {
  const history = ledger.history[partition]!;
  for (const record of records) {
    if (record.offset >= history.endOffset) {
      if (record.offset < history.startOffset) continue;
      append(history, record);
      continue;
    }
    const before = recordAt(history, record.offset);
    if (before !== null && before !== record && ledger.unclean[partition] === 0) {
      breach(ledger, 'committed records are never rewritten', `partition ${partition}, offset ${record.offset}: ${before.id} became ${record.id}`);
    }
  }
  if (highWatermark > log.endOffset) breach(ledger, 'the high watermark is within the log', `partition ${partition}: ${highWatermark} > ${log.endOffset}`);
  if (history.endOffset < highWatermark) history.endOffset = highWatermark;
  if (history.endOffset - history.startOffset > HISTORY) advanceStart(history, history.endOffset - HISTORY / 2);
  const list = ledger.uncommitted[partition]!;
  let done = 0;
  while (done < list.length && list[done]!.offset < highWatermark) done += 1;
  if (done > 0) list.splice(0, done);
}

/** A replica becomes leader: whatever it lacks is gone. */
export function sawLeader(ledger: Ledger, partition: number, log: PartitionLog, epoch: number, world: World): void {
  if (epoch <= ledger.epochs[partition]!) return;
  ledger.epochs[partition] = epoch;
  const history = ledger.history[partition]!;
  if (log.endOffset < history.endOffset) {
    if (ledger.unclean[partition] === 0) {
      breach(ledger, 'a leader elected from the in-sync set has every committed record', `partition ${partition}, epoch ${epoch}: ${log.endOffset} < ${history.endOffset}`);
    }
    rewind(ledger, partition, log.endOffset, world);
  }
  ledger.uncommitted[partition] = ledger.uncommitted[partition]!.filter((each) => {
    if (each.epoch >= epoch || each.offset < log.endOffset) return true;
    if (each.settled) lost(ledger, each.id, 'not-replicated', world);
    return false;
  });
}

/** The controller elected outside the in-sync set. */
export function sawUnclean(ledger: Ledger, partition: number): void {
  ledger.unclean[partition] = ledger.unclean[partition]! + 1;
  ledger.pure = false;
}

function rewind(ledger: Ledger, partition: number, to: number, world: World): void {
  const history = ledger.history[partition]!;
  for (let offset = Math.max(to, history.startOffset); offset < history.endOffset; offset += 1) {
    const record = recordAt(history, offset);
    if (record !== null && record.control === null) lost(ledger, record.id, 'unclean-election', world);
  }
  ledger.shown[partition] = Math.min(ledger.shown[partition]!, to);
  if (to < history.startOffset) ledger.history[partition] = makeLog(to);
  else truncateTo(history, to);
  for (const group of ledger.effects) {
    const effects = group[partition];
    if (!effects) continue;
    effects.floor = Math.min(effects.floor, to);
    for (const set of [effects.beyond, effects.owed, effects.missed]) for (const offset of set) if (offset >= to) set.delete(offset);
  }
}

/** A replica cut its log. Below its high watermark only an unclean election may have made that necessary. */
export function sawTruncation(ledger: Ledger, partition: number, broker: string, to: number, highWatermark: number): void {
  if (to < highWatermark && ledger.unclean[partition] === 0) {
    breach(ledger, 'no log is cut below the high watermark', `${broker}, partition ${partition}: ${to} < ${highWatermark}`);
  }
}

/** A consumer got a record. */
export function sawRead(ledger: Ledger, partition: number, record: LogRecord): void {
  if (ledger.unclean[partition] === 0 && record.offset >= ledger.history[partition]!.endOffset) {
    breach(ledger, 'consumers see nothing above the high watermark', `partition ${partition}, offset ${record.offset} ≥ ${ledger.history[partition]!.endOffset}`);
  }
}

/** Times from produce to effect, newest 256. */
export function sawLatency(ledger: Ledger, latencyUs: number): void {
  ledger.latencies[ledger.latencyAt] = latencyUs;
  ledger.latencyAt = (ledger.latencyAt + 1) % LATENCIES;
}
