/**
 * What an all-knowing observer remembers of a run, and the lies it would notice. Nothing in here is known to any node and
 * nothing is ever read by the protocol. Each check costs a constant time per change, whatever the length of the logs.
 *
 * Log matching follows by induction: within a term only its leader makes entries, one per index (checked where they are
 * made); every entry names the term before it, and is only ever stored behind an entry of that term (checked where it is
 * stored). So the same index and term mean the same prefix.
 *
 * @see Ongaro and Ousterhout, extended version (2014), figure 3.
 */
import type { Violation } from '../kernel/history-state.ts';
import { InvariantViolation } from '../kernel/model.ts';
import type { LogEntry } from './log.ts';
import { append, compact, emptyLog, entryAt, termAt } from './log.ts';
import type { RaftNode } from './node.ts';
import type { Witness } from './witness-state.ts';

/** Entries of the past that are kept for comparison with nodes that come back late. */
const KEPT = 128;
const KEPT_TERMS = 32;

function accuse(witness: Witness, rule: string, detail: string): void {
  witness.broken ??= { rule, detail };
}

/** Maps keep the order of insertion and terms come rising, so the first key is the oldest. */
function forgetOldest<V>(map: Map<number, V>, keep: number): void {
  while (map.size > keep) {
    const oldest = map.keys().next();
    if (oldest.done === true) return;
    map.delete(oldest.value);
  }
}

/** One vote per node and term, also across crashes. */
export function sawVote(witness: Witness, node: RaftNode, candidate: string): void {
  const term = node.durable.currentTerm;
  const ballot = witness.ballots.get(node.id);
  if (ballot !== undefined && (term < ballot.term || (term === ballot.term && candidate !== ballot.candidate))) {
    accuse(witness, 'one vote per term', `${node.id} voted for ${ballot.candidate} in term ${ballot.term}, then for ${candidate} in term ${term}`);
  }
  witness.ballots.set(node.id, { term, candidate });
}

/** At most one leader per term; and it holds every entry that was committed in an earlier term. */
export function sawLeader(witness: Witness, node: RaftNode): void {
  const { currentTerm, log } = node.durable;
  const known = witness.terms.get(currentTerm);
  if (known !== undefined) accuse(witness, 'one leader per term', `${known.leader} and ${node.id} both lead term ${currentTerm}`);
  witness.terms.set(currentTerm, { leader: node.id, lastIndex: log.lastIndex });
  forgetOldest(witness.terms, KEPT_TERMS);
  witness.tenures.set(node.id, { term: currentTerm, lastIndex: log.lastIndex, lastTerm: log.lastTerm });
  const committed = committedBefore(witness, currentTerm);
  if (committed > log.snapshotIndex && termAt(log, committed) !== termAt(witness.committed, committed)) {
    accuse(witness, 'leader completeness', `${node.id} leads term ${currentTerm} without the committed entry ${committed}`);
  }
}

/** An entry is stored behind the entry it was made behind; and the leader of a term makes each index once. */
export function sawAppend(witness: Witness, node: RaftNode, entry: LogEntry): void {
  const { log } = node.durable;
  if (termAt(log, entry.index - 1) !== entry.previousTerm) {
    accuse(witness, 'log matching', `${node.id} stored entry ${entry.index} of term ${entry.term} behind a foreign one`);
  }
  if (node.volatile.role !== 'leader') return;
  const known = witness.terms.get(entry.term);
  if (known === undefined || known.leader !== node.id || entry.index !== known.lastIndex + 1) {
    accuse(witness, 'log matching', `${node.id} made entry ${entry.index} of term ${entry.term} out of order`);
    return;
  }
  known.lastIndex = entry.index;
}

/** Highest index known to be committed by leaders of terms before `term`. */
function committedBefore(witness: Witness, term: number): number {
  let highest = 0;
  for (const [of, index] of witness.commitsOfTerm) if (of < term) highest = Math.max(highest, index);
  return highest;
}

/**
 * A follower gives up what contradicts its leader, never what was committed up to its leader's term. (A deposed leader may
 * still make it drop a copy that a later leader's majority did without.)
 */
export function sawTruncate(witness: Witness, node: RaftNode, removed: readonly LogEntry[]): void {
  const committed = committedBefore(witness, node.durable.currentTerm + 1);
  for (const entry of removed) {
    if (entry.index <= committed && termAt(witness.committed, entry.index) === entry.term) {
      accuse(witness, 'committed entries stay', `${node.id} cut away entry ${entry.index}, which is committed`);
    }
  }
}

/** No two nodes commit, and so none apply, different entries at one index. */
export function sawCommit(witness: Witness, node: RaftNode, before: number): void {
  const { durable: { log, currentTerm }, volatile: { commitIndex, role } } = node;
  const { committed } = witness;
  if (commitIndex < before) accuse(witness, 'commit index', `of ${node.id} fell from ${before} to ${commitIndex}`);
  for (let index = before + 1; index <= commitIndex; index += 1) {
    const entry = entryAt(log, index);
    if (entry === undefined) {
      if (index > log.lastIndex) accuse(witness, 'state machine safety', `${node.id} committed entry ${index} without having it`);
    } else if (index === committed.lastIndex + 1) {
      if (role !== 'leader') accuse(witness, 'state machine safety', `${node.id} committed entry ${index} before any leader did`);
      append(committed, entry);
    } else {
      compareWithCommitted(witness, node, entry);
    }
  }
  if (role === 'leader') {
    witness.commitsOfTerm.set(currentTerm, commitIndex);
    forgetOldest(witness.commitsOfTerm, KEPT_TERMS);
  }
  if (committed.lastIndex - committed.snapshotIndex > KEPT + 64) compact(committed, committed.lastIndex - KEPT);
}

function compareWithCommitted(witness: Witness, node: RaftNode, entry: LogEntry): void {
  const known = entryAt(witness.committed, entry.index);
  if (known === undefined || (known.term === entry.term && known.command === entry.command)) return;
  accuse(witness, 'state machine safety', `${node.id} committed another entry ${entry.index} than was committed before`);
}

/** A client was told that its write is done. From here on the rules above keep it. */
export function sawAcknowledgement(witness: Witness, index: number, command: string): void {
  const entry = entryAt(witness.committed, index);
  const gone = index <= witness.committed.snapshotIndex;
  if (!gone && entry?.command !== command) accuse(witness, 'acknowledged writes survive', `"${command}" was acknowledged at ${index} and is not committed there`);
}

/** A client was told what no single register could have said. */
export function sawStaleRead(witness: Witness, { key, witness: operations }: Violation): void {
  accuse(witness, 'linearizable reads', `of ${key}: ${operations.map(({ id, kind, value }) => `${kind} ${id} ${String(value)}`).join(', ')}`);
}

/** The node starts anew: its commit index is not on disk and may begin lower. */
export function sawStart(witness: Witness, node: RaftNode): void {
  witness.commitIndex.set(node.id, node.volatile.commitIndex);
  witness.tenures.delete(node.id);
}

/** Its disk is gone, and with it what it could contradict. */
export function sawDiskLoss(witness: Witness, node: RaftNode): void {
  witness.currentTerm.delete(node.id);
  sawStart(witness, node);
}

/** The log was set from outside, before anything happened. */
export function sawArrangement(witness: Witness, committed: readonly LogEntry[]): void {
  witness.committed = emptyLog();
  for (const entry of committed) append(witness.committed, entry);
  const last = committed.at(-1);
  if (last !== undefined) witness.commitsOfTerm.set(last.term, last.index);
}

/** Looks at what the last event can have broken on one node, in constant time. */
export function observe(witness: Witness, node: RaftNode): void {
  const { durable: { log, currentTerm }, volatile: { commitIndex, lastApplied, role } } = node;
  const earlier = witness.commitIndex.get(node.id) ?? 0;
  if (commitIndex < earlier) accuse(witness, 'commit index', `of ${node.id} fell from ${earlier} to ${commitIndex}`);
  if (commitIndex !== earlier) witness.commitIndex.set(node.id, commitIndex);
  if (lastApplied !== commitIndex) accuse(witness, 'state machine', `${node.id} applied up to ${lastApplied} and committed up to ${commitIndex}`);
  if (log.lastIndex < commitIndex) accuse(witness, 'committed entries stay', `${node.id} has ${log.lastIndex} entries and committed ${commitIndex}`);
  const term = witness.currentTerm.get(node.id) ?? 0;
  if (currentTerm < term) accuse(witness, 'terms rise', `${node.id} went from term ${term} back to ${currentTerm}`);
  if (currentTerm !== term) witness.currentTerm.set(node.id, currentTerm);
  if (role === 'leader') observeLeader(witness, node);
}

/** A leader appends only. */
function observeLeader(witness: Witness, node: RaftNode): void {
  const { log, currentTerm } = node.durable;
  const tenure = witness.tenures.get(node.id);
  if (tenure === undefined || tenure.term !== currentTerm) {
    accuse(witness, 'one leader per term', `${node.id} leads term ${currentTerm} and was never elected`);
    return;
  }
  const same = tenure.lastIndex < log.snapshotIndex || termAt(log, tenure.lastIndex) === tenure.lastTerm;
  if (log.lastIndex < tenure.lastIndex || !same) accuse(witness, 'leader append-only', `${node.id} lost or changed entry ${tenure.lastIndex}`);
  tenure.lastIndex = log.lastIndex;
  tenure.lastTerm = log.lastTerm;
}

/** Throws the first breach that was noticed. */
export function throwBreach(witness: Witness): void {
  if (witness.broken !== null) throw new InvariantViolation(witness.broken.rule, witness.broken.detail);
}

/** Compares every entry of every log with every other, and throws what does not agree. */
export function compareEverything(witness: Witness, nodes: Iterable<RaftNode>): void {
  throwBreach(witness);
  const known = new Map<string, LogEntry>();
  const digests = new Map<number, number>();
  for (const node of nodes) {
    const { log } = node.durable;
    for (let index = log.snapshotIndex + 1; index <= log.lastIndex; index += 1) {
      const entry = entryAt(log, index);
      if (entry === undefined || entry.index !== index) throw new InvariantViolation('log', `${node.id} has a hole at ${index}`);
      if (entry.previousTerm !== termAt(log, index - 1)) throw new InvariantViolation('log matching', `${node.id} has a foreign entry before ${index}`);
      const key = `${index}/${entry.term}`;
      const other = known.get(key);
      if (other !== undefined && (other.command !== entry.command || other.previousTerm !== entry.previousTerm)) {
        throw new InvariantViolation('log matching', `two entries ${index} of term ${entry.term}`);
      }
      known.set(key, entry);
      const settled = entryAt(witness.committed, index);
      if (index <= node.volatile.commitIndex && settled !== undefined && settled.term !== entry.term) {
        throw new InvariantViolation('state machine safety', `${node.id} holds another entry ${index} than was committed`);
      }
    }
    const { lastApplied, digest } = node.volatile;
    const twin = digests.get(lastApplied);
    if (twin !== undefined && twin !== digest) throw new InvariantViolation('state machine safety', `${node.id} applied other commands up to ${lastApplied}`);
    digests.set(lastApplied, digest);
  }
}
