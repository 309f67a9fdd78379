/** A leader's side of consumers: what they may read, and fetches that wait for it. */
import type { Broker } from './cluster.ts';
import { sawRead } from './ledger.ts';
import type { Consume, Refusal } from './messages.ts';
import { EARLIEST, FETCH_WAIT_US, LATEST } from './offsets.ts';
import { read } from './partition-log.ts';
import { isLeader, readableEnd } from './reading.ts';
import type { Context } from './transport.ts';
import { post } from './transport.ts';

/** Records in an answer (`max.poll.records`, 500 in Kafka). */
const MOST = 8;

export function onConsume(context: Context, broker: Broker, fetch: Consume): void {
  if (!tryAnswer(context, broker, fetch)) broker.parkedConsumers.push({ fetch, untilUs: context.world.nowUs + FETCH_WAIT_US });
}

function tryAnswer(context: Context, broker: Broker, fetch: Consume, atAnyRate = false): boolean {
  const { partition, offset } = fetch;
  const replica = broker.replicas.get(partition);
  if (!replica || !isLeader(broker, replica)) return answer(context, broker, fetch, { error: 'not-leader', next: offset, startOffset: 0 });
  const { log } = replica;
  const { startOffset } = log;
  if (offset === EARLIEST) return answer(context, broker, fetch, { error: null, next: startOffset, startOffset });
  if (offset === LATEST) return answer(context, broker, fetch, { error: null, next: Math.max(startOffset, readableEnd(context, replica, fetch.committedOnly)), startOffset });
  if (offset < startOffset || offset > log.endOffset) return answer(context, broker, fetch, { error: 'offset-out-of-range', next: offset, startOffset });
  const end = readableEnd(context, replica, fetch.committedOnly);
  if (end <= offset && !atAnyRate) return false;
  const records = end <= offset ? [] : read(log, offset, end, MOST);
  const next = records.length < MOST ? Math.max(offset, end) : records.at(-1)!.offset + 1;
  const shown = records.filter((record) => record.control === null && !(fetch.committedOnly && context.rules.isAborted(replica.aborted, record)));
  for (const record of shown) sawRead(context.state.ledger, partition, record);
  post(context, broker.id, { kind: 'consume-reply', to: fetch.from, partition, number: fetch.number, error: null, records: shown, next, startOffset, aborted: [] });
  return true;
}

function answer(context: Context, broker: Broker, { from, partition, number }: Consume, { error, next, startOffset }: { error: Refusal | null; next: number; startOffset: number }): true {
  post(context, broker.id, { kind: 'consume-reply', to: from, partition, number, error, records: [], next, startOffset, aborted: [] });
  return true;
}

/** The partition has something new, or waiting was in vain (`partition` −1: all that waited long enough). */
export function answerConsumers(context: Context, broker: Broker, partition: number): void {
  if (broker.parkedConsumers.length === 0) return;
  broker.parkedConsumers = broker.parkedConsumers.filter(({ fetch, untilUs }) => {
    const late = untilUs <= context.world.nowUs;
    if (!late && fetch.partition !== partition) return true;
    return !tryAnswer(context, broker, fetch, late);
  });
}
