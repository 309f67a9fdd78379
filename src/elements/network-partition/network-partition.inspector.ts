/** Every field of a node, a client, a service, a message, a version or a link. */
import type { Envelope } from '../../models/kernel/network-state.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import type { Message } from '../../models/network-partition/messages.ts';
import type { PartitionNode, PartitionState } from '../../models/network-partition/state.ts';
import { lockView, nodeView, tilesOf } from '../../models/network-partition/views.ts';
import type { Inspection, Moment } from '../base/concept.ts';
import { kindOf } from './message-sentence.ts';
import { roleOf, sideName } from './network-partition.picture.ts';

type Field = Inspection['fields'][number];
type PartitionMoment = Moment<PartitionState>;

export function inspect(moment: PartitionMoment, kind: string, id: string): Inspection | null {
  const { state } = moment;
  switch (kind) {
    case 'message': {
      const envelope = state.network.inFlight.get(id) ?? state.network.lost.find((lost) => lost.id === id);
      return envelope ? inspectMessage(moment, envelope) : null;
    }
    case 'link': return inspectLink(moment, id);
    case 'entry': return inspectVersion(moment, id);
    default: {
      const node = state.nodes.get(id);
      if (node) return inspectNode(moment, node);
      return state.clients.has(id) ? inspectClient(moment, id) : inspectService(moment, id);
    }
  }
}

const labelled = ({ text }: Pick<PartitionMoment, 'text'>) => (key: string, value: string | number): Field => ({ label: text(`network-partition.column.${key}`), value: String(value) });

function inspectNode(moment: PartitionMoment, node: PartitionNode): Inspection {
  const { state, text, name, nowUs } = moment;
  const view = nodeView(state, node, nowUs);
  const field = labelled(moment);
  const role = roleOf(node);
  return {
    title: `${name(node.id)} · ${view.fencedBy !== null ? text('network-partition.fenced') : text(role === 'acting-primary' ? 'role.primary' : `role.${role}`)}`,
    fields: [
      field('side', view.side < 0 ? '–' : sideName(view.side)), ...(view.epoch === 0 ? [] : [field('epoch', view.epoch), field('accepts', text(view.accepts ? 'network-partition.yes' : 'network-partition.no'))]),
      field('primary', view.primary === null ? '–' : name(view.primary)), field('suspects', view.suspects.map(name).join(text.comma) || '–'),
      ...(view.fencedBy === null ? [] : [field('fenced-by', name(view.fencedBy))]),
      ...(view.leaseLeft === null ? [] : [field('lease', text('network-partition.ms', { ms: Math.round(view.leaseLeft) }))]),
      ...(Math.round(view.clockError) === 0 ? [] : [field('clock', text('network-partition.ms', { ms: Math.round(view.clockError) }))]),
      ...view.tiles.map(({ key, value, clockText, timestamp }): Field => ({ label: key, value: `${value} [${clockText}]${timestamp === null ? '' : ` @ ${text('network-partition.ms', { ms: Math.round(timestamp) })}`}` })),
    ],
    actions: !node.up ? ['recover', 'wipe'] : node.frozen ? ['thaw', 'crash']
      : ['write', ...(node.volatile.role === 'primary' ? [] : [state.config.policy === 'fencing-token' ? 'acquire' : 'promote']), 'fence', 'freeze', 'crash', 'slow', 'skew', 'wipe'],
  };
}

function inspectClient(moment: PartitionMoment, id: string): Inspection {
  const { state, text, name } = moment;
  const { home, target, outstanding } = state.clients.get(id)!;
  const { accepted, refused, unanswered, withoutServiceUs } = state.stats.sides.get(id)!;
  const field = labelled(moment);
  return {
    title: `${name(id)} · ${text('role.client')}`,
    fields: [
      field('home', name(home)), field('asks', name(target)), field('waiting', outstanding.size), field('accepted', accepted), field('refused', refused), field('unanswered', unanswered),
      field('without', text('network-partition.ms', { ms: Math.round(withoutServiceUs / 1000) })),
    ],
    actions: [],
  };
}

function inspectService(moment: PartitionMoment, id: string): Inspection | null {
  const { state, text, name, nowUs } = moment;
  const field = labelled(moment);
  const lock = lockView(state, nowUs);
  const up = (is: boolean): Field => field('state', text(is ? 'network-partition.up' : 'role.crashed'));
  const verbs = (is: boolean): readonly string[] => (is ? ['crash'] : ['recover']);
  if (id === 'f1') return { title: text('network-partition.fencer'), fields: [up(state.fencer.up)], actions: verbs(state.fencer.up) };
  if (lock === null) return null;
  if (id === 'l1') return { title: text('network-partition.lock'), fields: [up(lock.lockUp), field('holder', lock.holder === null ? '–' : name(lock.holder)), field('epoch', lock.token), field('lease', text('network-partition.ms', { ms: Math.round(lock.leaseLeft) }))], actions: verbs(lock.lockUp) };
  return id === 's1' ? { title: text('network-partition.storage'), fields: [up(lock.storageUp), field('highest', lock.highestToken)], actions: verbs(lock.storageUp) } : null;
}

function inspectMessage(moment: PartitionMoment, { message, dueUs, reason }: Envelope<Message>): Inspection {
  const { text, name, nowUs } = moment;
  const field = labelled(moment);
  const write = 'write' in message ? message.write : null;
  return {
    title: kindOf(message, moment),
    fields: [
      field('from', name(message.from)), field('to', name(message.to)),
      ...('epoch' in message ? [field('epoch', message.epoch)] : []), ...('token' in message ? [field('token', message.token)] : []),
      ...(write === null ? [] : [field('write', `${write.key}=${write.remove ? '−' : ''}${write.value}`)]),
      ...('store' in message ? [field('holds', [...message.store.keys.keys()].join(text.comma) || '–')] : []),
      ...('targets' in message ? [field('targets', message.targets.map(name).join(text.comma))] : []),
      ...(message.kind === 'client-reply' && message.reason !== null ? [field('reason', text(`network-partition.reason.${message.reason}`))] : []),
      reason === null ? field('arrives', text('network-partition.ms', { ms: Math.max(0, Math.round((dueUs - nowUs) / 1000)) })) : field('lost', text(`network-partition.lost-by.${reason}`)),
    ],
    actions: reason === null ? ['drop', 'delay'] : [],
  };
}

/** `n1:n3:2`: a version on a node. */
function inspectVersion(moment: PartitionMoment, id: string): Inspection | null {
  const { state, text, name } = moment;
  const at = id.indexOf(':');
  const node = state.nodes.get(id.slice(0, at));
  const tile = node && tilesOf(node).find((each) => each.id === id.slice(at + 1));
  if (!node || !tile) return null;
  const field = labelled(moment);
  return {
    title: text('network-partition.version', { key: tile.key, value: tile.value, name: name(node.id) }),
    fields: [
      field('vector', tile.clockText), ...(tile.timestamp === null ? [] : [field('timestamp', text('network-partition.ms', { ms: Math.round(tile.timestamp) }))]),
      field('on', [...state.nodes.values()].filter((other) => tilesOf(other).some((each) => each.id === tile.id)).map((other) => name(other.id)).join(text.comma)),
      field('beside', tile.siblings.length),
    ],
    actions: [],
  };
}

function inspectLink(moment: PartitionMoment, id: string): Inspection | null {
  const { state, text, name } = moment;
  const [from = '', to = ''] = id.split(/[->]/);
  const known = (end: string): boolean => state.nodes.has(end) || state.clients.has(end);
  if (!known(from) || !known(to)) return null;
  const open = [[from, to], [to, from]].filter(([a = '', b = '']) => !isCut(state.network, a, b));
  return {
    title: text('network-partition.link', { from: name(from), to: name(to) }),
    fields: [labelled(moment)('ways', open.length === 1 ? text('network-partition.ways.one', { from: name(open[0]?.[0] ?? ''), to: name(open[0]?.[1] ?? '') }) : text(open.length === 2 ? 'network-partition.ways.both' : 'network-partition.ways.none'))],
    actions: open.length === 2 ? ['cut'] : ['heal'],
  };
}
