/** Every field of a broker, a producer, a member, a message, a record or a link. */
import { isCut } from '../../models/kernel/network-state.ts';
import type { Broker, Member, Producer } from '../../models/message-queue/cluster.ts';
import { leadingReplica, memberState, stateOfRecord } from '../../models/message-queue/lanes.ts';
import { recordAt } from '../../models/message-queue/partition-log.ts';
import type { Inspection } from '../base/concept.ts';
import { carried } from './message-sentence.ts';
import type { QueueWordsMoment } from './message-queue.words.ts';

type Field = Inspection['fields'][number];
type Values = { readonly [column: string]: string | number | null };

export function inspect(moment: QueueWordsMoment, kind: string, id: string): Inspection | null {
  const { brokers, members, producers } = moment.state;
  switch (kind) {
    case 'node': {
      const [broker, member, producer] = [brokers.get(id), members.get(id), producers.get(id)];
      return broker ? inspectBroker(moment, broker) : member ? inspectMember(moment, member) : producer ? inspectProducer(moment, producer) : null;
    }
    case 'message': return inspectMessage(moment, id);
    case 'entry': return id.startsWith('queue:') ? inspectQueued(moment, id.slice(6)) : inspectRecord(moment, id);
    default: return inspectLink(moment, id);
  }
}

const fieldsOf = ({ text }: QueueWordsMoment, values: Values): readonly Field[] =>
  Object.entries(values).map(([column, value]) => ({ label: text(`message-queue.column.${column}`), value: value === null || value === '' ? '–' : typeof value === 'number' ? text('{value}', { value }) : value }));

const partitionsOf = (partitions: Iterable<number>): string => [...partitions].map((partition) => `P${partition}`).join(', ');
const faults = (node: { readonly up: boolean; readonly frozen: boolean }, more: readonly string[]): readonly string[] => (!node.up ? ['recover'] : node.frozen ? ['thaw', 'crash'] : ['crash', 'freeze', 'slow', ...more]);

function inspectBroker(moment: QueueWordsMoment, broker: Broker): Inspection {
  const { state, name, text } = moment;
  const { id, replicas } = broker;
  const parts = state.controller.parts.filter(({ partition }) => partition < state.config.partitions);
  const groups = [...state.groups.values()].filter(({ coordinator }) => coordinator === id).map((group) => group.name);
  const isQueue = state.config.mode === 'queue';
  return {
    title: `${name(id)} · ${text(`role.${!broker.up ? 'crashed' : broker.frozen ? 'frozen' : 'broker'}`)}`,
    fields: fieldsOf(moment, isQueue ? { ready: state.queue.ready.length } : {
      leads: partitionsOf(parts.filter(({ leader }) => leader === id).map(({ partition }) => partition)),
      follows: partitionsOf(parts.filter(({ leader, replicas: on }) => leader !== id && on.includes(id)).map(({ partition }) => partition)),
      'out-of-sync': partitionsOf(parts.filter(({ isr, replicas: on }) => on.includes(id) && !isr.includes(id)).map(({ partition }) => partition)),
      ends: [...replicas.values()].filter(({ partition }) => partition < state.config.partitions).slice(0, 12).map(({ partition, log }) => `P${partition} ${log.endOffset}`).join(text.comma), coordinates: groups.join(text.comma),
    }),
    actions: faults(broker, ['wipe']),
  };
}

function inspectMember(moment: QueueWordsMoment, member: Member): Inspection {
  const { state, name, text } = moment;
  const { id, group, generation, claims, working, processed } = member;
  const isQueue = state.config.mode === 'queue';
  return {
    title: `${name(id)} · ${text('message-queue.group', { name: group })}`,
    fields: fieldsOf(moment, {
      state: text(`message-queue.state.${memberState(state, member)}`), ...(isQueue ? { holds: member.hand.map(({ payload }) => payload.id).join(text.comma) } : {
        generation, owns: partitionsOf(claims.keys()), works: working ? `P${working.partition}:${working.record.offset}` : null,
        positions: [...claims.values()].filter(({ position }) => position >= 0).map(({ partition, position }) => `P${partition} ${position}`).join(text.comma),
        committed: [...claims.values()].filter(({ committed }) => committed >= 0).map(({ partition, committed }) => `P${partition} ${committed}`).join(text.comma),
        ...(processed.length > 0 ? { uncommitted: processed.length } : {}),
      }),
    }),
    actions: [...faults(member, isQueue ? [] : ['seek-offset']), 'add-member', 'remove-member'],
  };
}

function inspectProducer(moment: QueueWordsMoment, producer: Producer): Inspection {
  const { state, name, text } = moment;
  const { id, inFlight, buffered, producerId } = producer;
  let waiting = 0;
  for (const list of buffered.values()) waiting += list.length;
  const retries = [...inFlight.values()].filter(({ attempt }) => attempt > 1).length;
  return {
    title: `${name(id)} · ${text(`role.${!producer.up ? 'crashed' : producer.frozen ? 'frozen' : 'producer'}`)}`,
    fields: fieldsOf(moment, { 'under-way': inFlight.size, retries, unsent: waiting, acks: state.config.delivery === 'at-most-once' ? '0' : state.config.acks, ...(state.config.delivery === 'exactly-once' ? { 'producer-id': producerId } : {}) }),
    actions: [...faults(producer, []), 'produce'],
  };
}

function inspectMessage(moment: QueueWordsMoment, id: string): Inspection | null {
  const { state, nowUs, name, text } = moment;
  const envelope = state.network.inFlight.get(id) ?? state.network.lost.find((lost) => lost.id === id);
  if (!envelope) return null;
  const { message, dueUs, reason } = envelope;
  return {
    title: carried(message, text),
    fields: fieldsOf(moment, {
      from: name(message.from), to: name(message.to), ...(message.kind === 'produce' ? { attempt: message.attempt, acks: message.acks, ...(message.producerId < 0 ? {} : { sequence: message.sequence }) } : {}),
      ...(message.kind === 'produce-reply' && message.error !== null ? { refused: text(`message-queue.refused.${message.error}`) } : {}),
      ...(reason === null ? { arrives: Math.max(0, Math.round((dueUs - nowUs) / 1000)) } : { lost: text(`message-queue.lost-by.${reason}`) }),
    }),
    actions: reason === null ? ['drop', 'delay'] : [],
  };
}

/** `P0:7`, or `P0/b2:7`: record 7 of partition 0, as its leader or as b2 has it. */
function inspectRecord(moment: QueueWordsMoment, id: string): Inspection | null {
  const { state, name, text } = moment;
  const [, partition = '', broker, offset = ''] = /^P(\d+)(?:\/(b\d+))?:(\d+)$/.exec(id) ?? [];
  const replica = broker === undefined ? leadingReplica(state, Number(partition)) : state.brokers.get(broker)?.replicas.get(Number(partition));
  const record = replica && recordAt(replica.log, Number(offset));
  if (!replica || !record) return null;
  const { key, value, epoch, timeUs, createdUs, producerId, sequence } = record;
  const groups = [...state.groups.values()].filter(({ committed }) => (committed.get(Number(partition)) ?? 0) > record.offset).map((group) => group.name);
  const on = [...state.brokers.values()].filter(({ replicas }) => {
    const log = replicas.get(Number(partition))?.log;
    return log !== undefined && recordAt(log, record.offset)?.id === record.id;
  }).map((each) => name(each.id));
  return {
    title: text('message-queue.record-title', { offset, partition }),
    fields: fieldsOf(moment, {
      state: text(`message-queue.record.${stateOfRecord(replica, record)}`), id: record.id, ...(key === null ? {} : { key }), value, epoch, made: Math.round(createdUs / 1000), appended: Math.round(timeUs / 1000),
      ...(producerId < 0 ? {} : { 'producer-id': producerId, sequence }), on: on.join(text.comma), 'read-by': groups.join(text.comma),
    }),
    actions: [],
  };
}

function inspectQueued(moment: QueueWordsMoment, id: string): Inspection | null {
  const { state, nowUs, name, text } = moment;
  const message = state.queue.messages.get(id);
  if (!message) return null;
  const { payload, attempts, member, untilUs } = message;
  return {
    title: text('message-queue.message-title', { id: payload.id }),
    fields: fieldsOf(moment, { state: text(member === null ? 'message-queue.row.ready' : 'message-queue.held'), value: payload.value, deliveries: attempts, ...(member === null ? {} : { holder: name(member), visible: Math.max(0, Math.round((untilUs - nowUs) / 1000)) }) }),
    actions: [],
  };
}

function inspectLink(moment: QueueWordsMoment, id: string): Inspection | null {
  const { state, name, text } = moment;
  const [from = '', to = ''] = id.split(/(?<=\D\d+)[->]/);
  const known = (node: string): boolean => state.brokers.has(node) || state.producers.has(node);
  if (!known(from) || !known(to)) return null;
  const cut = isCut(state.network, from, to) || isCut(state.network, to, from);
  const between = [...state.network.inFlight.values()].filter(({ message }) => (message.from === from && message.to === to) || (message.from === to && message.to === from)).length;
  return { title: text('message-queue.link-title', { from: name(from), to: name(to) }), fields: fieldsOf(moment, { passes: text(cut ? 'message-queue.no' : 'message-queue.yes'), between }), actions: cut ? ['heal'] : ['cut'] };
}
