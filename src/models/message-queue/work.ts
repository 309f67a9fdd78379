/** What a member does with its partitions: fetch, process one record at a time, commit before, after or now and then. */
import type { Claim, Member } from './cluster.ts';
import { requestTimeoutUs } from './cluster.ts';
import { EARLIEST, LATEST } from './consume.ts';
import { coordinatorOf, fenceMember, maybeJoin, maybeTake } from './consumer.ts';
import { restartEffects, sawEffect, sweep } from './effects.ts';
import { FETCH_WAIT_US } from './fetch.ts';
import { UNSTABLE } from './group-coordinator.ts';
import type { CommitReply, ConsumeReply } from './messages.ts';
import type { LogRecord } from './partition-log.ts';
import { afterProcessing, mayBegin, tickTransaction } from './exactly-once.ts';
import { onQueueWork, workOnQueue } from './queue-consumer.ts';
import { POISON } from './queue-rules.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** Fetch again when fewer wait. */
const LOW = 4;

const groupIndex = ({ state }: Context, member: Member): number => state.groups.get(member.group)?.index ?? 0;

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
    const isExpired = claim.position < reply.startOffset;
    claim.position = isExpired && context.state.groups.get(member.group)?.reset === 'earliest' ? EARLIEST : isExpired ? EARLIEST : LATEST;
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

function start({ state, world }: Context, member: Member, partition: number, record: LogRecord): void {
  const token = member.nextToken;
  member.nextToken += 1;
  member.working = { partition, record, token };
  world.emit('mq.delivered', { node: member.id, group: member.group, member: member.id, partition, offset: record.offset, attempt: member.failures + 1, id: record.id });
  world.schedule(state.config.processTimeUs, 'work', `${member.id} ${token}`);
}

/** Processing is over. */
export function onWork(context: Context, member: Member, token: number): void {
  const { state } = context;
  if (member.working?.token !== token || !member.up || member.frozen) return;
  if (state.config.mode === 'queue') { onQueueWork(context, member); return; }
  const { partition, record } = member.working;
  if (record.value === POISON && member.failures + 1 < state.config.maxDeliveries) {
    member.failures += 1;
    start(context, member, partition, record);
    return;
  }
  finish(context, member, partition, record);
  maybeTake(context, member);
  maybeJoin(context, member);
  work(context, member);
}

function finish(context: Context, member: Member, partition: number, record: LogRecord): void {
  const { state, world } = context;
  const isPoison = record.value === POISON;
  member.failures = 0;
  if (isPoison) {
    state.ledger.deadLetters += 1;
    world.emit('mq.dead-letter', { node: member.id, id: record.id, partition, offset: record.offset });
  }
  if (state.config.delivery === 'exactly-once') {
    member.processed.push({ partition, record });
    member.working = null;
    afterProcessing(context, member);
    return;
  }
  member.working = null;
  sawEffect(state, groupIndex(context, member), partition, record.offset, record.id, record.createdUs, world);
  if (!isPoison) world.emit('mq.processed', { node: member.id, effect: record.id, group: member.group, partition, offset: record.offset });
  const claim = member.claims.get(partition);
  if (!claim) return;
  claim.done = record.offset + 1;
  if (state.config.commit === 'after') commitClaims(context, member, [claim]);
}

/** Commits what is processed, for claims that have something new and no commit under way. */
export function commitClaims(context: Context, member: Member, claims: readonly Claim[]): void {
  const { config } = context.state;
  if (config.delivery === 'exactly-once' || config.commit === 'before') return;
  sendCommit(context, member, claims.filter(({ done, committed, commit }) => commit === 0 && done >= 0 && done > committed), (claim) => claim.done);
}

/** Commit before processing: what was fetched is released to the application once its commit is through. */
function requestRelease(context: Context, member: Member): void {
  if (member.wantsJoin) return;
  const due = [...member.claims.values()].filter(({ buffer, released, commit }) => commit === 0 && buffer.length > 0 && buffer.at(-1)!.offset >= released);
  sendCommit(context, member, due, (claim) => claim.buffer.at(-1)!.offset + 1);
}

function sendCommit(context: Context, member: Member, claims: readonly Claim[], offsetOf: (claim: Claim) => number): void {
  // A member that is joining has no generation to commit under.
  if (claims.length === 0 || member.phase !== 'stable') return;
  const number = member.nextNumber;
  member.nextNumber += 1;
  for (const claim of claims) {
    claim.commit = number;
    claim.commitUs = context.world.nowUs;
    claim.commitTo = offsetOf(claim);
  }
  post(context, member.id, {
    kind: 'commit', to: coordinatorOf(context, member), group: member.group, generation: member.generation, number, epoch: -1,
    offsets: claims.map((claim) => [claim.partition, claim.commitTo] as const),
  });
}

export function onCommitReply(context: Context, member: Member, { number, error }: CommitReply): void {
  if (member.transaction?.number === number) {
    if (error === null) member.transaction = { ...member.transaction, committed: true };
    else if (error !== 'rebalance-in-progress') { fenceMember(context, member); return; }
    tickTransaction(context, member);
    return;
  }
  const claims = [...member.claims.values()].filter(({ commit }) => commit === number);
  for (const claim of claims) claim.commit = 0;
  if (error === 'unknown-member' || error === 'illegal-generation') {
    if (claims.length > 0 && member.phase === 'stable') fenceMember(context, member);
    return;
  }
  if (error !== null) return;
  for (const claim of claims) {
    claim.committed = claim.commitTo;
    if (context.state.config.commit === 'before') claim.released = claim.commitTo;
  }
  if (context.state.config.commit === 'after') commitClaims(context, member, claims);
  work(context, member);
}
