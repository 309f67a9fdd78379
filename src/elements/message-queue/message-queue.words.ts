/** What event streaming says of itself at first sight: facts, sentence, read-outs. */
import type { Plain } from '../../models/kernel/model.ts';
import type { Member, QueueState } from '../../models/message-queue/cluster.ts';
import { isInput } from '../../models/message-queue/cluster.ts';
import { memberState } from '../../models/message-queue/lanes.ts';
import { lagOf, readouts as readoutsOf } from '../../models/message-queue/measures.ts';
import type { PartitionState } from '../../models/message-queue/messages.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { isRebalancing } from './looks.ts';

export type QueueWordsMoment = Pick<Moment<QueueState>, 'state' | 'nowUs' | 'name' | 'text'>;

/** How long a loss or a duplicate is the subject, in µs. */
const FRESH_US = 1_500_000;

export const membersOf = (state: QueueState, name: string): readonly Member[] => [...state.members.values()].filter(({ group }) => group === name);

/** Records that a group has still to read, in all. */
export function lagInAll(state: QueueState, name: string): number {
  let lag = 0;
  for (let partition = 0; partition < state.config.partitions; partition += 1) lag += lagOf(state, name, partition);
  return lag;
}

/** Groups that somebody reads for. */
const readingGroups = (state: QueueState): readonly string[] => [...state.groups.keys()].filter((name) => membersOf(state, name).length > 0);

export function facts({ state, text }: QueueWordsMoment): readonly Fact[] {
  const { ledger, queue, config } = state;
  const { duplicates, losses, produced } = ledger;
  const trouble: Fact[] = [
    ...(losses > 0 ? [{ label: text('message-queue.lost'), value: text('{count}', { count: losses }), role: 'fail' as const }] : []),
    ...(duplicates > 0 ? [{ label: text('message-queue.twice'), value: text('{count}', { count: duplicates }), role: 'warn' as const }] : []),
  ];
  const first: Fact = { label: text('message-queue.produced'), value: text('{count}', { count: produced }) };
  if (config.mode === 'queue') {
    return [first, { label: text('message-queue.waits'), value: text('{count}', { count: queue.ready.length }) }, { label: text('message-queue.held'), value: text('{count}', { count: queue.messages.size - queue.ready.length }) }, ...trouble];
  }
  const lags = readingGroups(state).slice(0, Math.max(1, 3 - trouble.length)).map((name): Fact => ({ label: text('message-queue.lag-of', { name }), value: text('{count}', { count: lagInAll(state, name) }) }));
  return [first, ...lags, ...trouble];
}

const say = ({ text }: QueueWordsMoment, key: string, values: { readonly [name: string]: string | number } = {}): Sentence => ({ strong: text(`message-queue.${key}`, values), rest: text(`message-queue.${key}-rest`, values) });
const seconds = (us: number): number => Math.max(0, Math.round(us / 100_000) / 10);

/** What was lost, or done twice, a moment ago. */
function justNow(moment: QueueWordsMoment): Sentence | null {
  const { state: { ledger }, nowUs, text } = moment;
  const { latestLoss, latestDuplicate } = ledger;
  if (latestLoss && nowUs - latestLoss.timeUs < FRESH_US) return { strong: text('message-queue.loses', { id: latestLoss.id }), rest: text(`message-queue.loses.${latestLoss.reason}`) };
  if (latestDuplicate && nowUs - latestDuplicate.timeUs < FRESH_US) return say(moment, 'repeats', { id: latestDuplicate.id });
  return null;
}

/** A partition without a leader, or with fewer replicas than it is meant to have. */
function brokerTrouble(moment: QueueWordsMoment): Sentence | null {
  const { state, name } = moment;
  const parts = state.controller.parts.filter(({ partition }) => isInput(state.config, partition));
  const offline = parts.find(({ leader }) => leader === null);
  if (offline) return say(moment, 'offline-now', { partition: offline.partition });
  const silent = parts.find(({ leader }) => leader !== null && state.brokers.get(leader)?.up === false);
  if (silent) return say(moment, 'silent', { name: name(silent.leader!), partition: silent.partition, seconds: seconds(state.config.brokerSessionUs) });
  const thin = parts.reduce<PartitionState | null>((found, part) => (part.isr.length < part.replicas.length && (found === null || part.isr.length < found.isr.length) ? part : found), null);
  if (thin === null) return null;
  const values = { partition: thin.partition, count: thin.isr.length, of: thin.replicas.length, least: state.config.minInsyncReplicas, leader: name(thin.leader ?? '') };
  return say(moment, thin.isr.length < state.config.minInsyncReplicas ? 'too-few' : 'thin', values);
}

function groupTrouble(moment: QueueWordsMoment): Sentence | null {
  const { state, name, text } = moment;
  for (const group of state.groups.values()) {
    const members = membersOf(state, group.name);
    const gone = members.find(({ id, up }) => !up && group.members.has(id));
    if (gone) {
      const { assigned } = group.members.get(gone.id)!;
      const owned = assigned.length > 4 ? text('message-queue.owned', { count: assigned.length }) : assigned.map((partition) => `P${partition}`).join(text.comma);
      if (assigned.length > 0) return say(moment, 'gone', { name: name(gone.id), owned, seconds: seconds(state.config.sessionTimeoutUs) });
    }
    if (isRebalancing(state, group.name) && group.generation > 0) {
      return { strong: text('message-queue.rebalances', { group: group.name }), rest: text(state.config.assignor === 'cooperative-sticky' ? 'message-queue.rebalances-sticky' : 'message-queue.rebalances-rest') };
    }
    const idle = members.find((member) => memberState(state, member) === 'idle');
    if (idle && group.state === 'Stable' && members.length > state.config.partitions) return say(moment, 'idles', { name: name(idle.id), members: members.length, partitions: state.config.partitions });
  }
  return null;
}

function queueSentence(moment: QueueWordsMoment): Sentence {
  const { state, name, nowUs } = moment;
  const { queue, config, ledger } = state;
  const held = [...queue.messages.values()].filter(({ member }) => member !== null);
  const orphan = held.find(({ member }) => state.members.get(member!)?.up === false);
  if (orphan) return say(moment, 'orphan', { name: name(orphan.member!), id: orphan.payload.id, seconds: seconds(orphan.untilUs - nowUs) });
  const again = held.find(({ attempts }) => attempts > 1);
  if (again) return say(moment, 'again', { name: name(again.member!), id: again.payload.id, attempt: again.attempts, most: config.maxDeliveries });
  if (ledger.deadLetters > 0) return say(moment, 'set-aside', { count: ledger.deadLetters, most: config.maxDeliveries });
  if (queue.ready.length > 3) return say(moment, 'backlog', { count: queue.ready.length, prefetch: config.prefetch });
  return say(moment, 'takes', { count: queue.settled });
}

/** What happens now and why. */
export function sentence(moment: QueueWordsMoment): Sentence {
  const { state, text } = moment;
  const now = justNow(moment);
  if (now) return now;
  if (state.config.mode === 'queue') return queueSentence(moment);
  const trouble = brokerTrouble(moment) ?? groupTrouble(moment);
  if (trouble) return trouble;
  const groups = readingGroups(state);
  if (groups.length === 0) return say(moment, 'unread');
  if ([...state.groups.values()].some(({ name, generation }) => generation === 0 && groups.includes(name))) return say(moment, 'joins');
  const lags = groups.map((name) => ({ name, lag: lagInAll(state, name) })).sort((a, b) => b.lag - a.lag);
  const [worst, best] = [lags[0]!, lags.at(-1)!];
  if (groups.length > 1 && worst.lag > best.lag + 3) return { strong: text('message-queue.behind-most', { best: best.name, worst: worst.name, lag: worst.lag }), rest: text('message-queue.behind-most-rest') };
  if (worst.lag > 12) return { strong: text('message-queue.lags', { group: worst.name, lag: worst.lag }), rest: text('message-queue.lags-rest') };
  return { strong: text(groups.length > 1 ? 'message-queue.steady' : 'message-queue.steady-one', { group: worst.name }), rest: text(`message-queue.how.${state.config.delivery}`) };
}

/**
 * `partitions` (`partition`, `leader`, `epoch`, `logStart`, `logEnd`, `highWatermark`, `inSync`), `groups` (`name`,
 * `generation`, `phase`, `committed` by partition, `lag`, `members`, `idle`), `produced`, `processed`, `duplicates`, `losses`,
 * `duplicatesRefused`, `fenced`, `rebalances`, `ready`, `inFlight`, `deadLetters`, `latencyP50`, `latencyP99` (ms).
 */
export function readouts({ state }: QueueWordsMoment): { readonly [key: string]: Plain } {
  const { partitions, groups, ...rest } = readoutsOf(state);
  return { ...rest, partitions: partitions.map((each) => ({ ...each })), groups: groups.map((each) => ({ ...each, committed: [...each.committed] })) };
}

/** Breaches that an author may name in `expect`. */
export function verdicts({ state, text }: QueueWordsMoment): readonly Breach[] {
  const { losses, duplicates } = state.ledger;
  const offline = state.config.mode === 'stream' ? state.controller.parts.flatMap(({ leader }, partition) => (leader === null ? [partition] : [])) : [];
  return [
    ...(losses > 0 ? ['no-loss', 'no-lost-write'].map((verdict) => ({ verdict, message: text('message-queue.verdict.lost', { count: losses }) })) : []),
    ...(duplicates > 0 ? [{ verdict: 'no-duplicates', message: text('message-queue.verdict.twice', { count: duplicates }) }] : []),
    ...(offline.length > 0 ? [{ verdict: 'available', message: text('message-queue.verdict.offline'), witness: offline }] : []),
  ];
}
