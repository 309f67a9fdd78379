/** What replication is called, and what stands beside its servers: words that the first picture needs, English. */
import { modeInForce } from '../../models/replication/mode.ts';
import type { ReplicationState } from '../../models/replication/state.ts';
import type { Moment } from '../base/concept.ts';

export const replicationStrings = {
  'replication.title': 'Replication',
  'replication.subtitle': '1 primary · {replicas} replicas · {mode}',
  'replication.subtitle-one': '1 primary · 1 replica · {mode}',
  'replication.subtitle-none': '1 primary · no replica · {mode}',
  'replication.mode-long.async': 'asynchronous', 'replication.mode-long.sync': 'synchronous', 'replication.mode-long.semi-sync': 'semi-synchronous',
  'replication.mode-long.degraded': 'degraded to asynchronous',
  'replication.mode.async': 'async', 'replication.mode.sync': 'sync', 'replication.mode.semi-sync': 'semi-sync',
  'role.primary': 'Primary', 'role.replica': 'Replica',
  'replication.degraded': 'Primary, degraded',
  'replication.app': 'app',
  'replication.confirmed': '{count} ok', 'replication.waiting': '{count} waiting', 'replication.stale': 'sees {seen}, wrote {expected}',
  'replication.at-risk': '{count} at risk',
  'replication.row.level': 'up to date', 'replication.row.behind': '{count} behind', 'replication.row.short': '−{count}', 'replication.row.crashed': '{name} is down', 'replication.row.frozen': 'frozen',
  'replication.row.deposed': 'old primary', 'replication.row.diverged': 'diverged', 'replication.row.unreached': 'connecting', 'replication.row.cut': 'cut off',
  'replication.row.tail': '{count} to give up',
  'replication.standing.primary': 'Primary', 'replication.standing.deposed': 'Old primary', 'replication.standing.replica': 'Replica', 'replication.standing.crashed': 'Crashed',
  'replication.standing.frozen': 'Frozen', 'replication.standing.diverged': 'Diverged replica', 'replication.standing.unreached': 'Replica, not connected', 'replication.standing.cut': 'Replica, cut off',
  'replication.spoken': '{standing}: received up to {received}, flushed {flushed}, applied {applied}',
  'replication.spoken-app': 'client: confirmed up to {confirmed}, {waiting} waiting',
  'replication.pins': '● applied   ■ flushed   ◆ received',
  'replication.dropped': 'dropped',
  'replication.message.ship': 'records {from}–{to}', 'replication.message.ship-one': 'record {from}', 'replication.message.status': 'acknowledgement: received {received}, flushed {flushed}, applied {applied}',
  'replication.message.base-backup': 'whole copy up to {lsn}', 'replication.message.keepalive': 'sign of life', 'replication.message.hello': 'request for what comes next',
  'replication.message.refuse': 'refusal: the log has diverged', 'replication.message.reset': 'reset: no such connection',
  'replication.message-spoken': '{what}, from {from} to {to}',
} as const satisfies { readonly [key: string]: string };

/** How many servers there are, and when a write is confirmed. */
export function subtitle({ state, text }: Pick<Moment<ReplicationState>, 'state' | 'text'>): string {
  const replicas = state.servers.size - 1;
  const degraded = state.servers.get(state.primary)?.degraded === true;
  const mode = text(`replication.mode-long.${degraded ? 'degraded' : modeInForce(state)}`);
  return text(replicas === 0 ? 'replication.subtitle-none' : replicas === 1 ? 'replication.subtitle-one' : 'replication.subtitle', { replicas, mode });
}
