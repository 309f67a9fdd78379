/**
 * Watches balancers and backends from outside and remembers the first rule that was broken. It counts for itself: nothing
 * here asks the code that it watches.
 *
 * Safety: a backend that is down or draining gets no new request; active counts equal open requests; over one cycle shares
 * of (weighted) round robin are exact; the same network and pool give the same backend by `ip-hash`; `least-connections`
 * takes one of least load; a path stays in its route; a cookie is honoured; up and down follow rise and fall; no more than
 * `capacity` are served and `queue` wait; nothing waits while a slot is free; a request ends once, as response, drop or
 * no-backend.
 * Liveness, checked by tests: once everything is repaired, requests are answered.
 */
import { InvariantViolation } from '../kernel/model.ts';
import type { Candidate } from './algorithms.ts';
import type { LoadBalancerState } from './state.ts';

export function report({ witness }: LoadBalancerState, rule: string, detail: string): void {
  witness.breach ??= { rule, detail };
}

/** What a balancer did with a request. */
export interface Pick {
  readonly balancer: string;
  readonly backend: string;
  /** Prefix of the route; `''`: none. */
  readonly route: string;
  readonly path: string;
  readonly address: string;
  readonly cookie: string | null;
  readonly reason: string;
  readonly candidates: readonly Candidate[];
  /** Whether all turns stood at 0 before. */
  readonly fresh: boolean;
  readonly turns: ReadonlyMap<string, number>;
}

const keptHomes = 256;

export function sawPick(state: LoadBalancerState, pick: Pick): void {
  const { balancer, backend, reason, path } = pick;
  const { config } = state;
  const view = state.balancers.get(balancer)?.views.get(backend);
  const target = state.backends.get(backend);
  if (view === undefined || target === undefined || view.health < config.healthyAfter) report(state, 'a backend that is down gets no new request', `${balancer} chose ${backend}`);
  else if (target.draining !== null) report(state, 'a draining backend gets no new request', `${balancer} chose ${backend}`);
  if (config.layer === 7) {
    const longest = config.routes.filter(({ prefix }) => path.startsWith(prefix)).sort((a, b) => b.prefix.length - a.prefix.length)[0];
    if (longest !== undefined && !longest.backends.includes(backend)) report(state, 'a path stays in its route', `${path} went to ${backend}`);
    const kept = config.sticky && pick.candidates.find(({ id }) => id === pick.cookie);
    if (kept && kept.usable && backend !== kept.id) report(state, 'a cookie is honoured', `one for ${kept.id} went to ${backend}`);
  }
  let sum = 0;
  for (const turn of pick.turns.values()) sum += turn;
  if (sum !== 0) report(state, 'turns sum to nothing', `${balancer}'s sum to ${sum}`);
  if (reason === 'round-robin' || reason === 'weighted-round-robin') sawTurn(state, pick);
  else if (reason !== 'cookie') state.witness.windows.delete(`${balancer} ${pick.route}`);
  if (reason === 'ip-hash') sawHome(state, pick);
  else if (reason === 'least-connections') sawLoad(state, pick);
}

/** Turns begin anew at every balancer. */
export function sawReset({ witness }: LoadBalancerState): void {
  witness.windows = new Map();
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** From a moment when nobody has had more than his turn, one whole cycle gives each exactly his share. */
function sawTurn(state: LoadBalancerState, { balancer, route, backend, reason, candidates, fresh }: Pick): void {
  const key = `${balancer} ${route}`;
  const shares = candidates.filter(({ usable, weight }) => usable && weight > 0).map(({ id, ramp, ramped }) => [id, reason === 'round-robin' ? ramp : ramped] as const);
  const signature = `${reason} ${shares.join(' ')}`;
  const before = state.witness.windows.get(key);
  const goesOn = before !== undefined && before.signature === signature;
  if (!goesOn && !fresh) {
    state.witness.windows.delete(key);
    return;
  }
  const picks = new Map(goesOn ? before.picks : []);
  picks.set(backend, (picks.get(backend) ?? 0) + 1);
  const unit = shares.reduce((all, [, share]) => divisor(all, share), 0);
  const cycle = shares.reduce((all, [, share]) => all + share / unit, 0);
  if ([...picks.values()].reduce((all, count) => all + count, 0) < cycle) {
    state.witness.windows.set(key, { signature, picks });
    return;
  }
  for (const [id, share] of shares) {
    if (picks.get(id) !== share / unit) report(state, 'over one cycle shares are exact', `${id} had ${picks.get(id) ?? 0} of ${cycle} turns at ${balancer}, not ${share / unit}`);
  }
  state.witness.windows.delete(key);
}

function sawHome(state: LoadBalancerState, { address, backend, candidates }: Pick): void {
  const { homes } = state.witness;
  const network = address.slice(0, address.lastIndexOf('.'));
  const key = `${network} ${candidates.map(({ id, weight, usable }) => `${id}*${weight}${usable ? '' : '!'}`).join()}`;
  const home = homes.get(key);
  if (home === undefined) {
    homes.set(key, backend);
    if (homes.size > keptHomes) homes.delete(homes.keys().next().value!);
  } else if (home !== backend) {
    report(state, 'the same network and pool give the same backend', `${address} went to ${backend}, its network to ${home}`);
  }
}

function sawLoad(state: LoadBalancerState, { backend, candidates }: Pick): void {
  const load = ({ active, ramped }: Candidate): number => active / ramped;
  const usable = candidates.filter((each) => each.usable && each.weight > 0);
  const chosen = usable.find(({ id }) => id === backend);
  const less = chosen && usable.find((each) => load(each) < load(chosen));
  if (less) report(state, 'least connections takes one of least load', `${backend} has more than ${less.id}`);
}

/** HAProxy's table of states, told by rows of equal results instead of its counter. */
export function sawProbe(state: LoadBalancerState, balancer: string, backend: string, ok: boolean, isUp: boolean): void {
  const { rows } = state.witness;
  const key = `${balancer} ${backend}`;
  const before = rows.get(key) ?? { ok: 0, failed: 0, up: true };
  const row = ok ? { ok: before.ok + 1, failed: 0 } : { ok: 0, failed: before.failed + 1 };
  const up = before.up ? row.failed < state.config.unhealthyAfter : row.ok >= state.config.healthyAfter;
  rows.set(key, { ...row, up });
  if (up !== isUp) report(state, 'up and down follow rise and fall', `${backend} is ${isUp ? 'up' : 'down'} at ${balancer} after ${ok ? row.ok : row.failed} ${ok ? 'good' : 'failed'} probes in a row`);
}

export function sawPassive({ witness }: LoadBalancerState, balancer: string, backend: string): void {
  witness.rows.set(`${balancer} ${backend}`, { ok: 0, failed: 0, up: false });
}

/** A balancer thinks of a backend anew; `up` is what it begins with. */
export function sawView({ witness }: LoadBalancerState, balancer: string, backend: string, up: boolean): void {
  witness.rows.set(`${balancer} ${backend}`, { ok: 0, failed: 0, up });
}

/** Throws what was seen, and what can be seen now. */
export function check(state: LoadBalancerState, scope: 'event' | 'full'): void {
  const { breach } = state.witness;
  if (breach !== null) throw new InvariantViolation(breach.rule, breach.detail);
  const { issued, responses, dropped, noBackend } = state.stats;
  if (issued !== responses + dropped + noBackend + state.pending.size) throw new InvariantViolation('a request ends once', `${issued} requests, ${responses} responses, ${dropped} dropped, ${noBackend} without backend, ${state.pending.size} pending`);
  for (const { id, views, open } of state.balancers.values()) {
    let sum = 0;
    for (const [backend, { active }] of views) {
      if (active < 0) throw new InvariantViolation('active counts are never negative', `${id} counts ${active} at ${backend}`);
      sum += active;
    }
    if (sum !== open.size) throw new InvariantViolation('active counts equal open requests', `${id} counts ${sum} of ${open.size}`);
  }
  for (const { id, number, up, frozenSinceUs, serving, queue } of state.backends.values()) {
    const capacity = state.config.capacity[Math.min(number, state.config.capacity.length) - 1] ?? 8;
    if (up && frozenSinceUs === null && queue.length > 0 && serving.length < capacity) throw new InvariantViolation('nothing waits while a slot is free', `${queue.length} wait at ${id}, ${serving.length} of ${capacity} slots are taken`);
  }
  if (scope === 'full') recount(state);
}

function recount(state: LoadBalancerState): void {
  for (const balancer of state.balancers.values()) {
    const counts = new Map<string, number>();
    for (const { backend } of balancer.open.values()) counts.set(backend, (counts.get(backend) ?? 0) + 1);
    for (const [backend, { active }] of balancer.views) {
      if (active !== (counts.get(backend) ?? 0)) throw new InvariantViolation('active counts equal open requests', `${balancer.id} counts ${active} at ${backend}, ${counts.get(backend) ?? 0} are open`);
    }
    for (const backend of counts.keys()) if (!balancer.views.has(backend)) throw new InvariantViolation('active counts equal open requests', `${balancer.id} has one open at ${backend}, which is gone`);
  }
}
