/** What must hold on a ring at all times. */
import { InvariantViolation } from '../kernel/model.ts';
import { circle, ownedLengths, tokenLimit } from './ring.ts';
import { liveServers, serverId } from './state.ts';
import type { HashRingState, Placement } from './state.ts';

const checked = new WeakSet<Placement>();
const lookedAt = new WeakSet<object>();
const searchedTokens = 128;

/** As many distinct servers hold the key as shall, or all there are; the first is the owner, found here one token after the other. */
function checkLookup({ config, placement: { ring, keys, modulo }, servers }: HashRingState, lookup: NonNullable<HashRingState['lastLookup']>): void {
  lookedAt.add(lookup);
  const { key, owners, position } = lookup;
  const wanted = Math.min(config.replicas, liveServers(servers).length);
  if (owners.length !== wanted || new Set(owners).size !== wanted) throw new InvariantViolation('as many distinct servers as replicas', `${key} is held by ${owners.join()} of ${wanted}`);
  if (wanted === 0) return;
  // Every token is gone through, so only where they are few; which rule is at fault does not depend on their number.
  if (ring.positions.length > searchedTokens) return;
  const at = position * circle;
  const rank = config.algorithm === 'ring' ? -1 : keys.names.indexOf(key);
  const owner = config.algorithm === 'ring' ? ring.owners[Math.max(0, ring.positions.findIndex((token) => token >= at))] : rank < 0 ? null : modulo[rank];
  if (owner !== null && owners[0] !== serverId(owner!)) throw new InvariantViolation('a key belongs to the first token clockwise', `${key} went to ${owners[0]}, not to s${owner}`);
}

/** Throws an `InvariantViolation`. Each placement is checked once, whole: it never changes after it is made. */
export function check(state: HashRingState, scope: 'event' | 'full'): void {
  if (state.lastLookup && !lookedAt.has(state.lastLookup)) checkLookup(state, state.lastLookup);
  if (scope === 'event' && checked.has(state.placement)) return;
  checkPlacement(state);
  checked.add(state.placement);
}

function checkPlacement(state: HashRingState): void {
  const { ring, keys, owners } = state.placement;
  const live = new Set(liveServers(state.servers).map(({ number }) => number));
  const whole = [...ownedLengths(ring).values()].reduce((sum, length) => sum + length, 0);
  if (live.size > 0 && whole !== circle) throw new InvariantViolation('arcs cover the circle', `they sum to ${whole} of ${circle}`);
  checkSum(state);
  for (const owner of ring.owners) if (!live.has(owner)) throw new InvariantViolation('only live servers hold tokens', `s${owner} does not live`);
  const apart = Math.max(1, Math.floor(owners.length / 16));
  for (let key = 0; key < owners.length; key += 1) {
    const owner = owners[key]!;
    if (state.config.algorithm === 'ring' && live.size > 0 && key % apart === 0) {
      const first = ring.owners[Math.max(0, ring.positions.findIndex((token) => token >= keys.hashes[key]!))]!;
      if (first !== owner) throw new InvariantViolation('a key belongs to the first token clockwise', `${keys.names[key]} belongs to s${owner}, not to s${first}`);
    }
    if (live.size > 0 ? !live.has(owner) : owner !== 0) throw new InvariantViolation('each key has one owner', `${keys.names[key]} belongs to s${owner}`);
  }
  checkMoves(state);
}

/** The ledger's pairs are all of what moved, nothing goes from a server to itself, and all tokens fit. */
function checkSum({ lastMove, placement: { ring } }: HashRingState): void {
  if (lastMove && lastMove.pairs.reduce((sum, { count }) => sum + count, 0) !== lastMove.count) throw new InvariantViolation('the pairs are all that moved', `they do not sum to ${lastMove.count}`);
  if (lastMove?.pairs.some(({ from, to }) => from === to)) throw new InvariantViolation('a key moves to another server', 'a pair names one server twice');
  if (ring.positions.length > tokenLimit) throw new InvariantViolation('at most 16,384 tokens', `there are ${ring.positions.length}`);
}

/** On a join keys move only to the newcomer, on a leave only the leaver's keys move (ring). */
function checkMoves({ config, lastChange, lastMove }: HashRingState): void {
  if (config.algorithm !== 'ring' || !lastChange || !lastMove || lastChange.kind === 'rebuild' || lastChange.retokened) return;
  const id = serverId(lastChange.server);
  const joined = lastChange.kind === 'join' || lastChange.kind === 'recover';
  for (const { from, to } of lastMove.pairs) {
    if ((joined ? to : from) !== id) throw new InvariantViolation(joined ? 'a join moves keys only to the newcomer' : 'a leave moves only the leaver’s keys', `a key went from ${from} to ${to} when ${id} changed`);
  }
}
