/** What the store says of itself at first sight: facts, sentence, read-outs, verdicts. */
import type { Plain } from '../../models/kernel/model.ts';
import { isCut } from '../../models/kernel/network-state.ts';
import { isPartitioned, readoutsOf } from '../../models/cap-theorem/readouts.ts';
import type { CapState } from '../../models/cap-theorem/state.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { allOf } from '../base/lists.ts';

export type CapMoment = Pick<Moment<CapState>, 'state' | 'nowUs' | 'name' | 'text'>;

/** Copies that a node reaches and hears, its own included. */
export function reachOf({ replicas, network }: CapState, id: string): number {
  return [...replicas.values()].filter((other) => other.id === id || (other.up && !isCut(network, id, other.id) && !isCut(network, other.id, id))).length;
}

const isConsistent = ({ history }: CapState): boolean => history.first === null;
const isAvailable = ({ stats: { live } }: CapState): boolean => live.answered === live.asked;

export function facts({ state, text }: CapMoment): readonly Fact[] {
  const { live } = state.stats;
  const yesNo = (is: boolean): string => text(is ? 'cap-theorem.yes' : 'cap-theorem.no');
  const lampOf = (is: boolean) => (is ? 'lamp-lit' : 'lamp-dark');
  const { latencyP50, staleReads } = readoutsOf(state);
  return [
    { label: text('cap-theorem.holds.c'), value: yesNo(isConsistent(state)), role: lampOf(isConsistent(state)) },
    { label: text('cap-theorem.holds.a'), value: yesNo(isAvailable(state)), role: lampOf(isAvailable(state)), note: live.asked === 0 ? '' : text('cap-theorem.answered-of', { ...live }) },
    { label: text('cap-theorem.latency'), value: latencyP50 === null ? '–' : text('cap-theorem.ms', { ms: Math.round(latencyP50) }), note: staleReads === 0 ? '' : text('cap-theorem.stale-count', { count: staleReads }) },
  ];
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
function listed(ids: readonly string[], { text, name }: CapMoment): string {
  return allOf(ids.map(name), text);
}

/** Nobody is cut off: what an answer costs. */
function wholeSentence({ state, text }: CapMoment): Sentence {
  const { corner, readQuorum, writeQuorum, replicas, stats } = state;
  const values = { read: readQuorum, write: writeQuorum, copies: replicas.size, lost: stats.lostWrites };
  if (replicas.size === 1) return { strong: text('cap-theorem.one'), rest: text('cap-theorem.one-rest') };
  if (stats.lostWrites > 0 && corner !== 'cp') return { strong: text(stats.lostWrites === 1 ? 'cap-theorem.lost-one' : 'cap-theorem.lost', values), rest: text(`cap-theorem.lost-rest.${state.resolve === 'lww' || corner === 'ca' ? 'lww' : 'other'}`) };
  if (corner === 'cp' && readQuorum + writeQuorum <= replicas.size) return { strong: text('cap-theorem.no-overlap', values), rest: text('cap-theorem.no-overlap-rest', values) };
  return { strong: text(`cap-theorem.whole.${corner}`, values), rest: text(`cap-theorem.whole-rest.${corner}`, values) };
}

function cpSentence(moment: CapMoment): Sentence {
  const { state, text, name } = moment;
  const needed = Math.max(state.readQuorum, state.writeQuorum);
  const short = [...state.replicas.values()].filter(({ id, up }) => up && reachOf(state, id) < needed).map(({ id }) => id);
  const [first] = short;
  const values = { needed, copies: state.replicas.size, read: state.readQuorum, write: state.writeQuorum, name: name(first ?? ''), reach: first === undefined ? 0 : reachOf(state, first), names: listed(short, moment) };
  if (first === undefined) return { strong: text('cap-theorem.cp-both'), rest: text('cap-theorem.cp-both-rest', values) };
  return { strong: text(short.length === 1 ? 'cap-theorem.cp-one' : 'cap-theorem.cp-several', values), rest: text('cap-theorem.cp-rest', values) };
}

/** What happens now and why. */
export function sentence(moment: CapMoment): Sentence {
  const { state, text } = moment;
  if (![...state.replicas.values()].some(({ up }) => up)) return { strong: text('cap-theorem.all-down'), rest: text('cap-theorem.all-down-rest') };
  if (!isPartitioned(state)) return wholeSentence(moment);
  if (state.corner === 'cp') return cpSentence(moment);
  const { staleReads } = state.history;
  const violated = !isConsistent(state);
  const key = `${state.corner}-${violated ? 'parted' : 'silent'}`;
  return { strong: text(`cap-theorem.${key}`, { stale: staleReads }), rest: text(`cap-theorem.${key}-rest${violated && staleReads > 0 ? '-stale' : ''}`, { stale: staleReads }) };
}

/**
 * `corner`, `readQuorum`, `writeQuorum`, `consistent`, `witness` (operations that no order explains), `violations`,
 * `available` (share of the requests to live nodes that was answered), `asked`, `answered`, `unanswered` (the latest 8),
 * `sinceCut` (by node: `asked`, `answered`), `partitionActive`, `latencyP50`, `latencyP99` (ms), `staleReads`, `conflicts`,
 * `lostWrites`, `hints`; null = not known yet.
 */
export function readouts({ state }: Pick<CapMoment, 'state'>): { readonly [key: string]: Plain } {
  const { witness, unanswered, sinceCut, ...rest } = readoutsOf(state);
  return {
    ...rest,
    witness: witness.map(({ id, client, key, kind, value, invokedUs, answeredUs }) => ({ id, client, key, kind, value, invoked: invokedUs / 1000, answered: answeredUs === null ? null : answeredUs / 1000 })),
    unanswered: unanswered.map((each) => ({ ...each })),
    sinceCut: Object.fromEntries(sinceCut.map(({ node, asked, answered }) => [node, { asked, answered }])),
  };
}

/** Breaches that an author may name in `expect`. */
export function verdicts({ state, text }: CapMoment): readonly Breach[] {
  const { history, stats } = state;
  const { witness = [], unanswered = [] } = readouts({ state });
  return [
    ...(isConsistent(state) ? [] : [{ verdict: 'linearizable', message: text('cap-theorem.verdict.linearizable', { count: history.violations }), witness }]),
    ...(isAvailable(state) ? [] : [{ verdict: 'available', message: text('cap-theorem.verdict.available', { count: stats.live.asked - stats.live.answered }), witness: unanswered }]),
    ...(history.staleReads === 0 ? [] : [{ verdict: 'no-stale-read', message: text('cap-theorem.verdict.stale', { count: history.staleReads }) }]),
    ...(stats.lostWrites === 0 ? [] : [{ verdict: 'no-lost-write', message: text('cap-theorem.verdict.lost', { count: stats.lostWrites }) }]),
  ];
}
