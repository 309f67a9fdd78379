/** What a service mesh offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import { isEjected } from '../../models/service-mesh/targets.ts';
import { serviceMesh } from '../../models/service-mesh/model.ts';
import type { ServiceMeshConfig, ServiceMeshState } from '../../models/service-mesh/state.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { drawMesh } from './live.picture.ts';
import { preview } from './service-mesh.preview.ts';
import { serviceMeshStrings } from './service-mesh.strings.ts';
import { serviceMeshWords } from './service-mesh.words.strings.ts';
import { facts, readouts, sentence, verdicts } from './service-mesh.words.ts';

const asState = (state: unknown): ServiceMeshState => state as ServiceMeshState;
const isCutNow = (state: unknown): boolean => asState(state).network.groups !== null || asState(state).network.cutLinks.size > 0;
const isUnwell = (state: unknown): boolean =>
  !asState(state).plane.up || [...asState(state).hosts.values()].some(({ up, failing }) => !up || failing !== null) || [...asState(state).proxies.values()].some(({ up }) => !up);

const actions: readonly ActionSpec[] = [
  { action: 'fail', label: 'service-mesh.fail', needs: 'node', verb: { label: 'service-mesh.fail-host', target: 'random', icon: 'bolt', when: (state) => [...asState(state).hosts.values()].some(({ id, version, up, failing }) => version !== '' && up && failing === null && !isEjected(asState(state), id)) } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'service-mesh.recover', icon: 'heal', when: isUnwell } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'service-mesh.heal', icon: 'heal', when: isCutNow } },
  { action: 'push-config', label: 'service-mesh.push', needs: 'nothing', verb: { label: 'service-mesh.push' } },
  { action: 'rotate-cert', label: 'service-mesh.rotate', needs: 'node' },
  { action: 'expire-cert', label: 'service-mesh.expire', needs: 'node' },
  ...faultActions('crash', 'slow', 'freeze', 'thaw'),
  { action: 'cut', label: 'action.cut', needs: 'groups' },
  { action: 'request', label: 'service-mesh.request-one', needs: 'nothing' },
  ...faultActions('drop', 'delay'),
];

const say = sayer('service-mesh', {
  word: (field, value, { text, name }) => (field === 'host' ? name(value) : field === 'limit' || field === 'reason' ? text(`service-mesh.${field}.${value}`) : undefined),
  more: ({ event: { data: { share, until }, timeUs } }) => ({
    ...(typeof share === 'number' ? { share: Math.round(share * 100) } : {}), ...(typeof until === 'number' ? { seconds: Math.round((until - timeUs / 1000) / 100) / 10 } : {}),
  }),
});

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['mesh.request', { say: say('request') }],
  ['mesh.handshake', { say: say(({ data }) => (data['ok'] === true ? 'handshake' : 'handshake-failed')) }],
  ['mesh.retry', { say: say('retry') }],
  ['mesh.retry-denied', { say: say('retry-denied') }],
  ['mesh.overflow', { say: say('overflow') }],
  ['mesh.eject', { milestone: true, tick: 'fail', say: say('eject') }],
  ['mesh.return', { tick: 'ok', say: say('return') }],
  ['mesh.circuit', { milestone: true, tick: 'warn', say: say(({ data }) => `circuit-${String(data['state'])}`) }],
  ['mesh.cert', { milestone: true, tick: 'sidecar', say: say('cert') }],
  ['mesh.cert-expired', { tick: 'fail', say: say('cert-expired') }],
  ['mesh.config', { say: say(({ data }) => `config-${String(data['result'])}`) }],
  ['mesh.fault', { say: say(({ data }) => `fault-${String(data['kind'])}`) }],
  ['mesh.fail', { tick: 'fail', say: say('fail') }],
  ...faultEvents(say),
]);

function legend({ text }: Moment<ServiceMeshState>): ReturnType<Concept<ServiceMeshConfig, ServiceMeshState>['legend']> {
  return [
    { role: 'service', label: text('role.service') }, { role: 'sidecar', label: text('role.sidecar') }, { role: 'control-plane', label: text('role.control-plane') },
    { role: 'ejected', label: text('role.ejected') },
  ];
}

export const concept: Concept<ServiceMeshConfig, ServiceMeshState> = {
  ...preview,
  draw: drawMesh,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks],
  model: serviceMesh(),
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./service-mesh.panels.ts'),
  readouts,
  expects: ['available'],
  verdicts,
  strings: { ...serviceMeshStrings, ...serviceMeshWords },
};
