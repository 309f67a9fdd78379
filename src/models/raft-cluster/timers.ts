/** What servers and client plan for themselves. */
import type { World } from '../kernel/model.ts';
import type { ClusterConfig, ClusterState, Member } from './cluster.ts';

/** A server hears nobody and draws anew how long it bears that. */
export function waitForLeader({ electionTimeoutUs: [low, high] }: ClusterConfig, member: Member, world: World): void {
  member.electionWaitUs = world.random(`election ${member.node.id}`).integer(low, high);
  member.electionDeadlineUs = world.nowUs + member.electionWaitUs;
  armElectionTimer(member, world);
}

/** One timer event is queued at most; a deadline that moves back is found out when it fires. */
export function armElectionTimer(member: Member, world: World): void {
  const { electionDeadlineUs, timerUs } = member;
  if (electionDeadlineUs < 0 || (timerUs >= 0 && timerUs <= electionDeadlineUs)) return;
  member.timerUs = Math.max(electionDeadlineUs, world.nowUs);
  world.schedule(member.timerUs - world.nowUs, 'election', member.node.id);
}

export function armHeartbeat(state: ClusterState, member: Member, world: World): void {
  member.heartbeatUs = world.nowUs + state.config.heartbeatUs;
  world.schedule(state.config.heartbeatUs, 'heartbeat', member.node.id);
}

/** Queues the next write of its own: every 1/rate seconds, each up to half an interval earlier or later. */
export function scheduleWrite(state: ClusterState, world: World): void {
  const { clientRate } = state.config;
  if (clientRate <= 0) {
    state.client.tickUs = -1;
    return;
  }
  const everyUs = 1_000_000 / clientRate;
  const delayUs = Math.max(1, Math.round(everyUs * (0.5 + world.random('client').next())));
  state.client.tickUs = world.nowUs + delayUs;
  world.schedule(delayUs, 'client', null);
}
