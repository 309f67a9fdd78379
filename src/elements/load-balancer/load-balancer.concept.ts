/** What load balancing offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import { loadBalancer } from '../../models/load-balancer/model.ts';
import type { LoadBalancerConfig, LoadBalancerState } from '../../models/load-balancer/state.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { preview } from './load-balancer.preview.ts';
import { loadBalancerStrings } from './load-balancer.strings.ts';
import { loadBalancerWords } from './load-balancer.words.strings.ts';
import { facts, readouts, sentence, verdicts } from './load-balancer.words.ts';

const asState = (state: unknown): LoadBalancerState => state as LoadBalancerState;
const isCutNow = (state: unknown): boolean => asState(state).network.groups !== null || asState(state).network.cutLinks.size > 0;
const isUnwell = (state: unknown): boolean =>
  [...asState(state).backends.values()].some(({ up, draining, failingProbes }) => !up || draining !== null || failingProbes !== 0) || [...asState(state).balancers.values()].some(({ up }) => !up);

const actions: readonly ActionSpec[] = [
  { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'load-balancer.fail-backend', target: 'random', icon: 'bolt', when: (state) => [...asState(state).backends.values()].some(({ up }) => up) } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'load-balancer.recover', icon: 'heal', when: isUnwell } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'load-balancer.heal', icon: 'heal', when: isCutNow } },
  { action: 'add', label: 'load-balancer.add', needs: 'nothing', verb: { label: 'load-balancer.add', icon: 'plus', when: (state) => asState(state).backends.size < 16 } },
  { action: 'set-algorithm', label: 'load-balancer.go-least', needs: 'message', verb: { label: 'load-balancer.go-least', target: 'least-connections', when: (state) => asState(state).algorithm !== 'least-connections' } },
  { action: 'set-algorithm', label: 'load-balancer.go-turns', needs: 'message', verb: { label: 'load-balancer.go-turns', target: 'round-robin', when: (state) => asState(state).algorithm === 'least-connections' } },
  { action: 'drain', label: 'load-balancer.drain', needs: 'node' },
  { action: 'remove', label: 'load-balancer.remove', needs: 'node' },
  { action: 'fail-probe', label: 'load-balancer.fail-probe', needs: 'node' },
  ...faultActions('slow', 'freeze', 'thaw'),
  { action: 'cut', label: 'action.cut', needs: 'groups', sides: (state) => [...(state as LoadBalancerState).balancers.keys(), ...(state as LoadBalancerState).backends.keys()] },
  { action: 'request', label: 'load-balancer.request-one', needs: 'nothing' },
  ...faultActions('drop', 'delay'),
];

const say = sayer('load-balancer', {
  word: (field, value, { text, name }) =>
    (field === 'backend' || field === 'client' ? name(value) : field === 'algorithm' ? text(`load-balancer.by.${value}`) : field === 'reason' ? text(`load-balancer.reason.${value}`) : undefined),
});

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['lb.request', { say: say('request') }],
  ['lb.pick', { say: say('pick') }],
  ['lb.response', { say: say('response') }],
  ['lb.drop', { say: say('drop') }],
  ['lb.queue-full', { say: say('queue-full') }],
  ['lb.no-backend', { say: say('no-backend') }],
  ['lb.probe', { say: say(({ data }) => (data['ok'] === true ? 'probe-ok' : 'probe-failed')) }],
  ['lb.fail-probe', { tick: 'fail', say: say(({ data }) => (Number(data['count']) < 0 ? 'fail-probes' : 'fail-probe')) }],
  ['lb.down', { milestone: true, tick: 'fail', say: say(({ data }) => (data['by'] === 'passive' ? 'down-passive' : 'down')) }],
  ['lb.up', { milestone: true, tick: 'ok', say: say('up') }],
  ['lb.drain', { milestone: true, tick: 'idle', say: say('drain') }],
  ['lb.algorithm', { milestone: true, tick: 'balancer', say: say('algorithm') }],
  ...faultEvents(say, ['freeze']),
]);

function legend({ text }: Moment<LoadBalancerState>): ReturnType<Concept<LoadBalancerConfig, LoadBalancerState>['legend']> {
  return [
    { role: 'client', label: text('role.client') }, { role: 'balancer', label: text('role.balancer') }, { role: 'backend', label: text('role.backend') },
    { role: 'client', shape: 'cube', label: text('load-balancer.legend.request') }, { role: 'backend', shape: 'ball', label: text('load-balancer.legend.response') }, { role: 'probe', label: text('role.probe') },
  ];
}

export const concept: Concept<LoadBalancerConfig, LoadBalancerState> = {
  ...preview,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks],
  model: loadBalancer(),
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./load-balancer.panels.ts'),
  readouts,
  expects: ['available'],
  verdicts,
  strings: { ...loadBalancerStrings, ...loadBalancerWords },
};
