/** What a reader or a scenario may do. */
import type { Action, ActionArguments, ActionResult } from '../kernel/model.ts';
import { alone, cutter, delayBy, drop, healCut } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { directions, dropMessage, forget, release } from '../kernel/network.ts';
import { read } from './client.ts';
import { disconnect } from './connect.ts';
import { follow, needsRejoin, promote, rejoin, successor } from './failover.ts';
import { emptyLog, endOf, truncate } from './log.ts';
import { onRuleChanged, settle, takeWrite } from './primary.ts';
import { lagOf } from './lag.ts';
import { refused } from './reasons.ts';
import { armTick, scheduleWrite } from './start.ts';
import type { Run, Server } from './state.ts';
import { positionsOf } from './state.ts';
import { observe, reset, sawCrash } from './witness.ts';

const LONGEST_SKEW_MS = 3_600_000;

interface Call extends Run {
  readonly target: string | undefined;
  readonly args: ActionArguments;
}

type Verb = (call: Call) => ActionResult;

/** Servers by an id, or by a role: `primary`, `replica`, `lagging`, `crashed`, `deposed`, `random`. Lowest first. */
function candidatesFor({ state, target, world }: Call): readonly Server[] {
  const servers = [...state.servers.values()];
  const named = servers.find(({ id }) => id === target);
  if (named !== undefined) return [named];
  const standbys = servers.filter(({ up, role }) => up && role === 'standby');
  switch (target) {
    case 'primary': return servers.filter(({ id, up }) => id === state.primary && up);
    case 'replica': return standbys;
    case 'lagging': return standbys.sort((a, b) => lagOf(state, b, world.nowUs).ms - lagOf(state, a, world.nowUs).ms);
    case 'crashed': return servers.filter(({ up }) => !up);
    case 'deposed': return servers.filter(({ id, role }) => id !== state.primary && role === 'primary');
    case 'random': {
      const up = servers.filter((server) => server.up);
      const chosen = up[world.random('target').integer(0, Math.max(0, up.length - 1))];
      return chosen === undefined ? [] : [chosen];
    }
    default: return [];
  }
}

function onServer(verb: (server: Server, call: Call) => ActionResult): Verb {
  return (call) => {
    const server = candidatesFor(call)[0];
    if (server !== undefined) return verb(server, call);
    if (call.target === undefined) return refused('name a server');
    return call.target === 'primary' ? refused('the primary is down') : refused('there is no server {target}', { target: call.target.slice(0, 40) });
  };
}

function crash(server: Server, { state, world, rules }: Call): ActionResult {
  if (!server.up) return refused('{id} is down already', { id: server.id });
  truncate(server.log, rules.endAfterCrash(positionsOf(server)));
  if (server.role === 'primary') forgetWaiting(server, { state, world, rules });
  Object.assign(server, { up: false, frozen: false, flush: null, apply: null, degraded: false, degradeUs: -1, tickUs: -1, lagging: 0, heardUs: 0, helloTries: 1 });
  server.links.clear();
  disconnect(server);
  forget(state.network, server.id, world);
  // What it was still sending is gone with it: the latency stands for its send queue, too.
  for (const { id, message } of [...state.network.inFlight.values()]) if (message.from === server.id) dropMessage(state.network, id, world);
  sawCrash(state, server, world.nowUs);
  world.emit('fault.crash', { node: server.id });
  return done;
}

/** Nobody tells the clients of these writes any more. What is on disk stays, and comes before what is confirmed next. */
function forgetWaiting(server: Server, { state }: Run): void {
  state.stats.writesUnknown += server.waiting.length;
  if (server.id === state.primary) for (const { lsn } of server.waiting) if (lsn <= endOf(server.log)) state.ledger.skipped.push(lsn);
  server.waiting = [];
}

function recover(server: Server, call: Call): ActionResult {
  const { world } = call;
  if (server.up) return refused('{id} is not down', { id: server.id });
  server.up = true;
  server.heardUs = world.nowUs;
  server.helloTries = 0;
  armTick(call, server);
  world.emit('fault.recover', { node: server.id });
  return done;
}

/** Everybody that is down comes back, when nobody is named. */
function recoverAll(call: Call): ActionResult {
  if (call.target !== undefined) return onServer(recover)(call);
  const down = [...call.state.servers.values()].filter(({ up }) => !up);
  for (const server of down) recover(server, call);
  return down.length > 0 ? done : refused('no server is down');
}

/** It comes back as a standby without data, and is given a copy by the primary if there is one. */
function wipe(server: Server, call: Call): ActionResult {
  const { state, world } = call;
  if (server.up) crash(server, call);
  state.stats.lost += server.deposedAcks;
  Object.assign(server, { log: emptyLog(), flushed: 0, applied: 0, history: [], role: 'standby', diverged: false, deposedAcks: 0, upstream: server.id === state.primary ? null : state.primary });
  reset(state.witness, server, world.nowUs);
  world.emit('fault.wipe', { node: server.id });
  return done;
}

function freeze(server: Server, { world }: Call): ActionResult {
  if (!server.up) return refused('{id} is down', { id: server.id });
  if (server.frozen) return refused('{id} is frozen already', { id: server.id });
  server.frozen = true;
  world.emit('fault.freeze', { node: server.id });
  return done;
}

/** What came due while it stood still is done at once, then it reads what waited for it. */
function thaw(server: Server, call: Call): ActionResult {
  const { state, world } = call;
  if (!server.frozen) return refused('{id} is not frozen', { id: server.id });
  server.frozen = false;
  for (const work of ['flush', 'apply'] as const) {
    const under = server[work];
    if (under === null || under.dueUs > world.nowUs) continue;
    server[work] = { ...under, dueUs: world.nowUs };
    world.schedule(0, work, server.id);
  }
  if (server.tickUs < 0) armTick(call, server);
  release(state.network, server.id, world);
  world.emit('fault.thaw', { node: server.id });
  return done;
}

/** A server, or a link: `p1-r3` both ways, `p1>r3` one way. */
function slow(call: Call): ActionResult {
  const { state, target, args, world } = call;
  const factor = Number(args['factor'] ?? 4);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  const ways = target === undefined ? [] : linkOf(call, target);
  if (ways.length === 0) {
    return onServer(({ id }) => {
      if (factor === 1) state.network.slow.delete(id);
      else state.network.slow.set(id, factor);
      world.emit('fault.slow', { node: id, factor });
      return done;
    })(call);
  }
  for (const way of ways) if (factor === 1) state.slowLinks.delete(way); else state.slowLinks.set(way, factor);
  world.emit('fault.slow', { link: target, factor });
  return done;
}

/** The directions of a link between two servers of this run; none when it is none. */
function linkOf({ state }: Run, link: string): readonly string[] {
  const ways = directions(link);
  return ways.every((way) => way.split('>').every((id) => state.servers.has(id))) ? ways : [];
}

/** Without a link or sides: the primary in charge against the rest. */
const cut = cutter<Call>({
  nodes: ({ state }) => [...state.servers.keys()],
  named: (call) => candidatesFor(call)[0]?.id,
  usual: ({ state }) => alone(state.primary, [...state.servers.keys()]),
});

/** Sets a clock so many ms ahead (negative: behind); what is measured with clocks shows it, what is decided does not depend on it. */
function skew(server: Server, { args, world }: Call): ActionResult {
  const by = Number(args['by'] ?? 500);
  if (!(by >= -LONGEST_SKEW_MS && by <= LONGEST_SKEW_MS)) return refused('a skew is at most an hour');
  server.skewUs = Math.round(by * 1000);
  world.emit('fault.skew', { node: server.id, by });
  return done;
}

function write(call: Call): ActionResult {
  const { state, target, args } = call;
  const named = target ?? (typeof args['node'] === 'string' ? args['node'] : undefined);
  if (named === undefined) return takeWrite(call, state.servers.get(state.primary)!, true);
  return onServer((server) => takeWrite(call, server, server.id === state.primary))({ ...call, target: named });
}

/** Expects to see what this client has written last. */
function readFrom(call: Call): ActionResult {
  const named = call.target ?? (typeof call.args['node'] === 'string' ? call.args['node'] : call.state.primary);
  return onServer((server) => read(call, server, call.state.client.lastConfirmed))({ ...call, target: named });
}

/** The most advanced standby when none is named. The old primary is not stopped by it. */
function promoteServer(call: Call): ActionResult {
  if (call.target === undefined) {
    const chosen = successor(call);
    if (chosen === null) return refused('no standby can be promoted');
    promote(call, chosen, true);
    return done;
  }
  return onServer((server) => {
    if (server.role === 'primary') return server.id === call.state.primary ? refused('{id} is the primary', { id: server.id }) : refused('{id} takes itself for a primary, it has to rejoin first', { id: server.id });
    if (!server.up || server.frozen) return server.up ? refused('{id} is frozen', { id: server.id }) : refused('{id} is down', { id: server.id });
    promote(call, server, false);
    return done;
  })(call);
}

function rejoinServer(call: Call): ActionResult {
  const named = call.target !== undefined;
  const server = named ? candidatesFor(call)[0] : [...call.state.servers.values()].find((each) => needsRejoin(call, each));
  if (server === undefined) return named ? refused('there is no server {target}', { target: String(call.target).slice(0, 40) }) : refused('nobody has to rejoin');
  if (!server.up || server.frozen) return server.up ? refused('{id} is frozen', { id: server.id }) : refused('{id} is down', { id: server.id });
  return needsRejoin(call, server) ? rejoin(call, server) : server.id === call.state.primary ? refused('{id} is the primary', { id: server.id }) : refused('{id} follows already', { id: server.id });
}

/** Makes a standby follow another server: cascading replication. */
function followServer(call: Call): ActionResult {
  const { state, args } = call;
  const upstream = state.servers.get(String(args['upstream'] ?? state.primary));
  return onServer((server) => {
    if (server.role !== 'standby') return refused('{id} is no standby', { id: server.id });
    if (upstream === undefined) return refused('there is no such upstream');
    for (let at: Server | undefined = upstream; at !== undefined; at = at.upstream === null ? undefined : state.servers.get(at.upstream)) {
      if (at === server) return refused('{id} follows {other}', { id: upstream.id, other: server.id });
    }
    state.servers.get(server.upstream ?? '')?.links.delete(server.id);
    follow(call, server, upstream.id);
    return done;
  })(call);
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['write', write], ['read', readFrom], ['promote', promoteServer], ['rejoin', rejoinServer], ['follow', followServer],
  ['crash', onServer(crash)], ['recover', recoverAll], ['wipe', onServer(wipe)], ['freeze', onServer(freeze)], ['thaw', onServer(thaw)],
  ['slow', slow], ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(200)], ['skew', onServer(skew)],
]);

export function act(run: Run, { action, target, args = {} }: Action): ActionResult {
  const verb = verbs.get(action);
  if (verb === undefined) return refused('replication has no action {action}', { action: action.slice(0, 40) });
  const result = verb({ ...run, target, args });
  if (result.ok) lookAtAll(run);
  return result;
}

function lookAtAll(run: Run): void {
  for (const server of run.state.servers.values()) {
    if (!server.frozen) settle(run, server);
    observe(run.state, server);
  }
}

/** Takes over a live setting; `config` is the new one already. */
export function configure(run: Run, changed: string, rateBefore: number): void {
  const { state } = run;
  if (state.config.writeRate !== rateBefore) scheduleWrite(run);
  if (['mode', 'acks', 'ackAt', 'degradeAfter', 'standbys'].includes(changed)) for (const server of state.servers.values()) if (server.up && !server.frozen) onRuleChanged(run, server);
  lookAtAll(run);
}
