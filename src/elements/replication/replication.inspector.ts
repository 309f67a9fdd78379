/** Every field of a server, a message, a record, a link, or the client. */
import { isCut } from '../../models/kernel/network-state.ts';
import type { Envelope } from '../../models/kernel/network-state.ts';
import { lagOf } from '../../models/replication/lag.ts';
import { endOf, lastTimeline, recordAt } from '../../models/replication/log.ts';
import type { Message } from '../../models/replication/messages.ts';
import type { Server } from '../../models/replication/state.ts';
import { clientId } from '../../models/replication/state.ts';
import type { Inspection } from '../base/concept.ts';
import { divergent, isDeposed, ownUpTo, standingOf } from './lanes.ts';
import { carried } from './message-sentence.ts';
import { inMs, ruleWords } from './replication.words.ts';
import type { ReplicationMoment } from './replication.words.ts';

type Field = Inspection['fields'][number];

export function inspect(moment: ReplicationMoment, kind: string, id: string): Inspection | null {
  const { state } = moment;
  switch (kind) {
    case 'node': {
      if (id === clientId) return inspectClient(moment);
      const server = state.servers.get(id);
      return server ? inspectServer(moment, server) : null;
    }
    case 'message': {
      const envelope = state.network.inFlight.get(id) ?? state.network.lost.find((lost) => lost.id === id);
      return envelope ? inspectMessage(moment, envelope) : null;
    }
    case 'entry': return inspectRecord(moment, id);
    default: return inspectLink(moment, id);
  }
}

const fieldOf = ({ text }: ReplicationMoment) => (key: string, value: string | number): Field => ({ label: text(`replication.column.${key}`), value: String(value) });

function inspectServer(moment: ReplicationMoment, server: Server): Inspection {
  const { state, text, name, nowUs } = moment;
  const field = fieldOf(moment);
  const isPrimary = server.role === 'primary';
  const { entries, ms } = lagOf(state, server, nowUs);
  const tail = divergent(state, server);
  return {
    title: `${name(server.id)} · ${text(`replication.standing.${standingOf(state, server)}`)}`,
    fields: [
      field('received', endOf(server.log)), field('flushed', server.flushed), field('applied', server.applied), field('timeline', lastTimeline(server.log)),
      ...(server.id === state.primary ? [field('rule', ruleWords(moment)), field('waiting', server.waiting.length), field('degraded', text(server.degraded ? 'replication.yes' : 'replication.no'))]
        : [field('follows', server.upstream === null ? '–' : name(server.upstream)), field('lag', entries), field('ms', Math.round(ms))]),
      ...(tail > 0 ? [field('tail', tail)] : []),
      ...(server.skewUs === 0 ? [] : [field('skew', server.skewUs / 1000)]),
      ...[...server.links].map(([to, { acked }]): Field => ({ label: text('replication.column.acked', { name: name(to) }), value: text('replication.value.acked', { ...acked }) })),
    ],
    actions: actionsOn(server, isPrimary, server.diverged || isDeposed(state, server)),
  };
}

function actionsOn({ up, frozen }: Server, isPrimary: boolean, parted: boolean): readonly string[] {
  if (!up) return ['recover', 'wipe'];
  if (frozen) return ['thaw', 'crash'];
  return [...(parted ? ['rejoin'] : isPrimary ? [] : ['promote', 'follow']), 'read', 'crash', 'freeze', 'slow', 'skew', 'wipe'];
}

function inspectClient(moment: ReplicationMoment): Inspection {
  const { state, text, name } = moment;
  const field = fieldOf(moment);
  const last = state.client.reads.at(-1);
  const { writesConfirmed, writesRefused, writesUnknown, reads, staleReads } = state.stats;
  return {
    title: text('replication.client'),
    fields: [
      field('confirmed', writesConfirmed), field('refused', writesRefused), field('unknown', writesUnknown), field('reads', reads), field('stale', staleReads),
      ...(last ? [field('last-read', text('replication.value.read', { name: name(last.node), seen: last.seen, expected: last.expected }))] : []),
    ],
    actions: ['write'], target: null,
  };
}

function inspectMessage(moment: ReplicationMoment, { message, dueUs, reason }: Envelope<Message>): Inspection {
  const { text, name, nowUs } = moment;
  const field = fieldOf(moment);
  return {
    title: text(`replication.kind.${message.kind}`),
    fields: [
      field('from', name(message.from)), field('to', name(message.to)), field('carries', carried(message, text)),
      reason === null ? field('arrives', inMs(dueUs - nowUs)) : field('lost', text(`replication.lost.${reason}`)),
    ],
    actions: reason === null ? ['drop', 'delay'] : [],
  };
}

/** `r1:7`: record 7 on r1. */
function inspectRecord(moment: ReplicationMoment, id: string): Inspection | null {
  const { state, text, name } = moment;
  const [at = '', position = ''] = id.split(':');
  const server = state.servers.get(at);
  const record = server && recordAt(server.log, Number(position));
  if (!server || !record) return null;
  const { lsn, timeline, write, clockUs } = record;
  const field = fieldOf(moment);
  const has = (each: Server): boolean => recordAt(each.log, lsn)?.timeline === timeline;
  const level = lsn <= server.applied ? 'applied' : lsn <= server.flushed ? 'flushed' : 'received';
  return {
    title: text('replication.record-title', { lsn, name: name(at) }),
    fields: [
      field('position', lsn), field('timeline', timeline), field('written', write), field('made', inMs(clockUs)), field('state', text(`replication.level.${level}`)),
      field('client', text(lsn > ownUpTo(state, server) ? 'replication.value.tail' : lsn <= state.ledger.confirmed ? 'replication.value.confirmed' : 'replication.value.waits')),
      field('on', [...state.servers.values()].filter(has).map((each) => name(each.id)).join(text.comma)),
    ],
    actions: [],
  };
}

function inspectLink(moment: ReplicationMoment, id: string): Inspection | null {
  const { state, text, name } = moment;
  const [from = '', to = ''] = id.split(/[->]/);
  if (!state.servers.has(from) || !state.servers.has(to)) return null;
  const field = fieldOf(moment);
  const passes = !isCut(state.network, from, to) && !isCut(state.network, to, from);
  const count = [...state.network.inFlight.values()].filter(({ message }) => (message.from === from && message.to === to) || (message.from === to && message.to === from)).length;
  return {
    title: text('replication.link-title', { from: name(from), to: name(to) }),
    fields: [field('passes', text(passes ? 'replication.yes' : 'replication.no')), field('in-flight', count)],
    actions: passes ? ['cut'] : ['heal'],
  };
}
