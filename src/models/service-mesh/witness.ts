/**
 * Watches a mesh from outside and remembers the first rule that was broken. It counts for itself: nothing here asks the
 * code that it watches.
 *
 * Safety: where mTLS is strict no plaintext is served, and no connection opens on a certificate that is not valid; a call has
 * at most 1 + retries attempts; retries under way stay within the budget; the wait before retry k lies in
 * [0, min(10 × base, base × (2^k − 1))); limits hold when a request is sent; a host is ejected after so many errors in a row,
 * for the base time as often as it was ejected, and never more than the share; it gets no request until that time is over; an
 * open circuit lets nothing through, a half-open one a single trial; a rejected configuration is not used and versions do
 * not go back; the measured split tends to the weights; a request ends once.
 * Liveness, checked by tests: once everything is repaired, requests succeed.
 */
import { InvariantViolation } from '../kernel/model.ts';
import type { Row } from './records.ts';
import type { Call, CircuitState, Policy, ServiceMeshState, Weight } from './state.ts';

export function report({ witness }: ServiceMeshState, rule: string, detail: string): void {
  witness.breach ??= { rule, detail };
}

const unseen: Row = { errors: 0, times: 0, untilUs: null };
const rowOf = ({ witness }: ServiceMeshState, proxy: string, host: string): Row => witness.rows.get(`${proxy} ${host}`) ?? unseen;
const setRow = ({ witness }: ServiceMeshState, proxy: string, host: string, row: Row): void => { witness.rows.set(`${proxy} ${host}`, row); };

/** Calls of a proxy's cluster, counted from the calls themselves. */
function callsIn({ calls }: ServiceMeshState, proxy: string, service: string, version: string): readonly Call[] {
  return [...calls.values()].filter((call) => call.proxy === proxy && call.service === service && call.version === version);
}

/** An attempt is about to be sent; the call is not counted among the active ones yet. */
export function sawSend(state: ServiceMeshState, { id, proxy, service, version }: Call, host: string, policy: Policy): void {
  const { witness } = state;
  const attempts = (witness.attempts.get(id) ?? 0) + 1;
  witness.attempts.set(id, attempts);
  if (attempts > 1 + policy.retries) report(state, 'a call has at most 1 + retries attempts', `${id} has ${attempts} of ${1 + policy.retries}`);
  if (rowOf(state, proxy, host).untilUs !== null) report(state, 'an ejected host gets no request', `${proxy} sent ${id} to ${host}`);
  if (policy.breaker === 'envoy') {
    const active = callsIn(state, proxy, service, version).filter((call) => call.state === 'active').length;
    if (active >= policy.maxRequests) report(state, 'no more requests than the limit', `${proxy} sends one more than ${active} to ${service}`);
  }
}

/** A request begins to wait for a connection; it is not counted yet. */
export function sawWait(state: ServiceMeshState, { proxy, service, version }: Call, policy: Policy): void {
  if (policy.breaker !== 'envoy') return;
  const pending = callsIn(state, proxy, service, version).filter((call) => call.state === 'pending').length;
  if (pending >= policy.maxPending) report(state, 'no more wait than the limit', `${proxy} lets one more than ${pending} wait for ${service}`);
}

/** A retry is about to wait; the call is not counted among the retries yet. */
export function sawRetry(state: ServiceMeshState, { id, proxy, service, version, attempt }: Call, delayUs: number, policy: Policy): void {
  let doubled = 1;
  for (let at = 0; at < attempt && doubled < 64; at += 1) doubled += doubled;
  if (delayUs < 0 || delayUs > Math.min(10, doubled - 1) * policy.backoffUs) report(state, 'the wait before a retry is within its bound', `${id} waits ${delayUs} µs before retry ${attempt}`);
  if (policy.budget === null) return;
  const calls = callsIn(state, proxy, service, version);
  const retries = calls.filter((call) => call.retrying && call.id !== id).length;
  const busy = calls.filter((call) => call.id !== id && (call.state === 'active' || call.state === 'pending')).length;
  if (retries >= Math.max(3, Math.floor(policy.budget * busy + 1e-6))) report(state, 'retries stay within the budget', `${proxy} has ${retries} retries beside ${busy} requests to ${service}`);
}

/** The result of an attempt, before the proxy draws its conclusions. */
export function sawResult(state: ServiceMeshState, proxy: string, host: string, ok: boolean): void {
  const row = rowOf(state, proxy, host);
  setRow(state, proxy, host, { ...row, errors: ok ? 0 : row.errors + 1 });
}

export function sawEject(state: ServiceMeshState, proxy: string, host: string, nowUs: number, untilUs: number, policy: Policy): void {
  const row = rowOf(state, proxy, host);
  if (row.errors < policy.outlierErrors) report(state, 'a host is ejected after so many errors in a row', `${proxy} ejected ${host} after ${row.errors}`);
  const times = Math.min(row.times + 1, 11);
  if (untilUs - nowUs !== Math.min(times, 10) * policy.ejectionUs) report(state, 'ejections grow with their number', `${host} is out for ${untilUs - nowUs} µs the ${times}. time`);
  setRow(state, proxy, host, { errors: 0, times, untilUs });
  const version = state.hosts.get(host)?.version;
  const peers = (state.services.get(state.hosts.get(host)?.service ?? '')?.hosts ?? []).filter((id) => state.hosts.get(id)?.version === version);
  const out = peers.filter((id) => rowOf(state, proxy, id).untilUs !== null).length;
  if (out > 1 && out / peers.length > policy.maxEjection + 1e-6) report(state, 'no more hosts are ejected than the share', `${out} of ${peers.length} at ${proxy}`);
}

/** A sweep leaves a host in service, or returns it. */
export function sawSweep(state: ServiceMeshState, proxy: string, host: string, nowUs: number, returned: boolean): void {
  const row = rowOf(state, proxy, host);
  if (row.untilUs === null) setRow(state, proxy, host, { ...row, times: Math.max(0, row.times - 1) });
  else if (returned) {
    if (nowUs < row.untilUs) report(state, 'an ejected host gets no request until its time is over', `${proxy} returned ${host} ${row.untilUs - nowUs} µs early`);
    setRow(state, proxy, host, { ...row, errors: 0, untilUs: null });
  } else if (nowUs >= row.untilUs) {
    report(state, 'a host returns at the first sweep after its time', `${host} stays out at ${proxy}`);
  }
}

/** A call passes a classic circuit. */
export function sawPass(state: ServiceMeshState, key: string, nowUs: number): void {
  const { trips } = state.witness;
  const trip = trips.get(key) ?? { state: 'closed', failures: 0, untilUs: 0, trials: 0 };
  if (trip.state === 'closed') return;
  if (trip.state === 'open' && nowUs < trip.untilUs) report(state, 'an open circuit lets nothing through', `${key} ${trip.untilUs - nowUs} µs early`);
  if (trip.trials > 0) report(state, 'a half-open circuit lets one trial through', key);
  trips.set(key, { ...trip, state: 'half-open', trials: trip.trials + 1 });
}

/** The trial ended without a result: another may follow. */
export function sawTrialEnd({ witness }: ServiceMeshState, key: string): void {
  const trip = witness.trips.get(key);
  if (trip?.state === 'half-open') witness.trips.set(key, { ...trip, trials: 0 });
}

/** A result that counts, and the state that the circuit took. */
export function sawCircuit(state: ServiceMeshState, key: string, ok: boolean, took: CircuitState, nowUs: number, policy: Policy): void {
  const { trips } = state.witness;
  const trip = trips.get(key) ?? { state: 'closed', failures: 0, untilUs: 0, trials: 0 };
  const failures = ok ? 0 : trip.failures + 1;
  const should: CircuitState = trip.state === 'half-open' ? (ok ? 'closed' : 'open') : failures >= policy.outlierErrors ? 'open' : 'closed';
  if (took !== should) report(state, 'a circuit opens at the threshold and closes after a good trial', `${key} is ${took} after ${failures} failures, ${trip.state} before`);
  trips.set(key, { state: should, failures: should === 'open' ? 0 : failures, untilUs: should === 'open' ? nowUs + policy.ejectionUs : 0, trials: 0 });
}

/** A host's proxy lets a request in. */
export function sawServed(state: ServiceMeshState, host: string, plain: boolean, mtls: Policy['mtls']): void {
  if (plain && mtls === 'strict') report(state, 'where mTLS is strict no plaintext is served', `${host} took one`);
}

export function sawOpen(state: ServiceMeshState, from: string, to: string, plain: boolean, nowUs: number): void {
  if (plain) return;
  for (const id of [from, to]) {
    const certificate = state.identities.get(id)?.certificate ?? null;
    if (certificate === null || nowUs >= certificate.notAfterUs) report(state, 'no connection opens without valid certificates', `${from} to ${to}, ${id} has ${certificate === null ? 'none' : 'an expired one'}`);
  }
}

export function sawApply(state: ServiceMeshState, proxy: string, version: number, valid: boolean): void {
  const before = state.witness.versions.get(proxy) ?? 0;
  if (!valid) report(state, 'a rejected configuration is not used', `${proxy} uses ${version}`);
  if (version < before) report(state, 'configurations do not go back', `${proxy} went from ${before} to ${version}`);
  state.witness.versions.set(proxy, version);
}

export function sawRoute(state: ServiceMeshState, version: string, weights: readonly Weight[]): void {
  const before = state.witness.split;
  const counts = new Map(before?.weights === weights ? before.counts : []);
  counts.set(version, (counts.get(version) ?? 0) + 1);
  state.witness.split = { weights, counts };
}

/** What a proxy knew is gone. */
export function sawProxyGone({ witness }: ServiceMeshState, proxy: string): void {
  for (const map of [witness.rows, witness.trips]) for (const key of map.keys()) if (key.startsWith(`${proxy} `)) map.delete(key);
  witness.versions.delete(proxy);
}

export function sawCallEnd({ witness }: ServiceMeshState, id: string): void {
  witness.attempts.delete(id);
}

/** Throws what was seen, and what can be seen now. */
export function check(state: ServiceMeshState, scope: 'event' | 'full'): void {
  const { breach, ended } = state.witness;
  if (breach !== null) throw new InvariantViolation(breach.rule, breach.detail);
  const { issued, ok, failed } = state.stats;
  if (issued !== ended + state.requests.size || ended !== ok + failed) throw new InvariantViolation('a request ends once', `${issued} requests, ${ok} good, ${failed} failed, ${state.requests.size} open`);
  if (scope === 'full') recount(state);
}

function recount(state: ServiceMeshState): void {
  for (const { id, clusters } of state.proxies.values()) {
    for (const [key, cluster] of clusters) {
      const [service = '', version = ''] = key.split('/');
      const calls = callsIn(state, id, service, version);
      const is = (wanted: Call['state']): number => calls.filter((call) => call.state === wanted).length;
      const counted = [is('active'), is('pending'), calls.filter(({ retrying }) => retrying).length].join();
      const kept = [cluster.active, cluster.pending, cluster.retries].join();
      if (counted !== kept) throw new InvariantViolation('counters equal the calls', `${id} counts ${kept} of ${counted} at ${key}`);
    }
  }
  const { split } = state.witness;
  if (split === null) return;
  const all = [...split.counts.values()].reduce((sum, each) => sum + each, 0);
  const whole = split.weights.reduce((sum, { weight }) => sum + weight, 0);
  for (const { version, weight } of split.weights) {
    const share = weight / whole;
    const off = Math.abs((split.counts.get(version) ?? 0) - share * all);
    // Six standard deviations, and two requests: by chance once in a thousand million.
    if (off > 6 * Math.sqrt(all * share * (1 - share)) + 2) throw new InvariantViolation('the measured split tends to the weights', `${split.counts.get(version) ?? 0} of ${all} went to ${version}, whose share is ${share}`);
  }
}
