/** What the first picture of a ring needs. */
import type { Algorithm } from '../../models/hash-ring/algorithms/index.ts';
import { ways } from '../../models/hash-ring/algorithms/index.ts';
import { startRing } from '../../models/hash-ring/start.ts';
import { effectiveVnodes, liveServers, serverId, usualName, wayOf } from '../../models/hash-ring/state.ts';
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { gaugeMarks } from '../../scene/flat/gauges.ts';
import { ringMarks } from '../../scene/flat/ring.ts';
import type { Adjustment, Moment, Preview, SettingValues } from '../base/concept.ts';
import { showPreview } from '../base/preview.ts';
import type { SettingTable } from '../base/settings.ts';
import { drawRing } from './hash-ring.picture.ts';
import { hashRingScenarios } from './hash-ring.scenarios.ts';
import { hashRingStrings } from './hash-ring.strings.ts';

/** Attributes of the ring; what each means is said at the properties of `DsHashRing`. */
export const own = {
  servers: { kind: 'integer', fallback: 4, min: 0, max: 64, change: 'live' },
  vnodes: { kind: 'integer', fallback: 8, min: 1, max: 1024, change: 'live' },
  keys: { kind: 'integer', fallback: 48, min: 0, max: 10_000, change: 'live' },
  algorithm: { kind: 'enum', fallback: 'ring', words: ['ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'slots', 'bounded'], change: 'live' },
  compare: { kind: 'enum', fallback: 'none', words: ['none', 'ring', 'modulo', 'rendezvous', 'jump', 'maglev', 'slots', 'bounded'], change: 'live' },
  hash: { kind: 'enum', fallback: 'murmur3', words: ['murmur3', 'fnv1a', 'md5'], change: 'live' },
  replicas: { kind: 'integer', fallback: 1, min: 1, max: 7, change: 'live' },
  weights: { kind: 'list', fallback: '1', items: 64, number: { min: 0.01, max: 1024, fallback: 1 }, change: 'live' },
  loadFactor: { kind: 'number', fallback: 1.25, min: 1.001, max: 4, change: 'live' },
  keySkew: { kind: 'number', fallback: 0, min: 0, max: 2, change: 'live' },
} as const satisfies SettingTable;

/** Weights as the list of numbers that the text holds. */
const weightsOf = (text: unknown): readonly number[] => String(text).split(/[\s,]+/).filter(Boolean).map(Number).filter((weight) => weight > 0);

/** The name among those of the setting. */
const algorithmOf = (value: unknown): Algorithm | undefined => own.algorithm.words.find((name) => name === value);

function configure(settings: SettingValues): HashRingConfig {
  return {
    servers: Number(settings['servers']), vnodes: Number(settings['vnodes']), keys: Number(settings['keys']),
    algorithm: algorithmOf(settings['algorithm']) ?? 'ring', compare: algorithmOf(settings['compare']) ?? 'none',
    hash: settings['hash'] === 'fnv1a' ? 'fnv1a' : settings['hash'] === 'md5' ? 'md5' : 'murmur3',
    replicas: Number(settings['replicas']), weights: weightsOf(settings['weights']), loadFactor: Number(settings['loadFactor']), keySkew: Number(settings['keySkew']),
  };
}

/** Why settings give way; keys of their translations. */
export type HashRingAdvice =
  | 'at most 16,384 tokens in all';

/** 16,384 tokens in all: `vnodes` gives way. */
function reconcile(settings: SettingValues): readonly Adjustment<HashRingAdvice>[] {
  const { servers, vnodes, weights, algorithm, compare } = configure(settings);
  if (!ways[algorithm].tokens && !(compare !== 'none' && ways[compare].tokens)) return [];
  const fitting = effectiveVnodes(vnodes, Array.from({ length: servers }, (_, at) => ({ number: at + 1, name: null, weight: weights[at] ?? 1, up: true, pinned: null })));
  const used = Math.max(1, Math.floor(fitting));
  return used < vnodes ? [{ name: 'vnodes', used, reason: 'at most 16,384 tokens in all' }] : [];
}

function subtitle({ state, text }: Moment<HashRingState>): string {
  const { config: { algorithm, compare, loadFactor }, servers, placement } = state;
  const live = liveServers(servers);
  const parts = [text(live.length === 1 ? 'hash-ring.server-one' : 'hash-ring.servers', { servers: live.length })];
  if (live.length === 0) return parts[0]!;
  const vnodes = Math.round(placement.vnodes * 10) / 10;
  const weighted = live.some(({ weight }) => weight !== 1);
  parts.push(wayOf(state).tokens ? text(weighted ? 'hash-ring.vnodes-by-weight' : vnodes === 1 ? 'hash-ring.vnodes-one' : 'hash-ring.vnodes', { vnodes }) : text(`hash-ring.by-${algorithm}`));
  if (algorithm === 'bounded') parts.push(text('hash-ring.at-most', { factor: loadFactor }));
  if (compare !== 'none') parts.push(text('hash-ring.against', { other: text(`hash-ring.by-${compare}`) }));
  return parts.join(' · ');
}

export const preview: Preview<HashRingConfig, HashRingState> = {
  slug: 'hash-ring',
  pace: 1000,
  model: { create: (config, world) => startRing(config, world, ways) },
  settings: own,
  // Other algorithms and hashes come with the model.
  covers: ({ algorithm, compare, hash }) => ['ring', 'modulo'].includes(String(algorithm)) && compare === 'none' && hash !== 'md5',
  configure,
  reconcile,
  scenarios: hashRingScenarios,
  draw: drawRing,
  marks: [ringMarks, gaugeMarks],
  subtitle,
  nodes: (state) => state.servers.map(({ number }) => `s${number}`),
  // A column of the second row is `jump/s1`.
  defaultName: (id) => usualName(Number(/\d+$/.exec(id)?.[0])),
  givenName: ({ servers }, id) => servers.find(({ number }) => serverId(number) === id.split('/').at(-1))?.name ?? null,
  strings: hashRingStrings,
};

/** Draws the opening moment of an element whose code is still on its way. */
export const show = (element: HTMLElement): void => showPreview(element, preview);
