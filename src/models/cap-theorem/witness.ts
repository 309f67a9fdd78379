/**
 * What an all-knowing observer sees of a run, and the lies it would notice. Nothing in here is known to any node, and nothing
 * is read by the protocol. What the corners promise:
 *
 * - `cp`, with quorums that overlap: an answered value is on a write quorum of copies, and each key is linearizable.
 * - `ap`: a live node refuses nobody.
 * - all: a copy holds exactly the newest of what it was given, and knows of all of it; siblings know nothing of each other;
 *   and what a copy lacks is owed to it, so that copies are equal once nothing is owed.
 *
 * The first and the last end when a reader changes corner, quorums or the way of resolving, or wipes a disk.
 */
import { InvariantViolation } from '../kernel/model.ts';
import { clockText, compareClocks, emptyClock, mergeClocks } from '../kernel/vector-clock.ts';
import type { VectorClock } from '../kernel/vector-clock.ts';
import type { Call, RefusalReason } from './messages.ts';
import type { CapState, Replica } from './state.ts';
import { settlingOf } from './state.ts';
import type { Version } from './version.ts';
import { newestOf, versionRules } from './version.ts';

function accuse(state: CapState, rule: string, detail: string): void {
  state.broken ??= { rule, detail };
}

const joined = (versions: readonly Version[]): VectorClock => versions.reduce<VectorClock>((clock, version) => mergeClocks(clock, version.clock), emptyClock);

/** A copy was given versions. */
export function sawStored(state: CapState, replica: Replica, key: string, before: readonly Version[], incoming: readonly Version[]): void {
  const now = replica.copies.get(key) ?? [];
  const given = [...before, ...incoming];
  const knows = clockText(joined(now));
  const should = clockText(joined(given));
  if (knows !== should) accuse(state, 'a copy knows what it was given', `${replica.id} has ${key} at ${knows}, and was given ${should}`);
  for (const [at, version] of now.entries()) {
    for (const other of now.slice(at + 1)) {
      if (compareClocks(version.clock, other.clock) !== 'concurrent') accuse(state, 'siblings are concurrent', `${replica.id} keeps ${version.value} beside ${other.value} of ${key}`);
    }
  }
  if (state.steady) sawSettled(state, replica, key, now, given);
}

/** The version kept is the one that its way of settling demands. */
function sawSettled(state: CapState, replica: Replica, key: string, now: readonly Version[], given: readonly Version[]): void {
  const settling = settlingOf(state);
  const top = given.filter((version) => !given.some((other) => compareClocks(version.clock, other.clock) === 'before'));
  if (settling === 'siblings' || settling === 'merge') {
    const missing = top.find((version) => !now.some((kept) => compareClocks(kept.clock, version.clock) === 'equal'));
    if (missing !== undefined) accuse(state, 'siblings stay', `${replica.id} lost ${missing.value} of ${key}`);
    return;
  }
  const [kept] = now;
  if (now.length > 1) accuse(state, 'one version', `${replica.id} keeps ${now.length} of ${key}`);
  if (kept === undefined) return;
  const beats = settling === 'lww' ? versionRules.winsLast : versionRules.isNewer;
  const better = top.find((version) => beats(version, kept));
  if (better !== undefined) accuse(state, settling === 'lww' ? 'the last write wins' : 'the highest version wins', `${replica.id} keeps ${kept.value} of ${key}, not ${better.value}`);
}

/** A quorum read or write is about to be answered with a version, or with nothing. */
export function sawQuorumAnswer(state: CapState, call: Call, version: Version | null): void {
  if (!state.steady || version === null) return;
  let holding = 0;
  for (const replica of state.replicas.values()) {
    const held = newestOf(replica.copies.get(call.key) ?? [], versionRules);
    if (held !== null && !versionRules.isNewer(version, held)) holding += 1;
  }
  if (holding < state.writeQuorum) accuse(state, 'an answered value is on a write quorum', `${call.op} ${call.request} was answered with ${version.value}, which ${holding} of ${state.writeQuorum} have`);
}

/** A node that is alive turns a request down. */
export function sawRefusal(state: CapState, replica: Replica, call: Call, reason: RefusalReason): void {
  if (state.corner === 'ap') accuse(state, 'ap refuses nobody', `${replica.id} refused ${call.op} ${call.request}: ${reason}`);
}

/** Throws the first breach that was noticed, and what the history and the copies say now. */
export function check(state: CapState, overlaps: (read: number, write: number, replicas: number) => boolean): void {
  const { broken, history } = state;
  if (broken !== null) throw new InvariantViolation(broken.rule, broken.detail);
  if (!state.steady) return;
  if (history.first !== null && state.corner === 'cp' && overlaps(state.readQuorum, state.writeQuorum, state.replicas.size)) {
    const told = history.first.witness.map(({ id, client, kind, value }) => `${id} ${client} ${kind} ${String(value)}`).join(', ');
    throw new InvariantViolation('quorums that overlap are linearizable', `${history.first.key}: ${told}`);
  }
  if (isQuiet(state)) compareCopies(state);
}

/** Nothing is on its way, under work or owed. */
function isQuiet({ network, replicas }: CapState): boolean {
  if (network.inFlight.size > 0 || network.waiting.size > 0) return false;
  for (const { tasks, hints } of replicas.values()) if (tasks.size > 0 || hints.size > 0) return false;
  return true;
}

const copyText = (versions: readonly Version[]): string => versions.map(({ value, clock }) => `${value} ${clockText(clock)}`).join(' | ');

function compareCopies(state: CapState): void {
  let first: Replica | null = null;
  for (const replica of state.replicas.values()) {
    first ??= replica;
    for (const key of new Set([...first.copies.keys(), ...replica.copies.keys()])) {
      const [one, other] = [first, replica].map(({ copies }) => copyText(copies.get(key) ?? []));
      if (one !== other) throw new InvariantViolation('copies become equal', `${key} is ${one ?? ''} at ${first.id} and ${other ?? ''} at ${replica.id}, and nothing is owed`);
    }
  }
}
