/** What a reader or a scenario may do to a cluster. */
import type { Action, ActionArguments, ActionResult, World } from '../kernel/model.ts';
import { cutter, delayBy, drop, healCut } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { cutGroups, forget, heal, release } from '../kernel/network.ts';
import { arrange } from './arrange.ts';
import { request } from './client.ts';
import type { ClusterConfig, ClusterState, Member, Operation } from './cluster.ts';
import { leaderOf, settingsOf } from './cluster.ts';
import { makeHistory } from '../kernel/history-state.ts';
import { addServer, bearsDiskLoss, removeServer, resize } from './operator.ts';
import { loseDisk, loseVolatileState } from './node.ts';
import { majority } from './quorum.ts';
import { electionTimeout } from './protocol.ts';
import { refused } from './reasons.ts';
import type { Rules } from './rules.ts';
import { Server } from './server.ts';
import { tellCut } from './start.ts';
import { armElectionTimer, armHeartbeat, scheduleWrite, waitForLeader } from './timers.ts';
import { observe, sawDiskLoss, sawStart } from './witness.ts';

interface Call {
  readonly state: ClusterState;
  readonly target: string | undefined;
  readonly args: ActionArguments;
  readonly world: World;
  readonly rules: Rules;
}

type Verb = (call: Call) => ActionResult;

/** Ids by which a target may be named: an id, or a role (`leader`, `follower`, `candidate`, `crashed`, `random`). Lowest id first. */
function candidatesFor(call: Call): readonly Member[] {
  const { state, target, world } = call;
  const members = [...state.members.values()];
  if (target === undefined) return [];
  const named = state.members.get(target);
  if (named !== undefined) return [named];
  if (target === 'leader') return [leaderOf(state)].filter((member) => member !== null);
  if (target === 'follower' || target === 'candidate') return members.filter(({ up, node }) => up && node.volatile.role === target);
  if (target === 'crashed') return members.filter(({ up }) => !up);
  if (target !== 'random') return [];
  const up = members.filter((member) => member.up);
  const chosen = up[world.random('target').integer(0, Math.max(0, up.length - 1))];
  return chosen === undefined ? [] : [chosen];
}

/** A verb on one server. */
function onServer(verb: (member: Member, call: Call) => ActionResult): Verb {
  return (call) => {
    const member = candidatesFor(call)[0];
    if (member !== undefined) return verb(member, call);
    if (call.target === undefined) return refused('name a server');
    return call.target === 'leader' ? refused('there is no leader now') : refused('there is no server {target}', { target: call.target });
  };
}

function crash(member: Member, { state, world }: Call): ActionResult {
  const { id } = member.node;
  if (!member.up) return refused('{id} is down already', { id });
  member.up = false;
  member.frozen = false;
  member.electionDeadlineUs = -1;
  member.pending.clear();
  loseVolatileState(member.node);
  forget(state.network, id, world);
  sawStart(state.witness, member.node);
  world.emit('fault.crash', { node: id });
  return done;
}

function recover(member: Member, { state, world, rules }: Call): ActionResult {
  const { node } = member;
  if (member.up) return refused('{id} is not down', { id: node.id });
  member.up = true;
  node.durable = rules.afterRestart(node.durable);
  loseVolatileState(node);
  // It may have promised a leader not to vote for others, and has forgotten.
  node.volatile.heardUs = world.nowUs + member.skewUs;
  sawStart(state.witness, node);
  waitForLeader(state.config, member, world);
  world.emit('fault.recover', { node: node.id });
  return done;
}

/** Everybody that is down comes back, when nobody is named. */
function recoverAll(call: Call): ActionResult {
  if (call.target !== undefined) return onServer(recover)(call);
  const down = [...call.state.members.values()].filter(({ up }) => !up);
  for (const member of down) recover(member, call);
  return down.length > 0 ? done : refused('no server is down');
}

function wipe(member: Member, call: Call): ActionResult {
  const { state, world } = call;
  const { node } = member;
  if (!bearsDiskLoss(state, node.id)) return refused('a majority of the disks would be lost, and with it what was committed');
  if (member.up) crash(member, call);
  loseDisk(node);
  sawDiskLoss(state.witness, node);
  world.emit('fault.wipe', { node: node.id });
  return done;
}

function freeze(member: Member, { world }: Call): ActionResult {
  if (!member.up) return refused('{id} is down', { id: member.node.id });
  if (member.frozen) return refused('{id} is frozen already', { id: member.node.id });
  member.frozen = true;
  world.emit('fault.freeze', { node: member.node.id });
  return done;
}

/** A process that goes on does first what it believes is due: a leader still leads, until it reads what waited for it. */
function thaw(member: Member, { state, world }: Call): ActionResult {
  if (!member.frozen) return refused('{id} is not frozen', { id: member.node.id });
  member.frozen = false;
  if (member.node.volatile.role === 'leader' && member.heartbeatUs < 0) {
    member.heartbeatUs = world.nowUs;
    world.schedule(0, 'heartbeat', member.node.id);
  }
  release(state.network, member.node.id, world);
  armElectionTimer(member, world);
  world.emit('fault.thaw', { node: member.node.id });
  return done;
}

function slow(member: Member, { state, args, world }: Call): ActionResult {
  const factor = Number(args['factor'] ?? 4);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  if (factor === 1) state.network.slow.delete(member.node.id);
  else state.network.slow.set(member.node.id, factor);
  world.emit('fault.slow', { node: member.node.id, factor });
  return done;
}

/** The leader and what else fits into a minority, against the rest. */
function defaultSides(state: ClusterState): readonly (readonly string[])[] {
  const ids = [...state.members.keys()];
  const leader = leaderOf(state)?.node.id ?? ids[0] ?? '';
  const size = Math.max(1, ids.length - majority(ids.length));
  const from = ids.indexOf(leader);
  const minority = new Set(Array.from({ length: size }, (_, at) => ids[(from + ids.length - at) % ids.length]));
  return [ids.filter((id) => minority.has(id)), ids.filter((id) => !minority.has(id))];
}

const cut = cutter<Call>({
  nodes: ({ state }) => [...state.members.keys()],
  named: (call) => candidatesFor(call)[0]?.node.id,
  usual: ({ state }) => defaultSides(state),
});

function timeout(member: Member, { state, world, rules }: Call): ActionResult {
  const { node } = member;
  if (!member.up || member.frozen) return member.up ? refused('{id} is frozen', { id: node.id }) : refused('{id} is down', { id: node.id });
  if (node.volatile.role === 'leader') return refused('{id} leads, and waits for nobody', { id: node.id });
  // A timer that fires early breaks the promise that leases rest on.
  if (state.config.reads === 'lease') state.strict = false;
  electionTimeout(node, rules, new Server(state, member, world, rules));
  return done;
}

/** The client asks for something, of whom it takes for the leader or of the server named. */
function ask(op: Operation): Verb {
  return ({ state, args, target, world }) => {
    if (![...state.members.values()].some(({ up }) => up)) return refused('every server is down');
    const named = args['node'] ?? (op === 'read' ? target : undefined);
    const node = named === 'leader' ? leaderOf(state)?.node.id : named;
    if (node !== undefined && (typeof node !== 'string' || !state.members.has(node))) return refused('there is no server {target}', { target: String(node) });
    const command = op === 'read' ? args['key'] : (args['command'] ?? target);
    request(state, op, typeof command === 'string' && command !== '' ? command.slice(0, 64) : null, world, node ?? state.client.leader);
    return done;
  };
}

function transfer(member: Member, { state, world, rules }: Call): ActionResult {
  const { id } = member.node;
  const leader = leaderOf(state);
  if (leader === null || leader.frozen) return refused('there is no leader now');
  if (leader === member) return refused('{id} leads already', { id });
  if (!leader.node.membership.voters.includes(id)) return refused('{id} has no vote', { id });
  if (!member.up) return refused('{id} is down', { id });
  new Server(state, leader, world, rules).transfer(id);
  return done;
}

/** Sets a clock ahead, or back. Timers go by intervals and do not notice; leases and check-quorum compare times. */
function skew(member: Member, { state, args, world }: Call): ActionResult {
  const byMs = Number(args['by'] ?? -200);
  if (!(Math.abs(byMs) <= 3_600_000) || byMs === 0) return refused('by is a time other than 0, at most an hour');
  member.skewUs += Math.round(byMs * 1000);
  if (state.config.reads === 'lease') state.strict = false;
  world.emit('fault.skew', { node: member.node.id, by: byMs });
  return done;
}

/** Sets the deadlines of all that wait for a leader: to one moment, or evenly over the range. */
function setDeadlines(spread: boolean): Verb {
  return ({ state, world }) => {
    const [low, high] = state.config.electionTimeoutUs;
    const waiting = [...state.members.values()].filter((member) => member.up && member.electionDeadlineUs >= 0);
    if (waiting.length === 0) return refused('no server waits for a leader');
    waiting.forEach((member, at) => {
      const share = !spread ? 0.5 : waiting.length === 1 ? 0 : at / (waiting.length - 1);
      member.electionWaitUs = Math.round(low + share * (high - low));
      member.electionDeadlineUs = world.nowUs + member.electionWaitUs;
      armElectionTimer(member, world);
    });
    return done;
  };
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['crash', onServer(crash)], ['recover', recoverAll], ['wipe', onServer(wipe)],
  ['freeze', onServer(freeze)], ['thaw', onServer(thaw)], ['slow', onServer(slow)],
  ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(50)],
  ['timeout', onServer(timeout)], ['write', ask('write')], ['read', ask('read')],
  ['skew', onServer(skew)], ['transfer', onServer(transfer)],
  ['add', ({ state, args, world, rules }) => addServer(state, args['joint'] !== false, world, rules)],
  ['remove', onServer((member, { state, args, world, rules }) => removeServer(state, member, args['joint'] !== false, world, rules))],
  ['align-timers', setDeadlines(false)], ['spread-timers', setDeadlines(true)],
  ['arrange', ({ state, args, world }) => arrange(state, args, world)],
]);

export function act(state: ClusterState, action: Action, world: World, rules: Rules): ActionResult {
  const verb = verbs.get(action.action);
  if (verb === undefined) return refused('a Raft cluster has no action {action}', { action: action.action });
  const result = verb({ state, target: action.target, args: action.args ?? {}, world, rules });
  if (result.ok) for (const { node } of state.members.values()) observe(state.witness, node);
  return result;
}

/** Takes over a live setting. */
export function configure(state: ClusterState, before: ClusterConfig, changed: string, world: World, rules: Rules): void {
  const { config, network } = state;
  // Promises of before were made by other rules.
  state.settings = settingsOf(config, world.nowUs);
  if (before.reads !== config.reads) {
    state.history = makeHistory(world.nowUs);
    state.strict = config.reads !== 'stale';
  }
  if (changed === 'nodes' && before.nodes !== config.nodes) resize(state, config.nodes, world, rules);
  if (changed === 'clientRate' && before.clientRate !== config.clientRate) scheduleWrite(state, world);
  if (changed === 'heartbeat') {
    for (const member of state.members.values()) if (member.heartbeatUs >= 0) armHeartbeat(state, member, world);
  } else if (changed === 'partition') {
    if (config.partition.length > 1) {
      cutGroups(network, config.partition, world);
      tellCut(state, world);
    } else if (network.groups !== null) {
      heal(network, null, world);
      world.emit('fault.heal', {});
    }
  }
}
