import { assert } from '../../../test/assert.ts';
import { parseGroups, queueConfig } from './config.ts';

describe('The settings of a message queue', () => {
  it('name groups, their members and where they begin; what cannot be read is left out', () => {
    assert.deepEqual(parseGroups('A:3,B:1 C:0@earliest'), [{ name: 'A', members: 3, reset: 'latest' }, { name: 'B', members: 1, reset: 'latest' }, { name: 'C', members: 0, reset: 'earliest' }]);
    assert.deepEqual(parseGroups('A, B:, :2, C:x, D:99, E:2@noon, <b>:1, F:2'), [{ name: 'F', members: 2, reset: 'latest' }]);
    assert.deepEqual(parseGroups('A:1,A:2').map(({ members }) => members), [1]);
    assert.equal(parseGroups('a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:1').length, 8);
    assert.deepEqual(parseGroups(''), []);
  });

  it('keep no more replicas than brokers, and require no more in sync than there are', () => {
    const { brokers, replicationFactor, minInsyncReplicas } = queueConfig({ brokers: 2, replicationFactor: 5, minInsyncReplicas: 4 });
    assert.deepEqual([brokers, replicationFactor, minInsyncReplicas], [2, 2, 2]);
  });

  it('commit before the work with at most once, after it otherwise, unless told', () => {
    assert.equal(queueConfig({ delivery: 'at-most-once' }).commit, 'before');
    assert.equal(queueConfig({ delivery: 'at-least-once' }).commit, 'after');
    assert.equal(queueConfig({ delivery: 'exactly-once' }).commit, 'after');
    assert.equal(queueConfig({ delivery: 'at-most-once', commit: 'auto' }).commit, 'auto');
  });

  it('are whole microseconds within bounds, whatever they were given', () => {
    const config = queueConfig({ latency: 0.0004, processTime: 1e30, retention: 0, partitions: 1e9, produceRate: -3, loss: 7, mode: 'sideways' });
    for (const [name, value] of Object.entries(config)) if (name.endsWith('Us')) assert.ok(Number.isSafeInteger(value) && value >= 0, `${name}: ${String(value)}`);
    assert.deepEqual([config.partitions, config.produceRate, config.loss, config.mode, config.retentionUs], [256, 0, 1, 'stream', 1_000_000]);
  });
});
