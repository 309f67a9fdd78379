import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { jointIndex, jointVote, majority, majorityIndex, voteResult } from './quorum.ts';

interface CommitCase { cfg: number[]; cfgj?: number[]; indexes: (number | null)[]; result: string }
interface VoteCase { cfg: number[]; votes: string[]; result: string }
interface QuorumVectors { majorityCommit: CommitCase[]; majorityVote: VoteCase[]; jointCommit: CommitCase[] }

/** Values in the order of the vector files: ids of the first set, then those only in the second. */
function byId<T>(first: readonly number[], second: readonly number[], values: readonly T[]): (id: string) => T | undefined {
  const ids = [...first, ...second.filter((id) => !first.includes(id))];
  return (id) => values[ids.indexOf(Number(id))];
}

describe('Quorum arithmetic', () => {
  let known: QuorumVectors;
  before(async () => { known = await vectors<QuorumVectors>('raft-quorum.json'); });

  it('finds the index that a majority holds, as etcd does', () => {
    for (const { cfg, indexes, result } of known.majorityCommit) {
      const index = byId(cfg, [], indexes);
      assert.equal(String(majorityIndex(cfg.map(String), (id) => index(id) ?? 0)), result, JSON.stringify({ cfg, indexes }));
    }
    assert.equal(known.majorityCommit.length, 8);
  });

  it('decides ballots as etcd does', () => {
    const words = { won: 'VoteWon', lost: 'VoteLost', pending: 'VotePending' };
    for (const { cfg, votes, result } of known.majorityVote) {
      const vote = byId(cfg, [], votes);
      const answer = voteResult(cfg.map(String), (id) => ({ y: true, n: false })[vote(id) ?? '_']);
      assert.equal(words[answer], result, JSON.stringify({ cfg, votes }));
    }
    assert.equal(known.majorityVote.length, 11);
  });

  it('asks both halves of a joint configuration', () => {
    for (const { cfg, cfgj = [], indexes, result } of known.jointCommit) {
      const index = byId(cfg, cfgj, indexes);
      assert.equal(String(jointIndex(cfg.map(String), cfgj.map(String), (id) => index(id) ?? 0)), result, JSON.stringify({ cfg, cfgj, indexes }));
    }
    assert.equal(known.jointCommit.length, 12);
  });

  it('loses a joint ballot as soon as one half is lost', () => {
    const votes = new Map([['a', true], ['b', true], ['c', false], ['d', false]]);
    const vote = (id: string): boolean | undefined => votes.get(id);
    assert.equal(jointVote(['a', 'b'], [], vote), 'won');
    assert.equal(jointVote(['a', 'b'], ['c', 'd'], vote), 'lost');
    assert.equal(jointVote(['a', 'x'], ['c', 'd'], vote), 'lost');
    assert.equal(jointVote(['a', 'b'], ['a', 'x'], vote), 'pending');
  });

  it('needs three of four and three of five: an even count adds no tolerance', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map(majority), [1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('agrees with sorting, for every arrangement of up to five voters', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (let count = 1; count <= 5; count += 1) {
      for (let code = 0; code < 4 ** count; code += 1) {
        const indexes = ids.slice(0, count).map((_, at) => (code >> (2 * at)) & 3);
        const sorted = [...indexes].sort((a, b) => b - a);
        const index = majorityIndex(ids.slice(0, count), (id) => indexes[ids.indexOf(id)] ?? 0);
        assert.equal(index, sorted[majority(count) - 1] ?? -1, indexes.join());
      }
    }
  });
});
