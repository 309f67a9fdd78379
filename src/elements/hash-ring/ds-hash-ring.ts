import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import { concept } from './hash-ring.concept.ts';
import { own } from './hash-ring.preview.ts';

/**
 * A ring of servers with virtual nodes on which keys find their owner, and which shows what moves when servers come and go;
 * beside it other ways of placing keys.
 *
 * Rules: Karger et al., Consistent Hashing and Random Trees (1997); virtual nodes and replicas: Dynamo (2007), §4.2–4.3.
 * Token i of server `s1` hashes the text `s1#i`; a key belongs to the first token at or after its position, clockwise.
 * `rendezvous`: the highest murmur3 of `key#s1` (Thaler and Ravishankar, 1998; weights after Schindelhauer and Schomaker,
 * 2005). `jump`: Lamping and Veach (2014) over murmur3 x64 128 of the key, servers in order of their numbers. `maglev`:
 * Eisenbud et al. (2016), 65,537 entries, Envoy's permutation by xxh64. `slots`: Redis Cluster, 16,384 by CRC16; dealt so that
 * the fewest move. `bounded`: Mirrokni, Thorup and Zadimoghaddam (2016), keys placed one after the other.
 * Simplified: all clients know the members at once, and copying data holds nothing up. Copies of a key are on the next
 * distinct servers: clockwise, by score, by entries of the table, or by number (modulo, jump, slots).
 *
 * Read-outs: `ringShare` by server id (of the circle; of the slots or the table's entries; of the keys by modulo, rendezvous,
 * jump and bounded), `keyShare` (of the lookups by server id), `maxOverMean` and `standardDeviation` of `ringShare` in units of its
 * mean, `lastMove {count, share, predicted, modulo, pairs: {from, to, count}[]}`, `compared {algorithm, keyShare, lastMove}` or null,
 * `room` by server id with bounded loads (keys at most), else null, `servers`, `tokens`, `keys`, `lookups`, `replicasPerKey`. Shares
 * are 0–1; `modulo` is the share that hash mod N would have moved; `predicted` is null where no law says.
 *
 * Actions: `add` (name, weight), `remove`, `crash`, `recover`, `lookup` (key), `add-key` (key; at, a position 0 up to 1),
 * `pin` (at: puts a server's single token there). Targets: ids `s1`…, `first`, `last`, `largest`, `crashed`, `random`; without one
 * an action on a server is refused.
 *
 * Events: `ring.join {server, tokens, moved, from}` (no tokens: 0), `ring.leave {server, moved, to}`, `ring.lookup {key, position,
 * owners, passed}` (`passed`: full servers it met first), `ring.overflow {key, full, owner}`, `ring.rebuild {reason, moved}`,
 * `fault.crash`, `fault.recover`.
 *
 * @summary Consistent hashing with virtual nodes, live.
 * @tag ds-hash-ring
 * @slot - Readable text for pages without JavaScript.
 * @slot caption - Text under the diagram.
 * @slot description - Replaces the generated summary.
 * @fires {CustomEvent<ModelEventDetail>} ds-event - Something happened on the ring, e.g. `ring.join`; not fired for what a seek passes over.
 * @fires {CustomEvent<ModelEventDetail>} ds-milestone - A server joined or left.
 * @csspart base - The whole figure.
 * @csspart canvas - The drawing surface.
 * @csspart controls - Toolbars.
 * @csspart status - The sentence that says what happens now.
 * @csspart table - The data table.
 * @csspart error - Messages about bad input.
 * @cssprop [--ds-owner-1=#38CDEB] - Colour of the first server.
 * @cssprop [--ds-owner-2=#F6B93B] - Colour of the second server.
 * @cssprop [--ds-owner-3=#9A78FF] - Colour of the third server.
 * @cssprop [--ds-owner-4=#E0559C] - Colour of the fourth server.
 * @cssstate playing - While the virtual clock advances.
 * @cssstate reduced - While the reader wants less motion.
 * @cssstate fallback - While the flat picture is shown for want of WebGL.
 * @cssstate error - While a message is shown.
 */
export class DsHashRing extends DsDiagram<HashRingConfig, HashRingState> {
  protected override readonly concept = concept;
  /** Servers on the ring, 0–64. A change makes them join, or leave from the highest id down. */
  @setting(own.servers) servers!: number;
  /** Tokens a server of weight 1 holds, 1–1,024; lowered so that all servers together stay within 16,384. */
  @setting(own.vnodes) vnodes!: number;
  /** Keys on the ring, 0–10,000. */
  @setting(own.keys) keys!: number;
  /** How a key finds its server: by the `ring`; hash `modulo` N; the highest score (`rendezvous`); `jump` hash; the table of `maglev`; hash `slots` as in Redis Cluster; or the ring with `bounded` loads. */
  @setting(own.algorithm) algorithm!: string;
  /** A second algorithm beside the first, over the same keys: what each of them moves is counted and shown. */
  @setting(own.compare) compare!: string;
  /** Hash of tokens and keys: `murmur3` (x86, 32 bits), `fnv1a`, or `md5` (first four bytes, little-endian). Not for rendezvous (murmur3 of key and server), jump (murmur3 x64 128) and slots (CRC16). */
  @setting(own.hash) hash!: string;
  /** Distinct servers that hold each key, 1–7; all servers when there are fewer. */
  @setting(own.replicas) replicas!: number;
  /** Weights of the servers in order, each above 0; 1 for those not listed. Tokens are in proportion. Modulo, jump and slots know none. */
  @setting(own.weights) weights!: string;
  /** With bounded loads, keys of a server at most: so many times what it is due, over 1, to 4. */
  @setting(own.loadFactor) loadFactor!: number;
  /** Exponent of Zipf's law for how often each key is asked for, 0–2; 0 = all alike. */
  @setting(own.keySkew) keySkew!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-hash-ring': DsHashRing;
  }
}

define('ds-hash-ring', DsHashRing);
