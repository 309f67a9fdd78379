/** What a member does with its partitions: fetch, process one record at a time, commit before, after or now and then. */
import type { Claim, Member } from './cluster.ts';
import { requestTimeoutUs } from './cluster.ts';
import { commitClaims, requestRelease } from './commits.ts';
import { restartEffects, sweep } from './effects.ts';
import type { ConsumeReply } from './messages.ts';
import { EARLIEST, FETCH_WAIT_US, LATEST, UNSTABLE } from './offsets.ts';
import type { LogRecord } from './partition-log.ts';
import { afterProcessing, mayBegin, tickTransaction } from './exactly-once.ts';
import { workOnQueue } from './queue-consumer.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** Fetch again when fewer wait. */
const LOW = 4;

export const groupIndex = ({ state }: Context, member: Member): number => state.groups.get(member.group)?.index ?? 0;

/** Fetches, commits and transactions that got no answer; new fetches. */
export function tickWork(context: Context, member: Member): void {
  const { state, world } = context;
  if (member.phase !== 'stable') return;
  const timeoutUs = requestTimeoutUs(state.config) + FETCH_WAIT_US;
  for (const claim of member.claims.values()) {
    if (claim.fetch !== 0 && world.nowUs - claim.fetchUs > timeoutUs) { claim.fetch = 0; learn(context, member, claim.partition); }
    if (claim.commit !== 0 && world.nowUs - claim.commitUs > timeoutUs) { claim.commit = 0; claim.commitTo = Math.min(claim.commitTo, claim.committed); }
    fetch(context, member, claim);
  }
  const { commit, autoCommitUs } = state.config;
  if (commit === 'before') requestRelease(context, member);
  else if (commit === 'after' || world.nowUs - member.autoCommitUs >= autoCommitUs) {
    member.autoCommitUs = world.nowUs;
    commitClaims(context, member, [...member.claims.values()]);
  }
  tickTransaction(context, member);
  work(context, member);
}

function learn({ state }: Context, member: Member, partition: number): void {
  member.leaders[partition] = state.controller.parts[partition]?.leader ?? null;
}

function fetch(context: Context, member: Member, claim: Claim): void {
  const { state, world } = context;
  if (claim.fetch !== 0 || claim.buffer.length >= LOW || claim.position === UNSTABLE) return;
  // Commit before processing: what was fetched is committed and released as a whole before more is fetched.
  if (state.config.commit === 'before' && (claim.buffer.length > 0 || member.wantsJoin)) return;
  if ((member.leaders[claim.partition] ?? null) === null) learn(context, member, claim.partition);
  const leader = member.leaders[claim.partition] ?? null;
  if (leader === null) return;
  claim.fetch = member.nextNumber;
  member.nextNumber += 1;
  claim.fetchUs = world.nowUs;
  post(context, member.id, { kind: 'consume', to: leader, partition: claim.partition, offset: claim.position, number: claim.fetch, committedOnly: state.config.delivery === 'exactly-once' });
}

export function onConsumeReply(context: Context, member: Member, reply: ConsumeReply): void {
  const claim = member.claims.get(reply.partition);
  if (!claim || claim.fetch !== reply.number) return;
  claim.fetch = 0;
  if (reply.error === 'not-leader') { member.leaders[reply.partition] = null; return; }
  if (reply.error === 'offset-out-of-range') {
    // `auto.offset.reset`; what is beyond the end is cut off, and whoever began again with the earliest would read it all once more.
    const isExpired = claim.position < reply.startOffset;
    claim.position = isExpired && context.state.groups.get(member.group)?.reset === 'earliest' ? EARLIEST : LATEST;
    claim.buffer = [];
  } else if (claim.position < 0) begin(context, member, claim, reply.next);
  else {
    claim.buffer.push(...reply.records);
    claim.position = Math.max(claim.position, reply.next);
    if (claim.buffer.length === 0 && member.working?.partition !== claim.partition && member.transaction === null && member.processed.length === 0) claim.done = Math.max(claim.done, claim.position);
  }
  if (context.state.config.commit === 'before') requestRelease(context, member);
  fetch(context, member, claim);
  work(context, member);
}

/** Where a group begins that has no offset that holds: what lies before is none of its business, or lost to it. */
function begin(context: Context, member: Member, claim: Claim, next: number): void {
  const index = groupIndex(context, member);
  const effects = context.state.ledger.effects[index]![claim.partition]!;
  if (claim.position === LATEST && effects.floor === 0 && effects.beyond.size === 0 && effects.owed.size === 0) restartEffects(effects, next);
  else sweep(context.state, index, claim.partition, next, 'skipped', context.world);
  claim.position = next;
  claim.done = next;
  if (context.state.config.commit === 'before') claim.released = next;
}

/** Takes the next record in hand. */
export function work(context: Context, member: Member): void {
  const { state } = context;
  if (state.config.mode === 'queue') { workOnQueue(context, member); return; }
  if (!member.up || member.frozen || member.working !== null || member.deferred !== null || member.phase === 'stopped') return;
  const isLeaving = member.wantsJoin && state.config.commit !== 'before';
  if (isLeaving || !mayBegin(context, member)) return;
  const claims = [...member.claims.values()];
  for (let tries = 0; tries < claims.length; tries += 1) {
    member.turn = (member.turn + 1) % claims.length;
    const claim = claims[member.turn]!;
    const record = claim.buffer[0];
    if (record === undefined || record.offset >= claim.released) continue;
    claim.buffer.shift();
    start(context, member, claim.partition, record);
    fetch(context, member, claim);
    return;
  }
  if (state.config.delivery === 'exactly-once') afterProcessing(context, member);
}

export function start({ state, world }: Context, member: Member, partition: number, record: LogRecord): void {
  const token = member.nextToken;
  member.nextToken += 1;
  member.working = { partition, record, token };
  world.emit('mq.delivered', { node: member.id, group: member.group, member: member.id, partition, offset: record.offset, attempt: member.failures + 1, id: record.id });
  world.schedule(state.config.processTimeUs, 'work', `${member.id} ${token}`);
}
