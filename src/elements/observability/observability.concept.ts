/** What observability offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import { observabilityExports } from '../../models/observability/exporters/exporters.ts';
import { observability } from '../../models/observability/model.ts';
import type { ObservabilityConfig, ObservabilityState } from '../../models/observability/state.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { preview } from './observability.preview.ts';
import { observabilityStrings } from './observability.strings.ts';
import { observabilityWords } from './observability.words.strings.ts';
import { facts, readouts, sentence } from './observability.words.ts';

const asState = (state: unknown): ObservabilityState => state as ObservabilityState;
const isCutNow = (state: unknown): boolean => asState(state).network.groups !== null || asState(state).network.cutLinks.size > 0;
const isUnwell = (state: unknown): boolean => {
  const { services, collector } = asState(state);
  return !collector.up || collector.slow !== 1 || [...services.values()].some(({ up, failShare, strips, slow }) => !up || failShare !== null || strips || slow.factor !== 1);
};

const actions: readonly ActionSpec[] = [
  { action: 'slow', label: 'action.slow', needs: 'node', verb: { label: 'observability.slow-query', target: 'last', args: { factor: 12, share: 0.2 }, icon: 'bolt', when: (state) => !isUnwell(state) } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'observability.recover', icon: 'heal', when: isUnwell } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'observability.heal', icon: 'heal', when: isCutNow } },
  { action: 'set', label: 'observability.sample-less', needs: 'message', verb: { label: 'observability.sample-less', args: { name: 'sampling', value: 0.1 }, when: (state) => asState(state).config.sampling === 1 } },
  { action: 'set', label: 'observability.sample-all', needs: 'message', verb: { label: 'observability.sample-all', args: { name: 'sampling', value: 1 }, when: (state) => asState(state).config.sampling < 1 } },
  { action: 'fail', label: 'observability.fail', needs: 'node' },
  { action: 'strip-context', label: 'observability.strip-context', needs: 'node' },
  ...faultActions('crash', 'freeze', 'thaw'),
  { action: 'cut', label: 'action.cut', needs: 'groups' },
  { action: 'request', label: 'observability.request', needs: 'nothing' },
  ...faultActions('drop', 'delay'),
];

/** Ids of traces are told by their first four digits. */
const short = (field: string, value: string): string => (field === 'traceId' || field === 'spanId' || field === 'parentSpanId' ? value.slice(0, 4) : value);

const percent = (share: unknown): { readonly share?: number } => (typeof share === 'number' ? { share: Math.round(share * 100) } : {});

const say = sayer('observability', {
  word: (field, value, { event, text }) => (event.type === 'obs.alert' && field === 'name' ? text(`observability.alert.${value}`) : short(field, value)),
  more: ({ event: { data: { share, start, end } } }) => ({ ...percent(share), ...(typeof start === 'number' && typeof end === 'number' ? { took: Math.round(end - start) } : {}) }),
});

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['obs.span', { say: say(({ data }) => (data['status'] === 'error' ? 'span-failed' : 'span')) }],
  ['obs.log', { say: say('log') }],
  ['obs.metric', { say: say('metric') }],
  ['obs.sampled-out', { say: say(({ data }) => (data['by'] === 'tail' ? 'out-by-tail' : 'out-by-head')) }],
  ['obs.alert', { milestone: true, tick: 'warn', say: say(({ data }) => (data['firing'] === true ? 'alert' : 'alert-ends')) }],
  ['obs.propagation-lost', { milestone: true, tick: 'fail', say: say('propagation-lost') }],
  ['obs.fail', { tick: 'fail', say: say(({ data }) => (data['share'] === 0 ? 'fail-ends' : 'fail')) }],
  ...faultEvents(say, ['crash']),
]);

function legend({ text }: Moment<ObservabilityState>): ReturnType<Concept<ObservabilityConfig, ObservabilityState>['legend']> {
  return (['service', 'collector', 'log', 'metric', 'span'] as const).map((role) => ({ role, label: text(`role.${role}`) }));
}

export const concept: Concept<ObservabilityConfig, ObservabilityState> = {
  ...preview,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks],
  model: observability(),
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./observability.panels.ts'),
  readouts,
  exports: observabilityExports,
  imports: async (text) => (await import('./observability.imports.ts')).snapshotOf(text),
  strings: { ...observabilityStrings, ...observabilityWords },
};
