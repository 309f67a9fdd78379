/** What a member tells its coordinator of how far it is. */
import type { Claim, Member } from './cluster.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

export const coordinatorOf = ({ state }: Context, member: Member): string => state.groups.get(member.group)?.coordinator ?? 'b1';

/** Commits what is processed, for claims that have something new and no commit under way. */
export function commitClaims(context: Context, member: Member, claims: readonly Claim[]): void {
  const { config } = context.state;
  if (config.delivery === 'exactly-once' || config.commit === 'before') return;
  sendCommit(context, member, claims.filter(({ done, committed, commit }) => commit === 0 && done >= 0 && done > committed), (claim) => claim.done);
}

/** Commit before processing: what was fetched is released to the application once its commit is through. */
export function requestRelease(context: Context, member: Member): void {
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
