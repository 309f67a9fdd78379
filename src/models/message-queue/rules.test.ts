import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { EpochStart } from './partition-log.ts';
import { makeLog } from './partition-log.ts';
import { endOffsetFor } from './log-writes.ts';
import { murmur2, partitionOfKey } from './partitioner.ts';
import type { ProducerState } from './producer-state.ts';
import { checkSequence, sequenceAfter } from './sequences.ts';
import { queueRules } from './rules.ts';

interface KafkaRules {
  readonly leaderEpochEndOffset: readonly { leaderEpochs: EpochStart[]; logEndOffset: number; requestedEpoch: number; answer: EpochStart }[];
  readonly idempotence: readonly { last: { epoch: number; lastSeq: number } | null; batch: { epoch: number; first: number; last: number }; result: string }[];
}
interface Keys { readonly kafkaMurmur2: readonly { key: string; murmur2: number; partition: Record<string, number> }[] }

describe('A broker decides as Kafka does', () => {
  let rules: KafkaRules;
  before(async () => { rules = await vectors<KafkaRules>('kafka-rules.json'); });

  it('where a leader epoch ended', () => {
    for (const { leaderEpochs, logEndOffset, requestedEpoch, answer } of rules.leaderEpochEndOffset) {
      const log = { ...makeLog(), epochs: leaderEpochs.slice(), endOffset: logEndOffset };
      assert.deepEqual(endOffsetFor(log, requestedEpoch), answer, `epoch ${requestedEpoch}`);
    }
    assert.ok(rules.leaderEpochEndOffset.length >= 11);
  });

  it('what becomes of a batch of an idempotent producer', () => {
    for (const { last, batch, result } of rules.idempotence) {
      // The last batch, and before it one that ended where this one begins, as in the cases of a repeat.
      const state: ProducerState | undefined = last === null ? undefined : { epoch: last.epoch, openFrom: -1, batches: [{ first: Math.min(last.lastSeq, batch.first), last: last.lastSeq, offset: 0 }] };
      const verdict = { append: 'append', duplicate: 'duplicate', 'out-of-order': 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'stale-epoch': 'INVALID_PRODUCER_EPOCH' }[checkSequence(state, batch.epoch, batch.first, batch.last)];
      assert.ok(result.startsWith(verdict), `${JSON.stringify({ last, batch })}: ${verdict}, not ${result}`);
    }
    assert.equal(sequenceAfter(2147483647), 0);
  });

  it('how far the high watermark may go', () => {
    assert.equal(queueRules.highWatermark(10, [10, 10, 10]), 10);
    assert.equal(queueRules.highWatermark(10, [13, 13, 11]), 11);
    assert.equal(queueRules.highWatermark(11, [13, 13]), 13);
    assert.equal(queueRules.highWatermark(13, [13, 5]), 13);
    assert.ok(!queueRules.enoughInSync(1, 2));
  });

  it('which partition a key belongs to', async () => {
    const { kafkaMurmur2 } = await vectors<Keys>('hash-functions.json');
    for (const { key, murmur2: hash, partition } of kafkaMurmur2) {
      assert.equal(murmur2(key), hash, key);
      for (const [count, at] of Object.entries(partition)) assert.equal(partitionOfKey(key, Number(count)), at, `${key} of ${count}`);
    }
    assert.equal(murmur2('abc'), 479470107);
  });
});
