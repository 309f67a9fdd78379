/** What the network offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import type { PartitionConfig } from '../../models/network-partition/config.ts';
import { networkPartition } from '../../models/network-partition/model.ts';
import type { PartitionNode, PartitionState } from '../../models/network-partition/state.ts';
import { primariesOf } from '../../models/network-partition/state.ts';
import type { Kind } from '../../models/network-partition/wall.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { isParted } from './network-partition.picture.ts';
import { preview } from './network-partition.preview.ts';
import { networkPartitionStrings } from './network-partition.strings.ts';
import { facts, readouts, sentence, verdicts } from './network-partition.words.ts';
import { networkPartitionWords } from './network-partition.words.strings.ts';

const asState = (state: unknown): PartitionState => state as PartitionState;
const nodes = (state: unknown): readonly PartitionNode[] => [...asState(state).nodes.values()];
const parted = (state: unknown): boolean => isParted(asState(state));

/** A cut into the sides that are set, of one kind. */
const cutVerb = (kind: Kind): ActionSpec => ({
  action: 'cut', label: `network-partition.cut.${kind}`, needs: 'message',
  verb: { label: `network-partition.cut.${kind}`, args: { kind }, icon: 'cut', when: (state) => !parted(state) && asState(state).config.partition.length > 1 },
});

const actions: readonly ActionSpec[] = [
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'network-partition.heal', icon: 'heal', when: parted } },
  { action: 'fence', label: 'network-partition.fence', needs: 'node', verb: { label: 'network-partition.fence-primary', target: 'primary', icon: 'bolt', when: (state) => parted(state) && primariesOf(asState(state)).length > 1 } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'network-partition.recover', icon: 'heal', when: (state) => nodes(state).some(({ up }) => !up) } },
  { action: 'thaw', label: 'action.thaw', needs: 'node', verb: { label: 'network-partition.thaw', target: 'frozen', when: (state) => nodes(state).some(({ frozen }) => frozen) } },
  cutVerb('full'), cutVerb('one-way'), cutVerb('partial'), cutVerb('flapping'),
  { action: 'cut', label: 'action.cut', needs: 'groups' },
  { action: 'write', label: 'action.write', needs: 'text', input: { argument: 'value', example: 'network-partition.write-example' } },
  { action: 'promote', label: 'network-partition.promote', needs: 'node' },
  { action: 'acquire', label: 'network-partition.acquire', needs: 'node' },
  ...faultActions('freeze', 'crash', 'slow'),
  { action: 'skew', label: 'action.skew', needs: 'text', input: { argument: 'by', example: 'network-partition.skew-example' } },
  ...faultActions('wipe', 'drop', 'delay'),
];

const say = sayer('network-partition', {
  word: (field, value, { event, text, name }) =>
    (field === 'reason' || (field === 'kind' && event.type === 'partition.cut') ? text(`network-partition.${field}.${value}`) : /^(by|target|from|to)$/.test(field) ? name(value) : undefined),
});

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['partition.cut', { milestone: true, tick: 'fail', say: say('parted') }],
  ['partition.heal', { milestone: true, tick: 'ok', say: say('whole') }],
  ['partition.vanished', { say: say('vanished') }],
  ['partition.suspect', { say: say('suspect') }],
  ['partition.promote', { milestone: true, tick: 'leader', say: say('promote') }],
  ['partition.step-down', { say: say('step-down') }],
  ['partition.write', { say: say(({ data }) => (data['accepted'] === true ? 'write' : 'refused')) }],
  ['partition.fence', { milestone: true, tick: 'fail', say: say(({ data }) => (data['ok'] === true ? 'fence' : 'fence-late')) }],
  ['partition.token', { say: say(({ data }) => (data['accepted'] === true ? 'token' : 'token-refused')) }],
  ['partition.conflict', { milestone: true, tick: 'warn', say: say('conflict') }],
  ['partition.merge', { milestone: true, tick: 'ok', say: say(({ data }) => (Array.isArray(data['lost']) && data['lost'].length > 0 ? 'merge-lost' : 'merge')) }],
  ...faultEvents(say, ['crash', 'freeze', 'slow', 'cut', 'heal']),
]);

function legend({ text }: Moment<PartitionState>): ReturnType<Concept<PartitionConfig, PartitionState>['legend']> {
  return [
    { role: 'acting-primary', label: text('role.primary') }, { role: 'replica', label: text('role.replica') }, { role: 'client', label: text('role.client') },
    { role: 'version-a', label: text('network-partition.legend.a') }, { role: 'version-b', label: text('network-partition.legend.b') },
  ];
}

export const concept: Concept<PartitionConfig, PartitionState> = {
  ...preview,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks],
  model: networkPartition(),
  actions,
  events,
  legend,
  facts,
  sentence,
  readouts,
  expects: ['one-primary', 'no-conflict', 'no-lost-write'],
  verdicts,
  panels: () => import('./network-partition.panels.ts'),
  strings: { ...networkPartitionStrings, ...networkPartitionWords },
};
