import { assert } from '../../../test/assert.ts';
import { wholeBatches } from './fetch.ts';
import type { LogRecord } from './partition-log.ts';
import { makeLog, read, startEpoch } from './partition-log.ts';
import { append, endOffsetFor, lastEpoch, SEGMENT, truncateTo } from './log-writes.ts';
import { checkSequence, rebuild } from './sequences.ts';

const record = (offset: number, epoch = 0): LogRecord =>
  ({ offset, epoch, timeUs: 0, createdUs: 0, key: null, value: '', id: `r${offset}`, control: null, producerId: -1, producerEpoch: -1, sequence: -1, transactional: false, batch: { offset, first: -1, last: -1 } });

describe('The log of a partition', () => {
  it('forgets an epoch in which its leader wrote nothing, once it is cut where it ends', () => {
    const log = makeLog();
    for (let offset = 0; offset < 5; offset += 1) append(log, record(offset, 2));
    startEpoch(log, 3);
    assert.equal(lastEpoch(log), 3);
    truncateTo(log, 5);
    assert.deepEqual([lastEpoch(log), log.endOffset], [2, 5]);
    assert.deepEqual(endOffsetFor(log, 2), [2, 5]);
  });

  it('is cut within sealed segments, records and epochs alike', () => {
    const log = makeLog();
    for (let offset = 0; offset < 3 * SEGMENT; offset += 1) append(log, record(offset, offset < SEGMENT ? 0 : 4));
    truncateTo(log, SEGMENT - 2);
    assert.deepEqual(read(log, 0, Infinity).map(({ offset }) => offset), Array.from({ length: SEGMENT - 2 }, (_, at) => at));
    assert.deepEqual([log.endOffset, lastEpoch(log)], [SEGMENT - 2, 0]);
    append(log, record(SEGMENT - 2, 5));
    assert.deepEqual(endOffsetFor(log, 4), [0, SEGMENT - 2]);
  });

  it('begins an epoch where its first record stands, also behind a gap that compaction left', () => {
    const log = makeLog();
    append(log, record(0, 0));
    append(log, record(9, 3));
    assert.deepEqual(endOffsetFor(log, 0), [0, 9]);
    assert.deepEqual(log.epochs, [[0, 0], [3, 9]]);
  });

  it('is handed to followers in whole batches', () => {
    const log = makeLog();
    for (let offset = 0; offset < 100; offset += 1) append(log, { ...record(offset), batch: { offset: offset < 20 ? offset : offset < 60 ? 20 : 60, first: -1, last: -1 } });
    assert.equal(wholeBatches(log, 0).length, 60);
    assert.equal(wholeBatches(log, 60).length, 40);
    assert.equal(wholeBatches(log, 100).length, 0);
  });

  it('knows a batch again of which compaction left the end only', () => {
    const log = makeLog();
    const batch = { offset: 0, first: 49, last: 51 };
    append(log, { ...record(2), producerId: 3, producerEpoch: 0, sequence: 51, batch });
    const { producers } = rebuild(log);
    assert.equal(checkSequence(producers.get(3), 0, 49, 51), 'duplicate');
    assert.equal(checkSequence(producers.get(3), 0, 52, 52), 'append');
  });
});
