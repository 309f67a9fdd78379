/**
 * Heartbeats among neighbours, and a failure detector by silence. It is complete (who stays down is suspected in the end) and
 * can be wrong: a slow network, a lost heartbeat or a pause look the same as a crash (Chandra and Toueg, 1996).
 */
import type { Run } from './state.ts';
import { accuse, count, isRunning, neighbourAfter, neighbourBefore } from './state.ts';
import { armTick } from './timers.ts';
import { idOf } from './topology.ts';

const nowMs = ({ world }: Run): number => Math.floor(world.nowUs / 1000);

/** Sends a heartbeat to every neighbour, and looks who was silent too long. */
export function onTick(run: Run, node: number): void {
  const { state, world } = run;
  if (state.tickUs[node] !== world.nowUs || !isRunning(state, node)) return;
  state.beatUs[node] = world.nowUs;
  state.served[node] = 0;
  sendBeat(run, node);
  const suspectAfterMs = Math.floor(state.config.suspectAfterUs / 1000);
  for (let slot = 0; slot < state.offsets.length; slot += 1) {
    const at = node * state.offsets.length + slot;
    const silenceMs = nowMs(run) - state.heardMs[at]!;
    if (state.suspects[at] === 0 && run.rules.isSilent(silenceMs, suspectAfterMs)) suspect(run, node, slot);
    if (silenceMs > suspectAfterMs && state.suspects[at] === 0) accuse(state, 'silence is suspected', `${idOf(neighbourBefore(state, node, slot))} was silent for ${silenceMs} ms and ${idOf(node)} does not mind`);
  }
  armTick(run, node, state.config.heartbeatUs);
}

/** One event carries a node's heartbeat to all neighbours: they take the same time unless one of them is slow. */
function sendBeat({ state, world }: Run, node: number): void {
  const { latencyUs, jitterUs } = state.config;
  const jitter = jitterUs === 0 ? 0 : world.random('heartbeats').next() * jitterUs;
  const factor = state.network.slow.get(idOf(node)) ?? 1;
  world.schedule(Math.max(1, Math.round((latencyUs + jitter) * factor)), 'beat', node);
}

export function onBeat(run: Run, from: number): void {
  const { state, world } = run;
  const { loss, latencyUs } = state.config;
  for (let slot = 0; slot < state.offsets.length; slot += 1) {
    if (loss > 0 && world.random('heartbeat loss').chance(loss)) continue;
    const to = neighbourAfter(state, from, slot);
    if (state.up[to] === 0 || isSevered(run, from, to)) continue;
    const factor = state.network.slow.size === 0 ? 1 : (state.network.slow.get(idOf(to)) ?? 1);
    if (factor > 1) world.schedule(Math.round(latencyUs * (factor - 1)), 'late-beat', to * state.offsets.length + slot);
    else hear(run, to, slot);
  }
}

export function onLateBeat(run: Run, at: number): void {
  const to = Math.floor(at / run.state.offsets.length);
  if (run.state.up[to] === 1) hear(run, to, at % run.state.offsets.length);
}

function isSevered({ state }: Run, from: number, to: number): boolean {
  if (state.sides !== null && state.sides[from] !== state.sides[to]) return true;
  return state.network.cutLinks.size > 0 && state.network.cutLinks.has(`${idOf(from)}>${idOf(to)}`);
}

/** A pause keeps nothing from arriving: what came meanwhile is read before anybody is suspected. */
function hear(run: Run, node: number, slot: number): void {
  const { state, world, rules } = run;
  const at = node * state.offsets.length + slot;
  state.heardMs[at] = nowMs(run);
  if (state.suspects[at] === 0) return;
  if (!rules.staysSuspected(true)) {
    const neighbour = neighbourBefore(state, node, slot);
    state.suspects[at] = 0;
    state.suspectedBy[neighbour] = state.suspectedBy[neighbour]! - 1;
    world.emit('overview.clear', { node: idOf(neighbour), by: idOf(node) });
  }
  if (state.suspects[at] === 1) accuse(state, 'a heartbeat clears a suspicion', `${idOf(node)} still suspects ${idOf(neighbourBefore(state, node, slot))}`);
}

function suspect(run: Run, node: number, slot: number): void {
  const { state, world } = run;
  const at = node * state.offsets.length + slot;
  const neighbour = neighbourBefore(state, node, slot);
  state.suspects[at] = 1;
  state.suspectedBy[neighbour] = state.suspectedBy[neighbour]! + 1;
  const wrong = state.up[neighbour] === 1;
  count(state, 'suspicions');
  if (wrong) count(state, 'wrongSuspicions');
  const silenceMs = nowMs(run) - state.heardMs[at]!;
  if (silenceMs * 1000 <= state.config.suspectAfterUs - 1000) accuse(state, 'nobody is suspected too early', `${idOf(neighbour)} after ${silenceMs} ms`);
  world.emit('overview.suspect', { node: idOf(neighbour), by: idOf(node), wrong });
}

/** A node that goes down or comes up believes nothing of the others, and waits for each of them anew. */
export function forgetOthers(run: Run, node: number): void {
  const { state } = run;
  for (let slot = 0; slot < state.offsets.length; slot += 1) {
    const at = node * state.offsets.length + slot;
    state.heardMs[at] = nowMs(run);
    if (state.suspects[at] === 0) continue;
    state.suspects[at] = 0;
    const neighbour = neighbourBefore(state, node, slot);
    state.suspectedBy[neighbour] = state.suspectedBy[neighbour]! - 1;
  }
}
