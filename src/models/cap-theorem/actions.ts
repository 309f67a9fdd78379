/** What a reader or a scenario may do. */
import { makeHistory } from '../kernel/history-state.ts';
import type { Action, ActionArguments, ActionResult, World } from '../kernel/model.ts';
import { cutter, delayBy, drop } from '../kernel/network-actions.ts';
import { done } from '../kernel/refusal.ts';
import { cutGroups, directions, forget, heal, release } from '../kernel/network.ts';
import { clientFor, request } from './clients.ts';
import { armHandoff, catchUp } from './node.ts';
import { isPartitioned } from './readouts.ts';
import { refused } from './reasons.ts';
import type { Rules } from './rules.ts';
import type { CapConfig, CapState, Corner, Replica } from './state.ts';
import { keys, quorumOf } from './state.ts';
import { plan, scheduleTick } from './start.ts';
import { countDropped, noTally } from './stats.ts';
import { descends } from '../kernel/vector-clock.ts';

interface Call {
  readonly state: CapState;
  readonly target: string | undefined;
  readonly args: ActionArguments;
  readonly world: World;
  readonly rules: Rules;
}

type Verb = (call: Call) => ActionResult;

/** A node by its id, or by a role: `crashed`, or `random` of those that are up. Lowest id first. */
function named({ state, target, world }: Call): Replica | undefined {
  const all = [...state.replicas.values()];
  if (target === 'crashed') return all.find(({ up }) => !up);
  if (target !== 'random') return state.replicas.get(target ?? '');
  const up = all.filter((replica) => replica.up);
  return up[world.random('target').integer(0, Math.max(0, up.length - 1))];
}

function onNode(verb: (replica: Replica, call: Call) => ActionResult): Verb {
  return (call) => {
    const replica = named(call);
    if (replica !== undefined) return verb(replica, call);
    return call.target === undefined ? refused('name a node') : refused('there is no node {target}', { target: call.target });
  };
}

function crash(replica: Replica, { state, world }: Call): ActionResult {
  if (!replica.up) return refused('{id} is down already', { id: replica.id });
  replica.up = false;
  replica.frozen = false;
  replica.tasks.clear();
  replica.suspects.clear();
  replica.catchingUp = false;
  replica.handoffUs = -1;
  forget(state.network, replica.id, world);
  world.emit('fault.crash', { node: replica.id });
  return done;
}

function recover(replica: Replica, { state, world, rules }: Call): ActionResult {
  if (replica.up) return refused('{id} is not down', { id: replica.id });
  replica.up = true;
  replica.aliveSinceUs = world.nowUs;
  armHandoff({ state, replica, world, rules });
  catchUp({ state, replica, world, rules });
  world.emit('fault.recover', { node: replica.id });
  return done;
}

/** Everybody that is down comes back, when nobody is named. */
function recoverAll(call: Call): ActionResult {
  if (call.target !== undefined) return onNode(recover)(call);
  const down = [...call.state.replicas.values()].filter(({ up }) => !up);
  for (const replica of down) recover(replica, call);
  return down.length > 0 ? done : refused('no node is down');
}

/** The disk is lost: copies and hints. Which versions were made here is not forgotten, so that no clock is used twice. */
function wipe(replica: Replica, call: Call): ActionResult {
  const { state, world } = call;
  if (replica.up) crash(replica, call);
  const others = [...state.replicas.values()].filter((other) => other !== replica);
  for (const [key, versions] of replica.copies) {
    const gone = versions.filter(({ clock }) => !others.some(({ copies }) => (copies.get(key) ?? []).some((version) => descends(version.clock, clock))));
    for (const { writes } of gone) for (const write of writes) countDropped(state.stats, write);
  }
  replica.copies.clear();
  replica.hints.clear();
  state.steady = false;
  world.emit('fault.wipe', { node: replica.id });
  return done;
}

function freeze(replica: Replica, { world }: Call): ActionResult {
  if (!replica.up) return refused('{id} is down', { id: replica.id });
  if (replica.frozen) return refused('{id} is frozen already', { id: replica.id });
  replica.frozen = true;
  world.emit('fault.freeze', { node: replica.id });
  return done;
}

/** A process that goes on finds its patience ended before it reads what waited for it. */
function thaw(replica: Replica, { state, world, rules }: Call): ActionResult {
  if (!replica.frozen) return refused('{id} is not frozen', { id: replica.id });
  replica.frozen = false;
  replica.aliveSinceUs = world.nowUs;
  for (const { call, deadlineUs } of replica.tasks.values()) {
    if (deadlineUs <= world.nowUs) world.schedule(0, 'patience', { node: replica.id, request: call.request });
  }
  release(state.network, replica.id, world);
  if (replica.handoffUs < world.nowUs) replica.handoffUs = -1;
  armHandoff({ state, replica, world, rules });
  world.emit('fault.thaw', { node: replica.id });
  return done;
}

function slow(replica: Replica, { state, args, world }: Call): ActionResult {
  const factor = Number(args['factor'] ?? 4);
  if (!(factor > 0 && factor <= 1000)) return refused('factor is a number above 0, at most 1000');
  if (factor === 1) state.network.slow.delete(replica.id);
  else state.network.slow.set(replica.id, factor);
  world.emit('fault.slow', { node: replica.id, factor });
  return done;
}

function skew(replica: Replica, { args, world }: Call): ActionResult {
  const byMs = Number(args['by'] ?? 1000);
  if (!(Math.abs(byMs) <= 86_400_000)) return refused('by is a number of milliseconds, at most a day');
  replica.clockOffsetUs += Math.round(byMs * 1000);
  world.emit('fault.skew', { node: replica.id, by: byMs });
  return done;
}

/** Cuts nodes apart; each client goes with the node that it stands beside. */
function cutInto(state: CapState, sides: readonly (readonly string[])[], world: World): void {
  const groups = sides.map((side) => [...side, ...state.clients.filter(({ anchor }) => side.includes(anchor)).map(({ id }) => id)]);
  cutGroups(state.network, groups, world);
  state.stats.sinceCut = new Map([...state.replicas.keys()].map((id) => [id, noTally]));
  const text = sides.map((side) => side.join(',')).join('|');
  world.emit('fault.cut', { groups: text });
  world.emit('cap.partition', { groups: text });
}

function healCuts(state: CapState, link: string | null, world: World): void {
  heal(state.network, link, world);
  world.emit('fault.heal', link === null ? {} : { link });
  if (!isPartitioned(state)) world.emit('cap.heal', {});
}

/** The first node alone, then the rest, unless the configuration says otherwise. */
const cut = cutter<Call>({
  nodes: ({ state }) => [...state.replicas.keys()],
  named: (call) => named(call)?.id,
  isEnd: (id, { state }) => state.clients.some((client) => client.id === id),
  usual: ({ state }) => state.config.partition,
  between: ({ state, world }, sides) => cutInto(state, sides, world),
});

function healCut({ state, target, world }: Call): ActionResult {
  if (!isPartitioned(state)) return refused('nothing is cut');
  if (target !== undefined && !directions(target).some((way) => state.network.cutLinks.has(way))) return refused('{target} is not cut', { target });
  healCuts(state, target ?? null, world);
  return done;
}

function ask(op: 'read' | 'write'): Verb {
  return ({ state, target, args, world }) => {
    const node = String(args['node'] ?? target ?? 'n1');
    if (!state.replicas.has(node)) return refused('there is no node {target}', { target: node });
    const client = clientFor(state, node);
    if (client === undefined) return refused('no client reaches {node}', { node });
    const { key = keys[0], value } = args;
    if (!state.history.keys.has(String(key).slice(0, 16)) && state.history.keys.size >= 16) return refused('a store here has 16 keys at most');
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 64) : null;
    const sent = request(state, client, node, op, String(key).slice(0, 16), text === '' ? null : text, world);
    return sent ? done : refused('too many requests are waiting');
  };
}

/** Verdicts begin anew: what was promised before is another matter. */
function beginAnew(state: CapState, world: World): void {
  const { stats } = state;
  state.steady = false;
  state.history = makeHistory(world.nowUs);
  stats.live = noTally;
  stats.unanswered = [];
  stats.latenciesUs = [];
  stats.nextLatency = 0;
  if (stats.sinceCut.size > 0) stats.sinceCut = new Map([...state.replicas.keys()].map((id) => [id, noTally]));
}

const isCorner = (text: unknown): text is Corner => text === 'cp' || text === 'ap' || text === 'ca';

function chooseCorner(state: CapState, corner: Corner, world: World): void {
  state.corner = corner;
  const { readQuorum, writeQuorum, replicas } = state.config;
  state.readQuorum = quorumOf(corner, readQuorum, replicas, 'read');
  state.writeQuorum = quorumOf(corner, writeQuorum, replicas, 'write');
  beginAnew(state, world);
}

function choose({ state, target, args, world }: Call): ActionResult {
  const corner = args['corner'] ?? target;
  if (!isCorner(corner)) return refused('a corner is cp, ap or ca');
  if (corner === state.corner) return refused('{corner} is chosen already', { corner });
  chooseCorner(state, corner, world);
  return done;
}

function quorum({ state, args, world }: Call): ActionResult {
  const n = state.replicas.size;
  const read = Number(args['read'] ?? state.readQuorum);
  const write = Number(args['write'] ?? state.writeQuorum);
  if (![read, write].every((count) => Number.isInteger(count) && count >= 1 && count <= n)) return refused('quorums are whole numbers from 1 to {n}', { n });
  if (read === state.readQuorum && write === state.writeQuorum) return refused('these are the quorums already');
  state.readQuorum = read;
  state.writeQuorum = write;
  beginAnew(state, world);
  return done;
}

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['crash', onNode(crash)], ['recover', recoverAll], ['wipe', onNode(wipe)], ['freeze', onNode(freeze)], ['thaw', onNode(thaw)],
  ['slow', onNode(slow)], ['skew', onNode(skew)], ['cut', cut], ['heal', healCut], ['drop', drop], ['delay', delayBy(50)],
  ['read', ask('read')], ['write', ask('write')], ['choose', choose], ['quorum', quorum],
]);

export function act(state: CapState, action: Action, world: World, rules: Rules): ActionResult {
  const verb = verbs.get(action.action);
  return verb === undefined ? refused('a replicated store has no action {action}', { action: action.action }) : verb({ state, target: action.target, args: action.args ?? {}, world, rules });
}

export function onPlan(state: CapState, { plan: number, what }: { readonly plan: number; readonly what: 'cut' | 'heal' }, world: World): void {
  if (number !== state.planned) return;
  if (what === 'cut') cutInto(state, state.config.partition, world);
  else if (isPartitioned(state)) healCuts(state, null, world);
}

/** Takes over a live setting. The number of copies is set when a run begins. */
export function configure(state: CapState, config: CapConfig, changed: string, world: World): void {
  const before = state.config;
  state.config = { ...config, replicas: before.replicas };
  switch (changed) {
    case 'choose': if (config.choose !== state.corner) chooseCorner(state, config.choose, world); break;
    case 'readQuorum': case 'writeQuorum': chooseCorner(state, state.corner, world); break;
    case 'resolve':
      state.resolve = config.resolve;
      state.steady = false;
      break;
    case 'readRate': if (before.readRate !== config.readRate) scheduleTick(state, 'read', world); break;
    case 'writeRate': if (before.writeRate !== config.writeRate) scheduleTick(state, 'write', world); break;
    case 'partition':
      if (state.network.groups !== null && config.partition.length > 1) cutInto(state, config.partition, world);
      plan(state, world);
      break;
    case 'partitionAt': case 'healAt': case 'partitionAtUs': case 'healAtUs': plan(state, world); break;
  }
}

