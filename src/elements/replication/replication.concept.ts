/** What replication offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import type { ReplicationConfig } from '../../models/replication/config.ts';
import { replication } from '../../models/replication/model.ts';
import { nextPrimary } from '../../models/replication/readouts.ts';
import type { ReplicationState, Server } from '../../models/replication/state.ts';
import { currentPrimary } from '../../models/replication/state.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import { wallMarks } from '../../scene/flat/walls.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { faultActions, faultEvents } from '../base/faults.ts';
import { sayer } from '../base/say.ts';
import { isDeposed } from './lanes.ts';
import { preview } from './replication.preview.ts';
import { replicationStrings } from './replication.strings.ts';
import { facts, readouts, sentence, verdicts } from './replication.words.ts';
import { replicationWords } from './replication.words.strings.ts';

const asState = (state: unknown): ReplicationState => state as ReplicationState;
const isCut = (state: unknown): boolean => asState(state).network.groups !== null || asState(state).network.cutLinks.size > 0;
const servers = (state: unknown): readonly Server[] => [...asState(state).servers.values()];
const hasPrimary = (state: unknown): boolean => currentPrimary(asState(state)) !== null;
const mustRejoin = (state: unknown): boolean => servers(state).some((server) => server.up && (server.diverged || isDeposed(asState(state), server)));

/** Changes the mode. */
const modeVerb = (mode: string): ActionSpec => ({
  action: 'set', label: `replication.go.${mode}`, needs: 'message',
  verb: { label: `replication.go.${mode}`, args: { name: 'mode', value: mode }, choice: { of: 'replication.go', inForce: (state) => asState(state).config.mode === mode } },
});

const actions: readonly ActionSpec[] = [
  { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'replication.crash-primary', target: 'primary', icon: 'bolt', when: hasPrimary } },
  { action: 'promote', label: 'replication.promote', needs: 'node', verb: { label: 'replication.promote', when: (state) => !hasPrimary(state) && nextPrimary(asState(state)) !== null } },
  { action: 'rejoin', label: 'replication.rejoin', needs: 'node', verb: { label: 'replication.rejoin', icon: 'heal', when: mustRejoin } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'replication.recover', icon: 'heal', when: (state) => servers(state).some(({ up }) => !up) } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'replication.heal', icon: 'heal', when: isCut } },
  modeVerb('async'), modeVerb('semi-sync'), modeVerb('sync'),
  { action: 'cut', label: 'action.cut', needs: 'groups', verb: { label: 'replication.cut', icon: 'cut', when: (state) => !isCut(state) && asState(state).servers.size > 1 } },
  { action: 'write', label: 'replication.write-one', needs: 'nothing' },
  { action: 'read', label: 'replication.read', needs: 'node' },
  { action: 'follow', label: 'replication.follow', needs: 'node' },
  ...faultActions('freeze', 'thaw', 'slow', 'skew', 'wipe', 'drop', 'delay'),
];

const say = sayer('replication', { word: (field, value, { text }) => (field === 'level' ? text(`replication.level.${value}`) : undefined) });

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['replication.write', { say: say('write') }],
  ['replication.ship', { say: say('ship') }],
  ['replication.ack', { say: say('ack') }],
  ['replication.confirm', { say: say(({ data }) => (data['acks'] === 0 ? 'confirm-alone' : data['acks'] === 1 ? 'confirm-one' : 'confirm')) }],
  ['replication.blocked', { milestone: true, tick: 'warn', say: say('blocked') }],
  ['replication.degraded', { milestone: true, tick: 'warn', say: say(({ data }) => (data['to'] === 'async' ? 'degraded' : 'restored')) }],
  ['replication.lag', { say: say(({ data }) => (data['entries'] === 0 ? 'caught-up' : 'lag')) }],
  ['replication.read', { say: say('read') }],
  ['replication.stale-read', { say: say('stale-read') }],
  ['replication.failover', { milestone: true, tick: 'primary', say: say(({ data }) => (data['lost'] === 0 ? 'failover' : data['lost'] === 1 ? 'failover-lost-one' : 'failover-lost')) }],
  ['replication.rewind', { tick: 'replica', say: say('rewind') }],
  ...faultEvents(say, ['crash', 'recover', 'wipe', 'drop', 'skew']),
  ['fault.slow', { say: say(({ data }) => (data['link'] === undefined ? 'slow' : 'slow-link')) }],
]);

function legend({ text }: Moment<ReplicationState>): ReturnType<Concept<ReplicationConfig, ReplicationState>['legend']> {
  return [
    { role: 'primary', label: text('role.primary') }, { role: 'replica', label: text('role.replica') },
    { role: 'primary', shape: 'cube', label: text('replication.legend.ship') }, { role: 'replica', shape: 'ball', label: text('replication.legend.ack') },
    { role: 'fail', shape: 'ball', label: text('replication.legend.lag') },
  ];
}

export const concept: Concept<ReplicationConfig, ReplicationState> = {
  ...preview,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks, wallMarks],
  model: replication(),
  actions,
  events,
  legend,
  facts,
  sentence,
  readouts,
  expects: ['no-loss', 'no-lost-write', 'no-stale-read', 'one-primary'],
  verdicts,
  panels: () => import('./replication.panels.ts'),
  strings: { ...replicationStrings, ...replicationWords },
};
