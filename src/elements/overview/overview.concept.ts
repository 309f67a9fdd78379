/** What the opening scene offers beyond its first picture: its whole model, what can be done to it, what is said of it. */
import { faultActions, faultEvents } from '../base/faults.ts';
import type { ModelEvent } from '../../models/kernel/model.ts';
import type { OverviewConfig } from '../../models/overview/config.ts';
import { overview } from '../../models/overview/model.ts';
import type { OverviewState } from '../../models/overview/state.ts';
import { packetMarks } from '../../scene/flat/packets.ts';
import { wallMarks } from '../../scene/flat/walls.ts';
import type { ActionSpec, Concept, EventSpec, Moment } from '../base/concept.ts';
import type { Translate } from '../base/strings.ts';
import { drawCracked } from './live.picture.ts';
import { preview } from './overview.preview.ts';
import { overviewStrings } from './overview.strings.ts';
import { facts, readouts, sentence } from './overview.words.ts';
import { overviewWords } from './overview.words.strings.ts';

const asState = (state: unknown): OverviewState => state as OverviewState;
const isCut = (state: unknown): boolean => asState(state).network.groups !== null || asState(state).network.cutLinks.size > 0;

const actions: readonly ActionSpec[] = [
  { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'overview.crash-one', target: 'random', icon: 'bolt', when: (state) => asState(state).upCount > 0 } },
  { action: 'fail-region', label: 'overview.fail-region', needs: 'nothing', verb: { label: 'overview.fail-region', args: { region: 1 }, icon: 'bolt', when: (state) => asState(state).upCount > 0 } },
  { action: 'recover', label: 'action.recover', needs: 'node', verb: { label: 'overview.recover-all', icon: 'heal', when: (state) => asState(state).upCount < asState(state).config.nodes } },
  { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'overview.heal', icon: 'heal', when: isCut } },
  { action: 'cut', label: 'action.cut', needs: 'groups' },
  { action: 'request', label: 'overview.request', needs: 'nothing' },
  { action: 'capacity', label: 'overview.capacity', needs: 'text', input: { argument: 'requests', example: '5' } },
  ...faultActions('freeze', 'thaw', 'slow', 'drop', 'delay'),
];

type Say = NonNullable<EventSpec['say']>;

function say(key: string | ((event: ModelEvent) => string)): Say {
  return (event: ModelEvent, text: Translate, name: (id: string) => string) => {
    const { by, factor, id, message } = event.data;
    const values = {
      node: event.node ? name(event.node) : '', by: typeof by === 'string' ? name(by) : Number(by ?? 0), factor: Number(factor ?? 1), message: String(message ?? id ?? ''),
      sides: String(event.data['groups'] ?? event.data['link'] ?? ''),
    };
    return text(`overview.say.${typeof key === 'string' ? key : key(event)}`, values);
  };
}

const events: ReadonlyMap<string, EventSpec> = new Map<string, EventSpec>([
  ['overview.crash', { milestone: true, tick: 'fail', say: say('crash') }],
  ['overview.recover', { say: say('recover') }],
  ['overview.suspect', { say: say(({ data }) => (data['wrong'] === true ? 'suspect-wrong' : 'suspect')) }],
  ['overview.clear', { say: say('clear') }],
  ['overview.request', { say: say(({ data }) => (data['ok'] === true ? 'served' : 'failed')) }],
  ...faultEvents(say, ['crash', 'recover']),
]);

function legend({ text }: Moment<OverviewState>): ReturnType<Concept<OverviewConfig, OverviewState>['legend']> {
  return [
    { role: 'server', label: text('overview.legend.up') }, { role: 'crashed', label: text('overview.legend.down') },
    { role: 'key', shape: 'ball', label: text('overview.legend.request') }, { role: 'fail', shape: 'octahedron', label: text('overview.legend.refused') },
  ];
}

export const concept: Concept<OverviewConfig, OverviewState> = {
  ...preview,
  draw: drawCracked,
  // Nothing is on its way in a first picture.
  marks: [...preview.marks, packetMarks, wallMarks],
  model: overview(),
  actions,
  events,
  legend,
  facts,
  sentence,
  readouts,
  panels: () => import('./overview.panels.ts'),
  strings: { ...overviewStrings, ...overviewWords },
};
