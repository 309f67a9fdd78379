/**
 * Rendezvous or highest random weight: Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (1998).
 * Every server draws a score for the key, murmur3 of `key#s1`, and the highest wins. Where weights differ, the score is
 * −weight / ln(hash), after Schindelhauer and Schomaker, "Weighted distributed hash tables" (2005).
 */
import { ln } from '../../kernel/exact-math.ts';
import { utf8 } from '../../kernel/fnv.ts';
import { murmur3, murmur3Of } from '../hashes.ts';
import { circle } from '../ring.ts';
import type { Member } from '../ring.ts';
import { bare, difference, someKeys } from './way.ts';
import type { Way } from './way.ts';

/** Asks for the score of every server for a key, in their order; of equal weights a share of the largest hash, 0–1. */
function scorer(members: readonly Member[]): (key: string) => Float64Array {
  const ids = members.map(({ number }) => utf8(`s${number}`));
  const even = members.every(({ weight }) => weight === members[0]!.weight);
  const scores = new Float64Array(members.length);
  return (key) => {
    const start = utf8(`${key}#`);
    const text = new Uint8Array(start.length + 6);
    text.set(start);
    for (let at = 0; at < ids.length; at += 1) {
      const id = ids[at]!;
      for (let n = 0; n < id.length; n += 1) text[start.length + n] = id[n]!;
      const hash = (murmur3Of(text, start.length + id.length) + 0.5) / circle;
      scores[at] = even ? hash : -members[at]!.weight / ln(hash);
    }
    return scores;
  };
}

/** Servers with their scores for a key, the highest first; of equal ones the lower number. */
export function ranked(members: readonly Member[], key: string): { readonly number: number; readonly score: number }[] {
  const scores = scorer(members)(key);
  return members.map(({ number }, at) => ({ number, score: scores[at]! })).sort((a, b) => b.score - a.score || a.number - b.number);
}

export const rendezvousWay: Way = {
  of: 'keys',
  tokens: false,
  weighs: true,
  minimal: 'always',
  place(given) {
    const { members } = given;
    const scoresOf = scorer(members);
    return bare(given, Uint16Array.from(given.keys.names, (key) => {
      const scores = scoresOf(key);
      let best = 0;
      for (let at = 1; at < scores.length; at += 1) if (scores[at]! > scores[best]!) best = at;
      return members[best]?.number ?? 0;
    }));
  },
  find: ({ members }, _keys, key, _position, replicas) => ({ owners: ranked(members, key).slice(0, replicas).map(({ number }) => number), token: null, full: [] }),
  /** What the newcomer or the leaver is due of all. */
  predicted(before, after) {
    const one = difference(before, after);
    return one && one.members[one.at]!.weight / one.members.reduce((sum, { weight }) => sum + weight, 0);
  },
  wrong({ members, owners }, keys) {
    // By the text itself, where all weigh alike: a server that scores higher than the owner.
    if (members.some(({ weight }) => weight !== members[0]!.weight)) return null;
    for (const key of someKeys(keys)) {
      const score = (server: number): number => murmur3(`${keys.names[key]}#s${server}`);
      const higher = members.find(({ number }) => score(number) > score(owners[key]!));
      if (higher) return `s${higher.number} scores higher for ${keys.names[key]} than s${owners[key]}`;
    }
    return null;
  },
};
