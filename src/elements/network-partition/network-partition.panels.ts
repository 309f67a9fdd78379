/** What the network's panels say: cards and table here, the inspector beside. Fetched after the first picture. */
import { relationOf } from '../../models/network-partition/clock.ts';
import { readouts } from '../../models/network-partition/readouts.ts';
import type { PartitionState } from '../../models/network-partition/state.ts';
import type { VersionTile } from '../../models/network-partition/views.ts';
import { nodeView, tilesOf } from '../../models/network-partition/views.ts';
import type { Card, Moment, Table } from '../base/concept.ts';
import { formatNumber } from '../base/ui/format.ts';
import { roleOf, sideName } from './network-partition.picture.ts';
import { facts } from './network-partition.words.ts';
import { keyShown } from './tiles.ts';

export { inspect } from './network-partition.inspector.ts';
export { networkPartitionPanelsStrings as strings } from './network-partition.panels.strings.ts';

/** Different versions of the key shown, wherever they are held. */
function versionsAnywhere(state: PartitionState, key: string): readonly VersionTile[] {
  const all = new Map<string, VersionTile>();
  for (const node of state.nodes.values()) for (const tile of tilesOf(node)) if (tile.key === key && tile.timestamp !== null) all.set(tile.id, tile);
  return [...all.values()];
}

/** The clocks of two versions, and what they say. */
function clockCard({ state, text }: Moment<PartitionState>): readonly Card[] {
  const key = state.config.policy === 'fencing-token' ? null : keyShown(state);
  const [a, b] = key === null ? [] : versionsAnywhere(state, key).slice(-2);
  if (a === undefined || b === undefined) return [];
  const relation = relationOf(a.clock, b.clock);
  return [{
    kind: 'text', title: text('network-partition.clocks', { key: key ?? '' }), strong: text(`network-partition.relation.${relation}`),
    rest: text('network-partition.two-clocks', { a: a.value, b: b.value, first: a.clockText, second: b.clockText }),
  }];
}

export function cards(moment: Moment<PartitionState>): readonly Card[] {
  const { state, text } = moment;
  const { sides } = readouts(state);
  const clocks = clockCard(moment);
  const most = Math.max(4, ...sides.map(({ accepted, refused }) => accepted + refused));
  return [
    { kind: 'facts', facts: facts(moment).slice(0, 2) },
    ...clocks,
    {
      kind: 'bars', title: text('network-partition.accepted'), note: text('network-partition.refused-note'),
      rows: sides.map(({ accepted, refused }, at) => ({ label: text('network-partition.side', { side: sideName(at) }), role: at === 0 ? 'version-a' as const : 'version-b' as const, share: accepted / most, value: `${accepted} / ${refused}` })),
    },
    // Both do not fit below each other.
    ...(clocks.length > 0 ? [] : [{
      kind: 'facts' as const,
      facts: [facts(moment)[2]!, { label: text('network-partition.without'), value: sides.map(({ withoutService }) => formatNumber(withoutService / 1000, text.tag, 1)).join('\u00a0/\u00a0'), note: text('network-partition.seconds') }],
    }]),
  ];
}

export function table(moment: Moment<PartitionState>): Table {
  const { state, text, name, nowUs } = moment;
  return {
    caption: text('network-partition.table'),
    columns: ['node', 'side', 'state', 'epoch', 'suspects', 'holds', 'clock'].map((column) => text(`network-partition.column.${column}`)),
    rows: [...state.nodes.values()].map((node) => {
      const view = nodeView(state, node, nowUs);
      return [
        name(node.id), view.side < 0 ? '–' : sideName(view.side), view.fencedBy !== null ? text('network-partition.fenced') : text(roleOf(node) === 'acting-primary' ? 'role.primary' : `role.${roleOf(node)}`),
        view.epoch === 0 ? '–' : text('{epoch}', { epoch: view.epoch }), view.suspects.map(name).join(text.comma) || '–',
        view.tiles.map(({ key, value }) => `${key}=${value}`).join(text.comma) || '–', text('network-partition.ms', { ms: Math.round(view.clockError) }),
      ];
    }),
  };
}
