import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { becomeLeader } from './election.ts';
import { loseDisk } from './node.ts';
import type { AppendEntries, AppendReply } from './messages.ts';
import { raftRules } from './rules.ts';
import { Bench } from './testing.ts';

interface PaperVectors {
  voterTable: { voterLog: number[]; candidateTerm: number; candidateIndex: number; granted: boolean }[];
  figure7: { logs: Record<string, number[]>; leaderTerm: number; grants: Record<string, string[]>; canWin: string[] };
  figure7Repair: Record<string, { lastMatchingIndex: number; entriesDeleted: number; extraneousTail: number; entriesSent: number }>;
  commitOldTerm: { acknowledgedIndex: number; commitIndex: number }[];
}

const replyFrom = (from: string, term: number, matchIndex: number): AppendReply => ({
  kind: 'append-reply', from, to: 'n1', term, success: true, matchIndex, prevLogIndex: 0, reason: null, conflictTerm: 0, conflictIndex: 0, voter: true, round: 0, sentUs: 0,
});

const appendTo = (to: string, term: number, prev: readonly [index: number, term: number], entries: readonly (readonly [index: number, term: number])[], leaderCommit: number): AppendEntries => ({
  kind: 'append-entries', from: 'n1', to, term, prevLogIndex: prev[0], prevLogTerm: prev[1], leaderCommit, round: 0, sentUs: 0,
  entries: entries.map(([index, entryTerm], at) => ({ index, term: entryTerm, command: `c${index}`, previousTerm: at === 0 ? prev[1] : entries[at - 1]?.[1] ?? 0 })),
});

describe('Raft, as the paper has it', () => {
  let paper: PaperVectors;
  before(async () => { paper = await vectors<PaperVectors>('raft-paper.json'); });

  it('gives a vote only to a log that is at least as up to date (§5.4.1)', () => {
    for (const { voterLog, candidateTerm, candidateIndex, granted } of paper.voterTable) {
      const bench = new Bench([voterLog, []]);
      bench.node('n1').durable.currentTerm = 1;
      bench.give({ kind: 'request-vote', from: 'n2', to: 'n1', term: 3, lastLogTerm: candidateTerm, lastLogIndex: candidateIndex, transfer: false });
      const reply = bench.waiting[0];
      assert.ok(reply?.kind === 'vote-reply');
      assert.equal(reply.granted, granted, JSON.stringify({ voterLog, candidateTerm, candidateIndex }));
      assert.equal(reply.reason, granted ? null : 'log-behind');
      assert.equal(bench.node('n1').durable.votedFor, granted ? 'n2' : null);
    }
  });

  it('gives one vote in a term, the same one as often as it is asked, also after a restart (§5.2)', () => {
    const bench = new Bench([[], [], []]);
    const ask = (from: string, term: number): boolean | undefined => {
      bench.waiting = [];
      bench.give({ kind: 'request-vote', from, to: 'n1', term, lastLogTerm: 0, lastLogIndex: 0, transfer: false });
      const reply = bench.waiting[0];
      return reply?.kind === 'vote-reply' ? reply.granted : undefined;
    };
    assert.equal(ask('n2', 1), true);
    assert.equal(ask('n3', 1), false);
    assert.equal(ask('n2', 1), true);
    bench.crash('n1');
    bench.restart('n1');
    assert.equal(ask('n3', 1), false);
    assert.equal(ask('n3', 2), true);
    assert.equal(ask('n2', 1), false);
  });

  it('lets exactly the servers of figure 7 win that the paper says can', () => {
    const names = Object.keys(paper.figure7.logs);
    const winners: string[] = [];
    for (const name of names) {
      const bench = new Bench(names.map((each) => paper.figure7.logs[each] ?? []));
      for (const node of bench.nodes.values()) node.durable.currentTerm = paper.figure7.leaderTerm;
      const id = `n${names.indexOf(name) + 1}`;
      bench.timeout(id);
      const granted = new Set([id]);
      while (bench.waiting.some((message) => message.kind === 'request-vote')) {
        const request = bench.waiting.shift();
        if (request) bench.give(request);
      }
      for (const message of bench.waiting) if (message.kind === 'vote-reply' && message.granted) granted.add(message.from);
      assert.deepEqual(names.filter((_, at) => granted.has(`n${at + 1}`)).sort(), [...(paper.figure7.grants[name] ?? [])].sort(), name);
      bench.settle(false);
      if (bench.node(id).volatile.role === 'leader') winners.push(name);
    }
    assert.deepEqual(winners.sort(), [...paper.figure7.canWin].sort());
  });

  it('repairs each log of figure 7 from the last entry that matches, and cuts nothing but conflicts', () => {
    for (const [name, expected] of Object.entries(paper.figure7Repair)) {
      const bench = new Bench([paper.figure7.logs['leader'] ?? [], paper.figure7.logs[name] ?? [], []]);
      for (const node of bench.nodes.values()) node.durable.currentTerm = paper.figure7.leaderTerm;
      const before = bench.terms('n2').length;
      // Office taken without the entry that opens the term: the figure is drawn before it.
      const leader = bench.node('n1');
      leader.volatile.role = 'leader';
      leader.volatile.progress.set('n2', { nextIndex: 11, matchIndex: 0, probing: true, inflight: [], voter: true, lastContactUs: -1, ackedRound: -1, ackedSentUs: -1 });
      let sent = 0;
      let matched = -1;
      bench.heartbeat('n1');
      while (bench.waiting.length > 0) {
        const message = bench.waiting.shift();
        if (!message) break;
        bench.give(message);
        const answer = bench.waiting.at(-1);
        if (message.kind === 'append-entries' && answer?.kind === 'append-reply' && answer.success && matched < 0) {
          matched = message.prevLogIndex;
          sent = message.entries.length;
        }
      }
      const cut = bench.reports.filter((report) => report.what === 'truncate').reduce((sum, report) => sum + Number(report.data['count']), 0);
      const after = bench.terms('n2');
      assert.equal(matched, expected.lastMatchingIndex, `${name}: last match`);
      assert.equal(sent, expected.entriesSent, `${name}: sent`);
      assert.equal(cut, expected.entriesDeleted, `${name}: deleted`);
      assert.equal(after.length - 10, expected.extraneousTail, `${name}: tail`);
      assert.deepEqual(after.slice(0, 10), paper.figure7.logs['leader'], name);
      assert.ok(before >= 0);
    }
  });

  it('commits an entry of an earlier term only through one of its own (§5.4.2)', () => {
    for (const { acknowledgedIndex, commitIndex } of paper.commitOldTerm) {
      const bench = new Bench([[1, 2], [], []]);
      const leader = bench.node('n1');
      leader.durable.currentTerm = 2;
      bench.timeout('n1');
      bench.give({ kind: 'vote-reply', from: 'n2', to: 'n1', term: 3, granted: true, reason: null });
      assert.equal(leader.volatile.role, 'leader');
      bench.give(replyFrom('n2', 3, acknowledgedIndex));
      assert.equal(leader.volatile.commitIndex, commitIndex, `acknowledged up to ${acknowledgedIndex}`);
    }
  });

  it('walks through figure 8: a majority is not enough for an entry of an older term', () => {
    const bench = new Bench([[1], [1], [1], [1], [1]]);
    const only = (...ids: string[]): void => { bench.groups = [ids]; };
    // a: S1 leads term 2 and reaches S2 only. The entry that opens the term is the one at index 2.
    only('n1', 'n2', 'n3');
    bench.timeout('n1');
    while (bench.node('n1').volatile.role !== 'leader') bench.deliverOne();
    only('n1', 'n2');
    bench.settle(false);
    assert.deepEqual(['n1', 'n2', 'n3', 'n4', 'n5'].map((id) => bench.terms(id)), [[1, 2], [1, 2], [1], [1], [1]]);
    // b: S1 crashes; S5 wins term 3 with S3 and S4, and writes elsewhere.
    bench.crash('n1');
    bench.waiting = [];
    only('n3', 'n4', 'n5');
    bench.node('n5').durable.currentTerm = 2;
    bench.timeout('n5');
    while (bench.node('n5').volatile.role !== 'leader') bench.deliverOne();
    bench.waiting = [];
    assert.deepEqual(bench.terms('n5'), [1, 3]);
    // c: S5 crashes; S1 wins term 4 and copies its old entry to S3. On three of five, and still not committed.
    bench.crash('n5');
    bench.restart('n1');
    only('n1', 'n2', 'n3');
    bench.node('n1').durable.currentTerm = 3;
    bench.timeout('n1');
    while (bench.node('n1').volatile.role !== 'leader') bench.deliverOne();
    assert.equal(bench.node('n1').durable.currentTerm, 4);
    bench.waiting = [];
    bench.give(appendTo('n3', 4, [1, 1], [[2, 2]], 0));
    const answer = bench.waiting.pop();
    assert.ok(answer);
    bench.give(answer);
    bench.give(replyFrom('n2', 4, 2));
    assert.deepEqual(bench.terms('n3'), [1, 2]);
    assert.equal(bench.node('n1').volatile.commitIndex, 0, 'index 2 is on S1, S2 and S3, and may still be lost');
    // d: S1 crashes; S5 may win with S2, S3 and S4, and overwrites it everywhere.
    bench.waiting = [];
    bench.crash('n1');
    bench.restart('n5');
    const beforeD = structuredClone([...bench.nodes.values()]);
    only('n2', 'n3', 'n4', 'n5');
    bench.node('n5').durable.currentTerm = 4;
    bench.timeout('n5');
    bench.settle();
    assert.equal(bench.node('n5').volatile.role, 'leader');
    assert.deepEqual(bench.terms('n3'), [1, 3, 5]);
    // e: instead, the entry of term 4 also reached S2 and S3. Both are committed, and S5 cannot win.
    for (const node of beforeD) bench.nodes.set(node.id, node);
    bench.waiting = [];
    bench.down.clear();
    only('n1', 'n2', 'n3');
    assert.equal(bench.node('n1').volatile.role, 'leader');
    bench.settle();
    assert.equal(bench.node('n1').volatile.commitIndex, 3);
    assert.deepEqual(bench.terms('n2'), [1, 2, 4]);
    bench.crash('n1');
    only('n2', 'n3', 'n4', 'n5');
    bench.node('n5').durable.currentTerm = 4;
    bench.timeout('n5');
    bench.settle();
    assert.equal(bench.node('n5').volatile.role, 'candidate');
  });

  it('never lets a late duplicate cut what came after it (§5.3)', () => {
    const bench = new Bench([[], [], []]);
    bench.give(appendTo('n2', 1, [0, 0], [[1, 1], [2, 1], [3, 1]], 0));
    bench.give(appendTo('n2', 1, [0, 0], [[1, 1]], 0));
    assert.deepEqual(bench.terms('n2'), [1, 1, 1]);
    assert.equal(bench.reports.filter((report) => report.what === 'truncate').length, 0);
  });

  it('commits no further than the last entry that the message vouches for (figure 2, AppendEntries 5)', () => {
    const bench = new Bench([[], [1, 1, 1], []]);
    bench.give(appendTo('n2', 2, [1, 1], [], 3));
    assert.equal(bench.node('n2').volatile.commitIndex, 1);
    bench.give(appendTo('n2', 2, [1, 1], [[2, 2]], 3));
    assert.equal(bench.node('n2').volatile.commitIndex, 2);
    assert.deepEqual(bench.terms('n2'), [1, 2]);
  });

  it('refuses a leader of an older term and tells it the newer one (§5.1)', () => {
    const bench = new Bench([[], [], []]);
    bench.node('n2').durable.currentTerm = 5;
    bench.give(appendTo('n2', 4, [0, 0], [[1, 4]], 1));
    const reply = bench.waiting[0];
    assert.ok(reply?.kind === 'append-reply');
    assert.equal(reply.success, false);
    assert.equal(reply.term, 5);
    assert.equal(reply.reason, 'older-term');
    assert.equal(bench.node('n2').volatile.leader, null);
  });

  it('makes a candidate follow when it hears the leader of its own term (§5.2)', () => {
    const bench = new Bench([[], [], []]);
    bench.timeout('n2');
    assert.equal(bench.node('n2').volatile.role, 'candidate');
    bench.give(appendTo('n2', 1, [0, 0], [], 0));
    assert.equal(bench.node('n2').volatile.role, 'follower');
    assert.equal(bench.node('n2').volatile.leader, 'n1');
    assert.equal(bench.node('n2').durable.votedFor, 'n2');
  });

  it('opens every term with an empty entry, and applies it only once a majority holds it (§8)', () => {
    const bench = new Bench([[], [], []]);
    bench.timeout('n1');
    bench.settle();
    assert.deepEqual(bench.terms('n1'), [1]);
    assert.equal(bench.node('n1').volatile.commitIndex, 1);
    assert.equal(bench.node('n3').volatile.lastApplied, 1);
    assert.equal(bench.node('n3').volatile.digest, bench.node('n1').volatile.digest);
  });

  it('sends a snapshot to a node that needs what the leader no longer keeps (§7)', () => {
    const bench = new Bench([[], [], []], { snapshotIndex: 40, snapshotTerm: 3 });
    bench.node('n3').durable.log = { snapshotIndex: 0, snapshotTerm: 0, lastIndex: 0, lastTerm: 0, base: 1, chunks: [] };
    bench.restart('n3');
    bench.timeout('n1');
    bench.settle();
    assert.equal(bench.node('n3').durable.log.snapshotIndex, 40);
    assert.deepEqual(bench.terms('n3'), [1]);
    assert.equal(bench.node('n3').volatile.commitIndex, 41);
  });

  it('gives a node that lost its disk the log again, but no vote and no weight', () => {
    const bench = new Bench([[], [], []]);
    bench.timeout('n1');
    bench.settle();
    bench.propose('n1', 'a');
    bench.settle();
    const wiped = bench.node('n3');
    loseDisk(wiped);
    bench.restart('n3');
    bench.settle();
    assert.deepEqual(bench.terms('n3'), [1, 1]);
    bench.crash('n2');
    bench.propose('n1', 'b');
    bench.settle();
    assert.deepEqual(bench.terms('n3'), [1, 1, 1]);
    assert.equal(bench.node('n1').volatile.commitIndex, 2, 'n1 and a node without a vote are no majority of three');
    bench.waiting = [];
    bench.timeout('n3');
    assert.equal(bench.waiting.length, 0, 'it never stands');
  });

  it('takes office with the rules as given', () => {
    const bench = new Bench([[1], [1], [1]]);
    becomeLeader(bench.node('n1'), raftRules, bench);
    assert.equal(bench.waiting.length, 2);
  });
});
