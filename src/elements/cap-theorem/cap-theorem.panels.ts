/** What the store's panels say: cards and table here, the inspector beside. Fetched after the first picture. */
import { copiesOf, readoutsOf } from '../../models/cap-theorem/readouts.ts';
import type { Card, Moment, Table } from '../base/concept.ts';
import type { CapState } from '../../models/cap-theorem/state.ts';
import { requestWords } from './cap-theorem.inspector.ts';
import { copyWords, roleOf } from './cap-theorem.picture.ts';
import { facts, reachOf } from './cap-theorem.words.ts';

export { inspect } from './cap-theorem.inspector.ts';
export { capTheoremPanelsStrings as strings } from './cap-theorem.panels.strings.ts';

/** Breaches that a card lists. */
const LISTED = 3;

function breaches(moment: Moment<CapState>): readonly Card[] {
  const { state, text } = moment;
  const { witness, unanswered, asked, answered } = readoutsOf(state);
  const refusals = unanswered.slice(-LISTED).map((each) => `${requestWords(moment, each)} ${text(`cap-theorem.short.${each.reason}`)}`);
  const operations = witness.slice(-LISTED).map((each) => requestWords(moment, { client: each.client, op: each.kind === 'read' ? 'read' : 'write', key: each.key, value: String(each.value ?? '–'), told: true }));
  return [
    ...(operations.length === 0 ? [] : [{ kind: 'text' as const, title: text('cap-theorem.breaks-c'), strong: '', rest: operations.join(' · ') }]),
    ...(refusals.length === 0 ? [] : [{ kind: 'text' as const, title: text('cap-theorem.breaks-a', { count: asked - answered, asked }), strong: '', rest: refusals.join(' · ') }]),
  ];
}

export function cards(moment: Moment<CapState>): readonly Card[] {
  const { state, text, name } = moment;
  const { sinceCut, latencyP50, latencyP99, readQuorum, writeQuorum } = readoutsOf(state);
  const inMs = (ms: number | null): string => (ms === null ? '–' : text('cap-theorem.ms', { ms: Math.round(ms) }));
  return [
    { kind: 'facts', facts: facts(moment).slice(0, 2) },
    ...breaches(moment),
    ...(sinceCut.length === 0 ? [] : [{
      kind: 'bars' as const, title: text('cap-theorem.answered'), note: text('cap-theorem.since-cut'),
      rows: sinceCut.map(({ node, asked, answered }) => ({ label: name(node), role: 'replica' as const, share: asked === 0 ? 0 : answered / asked, value: `${answered}/${asked}` })),
    }]),
    { kind: 'facts', facts: [
      { label: text('cap-theorem.latency-both'), value: inMs(latencyP50), note: latencyP99 === null ? '' : text('cap-theorem.p99', { ms: Math.round(latencyP99) }) },
      { label: text('cap-theorem.quorums'), value: `${readQuorum} / ${writeQuorum}`, note: text('cap-theorem.of', { copies: state.replicas.size }) },
    ] },
  ];
}

export function table(moment: Moment<CapState>): Table {
  const { state, text, name } = moment;
  const copies = copiesOf(state);
  const known = [...new Set(copies.map(({ key }) => key))];
  return {
    caption: text('cap-theorem.table'),
    columns: [...['node', 'state', 'reaches'].map((column) => text(`cap-theorem.column.${column}`)), ...known.map((key) => text('cap-theorem.column.key', { key })), text('cap-theorem.column.since')],
    rows: [...state.replicas.values()].map((replica) => {
      const { id, up } = replica;
      const since = state.stats.sinceCut.get(id);
      return [
        name(id), text(up && !replica.frozen ? 'cap-theorem.up' : `role.${roleOf(replica)}`), up ? text('{count}', { count: reachOf(state, id) }) : '–',
        ...known.map((key) => {
          const copy = copies.find((each) => each.node === id && each.key === key);
          return `${copyWords(moment, key, copy)}${copy?.old === true ? ` (${text('cap-theorem.old')})` : ''}`;
        }),
        since === undefined ? '–' : `${since.answered}/${since.asked}`,
      ];
    }),
  };
}
