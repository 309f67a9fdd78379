import type { ModelEvent } from '../../models/kernel/model.ts';
import type { ClusterConfig, ClusterState } from '../../models/raft-cluster/cluster.ts';
import { leaderOf } from '../../models/raft-cluster/cluster.ts';
import { raftCluster } from '../../models/raft-cluster/model.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import type { Translate } from '../base/strings.ts';
import { own, preview } from './raft-cluster.preview.ts';
import { raftClusterStrings, raftClusterWords } from './raft-cluster.strings.ts';
import { facts, readouts, sentence } from './raft-cluster.words.ts';

const asCluster = (state: unknown): ClusterState => state as ClusterState;
const isCut = (state: unknown): boolean => asCluster(state).network.groups !== null || asCluster(state).network.cutLinks.size > 0;

const actions: readonly ActionSpec[] = [
  { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'raft-cluster.crash-leader', target: 'leader', icon: 'bolt', when: (state) => leaderOf(asCluster(state)) !== null } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'raft-cluster.recover', when: (state) => [...asCluster(state).members.values()].some(({ up }) => !up) } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'raft-cluster.heal', when: isCut } },
  { action: 'cut', label: 'action.cut', needs: 'groups', verb: { label: 'raft-cluster.cut', when: (state) => !isCut(state) && asCluster(state).members.size > 1 } },
  { action: 'timeout', label: 'action.timeout', needs: 'node' },
  { action: 'freeze', label: 'action.freeze', needs: 'node' },
  { action: 'thaw', label: 'action.thaw', needs: 'node' },
  { action: 'slow', label: 'action.slow', needs: 'node' },
  { action: 'wipe', label: 'action.wipe', needs: 'node' },
  { action: 'drop', label: 'action.drop', needs: 'message' },
  { action: 'delay', label: 'action.delay', needs: 'message' },
  { action: 'align-timers', label: 'raft-cluster.align', needs: 'nothing' },
  { action: 'spread-timers', label: 'raft-cluster.spread', needs: 'nothing' },
  { action: 'write', label: 'raft-cluster.write', needs: 'text', input: { argument: 'command', example: 'raft-cluster.write-example' } },
];

type Say = NonNullable<EventSpec['say']>;

/** A sentence with the names of the servers and everything that the event carries. */
function say(key: string | ((event: ModelEvent) => string)): Say {
  return (event: ModelEvent, text: Translate, name: (id: string) => string) => {
    const values: { [field: string]: string | number } = { node: event.node ? name(event.node) : '', peer: event.peer ? name(event.peer) : '' };
    for (const [field, value] of Object.entries(event.data)) {
      if (typeof value === 'number') values[field] = Math.round(value);
      else if (typeof value === 'string') values[field] = field === 'reason' ? text(`raft-cluster.reason.${value}`) : value;
    }
    const sides = String(event.data['groups'] ?? event.data['link'] ?? '');
    values['sides'] = sides.split('|').map((side) => side.split(',').map(name).join(', ')).join(' | ');
    return text(`raft-cluster.say.${typeof key === 'string' ? key : key(event)}`, values);
  };
}

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['raft.timeout', { say: say('timeout') }],
  ['raft.candidate', { tick: 'candidate', say: say('candidate') }],
  ['raft.vote', { say: say(({ data }) => (data['granted'] === true ? 'vote' : 'vote-refused')) }],
  ['raft.leader', { milestone: true, tick: 'leader', say: say('leader') }],
  ['raft.step-down', { milestone: true, say: say('step-down') }],
  ['raft.append', { say: say('append') }],
  ['raft.ack', { say: say('ack') }],
  ['raft.reject', { say: say('reject') }],
  ['raft.truncate', { milestone: true, say: say('truncate') }],
  ['raft.commit', { milestone: true, say: say('commit') }],
  ['raft.apply', { say: say('apply') }],
  ['raft.client', { say: say(({ data }) => (data['ok'] === true ? 'written' : data['outcome'] === 'unknown' ? 'write-unknown' : 'write-failed')) }],
  ['raft.snapshot', { say: say('snapshot') }],
  ['fault.crash', { tick: 'idle', say: say('crash') }],
  ['fault.recover', { tick: 'ok', say: say('recover') }],
  ['fault.wipe', { tick: 'idle', say: say('wipe') }],
  ['fault.freeze', { tick: 'idle', say: say('freeze') }],
  ['fault.thaw', { tick: 'ok', say: say('thaw') }],
  ['fault.slow', { say: say('slow') }],
  ['fault.cut', { tick: 'fail', say: say('cut') }],
  ['fault.heal', { tick: 'ok', say: say('heal') }],
  ['fault.drop', { say: say('drop') }],
  ['fault.delay', { say: say('delay') }],
]);

function legend({ text }: Moment<ClusterState>): ReturnType<Concept<ClusterConfig, ClusterState>['legend']> {
  return [
    { role: 'leader', label: text('role.leader') }, { role: 'follower', label: text('role.follower') },
    { role: 'candidate', label: text('raft-cluster.legend.vote') }, { role: 'leader', shape: 'cube', label: text('raft-cluster.legend.append') },
    { role: 'crashed', label: text('role.crashed') },
  ];
}

export const raftClusterConcept: Concept<ClusterConfig, ClusterState> = {
  ...preview,
  model: raftCluster(),
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./raft-cluster.panels.ts'),
  readouts,
  strings: { ...raftClusterStrings, ...raftClusterWords },
};

/**
 * A Raft cluster that elects a leader, replicates a log and stays safe under the faults a reader causes.
 *
 * Rules: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, extended version (2014), §5–§8.
 * Simplified: persisting takes no time; the client stands outside every partition; a server that lost its disk never votes
 * again; logs are compacted after 128 entries.
 *
 * Read-outs: `term`, `leader`, `commitIndex`, `newestAcks`, `quorum`, `elections`, `splitVotes`, `commitLatencyP50`,
 * `commitLatencyP99` (ms), `writesAcknowledged`, `writesFailed`, `writesUnknown`, `readsStale`, `messagesPerEntry`.
 *
 * Actions: `crash`, `recover`, `wipe`, `freeze`, `thaw`, `slow` (factor), `cut` (link or groups), `heal`, `drop`, `delay`
 * (by, in ms), `timeout`, `write` (command), `align-timers`, `spread-timers`. Targets: ids `n1`…, `leader`, `follower`,
 * `candidate`, `crashed`, `random`.
 *
 * @summary Leader election and log replication, live.
 * @tag ds-raft-cluster
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened in the cluster, e.g. `raft.leader`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A leader was elected or stepped down, an entry was committed or given up.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart nodes - The layer of server buttons.
 * @csspart node - A server button.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-leader=#F6B93B] - Colour of the leader and of AppendEntries.
 * @cssprop [--ds-follower=#38CDEB] - Colour of followers and acknowledgements.
 * @cssprop [--ds-replica=#9A78FF] - Colour of candidates and votes.
 * @cssprop [--ds-fail=#FF5A68] - Colour of cuts and lost messages.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsRaftCluster extends DsDiagram<ClusterConfig, ClusterState> {
  protected override readonly concept = raftClusterConcept;
  /** Servers, 1–9. An even number bears no more crashes than one fewer. */
  @setting(own.nodes) nodes!: number;
  /**
   * Bounds of the randomized election timeout, low then high, each 10 ms–60 s of simulated time. Every wait draws anew, so
   * that split votes end. Bounds in the wrong order are swapped, with a warning.
   */
  @setting(own.electionTimeout) electionTimeout!: string;
  /** Time between a leader's messages to a follower, 1 ms–60 s; lowered to half the shortest election timeout where it is not below it. */
  @setting(own.heartbeat) heartbeat!: number;
  /** One-way latency of every message, 0–10 s. */
  @setting(own.latency) latency!: number;
  /** Added to the latency, drawn evenly from 0 to this, 0–10 s; makes messages overtake each other. */
  @setting(own.jitter) jitter!: number;
  /** Share of messages that are lost, 0–1. */
  @setting(own.loss) loss!: number;
  /** Writes a simulated second that the client asks for, 0–100. */
  @setting(own.clientRate) clientRate!: number;
  /** Entries that one AppendEntries carries at most, 1–64. */
  @setting(own.batch) batch!: number;
  /** Sides that cannot reach each other, `n1,n2|n3,n4,n5`; the action `cut` at that moment. Removed: heals. */
  @setting(own.partition) partition!: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-raft-cluster': DsRaftCluster;
  }
}

define('ds-raft-cluster', DsRaftCluster);
