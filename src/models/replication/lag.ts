/** How far servers are behind, and what would be lost now. */
import { endOf, recordAt } from './log.ts';
import type { ReplicationState, Run, Server } from './state.ts';
import { confirmedAfter, isPromotable, sharedUpTo } from './state.ts';

/** A standby lags when the oldest record it does not show is older than this, µs; each doubling is reported again. */
export const LAG_US = 200_000;

export interface Lag {
  /** Records of the primary in charge that reads on this server do not see. */
  readonly entries: number;
  /** Age of the oldest of them by the clocks of both servers, ms, as monitoring tools work it out; a skewed clock skews it. */
  readonly ms: number;
}

/** How far a server is behind the primary in charge, which may be down. */
export function lagOf(state: ReplicationState, server: Server, nowUs: number): Lag {
  const primary = state.servers.get(state.primary)!;
  const shown = sharedUpTo(state, server, server.applied);
  const entries = Math.max(0, endOf(primary.log) - shown);
  if (server === primary || entries === 0) return { entries: 0, ms: 0 };
  // Where the primary keeps no such record any more, the last one that this server has is what is known.
  const last = recordAt(server.log, server.applied)?.clockUs ?? (server.applied === server.log.base ? server.log.baseClockUs : 0);
  const clockUs = recordAt(primary.log, shown + 1)?.clockUs ?? last;
  return { entries, ms: Math.max(0, nowUs + server.skewUs - clockUs) / 1000 };
}

/** Tells when a standby begins to lag, lags twice as much again, or has caught up. */
export function reportLag({ state, world }: Run, server: Server): void {
  if (server.role !== 'standby') return;
  const { entries, ms } = lagOf(state, server, world.nowUs);
  const us = ms * 1000;
  let level = 0;
  for (let limit = LAG_US; us >= limit && level < 20; limit *= 2) level += 1;
  const isOver = server.lagging > 0 && us < LAG_US / 2;
  if (level <= server.lagging && !isOver) return;
  server.lagging = isOver ? 0 : level;
  world.emit('replication.lag', { node: server.id, entries, ms });
}

/**
 * Confirmed writes that no promotable replica has: lost if the primary died now and the most advanced one was promoted,
 * however much later, if nothing else happens.
 */
export function atRisk(state: ReplicationState): number {
  return confirmedAfter(state.ledger, Math.max(0, ...promotable(state).map((server) => sharedUpTo(state, server, endOf(server.log)))));
}

const promotable = (state: ReplicationState): readonly Server[] => [...state.servers.values()].filter((server) => isPromotable(state, server));

/** When the detector promotes unless a standby hears the primary, µs; null while it is manual, or nobody could be promoted. */
export function failsOverAtUs(state: ReplicationState): number | null {
  if (state.config.failover !== 'auto') return null;
  const heard = promotable(state).filter(({ upstream }) => upstream === state.primary).map(({ heardUs }) => heardUs);
  return heard.length === 0 ? null : Math.max(...heard) + state.config.failoverAfterUs;
}
