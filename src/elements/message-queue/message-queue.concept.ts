/** What event streaming offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import type { QueueConfig, QueueState } from '../../models/message-queue/cluster.ts';
import { messageQueue } from '../../models/message-queue/model.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { drawMessageQueue } from './live.picture.ts';
import { groupRole } from './looks.ts';
import { preview } from './message-queue.preview.ts';
import { messageQueueStrings } from './message-queue.strings.ts';
import { facts, readouts, sentence, verdicts } from './message-queue.words.ts';
import { messageQueueWords } from './message-queue.words.strings.ts';

const asState = (state: unknown): QueueState => state as QueueState;
const isStream = (state: unknown): boolean => asState(state).config.mode === 'stream';
const isCut = (state: unknown): boolean => asState(state).network.groups !== null || asState(state).network.cutLinks.size > 0;
const isDown = (state: unknown): boolean => [asState(state).brokers, asState(state).members, asState(state).producers].some((nodes) => [...nodes.values()].some(({ up }) => !up));
const isOffline = (state: unknown): boolean => isStream(state) && asState(state).controller.parts[0]?.leader === null;

/** Another guarantee. */
const deliveryVerb = (value: string): ActionSpec => ({
  action: 'set-delivery', label: `message-queue.go.${value}`, needs: 'message',
  verb: { label: `message-queue.go.${value}`, args: { value }, choice: { of: 'message-queue.delivery', inForce: (state) => asState(state).config.delivery === value } },
});

const actions: readonly ActionSpec[] = [
  { action: 'elect-unclean', label: 'message-queue.elect-unclean', needs: 'nothing', verb: { label: 'message-queue.elect-unclean', icon: 'bolt', when: isOffline } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'message-queue.recover', icon: 'heal', when: isDown } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'message-queue.heal', icon: 'heal', when: isCut } },
  { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'message-queue.crash-worker', target: 'member', icon: 'bolt', when: (state) => !isDown(state) } },
  { action: 'crash', label: 'message-queue.crash-leader', needs: 'message', verb: { label: 'message-queue.crash-leader', target: 'leader', icon: 'bolt', when: (state) => isStream(state) && !isOffline(state) } },
  { action: 'add-member', label: 'message-queue.add-member', needs: 'nothing', verb: { label: 'message-queue.add-member', icon: 'plus' } },
  { action: 'seek-offset', label: 'message-queue.replay', needs: 'nothing', verb: { label: 'message-queue.replay', args: { offset: 0 }, when: isStream } },
  deliveryVerb('at-most-once'), deliveryVerb('at-least-once'), deliveryVerb('exactly-once'),
  { action: 'remove-member', label: 'message-queue.remove-member', needs: 'node' },
  { action: 'produce', label: 'message-queue.produce', needs: 'text', input: { argument: 'key', example: 'message-queue.produce-example' } },
  { action: 'produce', label: 'message-queue.poison', needs: 'message', verb: { label: 'message-queue.poison', args: { value: 'poison' } } },
  ...faultActions('freeze', 'thaw', 'slow', 'wipe'),
  { action: 'cut', label: 'action.cut', needs: 'groups', sides: (state) => [...(state as QueueState).brokers.keys()] },
  ...faultActions('drop', 'delay'),
];

const say = sayer('message-queue', {
  word: (field, value, { text, name }) => (field === 'member' || field === 'broker' ? name(value) : field === 'reason' ? text(`message-queue.loses.${value}`) : undefined),
});

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['mq.produced', { say: say('produced') }],
  ['mq.duplicate-refused', { say: say('duplicate-refused') }],
  ['mq.replicated', { say: say('replicated') }],
  ['mq.high-watermark', { say: say('high-watermark') }],
  ['mq.isr', { tick: 'warn', say: say('isr') }],
  ['mq.leader', { milestone: true, tick: 'broker', say: say('leader') }],
  ['mq.delivered', { say: say(({ data }) => (Number(data['attempt']) > 1 ? 'delivered-again' : 'delivered')) }],
  ['mq.processed', { say: say('processed') }],
  ['mq.committed', { say: say('committed') }],
  ['mq.rebalance', { milestone: true, tick: 'consumer-a', say: say('rebalance') }],
  ['mq.fenced', { tick: 'warn', say: say('fenced') }],
  ['mq.duplicate', { milestone: true, tick: 'warn', say: say('duplicate') }],
  ['mq.lost', { milestone: true, tick: 'fail', say: say('lost') }],
  ['mq.expired', { tick: 'idle', say: say('expired') }],
  ['mq.dead-letter', { milestone: true, tick: 'fail', say: say('dead-letter') }],
  ['mq.abandoned', { tick: 'warn', say: say('abandoned') }],
  ['mq.member-added', { tick: 'ok', say: say('member-added') }],
  ['mq.member-removed', { tick: 'idle', say: say('member-removed') }],
  ...faultEvents(say),
]);

function legend({ state, text }: Moment<QueueState>): ReturnType<Concept<QueueConfig, QueueState>['legend']> {
  const groups = [...state.groups.values()].filter(({ name }) => [...state.members.values()].some((member) => member.group === name));
  return [
    { role: 'producer', label: text('role.producer') }, { role: 'broker', label: text('role.broker') },
    ...groups.slice(0, 3).map(({ name, index }) => ({ role: groupRole(index), label: text('message-queue.group', { name }) })),
  ];
}

export const concept: Concept<QueueConfig, QueueState> = {
  ...preview,
  draw: drawMessageQueue,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks],
  model: messageQueue(),
  actions,
  events,
  legend,
  facts,
  sentence,
  readouts,
  expects: ['no-loss', 'no-lost-write', 'no-duplicates', 'available'],
  verdicts,
  panels: () => import('./message-queue.panels.ts'),
  strings: { ...messageQueueStrings, ...messageQueueWords },
};
