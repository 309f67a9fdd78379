/** What must hold at all times, whatever the algorithm, and of each by its own rules. */
import { InvariantViolation } from '../kernel/model.ts';
import type { Algorithm } from './algorithms/index.ts';
import { ways } from './algorithms/index.ts';
import type { Placed } from './algorithms/way.ts';
import { slowly } from './algorithms/ring.ts';
import { rankOf } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { circle, ownedLengths, tokenLimit } from './ring.ts';
import { liveServers, serverId } from './state.ts';
import type { Change, HashRingState, Lookup, Placement, Server } from './state.ts';

const checked = new WeakSet<Placement>();
const lookedAt = new WeakSet<Lookup>();
const searchedTokens = 128;

/** As many distinct servers hold the key as shall, or all there are; the first is the owner, on a ring found here one token after the other. */
function checkLookup({ config, placement, servers }: HashRingState, lookup: Lookup): void {
  lookedAt.add(lookup);
  const { ring, keys, owners } = placement;
  const wanted = Math.min(config.replicas, liveServers(servers).length);
  if (lookup.owners.length !== wanted || new Set(lookup.owners).size !== wanted) throw new InvariantViolation('as many distinct servers as replicas', `${lookup.key} is held by ${lookup.owners.join()} of ${wanted}`);
  if (wanted === 0) return;
  if (lookup.full.some((id) => id === lookup.owners[0])) throw new InvariantViolation('a key passes full servers only', `${lookup.key} passed its owner`);
  const rank = rankOf(keys, lookup.key);
  // Every token is gone through, so only where they are few; which rule is at fault does not depend on their number.
  const owner = rank >= 0 ? owners[rank]! : config.algorithm === 'ring' && ring.positions.length <= searchedTokens ? slowly(ring, lookup.position * circle) : null;
  if (owner !== null && lookup.owners[0] !== serverId(owner)) throw new InvariantViolation('a key is found at its owner', `${lookup.key} went to ${lookup.owners[0]}, not to s${owner}`);
}

/** Throws an `InvariantViolation`. Each placement is checked once, whole: it never changes after it is made. */
export function check(state: HashRingState, scope: 'event' | 'full'): void {
  if (state.lastLookup && !lookedAt.has(state.lastLookup)) checkLookup(state, state.lastLookup);
  if (scope === 'event' && checked.has(state.placement)) return;
  const { config, placement, servers, lastMove, lastCompared } = state;
  checkPlaced(config.algorithm, placement, placement, servers);
  checkMoves(config.algorithm, state.lastChange, lastMove, servers);
  if (config.compare !== 'none' && placement.compared) {
    checkPlaced(config.compare, placement.compared, placement, servers);
    checkMoves(config.compare, state.lastChange, lastCompared, servers);
  }
  checked.add(state.placement);
}

function checkPlaced(algorithm: Algorithm, placed: Placed, { keys }: Placement, servers: readonly Server[]): void {
  const live = new Set(liveServers(servers).map(({ number }) => number));
  const { ring, owners, table } = placed;
  const way = ways[algorithm];
  if (ring.positions.length > tokenLimit) throw new InvariantViolation('at most 16,384 tokens', `there are ${ring.positions.length}`);
  const whole = [...ownedLengths(ring).values()].reduce((sum, length) => sum + length, 0);
  if (way.tokens && live.size > 0 && whole !== circle) throw new InvariantViolation('arcs cover the circle', `they sum to ${whole} of ${circle}`);
  for (const holders of [ring.owners, table]) for (const owner of holders) if (!live.has(owner)) throw new InvariantViolation('only live servers hold tokens and slots', `s${owner} does not live`);
  if (owners.length !== keys.names.length) throw new InvariantViolation('each key has one owner', `${owners.length} owners of ${keys.names.length} keys`);
  owners.forEach((owner, key) => {
    if (live.size > 0 ? !live.has(owner) : owner !== 0) throw new InvariantViolation('each key has one owner', `${keys.names[key]} belongs to s${owner}`);
  });
  const wrong = live.size > 0 ? way.wrong(placed, keys) : null;
  if (wrong !== null) throw new InvariantViolation(`keys are placed by ${algorithm}`, wrong);
}

/** The ledger's pairs are all of what moved; where the algorithm promises it, keys go only to the newcomer or only from the leaver. */
function checkMoves(algorithm: Algorithm, change: Change | null, ledger: Ledger | null, servers: readonly Server[]): void {
  if (!change || !ledger) return;
  if (ledger.pairs.reduce((sum, { count }) => sum + count, 0) !== ledger.count) throw new InvariantViolation('the pairs are all that moved', `they do not sum to ${ledger.count}`);
  if (ledger.pairs.some(({ from, to }) => from === to)) throw new InvariantViolation('a key moves to another server', 'a pair names one server twice');
  const { minimal, tokens } = ways[algorithm];
  if (minimal === 'never' || change.kind === 'rebuild' || (tokens && change.retokened)) return;
  if (minimal === 'last' && liveServers(servers).some(({ number }) => number > change.server)) return;
  const id = serverId(change.server);
  const joined = change.kind === 'join' || change.kind === 'recover';
  for (const { from, to } of ledger.pairs) {
    if ((joined ? to : from) !== id) throw new InvariantViolation(joined ? 'a join moves keys only to the newcomer' : 'a leave moves only the leaver’s keys', `a key went from ${from} to ${to} when ${id} changed`);
  }
}
