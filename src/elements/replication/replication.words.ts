/** What replication says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import { atRisk, failsOverAtUs, lagOf } from '../../models/replication/lag.ts';
import { degradesAtUs, ruleFor } from '../../models/replication/mode.ts';
import { nextPrimary, readoutsOf } from '../../models/replication/readouts.ts';
import type { ReplicationState, Server } from '../../models/replication/state.ts';
import { standbysOf } from '../../models/replication/state.ts';
import { latencyQuantile } from '../../models/replication/stats.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { atRiskRange, isDeposed, isOver } from './lanes.ts';

export type ReplicationMoment = Pick<Moment<ReplicationState>, 'state' | 'nowUs' | 'name' | 'text'>;

export const inMs = (us: number): number => Math.max(0, Math.round(us / 1000));
export const primaryOf = (state: ReplicationState): Server => state.servers.get(state.primary)!;

/** The replica that is furthest behind; null where none is. */
export function worst({ state, nowUs }: ReplicationMoment): { readonly id: string; readonly entries: number; readonly ms: number } | null {
  let found: { id: string; entries: number; ms: number } | null = null;
  for (const server of state.servers.values()) {
    const { entries, ms } = lagOf(state, server, nowUs);
    if (server.id !== state.primary && (found === null || entries > found.entries)) found = { id: server.id, entries, ms };
  }
  return found;
}

/** `1 replica has flushed it`. */
export function ruleWords({ state, text }: ReplicationMoment): string {
  const primary = primaryOf(state);
  const { method, count } = ruleFor(state, primary);
  if (count === 0 || primary.degraded) return text('replication.rule.none');
  const members = standbysOf(state, primary).length;
  const level = text(`replication.level.${state.config.ackAt}`);
  const key = count > members ? 'too-many' : count === 1 && method === 'any' ? 'one' : count === members ? 'all' : method;
  return text(`replication.rule.${key}`, { count, level, members });
}

export function facts(moment: ReplicationMoment): readonly Fact[] {
  const { state, text } = moment;
  const risk = atRisk(state);
  const latency = latencyQuantile(state.stats, 0.5);
  const lag = worst(moment);
  return [
    { label: text('replication.rpo'), value: text('{count}', { count: risk }), note: text(risk === 1 ? 'replication.write' : 'replication.writes'), ...(risk > 0 ? { role: 'fail' as const } : {}) },
    { label: text('replication.p50'), value: latency === null ? '–' : text('{ms}', { ms: inMs(latency) }), note: text('replication.ms') },
    { label: text('replication.worst'), value: lag === null ? '–' : text('{entries}', { entries: lag.entries }), note: lag === null ? '' : text('replication.lag-ms', { ms: Math.round(lag.ms) }), ...(lag !== null && isOver(lag) ? { role: 'fail' as const } : {}) },
  ];
}

function range(from: number, to: number): string {
  return from === to ? `${from}` : `${from}–${to}`;
}

/** The primary is down: who could take over, and when. */
function downSentence({ state, text, name, nowUs }: ReplicationMoment): Sentence {
  const next = nextPrimary(state);
  const risk = atRisk(state);
  const strong = text('replication.down', { name: name(state.primary) });
  if (next === null) return { strong, rest: text('replication.down-nobody') };
  const due = failsOverAtUs(state);
  const who = due === null ? text('replication.down-manual', { name: name(next) }) : text('replication.down-auto', { name: name(next), ms: inMs(due - nowUs) });
  return { strong, rest: `${who} ${text(risk === 0 ? 'replication.down-safe' : risk === 1 ? 'replication.down-risk-one' : 'replication.down-risk', { count: risk })}` };
}

/** What a failover left behind, until the old primary follows; null when nothing is to be said. */
function afterFailover({ state, text, name }: ReplicationMoment): Sentence | null {
  const servers = [...state.servers.values()];
  const values = { primary: name(state.primary), count: state.stats.lastLost ?? 0 };
  const old = servers.find((server) => server.up && isDeposed(state, server));
  if (old) return { strong: text('replication.two', { old: name(old.id) }), rest: text('replication.two-rest', { ...values, old: name(old.id) }) };
  const parted = servers.find(({ diverged, up }) => diverged && up);
  if (parted) return { strong: text('replication.parted', { old: name(parted.id) }), rest: text('replication.parted-rest', { ...values, old: name(parted.id) }) };
  if (values.count > 0 && servers.some((server) => isDeposed(state, server))) {
    return { strong: text(values.count === 1 ? 'replication.gone-one' : 'replication.gone', values), rest: text(values.count === 1 ? 'replication.gone-rest-one' : 'replication.gone-rest', values) };
  }
  return null;
}

/** Writes that wait for standbys. */
function waitingSentence(moment: ReplicationMoment, primary: Server): Sentence {
  const { state, text, nowUs } = moment;
  const due = degradesAtUs(state);
  const rule = ruleWords(moment);
  if (primary.waiting.some(({ blocked }) => blocked)) {
    const rest = text(due === null ? 'replication.blocked-rest' : 'replication.blocked-due', { rule, ms: due === null ? 0 : inMs(due - nowUs) });
    const count = primary.waiting.length;
    return { strong: text(count === 1 ? 'replication.blocked-one' : 'replication.blocked', { count }), rest };
  }
  const writes = range(primary.waiting[0]!.lsn, primary.waiting.at(-1)!.lsn);
  return { strong: text(primary.waiting.length === 1 ? 'replication.waits-one' : 'replication.waits', { writes }), rest: text('replication.waits-rest', { rule }) };
}

/** What happens now and why. */
export function sentence(moment: ReplicationMoment): Sentence {
  const { state, text, name } = moment;
  const primary = primaryOf(state);
  if (!primary.up || primary.role !== 'primary') return downSentence(moment);
  const after = afterFailover(moment);
  if (after) return after;
  if (primary.degraded) return { strong: text('replication.degraded-strong', { name: name(primary.id) }), rest: text('replication.degraded-rest') };
  const risk = atRiskRange(state);
  if (risk !== null && atRisk(state) > 0) return { strong: text('replication.risk'), rest: text('replication.risk-rest', { writes: range(risk.from, risk.to) }) };
  if (primary.waiting.length > 0 && ruleFor(state, primary).count > 0) return waitingSentence(moment, primary);
  const lag = worst(moment);
  const strong = text('replication.safe');
  if (state.servers.size === 1) return { strong: text('replication.alone'), rest: text('replication.alone-rest') };
  return { strong, rest: lag && lag.entries > 0 ? text('replication.safe-lag', { name: name(lag.id), count: lag.entries, ms: Math.round(lag.ms) }) : text('replication.safe-level') };
}

/**
 * `primary` (id), `timeline`, `mode` (in force), `required` (`method`, `count`), `lag` (by id: `entries`, `ms`), `atRisk`,
 * `blockedWrites`, `writeLatencyP50`, `writeLatencyP99` (ms, the latest 256 writes), `writesConfirmed`, `writesRefused`,
 * `writesUnknown`, `reads`, `staleReads`, `failovers`, `lostAfterFailover`, `lostInAll`; null = not known yet.
 */
export function readouts({ state, nowUs }: ReplicationMoment): { readonly [key: string]: Plain } {
  const { required, lag, ...rest } = readoutsOf(state, nowUs);
  return { ...rest, required: { ...required }, lag: Object.fromEntries(Object.entries(lag).map(([id, { entries, ms }]) => [id, { entries, ms }])) };
}

/** Breaches that an author may name in `expect`. */
export function verdicts({ state, text }: ReplicationMoment): readonly Breach[] {
  const { lost, staleReads } = state.stats;
  const primaries = [...state.servers.values()].filter(({ up, role }) => up && role === 'primary').map(({ id }) => id);
  return [
    ...(lost > 0 ? ['no-loss', 'no-lost-write'].map((verdict) => ({ verdict, message: text('replication.verdict.lost', { count: lost }) })) : []),
    ...(staleReads > 0 ? [{ verdict: 'no-stale-read', message: text('replication.verdict.stale', { count: staleReads }) }] : []),
    ...(primaries.length > 1 ? [{ verdict: 'one-primary', message: text('replication.verdict.two', { count: primaries.length }), witness: primaries }] : []),
  ];
}

