/** Logs as cells, for the picture and for the table. */
import { commonPoint } from '../../models/replication/history.ts';
import { LAG_US, lagOf } from '../../models/replication/lag.ts';
import type { Lag } from '../../models/replication/lag.ts';
import { endOf } from '../../models/replication/log.ts';
import type { ReplicationState, Server } from '../../models/replication/state.ts';
import { isPromotable, isSevered, sharedUpTo } from '../../models/replication/state.ts';
import type { OffsetCell, OffsetState } from '../../scene/kits/offset-lane.ts';

/** First position shown: the same for all. It moves on by several positions at once, so that tiles stay while one reads. */
export function firstShown(state: ReplicationState, slots: number): number {
  const last = endOf(state.servers.get(state.primary)!.log);
  const step = Math.max(1, Math.floor(slots / 3));
  return last <= slots ? 1 : 1 + step * Math.ceil((last - slots) / step);
}

/** How far a server has a log that is also that of the primary in charge; what lies behind was written by another primary. */
export const ownUpTo = ({ ledger }: ReplicationState, { history }: Server): number => commonPoint(history, ledger.history);

/** Records that a server has to give up before it can follow. */
export const divergent = (state: ReplicationState, server: Server): number => Math.max(0, endOf(server.log) - ownUpTo(state, server));

function stateAt({ log, flushed, applied, role, waiting }: Server, lsn: number): OffsetState {
  if (lsn > endOf(log)) return 'missing';
  if (role === 'primary') return lsn >= (waiting[0]?.lsn ?? Infinity) || lsn > flushed ? 'unconfirmed' : 'applied';
  return lsn <= applied ? 'applied' : lsn <= flushed ? 'flushed' : 'received';
}

/** What a server has of the positions from `first` on. */
export function cellsOf(state: ReplicationState, server: Server, first: number, slots: number): readonly OffsetCell[] {
  const own = ownUpTo(state, server);
  return Array.from({ length: slots }, (_, at): OffsetCell => {
    const lsn = first + at;
    const cell = stateAt(server, lsn);
    if (cell === 'missing') return { state: cell, text: '' };
    return { state: cell, text: String(lsn), ...(lsn > own ? { role: 'fail' } : {}) };
  });
}

/** Believes to be the primary, and is not. */
export const isDeposed = (state: ReplicationState, { id, role }: Server): boolean => role === 'primary' && id !== state.primary;

/** How a server stands, as the key of its word. */
export function standingOf(state: ReplicationState, server: Server): 'primary' | 'deposed' | 'replica' | 'crashed' | 'frozen' | 'diverged' | 'unreached' | 'cut' {
  if (!server.up) return 'crashed';
  if (server.frozen) return 'frozen';
  if (isDeposed(state, server)) return 'deposed';
  if (server.role === 'primary') return 'primary';
  if (server.diverged) return 'diverged';
  if (server.upstream !== null && isSevered(state, server.upstream, server.id)) return 'cut';
  return server.upstream === null || !server.connected ? 'unreached' : 'replica';
}

/** Over the limit from which the model reports lag. */
export const isOver = ({ entries, ms }: Lag): boolean => entries > 0 && ms * 1000 >= LAG_US;

export const lagNow = (state: ReplicationState, server: Server, nowUs: number): Lag => lagOf(state, server, nowUs);

/** Confirmed positions that no server that could take over has, and who has most; null when there are none. */
export function atRiskRange(state: ReplicationState): { readonly from: number; readonly to: number; readonly best: string | null } | null {
  let [held, best]: [number, string | null] = [0, null];
  for (const server of state.servers.values()) {
    if (!isPromotable(state, server)) continue;
    const shared = sharedUpTo(state, server, endOf(server.log));
    if (best === null || shared > held) [held, best] = [shared, server.id];
  }
  const { confirmed } = state.ledger;
  return confirmed > held ? { from: held + 1, to: confirmed, best } : null;
}
