/** What the cluster's panels say: cards and table here, the inspector beside. Fetched after the first picture. */
import { termAt } from '../../models/raft-cluster/log.ts';
import { quorumNow } from '../../models/raft-cluster/cluster.ts';
import type { Card, Table } from '../base/concept.ts';
import { lanesOf } from './lanes.ts';
import type { Lane } from './lanes.ts';
import { isDeposed, roleOf } from './raft-cluster.picture.ts';
import { facts, inMs, members, progress } from './raft-cluster.words.ts';
import type { RaftMoment } from './raft-cluster.words.ts';

export { inspect } from './raft-cluster.inspector.ts';
export { raftClusterPanelsStrings as strings } from './raft-cluster.panels.strings.ts';

export function cards(moment: RaftMoment): readonly Card[] {
  const { state, text, name } = moment;
  const { commit, last } = progress(state);
  const { voters, quorum } = quorumNow(state);
  const lanes = lanesOf(state, 7);
  return [
    { kind: 'facts', facts: facts(moment).slice(0, 2) },
    { kind: 'facts', facts: [{ label: text('raft-cluster.commit-index'), value: text('{commit}', { commit }), note: text('raft-cluster.commit-note', { last, quorum, servers: voters.length }) }] },
    {
      kind: 'lanes', title: text('raft-cluster.log'),
      rows: lanes.map(({ member, cells }) => ({ id: member.node.id, label: name(member.node.id), cells, dim: !member.up })),
    },
  ];
}

/** The entries that the picture shows, as `index: term`; those not committed in brackets. */
function entriesOf({ member, first, cells }: Lane, { comma }: RaftMoment['text']): string {
  const { log } = member.node.durable;
  const shown = cells.flatMap(({ state }, at) => {
    if (state === 'free') return [];
    const entry = `${first + at}: ${termAt(log, first + at)}`;
    return [state === 'hollow' || state === 'conflict' || first + at > member.node.volatile.commitIndex ? `(${entry})` : entry];
  });
  return shown.join(comma) || '–';
}

export function table({ state, text, name, nowUs }: RaftMoment): Table {
  const lanes = new Map(lanesOf(state, 7).map((lane) => [lane.member.node.id, lane]));
  return {
    caption: text('raft-cluster.table'),
    columns: ['server', 'state', 'term', 'vote', 'entries', 'last-term', 'committed', 'timeout', 'log'].map((column) => text(`raft-cluster.column.${column}`)),
    rows: members(state).map((member) => {
      const { node: { id, durable, volatile }, electionDeadlineUs, up } = member;
      const number = (value: number): string => text('{value}', { value });
      return [
        name(id), text(isDeposed(state, member) ? 'raft-cluster.deposed' : `role.${roleOf(member)}`), number(durable.currentTerm), durable.votedFor === null ? '–' : name(durable.votedFor),
        number(durable.log.lastIndex), durable.log.lastIndex === 0 ? '–' : number(durable.log.lastTerm), up ? number(volatile.commitIndex) : '–',
        up && electionDeadlineUs >= 0 ? number(inMs(electionDeadlineUs - nowUs)) : '–',
        entriesOf(lanes.get(id)!, text),
      ];
    }),
  };
}
