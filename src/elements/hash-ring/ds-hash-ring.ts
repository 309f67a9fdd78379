import type { Algorithm } from '../../models/hash-ring/algorithms/index.ts';
import { ways } from '../../models/hash-ring/algorithms/index.ts';
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { effectiveVnodes, liveServers, serverId, usualName, wayOf } from '../../models/hash-ring/state.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { ModelEvent } from '../../models/kernel/model.ts';
import type { ActionSpec, Concept, EventSpec, Moment, SettingValues } from '../base/concept.ts';
import { define } from '../base/define.ts';
import { DsDiagram } from '../base/diagram.ts';
import { setting } from '../base/settings.ts';
import type { Translate } from '../base/strings.ts';
import { drawRing, ownerRole } from './hash-ring.picture.ts';
import { hashRingScenarios } from './hash-ring.scenarios.ts';
import { hashRingStrings } from './hash-ring.strings.ts';
import { facts, readouts, sentence } from './hash-ring.words.ts';

/** Weights as the list of numbers that the text holds. */
const weightsOf = (text: unknown): readonly number[] => String(text).split(/[\s,]+/).filter(Boolean).map(Number).filter((weight) => weight > 0);

const algorithms = Object.keys(ways) as Algorithm[];

function configure(settings: SettingValues): HashRingConfig {
  return {
    servers: Number(settings['servers']), vnodes: Number(settings['vnodes']), keys: Number(settings['keys']),
    algorithm: algorithms.find((name) => name === settings['algorithm']) ?? 'ring', compare: algorithms.find((name) => name === settings['compare']) ?? 'none',
    hash: settings['hash'] === 'fnv1a' ? 'fnv1a' : settings['hash'] === 'md5' ? 'md5' : 'murmur3',
    replicas: Number(settings['replicas']), weights: weightsOf(settings['weights']), loadFactor: Number(settings['loadFactor']), keySkew: Number(settings['keySkew']),
  };
}

/** 16,384 tokens in all: `vnodes` gives way. */
function reconcile(settings: SettingValues): readonly { name: string; used: number; reason: string }[] {
  const { servers, vnodes, weights, algorithm, compare } = configure(settings);
  if (!ways[algorithm].tokens && !(compare !== 'none' && ways[compare].tokens)) return [];
  const fitting = effectiveVnodes(vnodes, Array.from({ length: servers }, (_, at) => ({ number: at + 1, name: null, weight: weights[at] ?? 1, up: true, pinned: null })));
  const used = Math.max(1, Math.floor(fitting));
  return used < vnodes ? [{ name: 'vnodes', used, reason: 'at most 16,384 tokens in all' }] : [];
}

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

function subtitle({ state, text }: Moment<HashRingState>): string {
  const live = liveServers(state.servers);
  const servers = text(live.length === 1 ? 'hash-ring.server-one' : 'hash-ring.servers', { servers: live.length });
  if (live.length === 0) return servers;
  if (!wayOf(state).tokens) return `${servers} · ${text(`hash-ring.by-${state.config.algorithm}`)}`;
  const vnodes = Math.round(state.placement.vnodes * 10) / 10;
  const weighted = live.some(({ weight }) => weight !== 1);
  return `${servers} · ${text(weighted ? 'hash-ring.vnodes-by-weight' : vnodes === 1 ? 'hash-ring.vnodes-one' : 'hash-ring.vnodes', { vnodes })}`;
}

export const hashRingConcept: Concept<HashRingConfig, HashRingState> = {
  slug: 'hash-ring',
  pace: 1000,
  model: hashRing,
  configure,
  reconcile,
  scenarios: hashRingScenarios,
  actions,
  events,
  legend,
  draw: drawRing,
  subtitle,
  facts,
  sentence,
  panels: () => import('./hash-ring.panels.ts'),
  readouts,
  nodes: (state) => state.servers.map(({ number }) => `s${number}`),
  defaultName: (id) => usualName(Number(id.slice(1))),
  givenName: ({ servers }, id) => servers.find(({ number }) => serverId(number) === id)?.name ?? null,
  strings: hashRingStrings,
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
  @setting({ kind: 'integer', fallback: 4, min: 0, max: 64, change: 'live' }) servers!: number;
  /** Tokens a server of weight 1 holds, 1–1,024; lowered so that all servers together stay within 16,384. */
  @setting({ kind: 'integer', fallback: 8, min: 1, max: 1024, change: 'live' }) vnodes!: number;
  /** Keys on the ring, 0–10,000. */
  @setting({ kind: 'integer', fallback: 48, min: 0, max: 10_000, change: 'live' }) keys!: number;
  /** How a key finds its server: by the `ring`; hash `modulo` N; the highest score (`rendezvous`); `jump` hash; the table of `maglev`; hash `slots` as in Redis Cluster; or the ring with `bounded` loads. */
  @setting({ kind: 'enum', fallback: 'ring', words: ['ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'slots', 'bounded'], change: 'live' }) algorithm!: string;
  /** A second algorithm beside the first, over the same keys: what each of them moves is counted and shown. */
  @setting({ kind: 'enum', fallback: 'none', words: ['none', 'ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'slots', 'bounded'], change: 'live' }) compare!: string;
  /** Hash of tokens and keys: `murmur3` (x86, 32 bits), `fnv1a`, or `md5` (first four bytes, little-endian). Not for rendezvous (murmur3 of key and server), jump (murmur3 x64 128) and slots (CRC16). */
  @setting({ kind: 'enum', fallback: 'murmur3', words: ['murmur3', 'fnv1a', 'md5'], change: 'live' }) hash!: string;
  /** Distinct servers that hold each key, 1–7; all servers when there are fewer. */
  @setting({ kind: 'integer', fallback: 1, min: 1, max: 7, change: 'live' }) replicas!: number;
  /** Weights of the servers in order, each above 0; 1 for those not listed. Tokens are in proportion. Modulo, jump and slots know none. */
  @setting({ kind: 'list', fallback: '1', items: 64, number: { min: 0.01, max: 1024, fallback: 1 }, change: 'live' }) weights!: string;
  /** With bounded loads, keys of a server at most: so many times what it is due, over 1, to 4. */
  @setting({ kind: 'number', fallback: 1.25, min: 1.001, max: 4, change: 'live' }) loadFactor!: number;
  /** Exponent of Zipf's law for how often each key is asked for, 0–2; 0 = all alike. */
  @setting({ kind: 'number', fallback: 0, min: 0, max: 2, change: 'live' }) keySkew!: number;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-hash-ring': DsHashRing;
  }
}

define('ds-hash-ring', DsHashRing);
