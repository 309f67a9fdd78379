/** What a picture and its read-outs show, as plain functions of the state. Nothing in here changes anything. */
import type { Operation } from '../kernel/history.ts';
import type { World } from '../kernel/model.ts';
import { clockText } from '../kernel/vector-clock.ts';
import type { CapState, Corner } from './state.ts';
import { settlingOf } from './state.ts';
import type { Tally, Unanswered } from './stats.ts';
import { latencyQuantile } from './stats.ts';
import { newestOf, shown, versionRules } from './version.ts';

/** Times in ms; null: not known yet. */
export interface CapReadouts {
  /** Chosen. */
  readonly corner: Corner;
  readonly readQuorum: number;
  readonly writeQuorum: number;
  /** Whether one register could have given every answer so far, for each key. Holds from the last change of corner or quorums. */
  readonly consistent: boolean;
  /** Operations that no order explains; empty while consistent. */
  readonly witness: readonly Operation[];
  /** Answers that no order explains. */
  readonly violations: number;
  /** Share of the requests to live nodes that was answered. */
  readonly available: number | null;
  readonly asked: number;
  readonly answered: number;
  /** Latest requests that live nodes left without an answer. */
  readonly unanswered: readonly Unanswered[];
  /** By node, since the last cut; empty before the first. */
  readonly sinceCut: readonly ({ readonly node: string } & Tally)[];
  readonly partitionActive: boolean;
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
  readonly staleReads: number;
  readonly conflicts: number;
  readonly lostWrites: number;
  /** Versions that nodes keep for others that have not acknowledged them. */
  readonly hints: number;
}

const inMs = (us: number | null): number | null => (us === null ? null : us / 1000);

export const isPartitioned = ({ network }: CapState): boolean => network.groups !== null || network.cutLinks.size > 0;

export function readoutsOf(state: CapState): CapReadouts {
  const { stats, history } = state;
  const { live } = stats;
  let hints = 0;
  for (const replica of state.replicas.values()) for (const owed of replica.hints.values()) hints += owed.size;
  return {
    corner: state.corner, readQuorum: state.readQuorum, writeQuorum: state.writeQuorum,
    consistent: history.first === null, witness: history.first?.witness ?? [], violations: history.violations,
    available: live.asked === 0 ? null : live.answered / live.asked, asked: live.asked, answered: live.answered, unanswered: stats.unanswered,
    sinceCut: [...stats.sinceCut].map(([node, tally]) => ({ node, ...tally })),
    partitionActive: isPartitioned(state),
    latencyP50: inMs(latencyQuantile(stats, 0.5)), latencyP99: inMs(latencyQuantile(stats, 0.99)),
    staleReads: history.staleReads, conflicts: stats.conflicts, lostWrites: stats.lostWrites, hints,
  };
}

/** One node's copy of one key. */
export interface CopyView {
  readonly node: string;
  readonly key: string;
  /** None, one (siblings as one, where they are merged), or siblings; the clock as `n1:2 n3:1`. */
  readonly versions: readonly { readonly value: string; readonly counter: number; readonly writer: string; readonly clock: string; readonly writes: readonly number[] }[];
  /** Another copy holds a version that this one does not know of. */
  readonly old: boolean;
}

/** Every copy, by node, then by key. */
export function copiesOf(state: CapState): readonly CopyView[] {
  const all = [...state.replicas.values()];
  const known = [...new Set(all.flatMap(({ copies }) => [...copies.keys()]))].sort();
  return all.flatMap((replica) => known.map((key): CopyView => {
    const versions = shown(replica.copies.get(key) ?? [], settlingOf(state), versionRules);
    const newest = newestOf(all.flatMap(({ copies }) => copies.get(key) ?? []), versionRules);
    const here = newestOf(versions, versionRules);
    return {
      node: replica.id, key,
      versions: versions.map(({ value, counter, node, clock, writes }) => ({ value, counter, writer: node, clock: clockText(clock), writes })),
      old: newest !== null && (here === null || versionRules.isNewer(newest, here)),
    };
  }));
}

/** A request that a node works on. */
export interface ProgressView {
  readonly request: number;
  readonly client: string;
  readonly node: string;
  readonly op: 'read' | 'write';
  readonly key: string;
  readonly value: string | null;
  readonly phase: 'read' | 'write' | 'forward';
  /** Nodes that answered in this phase, the coordinator included. */
  readonly answered: readonly string[];
  readonly needed: number;
  /** When the phase began, and when the node will stop waiting, ms. */
  readonly since: number;
  readonly deadline: number;
}

/** Every request that a node works on, oldest first. */
export function progressOf(state: CapState): readonly ProgressView[] {
  const views = [...state.replicas.values()].flatMap(({ id, tasks }) => [...tasks.values()].map(({ call, phase, answers, needed, sinceUs, deadlineUs }): ProgressView => ({
    request: call.request, client: call.client, node: id, op: call.op, key: call.key, value: call.value, phase,
    answered: answers.map(({ node }) => node), needed, since: sinceUs / 1000, deadline: deadlineUs / 1000,
  })));
  return views.sort((a, b) => a.request - b.request);
}

/** Tells when what the run shows has changed. Both only ever turn to no, so this is told a few times at most. */
export function tellVerdict(state: CapState, world: World): void {
  const { stats, history } = state;
  const consistent = history.first === null;
  const available = stats.live.answered === stats.live.asked;
  if (stats.verdict.consistent === consistent && stats.verdict.available === available) return;
  stats.verdict = { consistent, available };
  const witness = history.first?.witness.map(({ id, client, key, kind, value, invokedUs, answeredUs }) =>
    ({ id, client, key, kind, value, invoked: invokedUs / 1000, answered: inMs(answeredUs) }));
  world.emit('cap.verdict', { consistent, available, ...(witness === undefined ? {} : { witness }) });
}
