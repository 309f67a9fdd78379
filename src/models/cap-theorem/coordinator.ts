/**
 * How a node sees a request through. `cp`: ABD with several writers: a write asks a read quorum for the highest version and
 * stores a higher one on a write quorum; a read asks a read quorum and brings the newest onto a write quorum before it
 * answers. `ap`: the node's own copy is enough unless a quorum is asked for, and when that does not answer in time it is
 * done without. `ca`: the lowest node that is believed alive orders everything and writes to all that are believed alive;
 * whoever does not answer in time is believed dead, which is right as long as nothing is ever cut.
 */
import type { Call, ForwardReply, QueryReply, UpdateAck } from './messages.ts';
import type { Here } from './node.ts';
import { answer, armHandoff, copyOf, makeVersion, owe, patienceUs, peersOf, post, refuse, store } from './node.ts';
import type { Task } from './state.ts';
import type { Version } from './version.ts';
import { absorb, newestOf } from './version.ts';
import { settlingOf } from './state.ts';
import { sawQuorumAnswer } from './witness.ts';

/** A client's request, or one that another node handed over. */
export function take(here: Here, call: Call, forwardedBy: string | null): void {
  const { state, replica, rules } = here;
  if (replica.tasks.has(call.request)) return;
  if (state.corner === 'ca') {
    takeInOrder(here, call, forwardedBy);
  } else if (call.op === 'read') {
    ask(here, call, forwardedBy);
  } else if (rules.asksBeforeWriting(state.corner)) {
    ask(here, call, forwardedBy);
  } else {
    spread(here, call, [makeVersion(here, call, [])], [], forwardedBy, state.writeQuorum, peersOf(here));
  }
}

function begin(here: Here, task: Omit<Task, 'sinceUs' | 'deadlineUs'>): Task {
  const { replica, world } = here;
  // Whoever orders the requests waits for others itself.
  const waitUs = (task.phase === 'forward' ? 2 : 1) * patienceUs(here);
  const begun: Task = { ...task, sinceUs: world.nowUs, deadlineUs: world.nowUs + waitUs };
  replica.tasks.set(task.call.request, begun);
  world.schedule(waitUs, 'patience', { node: replica.id, request: task.call.request });
  return begun;
}

/** First phase: what do others have? */
function ask(here: Here, call: Call, forwardedBy: string | null): void {
  const { state, replica, rules } = here;
  const peers = peersOf(here);
  const own = { node: replica.id, versions: copyOf(replica, call.key) };
  const task = begin(here, { call, phase: 'read', needed: state.readQuorum, answers: [own], versions: [], forwardedBy, asked: peers });
  const alone = !rules.asksBeforeWriting(state.corner) && rules.isEnough(1, state.readQuorum);
  if (!alone) for (const to of peers) post(here, { kind: 'query', from: replica.id, to, request: call.request, key: call.key });
  onAnswers(here, task);
}

export function onQueryReply(here: Here, reply: QueryReply): void {
  const task = here.replica.tasks.get(reply.request);
  if (task?.phase !== 'read' || task.answers.some(({ node }) => node === reply.from)) return;
  const heard: Task = { ...task, answers: [...task.answers, { node: reply.from, versions: reply.versions }] };
  here.replica.tasks.set(reply.request, heard);
  onAnswers(here, heard);
}

function onAnswers(here: Here, task: Task): void {
  if (here.rules.isEnough(task.answers.length, task.needed)) conclude(here, task);
}

/** The first phase is over: what was found is written on, repaired, or told. */
function conclude(here: Here, task: Task): void {
  const { state, replica, rules } = here;
  const { call, answers, forwardedBy } = task;
  const found = answers.flatMap(({ versions }) => versions);
  if (call.op === 'write') {
    spread(here, call, [makeVersion(here, call, found)], [], forwardedBy, state.writeQuorum, peersOf(here));
    return;
  }
  if (state.corner !== 'cp') {
    store(here, call.key, found);
    answer(here, task, copyOf(replica, call.key));
    return;
  }
  const newest = newestOf(found, rules);
  const behind = (versions: readonly Version[]): boolean => {
    const has = newestOf(versions, rules);
    return newest !== null && (has === null || rules.isNewer(newest, has));
  };
  const holders = answers.filter(({ versions }) => !behind(versions)).map(({ node }) => node);
  if (newest === null || rules.isEnough(holders.length, state.writeQuorum) || !rules.repairsBeforeAnswering(state.corner)) {
    if (newest !== null) store(here, call.key, [newest]);
    sawQuorumAnswer(state, call, newest);
    answer(here, task, found);
    return;
  }
  spread(here, call, [newest], holders, forwardedBy, state.writeQuorum, peersOf(here).filter((id) => !holders.includes(id)));
}

/** Second phase: versions go to this node and to others. */
function spread(here: Here, call: Call, versions: readonly Version[], holders: readonly string[], forwardedBy: string | null, needed: number, peers: readonly string[]): void {
  const { state, replica } = here;
  const isOrdered = state.corner === 'ca';
  if (!isOrdered) store(here, call.key, versions);
  const stored = [...new Set([...holders, replica.id])].map((node) => ({ node, versions: [] }));
  const task = begin(here, { call, phase: 'write', needed, answers: stored, versions, forwardedBy, asked: peers });
  for (const to of peersOf(here)) {
    if (holders.includes(to)) continue;
    owe(here, to, call.key, versions);
    if (peers.includes(to)) post(here, { kind: 'update', from: replica.id, to, request: call.request, key: call.key, versions, why: call.op === 'write' ? 'write' : 'repair' });
  }
  onStored(here, task);
}

export function onUpdateAck(here: Here, ack: UpdateAck): void {
  const task = here.replica.tasks.get(ack.request);
  if (task?.phase !== 'write' || task.answers.some(({ node }) => node === ack.from)) return;
  const stored: Task = { ...task, answers: [...task.answers, { node: ack.from, versions: [] }] };
  here.replica.tasks.set(ack.request, stored);
  onStored(here, stored);
}

function onStored(here: Here, task: Task): void {
  const { state, replica, rules } = here;
  if (!rules.isEnough(task.answers.length, task.needed)) return;
  if (state.corner === 'cp') sawQuorumAnswer(state, task.call, task.versions[0] ?? null);
  commit(here, task);
  answer(here, task, task.call.op === 'write' ? task.versions : settled(here, [...task.versions, ...copyOf(replica, task.call.key)]));
}

/** `ca`: only what everybody has is there to be read. */
function commit(here: Here, task: Task): void {
  if (here.state.corner === 'ca' || !here.state.steady) store(here, task.call.key, task.versions);
}

/** A quorum read tells what it repaired, not what came later. */
function settled(here: Here, versions: readonly Version[]): readonly Version[] {
  return here.state.corner === 'cp' ? versions.slice(0, 1) : absorb([], versions, settlingOf(here.state), here.rules).versions;
}

/** The node has waited long enough for the others. */
export function onPatience(here: Here, request: number): void {
  const { state, replica, world, rules } = here;
  const task = replica.tasks.get(request);
  if (task === undefined || task.deadlineUs > world.nowUs || replica.frozen || !replica.up) return;
  if (state.corner === 'ca') {
    withoutTheSilent(here, task);
  } else if (rules.answersAlone(state.corner)) {
    if (task.phase === 'read') conclude(here, task);
    else answer(here, task, task.call.op === 'write' ? task.versions : copyOf(replica, task.call.key));
  } else {
    refuse(here, task, task.phase === 'read' ? 'no-read-quorum' : 'no-write-quorum');
  }
}

/** `ca`: requests go to the lowest node that is believed alive. */
function takeInOrder(here: Here, call: Call, forwardedBy: string | null): void {
  const { state, replica } = here;
  const first = [...state.replicas.keys()].find((id) => id === replica.id || !replica.suspects.has(id)) ?? replica.id;
  if (first !== replica.id && forwardedBy === null) {
    begin(here, { call, phase: 'forward', needed: 1, answers: [], versions: [], forwardedBy, asked: [first] });
    post(here, { kind: 'forward', from: replica.id, to: first, call });
    return;
  }
  if (call.op === 'read') {
    answer(here, { call, forwardedBy }, copyOf(replica, call.key));
    return;
  }
  const alive = peersOf(here).filter((id) => !replica.suspects.has(id));
  // Writes that are under way here are older.
  const underWay = [...replica.tasks.values()].filter((task) => task.phase === 'write' && task.call.key === call.key).flatMap(({ versions }) => versions);
  spread(here, call, [makeVersion(here, call, underWay)], [], forwardedBy, alive.length + 1, alive);
}

export function onForwardReply(here: Here, reply: ForwardReply): void {
  const task = here.replica.tasks.get(reply.call.request);
  if (task?.phase === 'forward') answer(here, { ...task, forwardedBy: null }, reply.versions);
}

/** `ca`: on the promise that nothing is ever cut, silence means death. */
function withoutTheSilent(here: Here, task: Task): void {
  const { replica } = here;
  const answered = new Set(task.answers.map(({ node }) => node));
  for (const id of task.asked) if (!answered.has(id)) replica.suspects.add(id);
  armHandoff(here);
  replica.tasks.delete(task.call.request);
  if (task.phase === 'forward') {
    takeInOrder(here, task.call, null);
    return;
  }
  commit(here, task);
  answer(here, task, task.call.op === 'write' ? task.versions : copyOf(replica, task.call.key));
}
