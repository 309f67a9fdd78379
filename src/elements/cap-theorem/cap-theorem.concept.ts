/** What the store offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import type { ModelEvent } from '../../models/kernel/model.ts';
import { capTheorem } from '../../models/cap-theorem/model.ts';
import { isPartitioned } from '../../models/cap-theorem/readouts.ts';
import type { CapConfig, CapState, Corner, Replica } from '../../models/cap-theorem/state.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import { wallMarks } from '../../scene/flat/walls.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { preview } from './cap-theorem.preview.ts';
import { capTheoremStrings } from './cap-theorem.strings.ts';
import { facts, readouts, sentence, verdicts } from './cap-theorem.words.ts';
import { capTheoremWords } from './cap-theorem.words.strings.ts';

const asState = (state: unknown): CapState => state as CapState;
const nodes = (state: unknown): readonly Replica[] => [...asState(state).replicas.values()];
const cutNow = (state: unknown): boolean => isPartitioned(asState(state));

/** Goes to a corner. */
const cornerVerb = (corner: Corner): ActionSpec => ({
  action: 'choose', label: `cap-theorem.go.${corner}`, needs: 'message',
  verb: { label: `cap-theorem.go.${corner}`, target: corner, choice: { of: 'cap-theorem.go', inForce: (state) => asState(state).corner === corner } },
});

const actions: readonly ActionSpec[] = [
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'cap-theorem.heal', icon: 'heal', when: cutNow } },
  { action: 'cut', label: 'action.cut', needs: 'groups', verb: { label: 'cap-theorem.cut', icon: 'cut', when: (state) => !cutNow(state) && nodes(state).length > 1 } },
  cornerVerb('cp'), cornerVerb('ap'), cornerVerb('ca'),
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'cap-theorem.recover', icon: 'heal', when: (state) => nodes(state).some(({ up }) => !up) } },
  { action: 'read', label: 'action.read', needs: 'node' },
  { action: 'write', label: 'action.write', needs: 'text', input: { argument: 'value', example: 'cap-theorem.write-example' } },
  { action: 'quorum', label: 'cap-theorem.read-quorum', needs: 'text', input: { argument: 'read', example: 'cap-theorem.quorum-example' } },
  { action: 'quorum', label: 'cap-theorem.write-quorum', needs: 'text', input: { argument: 'write', example: 'cap-theorem.quorum-example' } },
  ...faultActions('crash', 'freeze', 'thaw', 'slow', 'skew', 'wipe', 'drop', 'delay'),
];

const say = sayer('cap-theorem', {
  word: (field, value, { text, name }) => (field === 'reason' ? text(`cap-theorem.reason.${value}`) : field === 'client' ? name(value) : undefined),
  // An empty register has no value.
  more: ({ event: { data } }) => (data['value'] === null ? { value: '–' } : undefined),
});

function verdictSays({ data }: ModelEvent): string {
  if (data['consistent'] === true) return data['available'] === true ? 'verdict-both' : 'verdict-not-available';
  return data['available'] === true ? 'verdict-not-consistent' : 'verdict-neither';
}

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['cap.partition', { milestone: true, tick: 'fail', say: say('partition') }],
  ['cap.heal', { milestone: true, tick: 'ok', say: say('whole') }],
  ['cap.request', { say: say(({ data }) => `request-${String(data['op'])}`) }],
  ['cap.response', { say: say(({ data }) => (data['op'] === 'write' ? 'written' : data['stale'] === true ? 'read-stale' : 'read')) }],
  ['cap.refused', { tick: 'idle', say: say(({ data }) => `refused-${String(data['op'])}`) }],
  ['cap.conflict', { milestone: true, tick: 'warn', say: say('conflict') }],
  ['cap.resolved', { say: say(({ data }) => (data['by'] === 'merge' ? 'merged' : 'resolved')) }],
  ['cap.verdict', { milestone: true, say: say(verdictSays) }],
  ...faultEvents(say, ['crash', 'recover', 'slow', 'cut', 'heal']),
]);

function legend({ text }: Moment<CapState>): ReturnType<Concept<CapConfig, CapState>['legend']> {
  return [
    { role: 'client', label: text('role.client') }, { role: 'replica', label: text('cap-theorem.legend.copy') },
    { role: 'lamp-lit', label: text('cap-theorem.legend.holds') }, { role: 'lamp-dark', label: text('cap-theorem.legend.given-up') },
  ];
}

export const concept: Concept<CapConfig, CapState> = {
  ...preview,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks, wallMarks],
  model: capTheorem(),
  actions,
  events,
  legend,
  facts,
  sentence,
  readouts,
  expects: ['linearizable', 'available', 'no-stale-read', 'no-lost-write'],
  verdicts,
  panels: () => import('./cap-theorem.panels.ts'),
  strings: { ...capTheoremStrings, ...capTheoremWords },
};
