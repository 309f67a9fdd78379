/**
 * What an all-knowing observer remembers of a run, and the lies it would notice. Nothing in here is read by the protocol.
 *
 * That each standby's log is a prefix of its primary's follows by induction: a position of a timeline is made once, by its
 * primary (checked where records are made); every record names the timeline before it, and is only stored behind a record of
 * that timeline (checked where it is stored). So the same position and timeline mean the same prefix.
 */
import { InvariantViolation } from '../kernel/model.ts';
import { timelineAt } from './history.ts';
import type { LogRecord } from './log.ts';
import { endOf, lastTimeline, recordAt } from './log.ts';
import type { Positions } from './messages.ts';
import type { SyncRule } from './standbys.ts';
import { syncPosition } from './standbys.ts';
import type { ReplicationState, Server } from './state.ts';
import { isPromotable, positionsOf, standbysOf } from './state.ts';
import type { Confirmed, Witness } from './witness-state.ts';

const KEPT = 256;
const KEPT_TIMELINES = 32;

function accuse(witness: Witness, rule: string, detail: string): void {
  witness.broken ??= { rule, detail };
}

/** Each position of a timeline is made once, by the server that was promoted for it. */
export function sawMake(witness: Witness, { id }: Server, { lsn, timeline }: LogRecord): void {
  const maker = witness.makers.get(timeline);
  if (maker?.primary !== id || lsn !== maker.last + 1) accuse(witness, 'one writer per timeline', `${id} made record ${lsn} of timeline ${timeline}`);
  witness.makers.set(timeline, { primary: id, last: lsn });
}

/** A record is stored behind the one it was made behind. */
export function sawAppend(witness: Witness, { id, log }: Server, record: LogRecord): void {
  if (record.lsn !== endOf(log) + 1) accuse(witness, 'a replica log is a prefix of its primary’s', `${id} stored record ${record.lsn} behind ${endOf(log)}`);
  if (record.previous !== lastTimeline(log)) accuse(witness, 'a replica log is a prefix of its primary’s', `${id} stored record ${record.lsn} of timeline ${record.timeline} behind a foreign one`);
}

/** A standby never acknowledges what it does not have. */
export function sawAcknowledgement({ witness, servers }: ReplicationState, standby: string, connection: number, acked: Positions): void {
  const server = servers.get(standby);
  const seen = witness.seen.get(standby);
  if (server === undefined || seen === undefined || server.connection !== connection) return;
  if (acked.received > seen.received || acked.flushed > seen.flushed || acked.applied > seen.applied) {
    accuse(witness, 'acknowledged is what is there', `${standby} is said to have flushed ${acked.flushed} and has ${seen.flushed}`);
  }
}

/** A write is confirmed when it is on the primary's disk, and the standbys of the rule have it at the level asked for. */
export function sawConfirm(state: ReplicationState, primary: Server, lsn: number, rule: SyncRule, nowUs: number): void {
  const { witness, config } = state;
  if (lsn > primary.flushed) accuse(witness, 'a confirmed write is flushed', `${primary.id} confirmed ${lsn} and has flushed ${primary.flushed}`);
  const links = standbysOf(state, primary).map(({ id }) => ({ id, link: primary.links.get(id) })).filter(({ link }) => link?.streaming === true);
  const holders = links.filter(({ link }) => link!.acked[config.ackAt] >= lsn).map(({ id }) => id);
  if (!primary.degraded && rule.count > 0) {
    const asked = rule.method === 'first' ? links.slice(0, rule.count).map(({ id }) => id) : holders.slice(0, rule.count);
    const missing = asked.find((id) => !holders.includes(id));
    if (asked.length < rule.count || missing !== undefined) {
      accuse(witness, 'a confirmed write has its acknowledgements', `${primary.id} confirmed ${lsn} with ${holders.join() || 'nobody'}, ${rule.method} ${rule.count} at ${config.ackAt} were asked for`);
    }
  }
  if (primary.id !== state.primary) return;
  const timeline = recordAt(primary.log, lsn)?.timeline ?? 0;
  witness.confirmed.push({ lsn, timeline, atUs: nowUs, holders });
  if (witness.confirmed.length <= KEPT) return;
  witness.confirmed.shift();
  witness.hasForgotten = true;
}

/** A failover says what it lost; the rule leaves nothing behind that a standby has, and one failure loses nothing that was acknowledged. */
export function sawPromotion(state: ReplicationState, server: Server, lost: number, byRule: boolean, timeline: number): void {
  const { witness, servers } = state;
  const has = ({ history, log }: Server, write: Confirmed): boolean => write.lsn <= endOf(log) && timelineAt(history, write.lsn) === write.timeline;
  const gone = witness.confirmed.filter((write) => !has(server, write));
  // Whoever has the oldest write that is remembered has all before it.
  const oldestKept = witness.confirmed[0];
  const isAll = !witness.hasForgotten || (oldestKept !== undefined && has(server, oldestKept));
  if (isAll ? lost !== gone.length : lost < gone.length) accuse(witness, 'a failover says what it lost', `${server.id} lacks ${gone.length} confirmed writes, said were ${lost}`);
  for (const other of byRule ? servers.values() : []) {
    const left = isPromotable(state, other) ? gone.find((write) => has(other, write)) : undefined;
    if (left !== undefined) accuse(witness, 'the most advanced replica is promoted', `${other.id} has record ${left.lsn}, ${server.id} was promoted without it`);
  }
  for (const write of byRule ? gone : []) {
    for (const id of write.holders) {
      const holder = servers.get(id);
      if (holder !== undefined && isPromotable(state, holder) && (witness.failedUs.get(id) ?? -1) < write.atUs) {
        accuse(witness, 'one failure loses no acknowledged write', `record ${write.lsn} is lost, though ${id} acknowledged it and lives`);
      }
    }
  }
  if (gone.length > 0) witness.confirmed = witness.confirmed.filter((write) => has(server, write));
  witness.makers.set(timeline, { primary: server.id, last: endOf(server.log) });
  if (witness.makers.size <= KEPT_TIMELINES) return;
  // One that was replaced and does not know it writes on, however many timelines ago that was.
  const isOver = ([each, { primary }]: [number, { readonly primary: string }]): boolean => state.servers.get(primary)?.history.at(-1)?.timeline !== each;
  const oldest = [...witness.makers].find(isOver);
  if (oldest) witness.makers.delete(oldest[0]);
}

/** What is on disk survives a crash, what is not may not be there. */
export function sawCrash({ witness }: ReplicationState, server: Server, nowUs: number): void {
  const before = witness.seen.get(server.id);
  if (before !== undefined && endOf(server.log) < before.flushed) accuse(witness, 'what is flushed survives a crash', `${server.id} had flushed ${before.flushed} and has ${endOf(server.log)}`);
  reset(witness, server, nowUs);
}

/** A rewound log ends where it is the primary's. */
export function sawRewind({ witness }: ReplicationState, server: Server, source: Server, nowUs: number): void {
  if (timelineAt(source.history, endOf(server.log)) !== lastTimeline(server.log)) {
    accuse(witness, 'a rewound log is a prefix of the primary’s', `${server.id} follows ${source.id} with a foreign record ${endOf(server.log)}`);
  }
  reset(witness, server, nowUs);
}

/** Its log was replaced by a copy. */
export function sawCopy(witness: Witness, server: Server): void {
  witness.seen.set(server.id, positionsOf(server));
}

export function reset(witness: Witness, server: Server, nowUs: number): void {
  witness.seen.set(server.id, positionsOf(server));
  witness.failedUs.set(server.id, nowUs);
  for (const [timeline, { primary, last }] of witness.makers) {
    if (primary === server.id && last > endOf(server.log) && lastTimeline(server.log) <= timeline) witness.makers.set(timeline, { primary, last: endOf(server.log) });
  }
}

/** Looks at what the last event can have broken on one server, in constant time. */
export function observe({ witness }: ReplicationState, server: Server): void {
  const { id, flushed, applied } = server;
  const received = endOf(server.log);
  if (!(applied <= flushed && flushed <= received)) accuse(witness, 'applied ≤ flushed ≤ received', `${id} has received ${received}, flushed ${flushed}, applied ${applied}`);
  const seen = witness.seen.get(id);
  if (seen === undefined) witness.seen.set(id, { received, flushed, applied });
  else if (received < seen.received || flushed < seen.flushed || applied < seen.applied) accuse(witness, 'positions only rise', `of ${id}: ${seen.received}, ${seen.flushed}, ${seen.applied}, then ${received}, ${flushed}, ${applied}`);
  else if (received !== seen.received || flushed !== seen.flushed || applied !== seen.applied) witness.seen.set(id, { received, flushed, applied });
}

/** A degraded primary waits again as soon as the standbys required have everything. */
export function observeMode(state: ReplicationState, primary: Server, rule: SyncRule): void {
  const { witness, config } = state;
  if (!primary.degraded || !primary.up || primary.frozen) return;
  const position = syncPosition(rule, standbysOf(state, primary).map(({ id }) => {
    const link = primary.links.get(id);
    return link?.streaming === true ? link.acked[config.ackAt] : null;
  }));
  if (position !== null && position >= endOf(primary.log)) accuse(witness, 'a degraded primary waits again once caught up with', `${primary.id} has ${endOf(primary.log)} records, acknowledged are ${position}`);
}

export function throwBreach({ broken }: Witness): void {
  if (broken !== null) throw new InvariantViolation(broken.rule, broken.detail);
}

/** Compares every record of every log with every other, and throws what does not agree. */
export function compareEverything({ witness, servers }: ReplicationState): void {
  throwBreach(witness);
  const known = new Map<string, LogRecord>();
  for (const { id, log, history } of servers.values()) {
    for (let lsn = log.base + 1; lsn <= endOf(log); lsn += 1) {
      const record = recordAt(log, lsn);
      if (record?.lsn !== lsn) throw new InvariantViolation('log', `${id} has a hole at ${lsn}`);
      if (timelineAt(history, lsn) !== record.timeline) throw new InvariantViolation('history', `${id} takes record ${lsn} for one of timeline ${timelineAt(history, lsn)}, it is of ${record.timeline}`);
      const key = `${lsn}/${record.timeline}`;
      const other = known.get(key);
      if (other !== undefined && (other.write !== record.write || other.previous !== record.previous)) throw new InvariantViolation('a replica log is a prefix of its primary’s', `two records ${key}`);
      known.set(key, record);
    }
  }
}
