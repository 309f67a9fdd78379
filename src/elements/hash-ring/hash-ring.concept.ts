/** What the ring offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import type { HashRingConfig, HashRingState } from '../../models/hash-ring/state.ts';
import { hashRing } from '../../models/hash-ring/model.ts';
import type { ModelEvent } from '../../models/kernel/model.ts';
import { haloMarks } from '../../scene/flat/halos.ts';
import { linkMarks } from '../../scene/flat/links.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import type { Translate } from '../base/strings.ts';
import { ownerRole } from './hash-ring.columns.ts';
import { draw } from './hash-ring.moving.ts';
import { preview } from './hash-ring.preview.ts';
import { hashRingStrings } from './hash-ring.strings.ts';
import { hashRingWords } from './hash-ring.words.strings.ts';
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
  ['ring.join', { milestone: true, tick: 'owner-1', say: (event, text, name) => say(event.data['tokens'] ? 'join' : 'join-plain')(event, text, name) }],
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

export const concept: Concept<HashRingConfig, HashRingState> = {
  ...preview,
  model: hashRing,
  draw,
  marks: [...preview.marks, haloMarks, linkMarks, packetMarks],
  actions,
  events,
  legend,
  facts,
  sentence,
  panels: () => import('./hash-ring.panels.ts'),
  readouts,
  strings: { ...hashRingStrings, ...hashRingWords },
};
