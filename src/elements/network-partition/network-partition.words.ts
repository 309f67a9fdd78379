/** What the network says of itself at first sight: facts, sentence, read-outs, verdicts. */
import type { Plain } from '../../models/kernel/model.ts';
import { canAccept, readouts as readoutsOf } from '../../models/network-partition/readouts.ts';
import type { PartitionNode, PartitionState } from '../../models/network-partition/state.ts';
import { primariesOf } from '../../models/network-partition/state.ts';
import { tilesOf } from '../../models/network-partition/views.ts';
import type { Breach, Fact, Moment, Sentence } from '../base/concept.ts';
import { allOf } from '../base/lists.ts';
import { isParted } from './network-partition.picture.ts';
import { keyShown } from './tiles.ts';

export type PartitionWords = Pick<Moment<PartitionState>, 'state' | 'nowUs' | 'name' | 'text'>;

const nodesOf = ({ nodes }: PartitionState): readonly PartitionNode[] => [...nodes.values()];

export function facts({ state, text }: PartitionWords): readonly Fact[] {
  const { conflicts, lostUpdates, tokensRefused } = state.stats;
  const primaries = primariesOf(state).length;
  return [
    { label: text('network-partition.primaries'), value: text('{primaries}', { primaries }), note: text('network-partition.of', { nodes: state.nodes.size }), role: primaries > 1 ? 'warn' : 'text' },
    state.config.policy === 'fencing-token'
      ? { label: text('network-partition.tokens-refused'), value: text('{tokensRefused}', { tokensRefused }) }
      : { label: text('network-partition.conflicts'), value: text('{conflicts}', { conflicts }), role: conflicts > 0 ? 'warn' : 'text' },
    { label: text('network-partition.lost'), value: text('{lostUpdates}', { lostUpdates }), role: lostUpdates > 0 ? 'fail' : 'text' },
  ];
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
function listed(nodes: readonly PartitionNode[], { text, name }: PartitionWords): string {
  return allOf(nodes.map(({ id }) => name(id)), text);
}

/** A holder of the lock whose token is old, and who does not know. */
function staleHolder(state: PartitionState): PartitionNode | undefined {
  return state.config.policy === 'fencing-token' ? nodesOf(state).find(({ up, volatile }) => up && volatile.role === 'primary' && volatile.epoch < Math.max(state.storage.highest, state.lock.token)) : undefined;
}

function tokenSentence(moment: PartitionWords): Sentence | null {
  const { state, text, name } = moment;
  const stale = staleHolder(state);
  if (stale === undefined) {
    if (state.config.policy !== 'fencing-token') return null;
    const holder = state.lock.holder;
    return { strong: holder === null ? text('network-partition.no-holder') : text('network-partition.holder', { name: name(holder), token: state.lock.token }), rest: text('network-partition.holder-rest') };
  }
  const values = { name: name(stale.id), token: stale.volatile.epoch, highest: state.storage.highest };
  return { strong: text(stale.frozen ? 'network-partition.paused' : 'network-partition.stale-holder', values), rest: text(stale.frozen ? 'network-partition.paused-rest' : 'network-partition.stale-holder-rest', values) };
}

/** While a cut is in force. */
function partedSentence(moment: PartitionWords): Sentence {
  const { state, text, name } = moment;
  const { policy, detectTimeoutUs } = state.config;
  const nodes = nodesOf(state);
  const fenced = nodes.filter(({ fencedBy }) => fencedBy !== null);
  const able = nodes.filter((node) => canAccept(state, node));
  const ms = Math.round(detectTimeoutUs / 1000);
  if (fenced.length > 0) return { strong: text(fenced.length === 1 ? 'network-partition.fenced-one' : 'network-partition.fenced-several', { names: listed(fenced, moment) }), rest: text('network-partition.fenced-rest') };
  if (able.length > 1) {
    const [old, young] = [...able].sort((a, b) => a.volatile.epoch - b.volatile.epoch);
    return { strong: text('network-partition.split', { count: able.length }), rest: text('network-partition.split-rest', { old: name(old?.id ?? ''), young: name(young?.id ?? '') }) };
  }
  if (!nodes.some(({ up, volatile }) => up && volatile.suspects.size > 0)) return { strong: text('network-partition.unnoticed'), rest: text('network-partition.unnoticed-rest', { ms }) };
  const [one] = able;
  if (one === undefined) return { strong: text('network-partition.nobody'), rest: text(`network-partition.nobody-rest.${policy}`) };
  return { strong: text('network-partition.one-side', { name: name(one.id) }), rest: text(`network-partition.one-side-rest.${policy}`) };
}

/** What happens now and why. */
export function sentence(moment: PartitionWords): Sentence {
  const { state, text, name } = moment;
  if (!nodesOf(state).some(({ up }) => up)) return { strong: text('network-partition.all-down'), rest: text('network-partition.all-down-rest') };
  const token = tokenSentence(moment);
  if (token !== null && (staleHolder(state) !== undefined || !isParted(state))) return token;
  if (isParted(state)) return partedSentence(moment);
  const { resolve, policy } = state.config;
  const key = keyShown(state);
  const siblings = key === null ? 0 : Math.max(...nodesOf(state).map((node) => tilesOf(node).filter((tile) => tile.key === key && tile.siblings.length > 0).length));
  if (siblings > 1) return { strong: text('network-partition.undecided'), rest: text('network-partition.undecided-rest', { count: siblings, key: key ?? '' }) };
  if (state.stats.lostUpdates > 0) {
    return { strong: text(state.stats.lostUpdates === 1 ? 'network-partition.lost-one' : 'network-partition.lost-several', { count: state.stats.lostUpdates }), rest: text(`network-partition.lost-rest.${resolve === 'lww' || resolve === 'app' ? resolve : 'other'}`) };
  }
  if (state.stats.vanished > 0 && resolve === 'crdt') return { strong: text('network-partition.joined'), rest: text('network-partition.joined-rest') };
  const [primary] = primariesOf(state);
  if (primary === undefined) return { strong: text('network-partition.no-primary'), rest: text('network-partition.no-primary-rest') };
  return { strong: text('network-partition.whole', { name: name(primary.id) }), rest: text(`network-partition.whole-rest.${policy}`) };
}

/**
 * `primaries` (ids that act as primary now), `sides` (of each client: `client`, `home`, `accepted`, `refused`, `unanswered`,
 * `withoutService` in ms, `served`), `conflicts`, `lostUpdates`, `highestToken`; null = there is none.
 */
export function readouts({ state }: PartitionWords): { readonly [key: string]: Plain } {
  const { primaries, sides, ...rest } = readoutsOf(state);
  return { ...rest, primaries: [...primaries], sides: sides.map((side) => ({ ...side })) };
}

/** Breaches that an author may name in `expect`. */
export function verdicts({ state, text }: PartitionWords): readonly Breach[] {
  const { conflicts, lostUpdates } = state.stats;
  const able = nodesOf(state).filter((node) => canAccept(state, node)).map(({ id }) => id);
  return [
    ...(able.length > 1 ? [{ verdict: 'one-primary', message: text('network-partition.verdict.primaries', { count: able.length }), witness: able }] : []),
    ...(conflicts > 0 ? [{ verdict: 'no-conflict', message: text('network-partition.verdict.conflicts', { count: conflicts }) }] : []),
    ...(lostUpdates > 0 ? [{ verdict: 'no-lost-write', message: text('network-partition.verdict.lost', { count: lostUpdates }) }] : []),
  ];
}
