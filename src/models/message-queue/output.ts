/** The output topic as a reader with `read_committed` sees it: each record it is shown is one effect of a group. */
import type { Broker, Replica } from './cluster.ts';
import { isInput } from './cluster.ts';
import { sawEffect } from './effects.ts';
import { breach } from './ledger.ts';
import { read } from './partition-log.ts';
import { readableEnd } from './reading.ts';
import type { Context } from './transport.ts';

/** Counts what became visible. */
export function showOutput(context: Context, broker: Broker, replica: Replica): void {
  const { state, world, rules } = context;
  const { partition } = replica;
  if (isInput(state.config, partition) ) return;
  const group = partition - state.config.partitions;
  const from = state.ledger.shown[partition]!;
  const end = readableEnd(context, replica, true);
  if (end <= from) return;
  state.ledger.shown[partition] = end;
  for (const record of read(replica.log, from, end)) {
    if (record.control !== null || rules.isAborted(replica.aborted, record)) continue;
    const name = state.config.groups[group]!.name;
    if (state.ledger.unclean[partition] === 0 && !state.ledger.decided.has(record.id.slice(0, record.id.indexOf('/')))) {
      breach(state.ledger, 'read_committed shows nothing of an undecided or aborted transaction', `${name} ${record.id}`);
    }
    const [input = '0', offset = '0'] = record.value.split(':');
    sawEffect(state, group, Number(input), Number(offset), `${name}/${record.value}`, record.createdUs, world);
    world.emit('mq.processed', { node: broker.id, effect: record.value, group: name, partition: Number(input), offset: Number(offset) });
  }
}
