/** Every field of a copy, a client, a corner, a message or a link. */
import type { Envelope } from '../../models/kernel/network-state.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import type { Message } from '../../models/cap-theorem/messages.ts';
import { copiesOf, isPartitioned, progressOf, readoutsOf } from '../../models/cap-theorem/readouts.ts';
import type { CapState, Replica } from '../../models/cap-theorem/state.ts';
import type { Inspection, Moment } from '../base/concept.ts';
import { copyWords, roleOf } from './cap-theorem.picture.ts';
import { reachOf } from './cap-theorem.words.ts';
import { kindOf } from './message-sentence.ts';

type Field = Inspection['fields'][number];

export function inspect(moment: Moment<CapState>, kind: string, id: string): Inspection | null {
  const { state } = moment;
  if (kind === 'message') {
    const envelope = state.network.inFlight.get(id) ?? state.network.lost.find((lost) => lost.id === id);
    return envelope ? inspectMessage(moment, envelope) : null;
  }
  if (kind === 'link') return inspectLink(moment, id);
  if (kind !== 'node') return null;
  const replica = state.replicas.get(id);
  if (replica) return inspectCopy(moment, replica);
  return state.clients.some((client) => client.id === id) ? inspectClient(moment, id) : inspectCorner(moment, id);
}

/** `c1 write x=3`; `told`: and was told so. */
export function requestWords({ text, name }: Pick<Moment<CapState>, 'text' | 'name'>, request: { readonly client: string; readonly op: 'read' | 'write'; readonly key: string; readonly value: string | null; readonly told?: boolean }): string {
  const { client, op, key, value } = request;
  return text(`cap-theorem.did.${op}${op === 'read' && request.told === true ? '-told' : ''}`, { client: name(client), key, value: value ?? '' });
}

const labelled = ({ text }: Pick<Moment<CapState>, 'text'>) => (key: string, value: string | number): Field => ({ label: text(`cap-theorem.field.${key}`), value: String(value) });

function inspectCopy(moment: Moment<CapState>, replica: Replica): Inspection {
  const { state, text, name } = moment;
  const field = labelled(moment);
  const { id, up, frozen } = replica;
  const owed = [...replica.hints].filter(([, versions]) => versions.size > 0);
  return {
    title: `${name(id)} · ${up && !frozen ? text('cap-theorem.legend.copy') : text(`role.${roleOf(replica)}`)}`,
    fields: [
      ...copiesOf(state).filter((copy) => copy.node === id).map((copy): Field => ({
        label: text('cap-theorem.column.key', { key: copy.key }),
        value: `${copyWords(moment, copy.key, copy)}${copy.old ? ` (${text('cap-theorem.old')})` : ''}${copy.versions.map(({ clock }) => ` [${clock}]`).join('')}`,
      })),
      field('reaches', text('cap-theorem.value.reaches', { reach: reachOf(state, id), copies: state.replicas.size })),
      ...owed.map(([peer, versions]) => field('hints', text('cap-theorem.value.hints', { name: name(peer), count: versions.size }))),
      ...progressOf(state).filter(({ node }) => node === id).map((task) =>
        field('works', text('cap-theorem.value.works', { request: requestWords(moment, task), answered: task.answered.length, needed: task.needed }))),
      ...(replica.suspects.size === 0 ? [] : [field('suspects', [...replica.suspects].map(name).join(text.comma))]),
      ...(replica.clockOffsetUs === 0 ? [] : [field('clock', text('cap-theorem.ms', { ms: replica.clockOffsetUs / 1000 }))]),
    ],
    actions: !up ? ['recover', 'wipe'] : frozen ? ['thaw', 'crash'] : ['read', 'write', 'crash', 'freeze', 'slow', 'skew', 'wipe'],
  };
}

function inspectClient(moment: Moment<CapState>, id: string): Inspection {
  const { state, name, nowUs, text } = moment;
  const field = labelled(moment);
  const client = state.clients.find((each) => each.id === id);
  const waiting = [...state.outstanding.values()].filter(({ call }) => call.client === id);
  return {
    title: `${name(id)} · ${text('role.client')}`,
    fields: [
      field('beside', name(client?.anchor ?? '')),
      ...waiting.map(({ call, node, sentUs }) => field('waits', text('cap-theorem.value.waits', { request: requestWords(moment, call), node: name(node), ms: Math.round((nowUs - sentUs) / 1000) }))),
    ],
    actions: [],
  };
}

function inspectCorner(moment: Moment<CapState>, id: string): Inspection | null {
  const { state, text } = moment;
  const field = labelled(moment);
  const { consistent, witness, asked, answered, unanswered } = readoutsOf(state);
  switch (id) {
    case 'corner-c': return {
      title: text('cap-theorem.corner.c'), actions: [],
      fields: [field('verdict', text(consistent ? 'cap-theorem.holds.c' : 'cap-theorem.given-up.c')), field('means', text('cap-theorem.means.c')),
        ...witness.map((each) => field('witness', requestWords(moment, { client: each.client, op: each.kind === 'read' ? 'read' : 'write', key: each.key, value: String(each.value ?? '–'), told: true })))],
    };
    case 'corner-a': return {
      title: text('cap-theorem.corner.a'), actions: [],
      fields: [field('verdict', text(answered === asked ? 'cap-theorem.holds.a' : 'cap-theorem.given-up.a')), field('means', text('cap-theorem.means.a')), field('answered', `${answered}/${asked}`),
        ...unanswered.map((each) => field('unanswered', `${requestWords(moment, each)}: ${text(`cap-theorem.reason.${each.reason}`)}`))],
    };
    case 'corner-p': return {
      title: text('cap-theorem.corner.p'), actions: isPartitioned(state) ? ['heal'] : ['cut'], target: null,
      fields: [field('verdict', text(isPartitioned(state) ? 'cap-theorem.partition.now' : 'cap-theorem.partition.none')), field('means', text('cap-theorem.means.p'))],
    };
    default: return null;
  }
}

function inspectMessage(moment: Moment<CapState>, { message, dueUs, reason }: Envelope<Message>): Inspection {
  const { text, name, nowUs } = moment;
  const field = labelled(moment);
  const versions = 'versions' in message ? message.versions : [];
  return {
    title: kindOf(message, moment),
    fields: [
      field('from', name(message.from)), field('to', name(message.to)),
      ...('call' in message ? [field('request', requestWords(moment, message.call))] : []),
      ...versions.map(({ value }) => field('carries', value)),
      ...(message.kind === 'update' ? [field('why', text(`cap-theorem.why.${message.why}`))] : []),
      ...(message.kind === 'client-reply' && message.reason !== null ? [field('reason', text(`cap-theorem.reason.${message.reason}`))] : []),
      reason === null ? field('arrives', text('cap-theorem.ms', { ms: Math.max(0, Math.round((dueUs - nowUs) / 100) / 10) })) : field('lost', text(`cap-theorem.lost-by.${reason}`)),
    ],
    actions: reason === null ? ['drop', 'delay'] : [],
  };
}

function inspectLink(moment: Moment<CapState>, id: string): Inspection | null {
  const { state, text, name } = moment;
  const [from = '', to = ''] = id.split(/[->]/);
  const known = (end: string): boolean => state.replicas.has(end) || state.clients.some((client) => client.id === end);
  if (!known(from) || !known(to)) return null;
  const open = [[from, to], [to, from]].filter(([a = '', b = '']) => !isCut(state.network, a, b));
  return {
    title: text('cap-theorem.link', { from: name(from), to: name(to) }),
    fields: [labelled(moment)('ways', text(`cap-theorem.ways.${open.length}`))],
    actions: open.length === 2 ? ['cut'] : ['heal'],
  };
}
