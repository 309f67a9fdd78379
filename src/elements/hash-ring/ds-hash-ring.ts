import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { ModelEvent } from '../../models/kernel/model.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import type { Translate } from '../base/strings.ts';
import { ownerRole } from './hash-ring.picture.ts';
import { own, preview } from './hash-ring.preview.ts';
import { hashRingStrings, hashRingWords } from './hash-ring.strings.ts';
import { facts, readouts, sentence } from './hash-ring.words.ts';

const actions: readonly ActionSpec[] = [
  { action: 'add', label: 'hash-ring.add', needs: 'nothing', verb: { label: 'hash-ring.add-verb', icon: 'plus' } },
  { action: 'remove', label: 'hash-ring.remove', needs: 'node' },
  { action: 'crash', label: 'action.crash', needs: 'node' },
  { action: 'recover', label: 'action.recover', needs: 'node' },
  { action: 'lookup', label: 'hash-ring.lookup', needs: 'text' },
  { action: 'add-key', label: 'hash-ring.add-key', needs: 'text' },
];

/** A server that left is known by the name the event carries, where `add` had given it one. */
const nameIn = ({ node, data }: ModelEvent, name: (id: string) => string): string => (typeof data['name'] === 'string' ? data['name'] : node ? name(node) : '');

const say = (key: string) => (event: ModelEvent, text: Translate, name: (id: string) => string): string =>
  text(`hash-ring.say.${key}`, { name: nameIn(event, name), key: String(event.data['key'] ?? ''), moved: Number(event.data['moved'] ?? 0), tokens: Number(event.data['tokens'] ?? 0) });

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['ring.join', { milestone: true, tick: 'owner-1', say: say('join') }],
  ['ring.leave', { milestone: true, tick: 'owner-4', say: say('leave') }],
  ['ring.lookup', { say: (event, text, name) => say(event.node ? 'lookup' : 'unowned')(event, text, name) }],
  ['ring.rebuild', { tick: 'muted', say: say('rebuild') }],
  ['ring.overflow', { say: say('overflow') }],
  ['fault.crash', { tick: 'fail', say: say('crash') }],
  ['fault.recover', { tick: 'ok', say: say('recover') }],
]);

function legend({ state, text, name }: Moment<HashRingState>): ReturnType<Concept<HashRingConfig, HashRingState>['legend']> {
  const servers = state.servers.slice(0, 4).map(({ number }) => ({ role: ownerRole(number), shape: 'square' as const, label: text('hash-ring.server', { name: name(`s${number}`) }) }));
  return [...servers, { role: 'key', shape: 'key', label: text('hash-ring.key') }];
}

export const hashRingConcept: Concept<HashRingConfig, HashRingState> = {
  ...preview,
  model: hashRing,
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./hash-ring.panels.ts'),
  readouts,
  strings: { ...hashRingStrings, ...hashRingWords },
};

/**
 * A ring of servers with virtual nodes on which keys find their owner, and which shows what moves when servers come and go.
 *
 * Rules: Karger et al., Consistent Hashing and Random Trees (1997); virtual nodes and replicas: Dynamo (2007), §4.2–4.3.
 * Token i of server `s1` hashes the text `s1#i`; a key belongs to the first token at or after its position, clockwise.
 * Simplified: all clients know the members at once, and copying data holds nothing up.
 *
 * Read-outs: `ringShare` (of the circle by server id; by hash mod N, of the keys), `keyShare` (of the lookups by server id),
 * `maxOverMean` and `standardDeviation` of those shares in units of their mean, `lastMove {count, share, predicted, modulo,
 * pairs: {from, to, count}[]}`, `servers`, `tokens`, `keys`, `lookups`, `replicasPerKey`. Shares are 0–1; `modulo` is the
 * share that hash mod N would have moved.
 *
 * Actions: `add` (name, weight), `remove`, `crash`, `recover`, `lookup` (key), `add-key` (key; at, a position 0 up to 1),
 * `pin` (at: puts a server's single token there). Targets: ids `s1`…, `first`, `last`, `largest`, `random`.
 *
 * Events: `ring.join {server, tokens, moved, from}`, `ring.leave {server, moved, to}`, `ring.lookup {key, position, owners,
 * passed}`, `ring.rebuild {reason, moved}`, `fault.crash`, `fault.recover`.
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
  protected override readonly concept = hashRingConcept;
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
