/**
 * Requests: a client asks some node that runs, and that node asks the owners of the key one after the other, until one answers.
 * Simplified: finding a node that runs takes no time, and suspicions are known to all at once.
 */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import { fail } from './life.ts';
import type { Message, OverviewState, Request, Run } from './state.ts';
import { accuse, count, isRunning } from './state.ts';
import { scheduleRequest } from './timers.ts';
import { idOf, numberOf, ownersOf } from './topology.ts';

/** Requests on their way at once; more are not begun. */
const UNDER_WAY = 512;
const SHOWN = 16;

export function onClientTick(run: Run): void {
  if (run.state.requestUs !== run.world.nowUs) return;
  ask(run);
  scheduleRequest(run);
}

/** Asks for a random key through a random node that runs. */
export function ask(run: Run): void {
  const { state, world, rules } = run;
  const { nodes, regions, replicas } = state.config;
  const random = world.random('requests');
  const slot = random.integer(0, nodes - 1);
  const entry = runningFrom(state, random.integer(0, nodes - 1));
  const id = `q${state.nextRequest}`;
  state.nextRequest += 1;
  const owners = rules.order(ownersOf(slot, nodes, regions, replicas), (node) => state.suspectedBy[node]! > 0);
  const request: Request = { id, sentUs: world.nowUs, owners, path: entry < 0 ? [] : [entry], attempt: 0 };
  state.requests.set(id, request);
  if (entry < 0 || state.requests.size > UNDER_WAY) finish(run, request, false, 'nobody to ask');
  else if (owners.includes(entry)) {
    // Whoever is asked and owns the key needs no hop.
    if (serve(run, entry)) finish(run, request, true, null);
  } else hop(run, request);
}

/** The first node that runs, from a place on; -1 when none does. */
function runningFrom(state: OverviewState, start: number): number {
  const { nodes } = state.config;
  for (let step = 0; step < nodes; step += 1) if (isRunning(state, (start + step) % nodes)) return (start + step) % nodes;
  return -1;
}

/** On to the next owner, or the end. */
function hop(run: Run, request: Request): void {
  const { state, rules } = run;
  const entry = request.path[0]!;
  if (state.up[entry] === 0) finish(run, request, false, 'gone');
  else if (rules.givesUp(request.attempt, request.owners.length)) finish(run, request, false, 'no owner');
  else {
    const owner = request.owners[request.attempt]!;
    const next: Request = { ...request, attempt: request.attempt + 1, path: [...request.path, owner] };
    state.requests.set(next.id, next);
    post(run, { kind: 'request', from: idOf(entry), to: idOf(owner), request: next.id, attempt: next.attempt });
    run.world.schedule(patienceUs(state), 'timeout', { id: next.id, attempt: next.attempt });
  }
}

/** Two and a half round trips. */
const patienceUs = ({ config }: OverviewState): number => 5 * (config.latencyUs + config.jitterUs) + 50_000;

/** All links share one stream of random numbers: with hundreds of nodes there are too many to keep one each. */
function post({ state, world }: Run, message: Message): void {
  const { latencyUs, jitterUs, loss } = state.config;
  const shared: World = { nowUs: world.nowUs, random: () => world.random('hops'), schedule: (delayUs, kind, data) => world.schedule(delayUs, kind, data), emit: (type, fields) => world.emit(type, fields) };
  send(state.network, { latencyUs, jitterUs, loss }, message, shared);
}

/** A node takes a request, and may break down under it. */
function serve(run: Run, node: number): boolean {
  const { state, rules } = run;
  const isUp = state.up[node] === 1;
  const taken = rules.serves(isUp, state.frozen[node] === 1);
  if (taken !== isRunning(state, node)) accuse(state, 'an owner that is reached and up serves', `${idOf(node)} is ${isUp ? 'up' : 'down'} and ${taken ? 'serves' : 'does not serve'}`);
  if (!taken) return false;
  state.served[node] = Math.min(65_535, state.served[node]! + 1);
  if (state.capacity > 0 && state.served[node]! > state.capacity && isUp) fail(run, node);
  return true;
}

export function receive(run: Run, message: Message): void {
  const { state } = run;
  const request = state.requests.get(message.request);
  if (message.kind === 'refused') {
    if (request !== undefined && request.attempt === message.attempt) hop(run, request);
    return;
  }
  const owner = numberOf(message.to);
  if (serve(run, owner)) {
    if (request !== undefined) finish(run, request, true, null);
  } else post(run, { ...message, kind: 'refused', from: message.to, to: message.from });
}

/** No answer: the next owner is asked, as soon as the one who asks is awake. */
export function onTimeout(run: Run, { id, attempt }: { readonly id: string; readonly attempt: number }): void {
  const { state, world } = run;
  const request = state.requests.get(id);
  if (request === undefined || request.attempt !== attempt) return;
  if (state.frozen[request.path[0]!] === 1) world.schedule(patienceUs(state), 'timeout', { id, attempt });
  else hop(run, request);
}

function finish({ state, world }: Run, request: Request, ok: boolean, why: 'gone' | 'no owner' | 'nobody to ask' | null): void {
  const { id, path, owners } = request;
  state.requests.delete(id);
  count(state, ok ? 'served' : 'failed');
  if (why === 'no owner' && !owners.every((owner) => path.includes(owner))) accuse(state, 'a request fails only when every owner was tried', `${id} tried ${path.length - 1} of ${owners.length}`);
  if (new Set(path).size !== path.length) accuse(state, 'no owner is tried twice', `${id} went ${path.map(idOf).join()}`);
  state.answers = [...state.answers, { id, path, ok, atUs: world.nowUs }].slice(-SHOWN);
  world.emit('overview.request', { id, path: path.map(idOf), ok });
}
