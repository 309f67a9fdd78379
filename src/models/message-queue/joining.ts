/** How a member comes into its group, and out of it. */
import { isCooperative } from './assignors/index.ts';
import type { Member } from './cluster.ts';
import { commitClaims, coordinatorOf } from './commits.ts';
import { settleOwed } from './effects.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** Nothing is half done: no record in work, no transaction open, nothing released to the application. */
export const isIdle = (member: Member): boolean =>
  member.working === null && member.transaction === null && member.processed.length === 0
  && [...member.claims.values()].every(({ buffer, released, commit }) => released === Infinity || (commit === 0 && (buffer.length === 0 || buffer[0]!.offset >= released)));

/** Joins as soon as nothing is half done. */
export function maybeJoin(context: Context, member: Member): void {
  if (!member.wantsJoin || !isIdle(member)) return;
  member.wantsJoin = false;
  const { state } = context;
  if (!isCooperative(state.config.assignor)) {
    commitClaims(context, member, [...member.claims.values()]);
    member.claims.clear();
    settleOwed(state, member.group, context.world);
  }
  member.phase = 'joining';
  sendJoin(context, member);
}

export function sendJoin(context: Context, member: Member): void {
  member.askedUs = context.world.nowUs;
  post(context, member.id, { kind: 'join-group', to: coordinatorOf(context, member), group: member.group, ownedIn: member.ownedIn, owned: [...member.claims.keys()] });
}

/** It is not a member any more, whatever it thought: everything it holds belongs to others. */
export function fenceMember(context: Context, member: Member): void {
  dropEverything(member);
  settleOwed(context.state, member.group, context.world);
  member.phase = 'joining';
  sendJoin(context, member);
}

/** Forgets all that is in memory. */
export function dropEverything(member: Member): void {
  Object.assign(member, { claims: new Map(), working: null, processed: [], transaction: null, wantsJoin: false, deferred: null, failures: 0, hand: [], producerId: -1, heartbeatPending: false });
}
