/** What the cluster offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import type { ModelEvent } from '../../models/kernel/model.ts';
import type { ClusterConfig, ClusterState } from '../../models/raft-cluster/cluster.ts';
import { leaderOf } from '../../models/raft-cluster/cluster.ts';
import { raftCluster } from '../../models/raft-cluster/model.ts';
import { haloMarks } from '../../scene/flat/halos.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import { wallMarks } from '../../scene/flat/walls.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { drawCluster } from './live.picture.ts';
import { preview } from './raft-cluster.preview.ts';
import { raftClusterWords } from './raft-cluster.words.strings.ts';
import { facts, readouts, sentence, verdicts } from './raft-cluster.words.ts';

const asCluster = (state: unknown): ClusterState => state as ClusterState;
const isCut = (state: unknown): boolean => asCluster(state).network.groups !== null || asCluster(state).network.cutLinks.size > 0;

const actions: readonly ActionSpec[] = [
  { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'raft-cluster.crash-leader', target: 'leader', icon: 'bolt', when: (state) => leaderOf(asCluster(state)) !== null } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'raft-cluster.recover', when: (state) => [...asCluster(state).members.values()].some(({ up }) => !up) } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'raft-cluster.heal', when: isCut } },
  { action: 'cut', label: 'action.cut', needs: 'groups', verb: { label: 'raft-cluster.cut', when: (state) => !isCut(state) && asCluster(state).members.size > 1 } },
  { action: 'timeout', label: 'action.timeout', needs: 'node' },
  { action: 'transfer', label: 'raft-cluster.transfer', needs: 'node' },
  { action: 'read', label: 'action.read', needs: 'node' },
  ...faultActions('freeze', 'thaw', 'slow', 'skew'),
  { action: 'add', label: 'raft-cluster.add', needs: 'nothing' },
  { action: 'remove', label: 'action.remove', needs: 'node' },
  ...faultActions('wipe', 'drop', 'delay'),
  { action: 'align-timers', label: 'raft-cluster.align', needs: 'nothing' },
  { action: 'spread-timers', label: 'raft-cluster.spread', needs: 'nothing' },
  { action: 'write', label: 'raft-cluster.write', needs: 'text', input: { argument: 'command', example: 'raft-cluster.write-example' } },
];

const say = sayer('raft-cluster', {
  word: (field, value, { text }) => (field === 'reason' ? text(`raft-cluster.reason.${value}`) : undefined),
  more: ({ event: { data }, name, text }) => ({
    names: String(data['voters'] ?? '').split(',').map(name).join(text.comma), by: Math.abs(Number(data['by'] ?? 0)), ...(data['value'] === null ? { value: '–' } : {}),
  }),
});

function clientSays({ data }: ModelEvent): string {
  const kind = data['op'] === 'read' ? 'read' : 'write';
  if (data['stale'] === true) return 'read-stale';
  return `${kind}-${String(data['outcome'])}`;
}

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['raft.timeout', { say: say('timeout') }],
  ['raft.pre-vote', { say: say('pre-vote') }],
  ['raft.candidate', { tick: 'candidate', say: say('candidate') }],
  ['raft.vote', { say: say(({ data }) => `${data['pre'] === true ? 'pre-' : ''}${data['granted'] === true ? 'vote-given' : 'vote-refused'}`) }],
  ['raft.leader', { milestone: true, tick: 'leader', say: say('leader') }],
  ['raft.step-down', { milestone: true, say: say('step-down') }],
  ['raft.append', { say: say('append') }],
  ['raft.ack', { say: say('ack') }],
  ['raft.reject', { say: say('reject') }],
  ['raft.truncate', { milestone: true, say: say('truncate') }],
  ['raft.commit', { milestone: true, say: say('commit') }],
  ['raft.apply', { say: say('apply') }],
  ['raft.transfer', { say: say('transfer') }],
  ['raft.config', { tick: 'ok', say: say(({ data }) => `config-${String(data['phase'])}`) }],
  ['raft.client', { say: say(clientSays) }],
  ['raft.snapshot', { say: say('snapshot') }],
  ...faultEvents(say, ['crash', 'recover', 'wipe', 'slow']),
  ['fault.skew', { say: say(({ data }) => (Number(data['by']) < 0 ? 'skew-back' : 'skew-ahead')) }],
]);

function legend({ text }: Moment<ClusterState>): ReturnType<Concept<ClusterConfig, ClusterState>['legend']> {
  return [
    { role: 'leader', label: text('role.leader') }, { role: 'follower', label: text('role.follower') },
    { role: 'candidate', label: text('raft-cluster.legend.vote') }, { role: 'leader', shape: 'cube', label: text('raft-cluster.legend.append') },
    { role: 'crashed', label: text('role.crashed') },
  ];
}

export const concept: Concept<ClusterConfig, ClusterState> = {
  ...preview,
  draw: drawCluster,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, haloMarks, packetMarks, wallMarks],
  model: raftCluster(),
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./raft-cluster.panels.ts'),
  readouts,
  expects: ['one-leader', 'no-stale-read'],
  verdicts,
  strings: { ...preview.strings, ...raftClusterWords },
};
